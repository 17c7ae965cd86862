import { and, desc, eq, gt, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { accounts, attendees, conversations, sends, workspaces } from '@/db/schema';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { isMailProvider } from '@/lib/core/providers';
import { capabilitiesOf, inmailApis } from './capability-rules';
import { listSendFiles } from './file-queries';
import { routingOf } from './outgoing-email-rules';
import { sendProblem } from './problem-rules';
import { personName, replyBlock, replyBlockText, startName } from './rules';
import type { ListPeopleInput } from './schema';
import type { OpenStart, Recipient, SendingAccount } from './start-types';

const MAX_STARTS = 50;
const MAX_PEOPLE = 8;

/** Accounts that the member may begin a conversation from, with why some cannot now. */
export async function listSendingAccounts(ctx: Ctx<MemberScope>): Promise<SendingAccount[]> {
  const rows = await ctx.db
    .select({ account: accounts, canTrack: workspaces.isTrackingAllowed })
    .from(accounts)
    .innerJoin(workspaces, eq(workspaces.id, accounts.workspaceId))
    .where(sendsFrom(ctx.scope))
    .orderBy(accounts.name, accounts.id);
  return rows.flatMap(({ account, canTrack }) => {
    const { id, name, handle, provider, features } = account;
    const capabilities = capabilitiesOf(account);
    if (!capabilities.text.isPossible) return [];
    const block = replyBlock({
      provider,
      accountStatus: account.status,
      isSendingPaused: account.sendsPausedAt !== null,
      isConversationReadOnly: false,
      mayRoleSend: true,
      maySendFromAccount: true,
    });
    return {
      id,
      name,
      handle,
      provider,
      block: block && replyBlockText(block, { account: name, provider }).text,
      capabilities,
      emailTerms: isMailProvider(provider) ? { canTrack, signature: account.signature } : null,
      sendAs: account.sendAs,
      inmailApis: inmailApis(provider, features),
    };
  });
}

/**
 * People whom this account has conversations with, by the beginnings of words in name, headline or
 * number; who was talked to last comes first. Throws `not_found`.
 */
export async function listPeople(
  ctx: Ctx<MemberScope>,
  { accountId, q }: ListPeopleInput,
): Promise<Recipient[]> {
  const [account] = await ctx.db
    .select({ id: accounts.id, provider: accounts.provider })
    .from(accounts)
    .where(and(readsMessagesOf(ctx.scope), sendsFrom(ctx.scope), eq(accounts.id, accountId)));
  if (!account) throw notFound('Account');
  const words = q.split(/\s+/).filter(Boolean);
  const rows = await ctx.db
    .select({
      providerUserId: attendees.providerUserId,
      name: attendees.name,
      headline: attendees.headline,
      lastMessageAt: sql`max(${conversations.lastMessageAt})`,
    })
    .from(attendees)
    .leftJoin(
      conversations,
      and(
        eq(conversations.accountId, attendees.accountId),
        eq(conversations.attendeeProviderId, attendees.providerUserId),
      ),
    )
    .where(and(eq(attendees.accountId, account.id), eq(attendees.isSelf, false), isNamed(words)))
    .groupBy(attendees.id)
    .orderBy(sql`max(${conversations.lastMessageAt}) desc nulls last`, attendees.name)
    .limit(MAX_PEOPLE);
  return rows.map(({ providerUserId, name, headline }) => ({
    providerUserId,
    name: personName(account.provider, name, providerUserId),
    headline,
    isConnection: null,
  }));
}

// Word for word as the index has it (db/schema/inbox), or it is not used.
const personVector = sql`search_vector(coalesce(${attendees.name}, '') || ' ' || coalesce(${attendees.headline}, '') || ' ' || ${attendees.providerUserId})`;

function isNamed(words: readonly string[]): SQL | undefined {
  if (words.length === 0) return undefined;
  const wanted = words.map((word) => sql`search_query(${word}::text, true)`);
  return sql`${personVector} @@ (${sql.join(wanted, sql` && `)})`;
}

/** For how long a conversation that found its place is told to the browser that waits for it. */
const JUST_PLACED = sql`now() - interval '10 minutes'`;

/** Nothing settles what could not be found for so long, and nobody waits for it. */
const GIVEN_UP = sql`now() - interval '7 days'`;

/** What the member began and what has no place here yet, or only just; newest first. */
export async function listStarts(ctx: Ctx<MemberScope>): Promise<OpenStart[]> {
  const rows = await ctx.db
    .select({ send: sends, account: accounts })
    .from(sends)
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .where(
      and(
        readsMessagesOf(ctx.scope),
        eq(sends.workspaceId, ctx.scope.workspaceId),
        eq(sends.authorMemberId, ctx.scope.memberId),
        isNotNull(sends.start),
        ne(sends.state, 'cancelled'),
        or(isNull(sends.conversationId), gt(sends.updatedAt, JUST_PLACED)),
        or(ne(sends.state, 'unknown'), gt(sends.createdAt, GIVEN_UP)),
      ),
    )
    .orderBy(desc(sends.createdAt))
    .limit(MAX_STARTS);
  const files = await listSendFiles(
    ctx,
    rows.map(({ send }) => send.id),
  );
  return rows.flatMap(({ send, account }) => {
    const { start } = send;
    if (!start) return [];
    return {
      sendId: send.id,
      clientId: send.clientId,
      accountId: account.id,
      accountName: account.name,
      provider: account.provider,
      recipients: start.recipients,
      email: send.email && routingOf(send.email),
      title: start.title,
      subject: start.subject,
      isInmail: start.isInmail,
      inmailApi: start.isInmail ? start.linkedinApi : null,
      text: send.text,
      files: files.get(send.id) ?? [],
      state: send.state,
      heldUntil: send.heldUntil?.toISOString() ?? null,
      scheduledFor: send.scheduledFor?.toISOString() ?? null,
      problem: sendProblem(send, {
        account: account.name,
        provider: account.provider,
        person: startName(start),
      }),
      errorRequestId: send.errorRequestId,
      conversationId: send.conversationId,
    };
  });
}
