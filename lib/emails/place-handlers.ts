import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { emailFolders, emails, messages } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { isFinalRefusal } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { findWorkingConversation, type ReadableAccount } from '@/lib/inbox/read-mutations';
import type { followPlaceJob } from './jobs';
import { refreshMoved } from './read-mutations';
import { foldersAfter, isInInbox } from './rules';

/** See `followPlaceJob`. A mailbox without an archive is left as it is. */
export async function followPlace(
  payload: z.infer<typeof followPlaceJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  const row = await findWorkingConversation(ctx, payload.conversationId);
  if (!row) return;
  const { account, place } = row;
  if (place === 'snoozed') return;
  const stored = await listStored(ctx, payload.conversationId);
  const isIn = stored.some((email) => isInInbox(email));
  const wanted = place === 'done' ? stored.filter(isInInbox) : isIn ? [] : stored.slice(0, 1);
  if (wanted.length === 0) return;
  const folders = await ctx.db
    .select()
    .from(emailFolders)
    .where(eq(emailFolders.accountId, account.id));
  try {
    for (const email of wanted) {
      const target = foldersAfter(place, email, { provider: account.provider, folders });
      if (target) await move(ctx, account, email, target);
    }
  } catch (error) {
    // The mailbox keeps them where they are; its owner sees there what is not archived.
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
  }
}

interface StoredPlace {
  gatewayEmailId: string;
  messageId: string | null;
}

async function move(
  ctx: Ctx,
  account: ReadableAccount,
  email: StoredPlace,
  target: readonly string[],
): Promise<void> {
  try {
    await callGateway(ctx, account.gatewayId, (client) =>
      client.moveEmail(email.gatewayEmailId, target),
    );
  } catch (error) {
    // The e-mail stays where it is at the provider.
    if (isFinalRefusal(error)) return;
    throw error;
  }
  // It may have another id now, which no answer tells.
  await refreshMoved(ctx, account, email);
}

/** Newest first; what we wrote and what lies in the bin has no place to follow. */
function listStored(ctx: Ctx, conversationId: string) {
  return ctx.db
    .select({
      gatewayEmailId: messages.gatewayMessageId,
      messageId: emails.rfcMessageId,
      role: emails.role,
      folderIds: emails.folderIds,
    })
    .from(messages)
    .innerJoin(emails, eq(emails.messageId, messages.id))
    .where(
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.isDeleted, false),
        eq(messages.isOurs, false),
      ),
    )
    .orderBy(desc(messages.sentAt));
}
