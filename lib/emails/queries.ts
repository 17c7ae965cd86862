import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { accounts, attendees, conversations, emailBodies, emails, messages } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import type { GatewayEmail } from '@/lib/gateway/email-types';
import { type EmailIdentity, threadKeyOf } from './rules';
import type { KnownThreads } from './thread-rules';

/** Everything by which an account's own e-mails are told from others'; not each is an address. */
export async function listOwnAddresses(ctx: Ctx, accountId: string): Promise<string[]> {
  const [account] = await ctx.db
    .select({ identity: accounts.identity, handle: accounts.handle, name: accounts.name })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), eq(accounts.id, accountId)));
  const own = await ctx.db
    .select({ address: attendees.providerUserId })
    .from(attendees)
    .where(and(eq(attendees.accountId, accountId), eq(attendees.isSelf, true)));
  const login = [account?.identity, account?.handle, account?.name];
  return [...login, ...own.map(({ address }) => address)].filter((one) => typeof one === 'string');
}

/** What is stored of these e-mails, and of those that belong into their threads. */
export async function findKnown(
  ctx: Ctx,
  account: { id: string },
  incoming: readonly GatewayEmail[],
): Promise<KnownThreads> {
  const ids = incoming.map((email) => email.gatewayEmailId);
  const keys = incoming.map(threadKeyOf);
  const loose = incoming.filter((email) => !email.threadId);
  const own = loose.flatMap((email) => email.messageId ?? []);
  const parents = loose.flatMap((email) => email.inReplyTo?.messageId ?? []);
  const stored = await ctx.db
    .select({ id: messages.gatewayMessageId, conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.accountId, account.id), inArray(messages.gatewayMessageId, ids)));
  const named = await ctx.db
    .select({ key: conversations.gatewayChatId, id: conversations.id })
    .from(conversations)
    .where(
      and(eq(conversations.accountId, account.id), inArray(conversations.gatewayChatId, keys)),
    );
  const relatives =
    loose.length === 0
      ? []
      : await ctx.db
          .select({
            conversationId: messages.conversationId,
            rfcMessageId: emails.rfcMessageId,
            inReplyTo: emails.inReplyTo,
          })
          .from(emails)
          .innerJoin(messages, eq(messages.id, emails.messageId))
          .where(
            and(
              eq(emails.accountId, account.id),
              or(
                inArray(emails.rfcMessageId, [...own, ...parents]),
                inArray(emails.inReplyTo, [...own, ...parents]),
              ),
            ),
          );
  return {
    byEmail: new Map(stored.map(({ id, conversationId }) => [id, conversationId])),
    byKey: new Map(named.map(({ key, id }) => [key, id])),
    relatives,
  };
}

/** A stored e-mail under the RFC id of another one, which may be the same. */
export interface Namesake extends EmailIdentity {
  messageId: string;
  gatewayEmailId: string;
}

/** Stored e-mails with the RFC id of one of these, which are not stored under the API's ids that they have now. */
export async function findNamesakes(
  ctx: Ctx,
  account: { id: string },
  incoming: readonly GatewayEmail[],
): Promise<readonly Namesake[]> {
  const ids = incoming.flatMap((email) => email.messageId ?? []);
  if (ids.length === 0) return [];
  return ctx.db
    .select({
      messageId: messages.id,
      gatewayEmailId: messages.gatewayMessageId,
      rfcMessageId: emails.rfcMessageId,
      sentAt: messages.sentAt,
      fromAddress: sql<string | null>`${emails.people} -> 'from' ->> 'address'`,
      subject: messages.subject,
    })
    .from(emails)
    .innerJoin(messages, eq(messages.id, emails.messageId))
    .where(and(eq(emails.accountId, account.id), inArray(emails.rfcMessageId, ids)));
}

/** The stored e-mail that has this id at the API. */
export async function findStoredEmail(ctx: Ctx, accountId: string, gatewayEmailId: string) {
  const [row] = await ctx.db
    .select({
      messageId: messages.id,
      conversationId: messages.conversationId,
      rfcMessageId: emails.rfcMessageId,
    })
    .from(messages)
    .innerJoin(emails, eq(emails.messageId, messages.id))
    .where(
      and(
        eq(messages.workspaceId, ctx.scope.workspaceId),
        eq(messages.accountId, accountId),
        eq(messages.gatewayMessageId, gatewayEmailId),
      ),
    );
  return row ?? null;
}

/** The HTML of an e-mail that nobody has cleaned yet; what an older version cleaned is done anew when it is read. */
export async function findUnclean(ctx: Ctx, messageId: string) {
  const [row] = await ctx.db
    .select({ html: emailBodies.html, subject: messages.subject })
    .from(emailBodies)
    .innerJoin(messages, eq(messages.id, emailBodies.messageId))
    .where(
      and(
        eq(messages.workspaceId, ctx.scope.workspaceId),
        eq(emailBodies.messageId, messageId),
        isNull(emailBodies.safeVersion),
      ),
    );
  return row?.html ? { html: row.html, subject: row.subject } : null;
}
