import { and, desc, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { emails, messages } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { isFinalRefusal } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { findWorkingConversation, type ReadableAccount } from '@/lib/inbox/read-mutations';
import { listFolders } from './folder-queries';
import type { followPlaceJob } from './jobs';
import { refreshFolders, refreshMoved } from './read-mutations';
import { folderAt, foldersAfter, goesTo, isInInbox, type MailboxPlace } from './rules';

/** See `followPlaceJob`. A mailbox without such a folder is left as it is. */
export async function followPlace(
  payload: z.infer<typeof followPlaceJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  const row = await findWorkingConversation(ctx, payload.conversationId);
  if (!row) return;
  const { account, place, filedTo } = row;
  if (place === 'snoozed') return;
  const to = place === 'inbox' ? place : (filedTo ?? 'archive');
  const stored = await listStored(ctx, payload.conversationId);
  const isIn = stored.some((email) => isInInbox(email));
  const back = isIn ? [] : stored.slice(0, 1);
  if ((to === 'inbox' ? back : stored).length === 0) return;
  try {
    let folders = await findFolders(ctx, account, to);
    const goes = (email: (typeof stored)[number]) => to !== 'inbox' && goesTo(to, email, folders);
    const wanted = to === 'inbox' ? back : stored.filter(goes);
    for (const email of wanted) {
      const target = foldersAfter(to, email, { provider: account.provider, folders });
      if (!target || (await move(ctx, account, email, target))) continue;
      // Refused: perhaps the folder is gone, and another one has its part now.
      folders = await readFolders(ctx, account);
      const other = foldersAfter(to, email, { provider: account.provider, folders });
      if (other && String(other) !== String(target)) await move(ctx, account, email, other);
    }
  } catch (error) {
    // The mailbox keeps them where they are; its owner sees there what is not archived.
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
  }
}

/** Read anew where the one that is wanted is not known: it may be younger than the last reading. */
async function findFolders(ctx: Ctx, account: ReadableAccount, place: MailboxPlace) {
  const known = await listFolders(ctx, account);
  return folderAt(place, known) ? known : readFolders(ctx, account);
}

async function readFolders(ctx: Ctx, account: ReadableAccount) {
  await refreshFolders(ctx, account);
  return listFolders(ctx, account);
}

interface StoredPlace {
  gatewayEmailId: string;
  messageId: string | null;
}

/** False where the provider refuses: the e-mail stays where it is. */
async function move(
  ctx: Ctx,
  account: ReadableAccount,
  email: StoredPlace,
  target: readonly string[],
): Promise<boolean> {
  try {
    await callGateway(ctx, account.gatewayId, (client) =>
      client.moveEmail(email.gatewayEmailId, target),
    );
  } catch (error) {
    if (isFinalRefusal(error)) return false;
    throw error;
  }
  // It may have another id now, which no answer tells.
  await refreshMoved(ctx, account, email);
  return true;
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
