import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { accounts, conversationLabels, conversations, notes } from '@/db/schema';
import { hasSameReaders } from '@/lib/auth/permissions';
import type { Ctx } from '@/lib/auth/scope';
import { publish, publishConversations } from '@/lib/live/publish';
import { unassignLost } from '@/lib/triage/assignee-mutations';

const former = alias(accounts, 'former');
const copy = alias(conversations, 'copy');

type Conversation = typeof conversations.$inferSelect;
interface Pair {
  own: Conversation;
  retired: Conversation;
  hasSameReaders: boolean;
}

/**
 * What the team did with conversations of connections that were retired for this account goes on in its own copies of
 * them, in the caller's transaction: notes, labels, who is in charge, the star, and where it stands unless somebody
 * moved the own copy. Where the two are read by different people all of it stays, so that nobody learns or loses a word.
 * The retired copy goes to Done either way, so that nobody answers twice. Run again it finds nothing left to do.
 *
 * @param conversationId an own conversation that came just now; without it all are looked at
 * @returns how many conversations both had
 */
export async function carryOver(
  tx: Ctx,
  accountId: string,
  conversationId?: string,
): Promise<number> {
  const pairs = await lockPairs(tx, accountId, conversationId);
  if (pairs.length === 0) return 0;
  const carried = pairs.filter((pair) => pair.hasSameReaders);
  await moveNotes(tx, carried);
  await moveLabels(tx, carried);
  for (const pair of carried) await takeState(tx, pair);
  await unassignLost(tx, { accountId });
  await dropState(tx, carried);
  await putAway(tx, pairs);
  await publishConversations(
    tx,
    pairs.flatMap(({ own, retired }) => [own, retired]),
  );
  return pairs.length;
}

/** Each own conversation with each retired copy of it, the oldest copy last: what the newest says wins. */
async function lockPairs(tx: Ctx, accountId: string, conversationId?: string): Promise<Pair[]> {
  const found = await tx.db
    .select({
      ownId: conversations.id,
      retiredId: copy.id,
      hasSameReaders: sql<boolean>`coalesce(${hasSameReaders(accounts, former)}, false)`,
    })
    .from(accounts)
    .innerJoin(former, eq(former.mergedIntoAccountId, accounts.id))
    .innerJoin(conversations, eq(conversations.accountId, accounts.id))
    .innerJoin(
      copy,
      and(eq(copy.accountId, former.id), eq(copy.providerChatId, conversations.providerChatId)),
    )
    .where(
      and(
        eq(accounts.workspaceId, tx.scope.workspaceId),
        eq(accounts.id, accountId),
        isNotNull(former.removedAt),
        conversationId ? eq(conversations.id, conversationId) : undefined,
      ),
    )
    .orderBy(sql`${former.removedAt} desc`, asc(copy.id));
  const ids = found.flatMap(({ ownId, retiredId }) => [ownId, retiredId]);
  if (ids.length === 0) return [];
  // In one order for every writer.
  const locked = await tx.db
    .select()
    .from(conversations)
    .where(and(eq(conversations.workspaceId, tx.scope.workspaceId), inArray(conversations.id, ids)))
    .orderBy(conversations.id)
    .for('no key update');
  const rows = new Map(locked.map((row) => [row.id, row]));
  return found.flatMap(({ ownId, retiredId, ...pair }) => {
    const own = rows.get(ownId);
    const retired = rows.get(retiredId);
    return own && retired ? [{ own, retired, ...pair }] : [];
  });
}

function idsOf(pairs: readonly Pair[]) {
  const retired = sql.param(pairs.map((pair) => pair.retired.id));
  const own = sql.param(pairs.map((pair) => pair.own.id));
  return sql`unnest(${retired}::uuid[], ${own}::uuid[]) as pair (retired_id, own_id)`;
}

async function moveNotes(tx: Ctx, pairs: readonly Pair[]): Promise<void> {
  const moved = await tx.db.execute<{ id: string; account_id: string }>(sql`
    update ${notes} set conversation_id = own.id, account_id = own.account_id
    from ${idsOf(pairs)} join ${conversations} own on own.id = pair.own_id
    where ${notes.conversationId} = pair.retired_id
    returning own.id, own.account_id`);
  for (const [id, accountId] of new Map(moved.rows.map((row) => [row.id, row.account_id]))) {
    await publish(tx, { kind: 'note.changed', id, accountId });
  }
}

async function moveLabels(tx: Ctx, pairs: readonly Pair[]): Promise<void> {
  await tx.db.execute(sql`
    with moved as (
      delete from ${conversationLabels} using ${idsOf(pairs)}
      where conversation_id = pair.retired_id
      returning workspace_id, pair.own_id, label_id
    )
    insert into ${conversationLabels} (workspace_id, conversation_id, label_id)
    select distinct workspace_id, own_id, label_id from moved
    on conflict do nothing`);
}

/** What one says and the other does not; a later copy then finds it said. */
async function takeState(tx: Ctx, { own, retired }: Pair): Promise<void> {
  const taken = {
    ...(retired.isStarred && !own.isStarred && { isStarred: true }),
    ...(retired.isMuted && !own.isMuted && { isMuted: true }),
    ...(retired.isMarkedUnread && !own.isMarkedUnread && { isMarkedUnread: true }),
    ...(!own.assigneeMemberId &&
      retired.assigneeMemberId && { assigneeMemberId: retired.assigneeMemberId }),
    ...placeFrom(own, retired),
  };
  if (Object.keys(taken).length === 0) return;
  Object.assign(own, taken);
  await tx.db
    .update(conversations)
    .set({ ...taken, updatedAt: sql`clock_timestamp()` })
    .where(eq(conversations.id, own.id));
}

/** Where an e-mail lies its mailbox says, and that is one for both. */
function placeFrom(own: Conversation, retired: Conversation) {
  if (own.kind === 'email' || retired.placedAt === null) return {};
  const isOpenThereOnly = own.place === 'done' && retired.place !== 'done';
  if (own.placedAt !== null && !isOpenThereOnly) return {};
  const { place, placedAt, snoozedUntil } = retired;
  return { place, placedAt, snoozedUntil };
}

async function dropState(tx: Ctx, pairs: readonly Pair[]): Promise<void> {
  await tx.db
    .update(conversations)
    .set({ isStarred: false, isMuted: false, isMarkedUnread: false, assigneeMemberId: null })
    .where(
      inArray(
        conversations.id,
        pairs.map(({ retired }) => retired.id),
      ),
    );
}

async function putAway(tx: Ctx, pairs: readonly Pair[]): Promise<void> {
  await tx.db
    .update(conversations)
    .set({
      place: 'done',
      placedAt: sql`clock_timestamp()`,
      snoozedUntil: null,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(
      and(
        inArray(
          conversations.id,
          pairs.map(({ retired }) => retired.id),
        ),
        ne(conversations.place, 'done'),
      ),
    );
}
