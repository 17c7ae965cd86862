import { and, asc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { messages, sends } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { listSendFiles } from './file-queries';
import { isCopyOfSend, isUnlinked } from './queries';
import { hasSameFiles, isEchoOf } from './send-rules';

interface OwnMessage {
  gatewayMessageId: string;
  isOurs: boolean;
}

/**
 * Ties the provider's copies of our own messages to what people asked us to send, so that one message
 * is one bubble and an unconfirmed send is settled. By the API's id where the post told it; else by
 * content and time, the oldest send first. The caller holds the conversation's lock and has written the
 * messages.
 */
export async function linkSends(
  ctx: Ctx,
  conversationId: string,
  stored: readonly OwnMessage[],
): Promise<void> {
  const own = stored.filter((message) => message.isOurs);
  if (own.length === 0) return;
  const ids = own.map((message) => message.gatewayMessageId);
  await settleById(ctx, conversationId, ids);
  const open = await ctx.db
    .select({ id: sends.id, text: sends.text, postedAt: sends.postedAt })
    .from(sends)
    .where(
      and(
        eq(sends.conversationId, conversationId),
        ne(sends.state, 'failed'),
        isNotNull(sends.postedAt),
        // E-mails find each other by more than their text (email-send-mutations.ts).
        isNull(sends.email),
        isUnlinked(),
      ),
    )
    // A send whose id is known waits for that id; one without takes the copy first, and of those one that is on its way.
    .orderBy(
      sql`${sends.gatewayMessageId} is not null`,
      sql`${sends.state} <> 'sending'`,
      asc(sends.createdAt),
      asc(sends.id),
    );
  if (open.length === 0) return;
  const free = await copiesWithoutSend(ctx, conversationId, ids);
  const files = await listSendFiles(
    ctx,
    open.map(({ id }) => id),
  );
  const linked = new Set<string>();
  // The same words with and without a file: who has exactly its files takes its copy first.
  for (const isExact of [true, false]) {
    for (const { id, text, postedAt } of open) {
      if (!postedAt || linked.has(id)) continue;
      const send = { text, postedAt, files: files.get(id) };
      const at = free.findIndex(
        (copy) => isEchoOf(send, copy) && (!isExact || hasSameFiles(copy, send)),
      );
      const [copy] = at < 0 ? [] : free.splice(at, 1);
      if (!copy) continue;
      linked.add(id);
      await ctx.db
        .update(sends)
        .set({ ...SETTLED, gatewayMessageId: copy.gatewayMessageId })
        .where(eq(sends.id, id));
    }
  }
}

/** Of these messages the ones that no send is tied to, oldest first. */
function copiesWithoutSend(ctx: Ctx, conversationId: string, ids: string[]) {
  return ctx.db
    .select({
      gatewayMessageId: messages.gatewayMessageId,
      text: messages.text,
      attachments: messages.attachments,
      sentAt: messages.sentAt,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .leftJoin(sends, isCopyOfSend())
    .where(
      and(
        eq(messages.conversationId, conversationId),
        inArray(messages.gatewayMessageId, ids),
        isNull(sends.id),
      ),
    )
    .orderBy(asc(messages.sentAt), asc(messages.gatewayMessageId));
}

/** What an own message that is found at the provider makes of a send. */
export const SETTLED = {
  state: 'sent',
  settledAt: sql`coalesce(settled_at, clock_timestamp())`,
  errorCode: null,
  errorType: null,
  errorRequestId: null,
  updatedAt: sql`clock_timestamp()`,
} as const;

/**
 * Frees the copy with this id where another send of the same words was taken for its own: the answer to the post of
 * `send` has named it. What became of the other is not known any more. Returns the other one.
 */
export function releaseCopy(
  ctx: Ctx,
  send: { id: string; account: { id: string } },
  gatewayMessageId: string,
): Promise<{ id: string; workspaceId: string }[]> {
  return ctx.db
    .update(sends)
    .set({ ...SETTLED, state: 'unknown', errorCode: 'interrupted', gatewayMessageId: null })
    .where(
      and(
        eq(sends.accountId, send.account.id),
        eq(sends.gatewayMessageId, gatewayMessageId),
        ne(sends.id, send.id),
      ),
    )
    .returning({ id: sends.id, workspaceId: sends.workspaceId });
}

async function settleById(ctx: Ctx, conversationId: string, ids: string[]): Promise<void> {
  await ctx.db
    .update(sends)
    .set(SETTLED)
    .where(
      and(
        eq(sends.conversationId, conversationId),
        inArray(sends.gatewayMessageId, ids),
        ne(sends.state, 'sent'),
      ),
    );
}
