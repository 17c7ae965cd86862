import { and, eq, exists, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import {
  accountReads,
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  messages,
  people,
  personIdentities,
  type StoredErasureCounts,
  sends,
  trustedImageSenders,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { deleteConversations } from './conversation-mutations';
import { eraseEmails } from './email-mutations';
import { eraseInvitations } from './invitation-mutations';
import { closeOrRefresh, deleteMessages, type Removed } from './message-mutations';
import type { ErasureSubject } from './rules';
import { matchesPerson, namesAddress, startsChatWith } from './subject-queries';

/** What an erasure took away, and what raw deliveries may still name of it. */
export interface Erased {
  counts: Omit<StoredErasureCounts, 'deliveries'>;
  traces: string[];
}

/**
 * Takes away every row that is of or about a person, in the caller's transaction: chats of two with all that belongs to
 * them, e-mails that name them, what they wrote in groups and what others' messages hold of that, invitations, plans,
 * rows of imports, look-ups, the person. Null while a message or an invitation to them is just leaving: come again.
 */
export async function eraseRows(tx: Ctx, subject: ErasureSubject): Promise<Erased | null> {
  const { identities } = subject;
  const chats = await lockChats(tx, identities);
  if (
    await isLeaving(
      tx,
      chats.map(({ id }) => id),
      identities,
    )
  )
    return null;
  const gone = await deleteConversations(tx, chats);
  const mail = await eraseEmails(tx, identities);
  const groups = await eraseFromGroups(tx, identities);
  const invited = await eraseInvitations(tx, subject);
  if (invited === null) return null;
  const attendeeTraces = await eraseAttendees(tx, identities);
  await erasePeople(tx, identities);
  const removed = [...gone.messages, ...mail.messages, ...groups.messages];
  await uncount(tx, removed);
  return {
    counts: {
      conversations: gone.conversations + mail.conversations,
      messages: removed.length,
      invitations: invited.count,
      notes: gone.notes + mail.notes,
    },
    traces: [
      ...chats.map(({ gatewayChatId }) => gatewayChatId),
      ...attendeeTraces,
      ...invited.traces,
    ],
  };
}

type Identities = ErasureSubject['identities'];

/** Chats of two with the person, in one order for every writer. */
async function lockChats(tx: Ctx, identities: Identities) {
  return tx.db
    .select({
      id: conversations.id,
      accountId: conversations.accountId,
      gatewayChatId: conversations.gatewayChatId,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(
      and(
        eq(conversations.workspaceId, tx.scope.workspaceId),
        eq(conversations.kind, 'direct'),
        or(
          matchesPerson(identities, conversations.attendeeProviderId),
          exists(
            tx.db
              .select({ id: attendees.id })
              .from(conversationAttendees)
              .innerJoin(attendees, eq(attendees.id, conversationAttendees.attendeeId))
              .where(
                and(
                  eq(conversationAttendees.conversationId, conversations.id),
                  eq(attendees.isSelf, false),
                  matchesPerson(identities, attendees.providerUserId),
                ),
              ),
          ),
        ),
      ),
    )
    .orderBy(conversations.id)
    .for('update', { of: conversations });
}

/** Whoever is posting holds no lock: its row says that bytes may be on their way. */
async function isLeaving(
  tx: Ctx,
  chatIds: readonly string[],
  identities: Identities,
): Promise<boolean> {
  const rows = await tx.db
    .select({ state: sends.state })
    .from(sends)
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .where(and(eq(sends.workspaceId, tx.scope.workspaceId), isToPerson(chatIds, identities)))
    .for('update', { of: sends });
  return rows.some(({ state }) => state === 'sending');
}

/** A send into one of these chats, one that begins a chat with the person, or an e-mail to them. */
function isToPerson(chatIds: readonly string[], identities: Identities): SQL | undefined {
  return or(
    sql`${sends.conversationId} = any(${sql.param([...chatIds])}::uuid[])`,
    and(isNotNull(sends.email), namesAddress(identities, sends.email)),
    startsChatWith(identities),
  );
}

/** What the person wrote where others write too, and what others' messages hold of them. */
async function eraseFromGroups(tx: Ctx, identities: Identities): Promise<Removed> {
  const { workspaceId } = tx.scope;
  const written = await tx.db
    .select({
      id: messages.id,
      accountId: messages.accountId,
      conversationId: messages.conversationId,
    })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.isOurs, false),
        matchesPerson(identities, messages.senderProviderId),
      ),
    );
  await deleteMessages(tx, written);
  const ofPerson = (id: SQL) => matchesPerson(identities, id);
  await tx.db.execute(sql`update ${messages} set
      quoted = case when ${ofPerson(sql`quoted ->> 'senderProviderId'`)} then null else quoted end,
      reactions = (select coalesce(jsonb_agg(one), '[]') from jsonb_array_elements(reactions) one
        where ${ofPerson(sql`one ->> 'senderProviderId'`)} is not true),
      seen_by = (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(seen_by)
        where ${ofPerson(sql`key`)} is not true),
      updated_at = clock_timestamp()
    from ${accounts}
    where ${messages.workspaceId} = ${workspaceId} and ${accounts.id} = ${messages.accountId} and (
      ${ofPerson(sql`quoted ->> 'senderProviderId'`)}
      or exists (select 1 from jsonb_array_elements(reactions) one
        where ${ofPerson(sql`one ->> 'senderProviderId'`)})
      or exists (select 1 from jsonb_each(seen_by) where ${ofPerson(sql`key`)}))`);
  const gone = await closeOrRefresh(
    tx,
    written.map(({ conversationId }) => conversationId),
    identities,
  );
  return { ...gone, messages: [...written.map(({ accountId }) => accountId), ...gone.messages] };
}

async function eraseAttendees(tx: Ctx, identities: Identities): Promise<string[]> {
  const found = tx.db
    .select({ id: attendees.id })
    .from(attendees)
    .innerJoin(accounts, eq(accounts.id, attendees.accountId))
    .where(
      and(
        eq(attendees.workspaceId, tx.scope.workspaceId),
        eq(attendees.isSelf, false),
        matchesPerson(identities, attendees.providerUserId),
      ),
    );
  const rows = await tx.db
    .delete(attendees)
    .where(inArray(attendees.id, found))
    .returning({ gatewayAttendeeId: attendees.gatewayAttendeeId });
  return rows.flatMap(({ gatewayAttendeeId }) => gatewayAttendeeId ?? []);
}

/** The person with identities, look-ups, merges and distinctions, and what members said of their addresses. */
async function erasePeople(tx: Ctx, identities: Identities): Promise<void> {
  const { workspaceId } = tx.scope;
  const isTheirs = or(
    ...identities.map(({ kind, value }) =>
      and(eq(personIdentities.kind, kind), eq(personIdentities.value, value)),
    ),
  );
  const roots = tx.db
    .select({ id: people.rootId })
    .from(people)
    .innerJoin(personIdentities, eq(personIdentities.personId, people.id))
    .where(and(eq(people.workspaceId, workspaceId), isTheirs ?? sql`false`));
  await tx.db
    .delete(people)
    .where(and(eq(people.workspaceId, workspaceId), inArray(people.rootId, roots)));
  const addresses = identities.filter(({ kind }) => kind === 'EMAIL').map(({ value }) => value);
  await tx.db
    .delete(trustedImageSenders)
    .where(
      and(
        eq(trustedImageSenders.workspaceId, workspaceId),
        sql`${trustedImageSenders.address} = any(${sql.param(addresses)}::text[])`,
      ),
    );
}

/** The number of messages of each account is kept, not counted. */
async function uncount(tx: Ctx, accountIds: readonly string[]): Promise<void> {
  const perAccount = new Map<string, number>();
  for (const id of accountIds) perAccount.set(id, (perAccount.get(id) ?? 0) + 1);
  for (const [accountId, removed] of perAccount) {
    await tx.db
      .update(accountReads)
      .set({ messageCount: sql`greatest(0, ${accountReads.messageCount} - ${removed})` })
      .where(eq(accountReads.accountId, accountId));
  }
}
