import { type SQL, sql } from 'drizzle-orm';
import { attendees, conversationAttendees, conversations, invitations, people } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import { isOfChannel } from '@/lib/core/providers';
import { hasWords } from '@/lib/search/highlight-rules';
import { INVITED, idArray, listFacts, listPeopleAccounts, OF_OTHERS } from './reach-queries';
import { byTouch, channelsOf, headlineOf, nameOf, toPeopleCsv } from './rules';
import type { PeopleAccount, PeopleFilter, PeoplePage, PersonFact, PersonRow } from './types';

const PAGE_SIZE = 50;
/** For one file; each read takes as long as the first page. */
const EXPORT_SIZE = 5_000;

type Narrowed = { filter: PeopleFilter; cursor?: string; limit?: number };

/** People whom the reader may know, the last touch first. A foreign account gives an empty list. */
export async function listPeople(
  ctx: Ctx<MemberScope>,
  { filter, cursor, limit = PAGE_SIZE }: Narrowed,
): Promise<PeoplePage> {
  const accounts = await listPeopleAccounts(ctx);
  const accountIds = accounts.map(({ id }) => id);
  const through = accounts.filter((account) => isThrough(account, filter)).map(({ id }) => id);
  if (through.length === 0) return { items: [], cursor: null, accounts };
  const ranked = await rank(ctx, { filter, cursor, limit: limit + 1, accountIds, through });
  const page = ranked.slice(0, limit);
  const last = ranked.length > limit ? page.at(-1) : undefined;
  const facts = await listFacts(
    ctx,
    page.map(({ id }) => id),
    accountIds,
  );
  const reached = new Set(through);
  return {
    items: page.map(({ id, at }) => {
      const ofPerson = facts.filter(({ rootId }) => rootId === id);
      return toRow(id, at, ofPerson, accounts, reached);
    }),
    cursor: last ? toCursor(last.at, last.id) : null,
    accounts,
  };
}

/** Everybody whom the filter lets through, as a file. */
export async function exportPeople(
  ctx: Ctx<MemberScope>,
  { filter }: { filter: PeopleFilter },
): Promise<string> {
  const rows: PersonRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPeople(ctx, { filter, cursor, limit: EXPORT_SIZE });
    rows.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor);
  return toPeopleCsv(rows);
}

function isThrough(account: PeopleAccount, { accountId, channel, owner }: PeopleFilter): boolean {
  return (
    (accountId === null || account.id === accountId) &&
    (channel === null || isOfChannel(account.provider, channel)) &&
    (owner === null || account.ownerMemberId === owner)
  );
}

interface Ranked {
  id: string;
  at: Date;
}

type Reach = Narrowed & { limit: number; accountIds: string[]; through: string[] };

/** Roots in the order of the list. One without a touch stands at the epoch, behind all others. */
async function rank(ctx: Ctx, reach: Reach): Promise<Ranked[]> {
  const through = idArray(reach.through);
  const conditions = [...conditionsOf(reach), ...(reach.cursor ? [isBehind(reach.cursor)] : [])];
  const { rows } = await ctx.db.execute<{ id: string; at: string | Date }>(sql`
    with touched as (
      select ${people.rootId} as person_id, max(${conversations.lastMessageAt}) as at
      from ${OF_OTHERS}
      left join ${conversationAttendees} on ${conversationAttendees.attendeeId} = ${attendees.id}
      left join ${conversations} on ${conversations.id} = ${conversationAttendees.conversationId}
        and ${conversations.kind} in ('direct', 'email')
      where ${attendees.accountId} = any(${through})
      group by ${people.rootId}
      union all
      select ${people.rootId}, max(${invitations.sentAbout}) from ${INVITED}
      where ${invitations.accountId} = any(${through})
      group by ${people.rootId}),
    ranked as (
      select person_id as id, coalesce(max(at), 'epoch'::timestamptz) as at from touched group by person_id)
    select id, at from ranked
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by at desc, id desc limit ${reach.limit}`);
  return rows.map(({ id, at }) => ({ id, at: new Date(at) }));
}

function isBehind(cursor: string): SQL {
  const { at, id } = fromCursor(cursor);
  return sql`(at, id) < (${at.toISOString()}::timestamptz, ${id}::uuid)`;
}

// Word for word as the index has it (db/schema/inbox), or it is not used.
const attendeeVector = sql`search_vector(coalesce(${attendees.name}, '') || ' ' || coalesce(${attendees.headline}, '') || ' ' || ${attendees.providerUserId})`;
const invitationVector = sql`search_vector(coalesce(${invitations.name}, '') || ' ' || coalesce(${invitations.headline}, '') || ' ' || coalesce(${invitations.publicIdentifier}, ''))`;

/** Of the whole person: words may come from one account and the touch from another. */
function conditionsOf({ filter, accountIds, through }: Reach): SQL[] {
  const conditions: SQL[] = [];
  const words = filter.q.split(/\s+/).filter(hasWords);
  if (words.length > 0) {
    const wanted = sql.join(
      words.map((word) => sql`search_query(${word}::text, true)`),
      sql` && `,
    );
    const readable = idArray(accountIds);
    conditions.push(sql`id in (
      select ${people.rootId} from ${OF_OTHERS}
      where ${attendees.accountId} = any(${readable}) and ${attendeeVector} @@ (${wanted})
      union
      select ${people.rootId} from ${INVITED}
      where ${invitations.accountId} = any(${readable}) and ${invitationVector} @@ (${wanted}))`);
  }
  if (filter.hasInvitation) {
    conditions.push(sql`id in (select ${people.rootId} from ${INVITED}
      where ${invitations.accountId} = any(${idArray(through)}) and ${invitations.goneAt} is null)`);
  }
  return conditions;
}

function toRow(
  id: string,
  at: Date,
  facts: readonly PersonFact[],
  accounts: readonly PeopleAccount[],
  through: ReadonlySet<string>,
): PersonRow {
  const [latest] = byTouch(facts.filter(({ accountId }) => through.has(accountId)));
  const account = accounts.find((one) => one.id === latest?.accountId);
  return {
    id,
    name: nameOf(facts),
    headline: headlineOf(facts),
    channels: channelsOf(facts),
    lastTouchAt: at.getTime() === 0 ? null : at.toISOString(),
    ownerName: account?.ownerName ?? null,
  };
}
