import { type SQL, sql } from 'drizzle-orm';
import {
  attendees,
  conversationAttendees,
  conversations,
  invitations,
  people,
  personIdentities,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { fromCursor } from '@/lib/core/cursor';
import { hasWords } from '@/lib/search/highlight-rules';
import { INVITED, idArray, OF_OTHERS } from './reach-queries';
import type { PeopleFilter } from './types';

interface Ranked {
  id: string;
  at: Date;
}

interface Reach {
  filter: PeopleFilter;
  cursor?: string;
  limit: number;
  /** Every account that the reader may read. */
  accountIds: string[];
  /** Those of them that the filter leaves. */
  through: string[];
}

/** Of so many of the newest conversations the first pages can be told; more would be read for nobody. */
const NEWEST = 3_000;

/**
 * Roots in the order of the list. One without a touch stands at the epoch, behind all others. `newest` is how many
 * conversations are looked at before all of them are.
 */
export async function rank(ctx: Ctx, reach: Reach, newest = NEWEST): Promise<Ranked[]> {
  const isNarrow = wantedRoots(reach).length > 0;
  const first = isNarrow || newest === 0 ? [] : await rankNewest(ctx, reach, newest);
  return first.length === reach.limit ? first : rankAll(ctx, reach);
}

/**
 * The same of the newest conversations of the workspace alone, as far as they tell: whoever was in touch after the oldest
 * of them was in touch through one of them, since a conversation stands in that order no earlier than its last message.
 */
async function rankNewest(ctx: Ctx, reach: Reach, newest: number): Promise<Ranked[]> {
  const through = idArray(reach.through);
  const { rows } = await ctx.db.execute<{ id: string; at: string | Date }>(sql`
    with recent as materialized (
      select ${conversations.id}, ${conversations.kind}, ${conversations.accountId},
        ${conversations.lastMessageAt}, ${conversations.sortAt}
      from ${conversations} where ${conversations.workspaceId} = ${ctx.scope.workspaceId}
      order by ${conversations.sortAt} desc, ${conversations.id} desc limit ${newest}),
    oldest as materialized (
      select case when count(*) < ${newest} then '-infinity'::timestamptz else min(sort_at) end as at from recent),
    touched as (
      select ${people.rootId} as person_id, max(recent.last_message_at) as at
      from recent
      join ${conversationAttendees} on ${conversationAttendees.conversationId} = recent.id
      join ${attendees} on ${attendees.id} = ${conversationAttendees.attendeeId} and not ${attendees.isSelf}
      join ${personIdentities} on ${personIdentities.id} = ${attendees.identityId}
      join ${people} on ${people.id} = ${personIdentities.personId}
      where recent.kind in ('direct', 'email') and recent.account_id = any(${through})
      group by ${people.rootId}
      union all
      select ${people.rootId}, max(${invitations.sentAbout}) from ${INVITED}
      where ${invitations.accountId} = any(${through}) and ${invitations.sentAbout} > (select at from oldest)
      group by ${people.rootId}),
    ranked as (select person_id as id, max(at) as at from touched group by person_id)
    select id, at from ranked
    where at > (select at from oldest) and ${reach.cursor ? isBehind(reach.cursor) : sql`true`}
    order by at desc, id desc limit ${reach.limit}`);
  return rows.map(({ id, at }) => ({ id, at: new Date(at) }));
}

async function rankAll(ctx: Ctx, reach: Reach): Promise<Ranked[]> {
  const through = idArray(reach.through);
  // Before anything is counted: of a name there are few.
  const isWanted = sql.join(wantedRoots(reach).map((ids) => sql` and ${people.rootId} in ${ids}`));
  const { rows } = await ctx.db.execute<{ id: string; at: string | Date }>(sql`
    with touched as (
      select ${people.rootId} as person_id, max(${conversations.lastMessageAt}) as at
      from ${OF_OTHERS}
      left join ${conversationAttendees} on ${conversationAttendees.attendeeId} = ${attendees.id}
      left join ${conversations} on ${conversations.id} = ${conversationAttendees.conversationId}
        and ${conversations.kind} in ('direct', 'email')
      where ${attendees.accountId} = any(${through})${isWanted}
      group by ${people.rootId}
      union all
      select ${people.rootId}, max(${invitations.sentAbout}) from ${INVITED}
      where ${invitations.accountId} = any(${through})${isWanted}
      group by ${people.rootId}),
    ranked as (
      select person_id as id, coalesce(max(at), 'epoch'::timestamptz) as at from touched group by person_id)
    select id, at from ranked
    where ${reach.cursor ? isBehind(reach.cursor) : sql`true`}
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

/** Sets of roots that must all hold a person: words may come from one account and the touch from another. */
function wantedRoots({ filter, accountIds, through }: Reach): SQL[] {
  const wanted: SQL[] = [];
  const words = filter.q.split(/\s+/).filter(hasWords);
  if (words.length > 0) {
    const query = sql.join(
      words.map((word) => sql`search_query(${word}::text, true)`),
      sql` && `,
    );
    const readable = idArray(accountIds);
    wanted.push(sql`(
      select ${people.rootId} from ${OF_OTHERS}
      where ${attendees.accountId} = any(${readable}) and ${attendeeVector} @@ (${query})
      union
      select ${people.rootId} from ${INVITED}
      where ${invitations.accountId} = any(${readable}) and ${invitationVector} @@ (${query}))`);
  }
  if (filter.hasInvitation) {
    wanted.push(sql`(select ${people.rootId} from ${INVITED}
      where ${invitations.accountId} = any(${idArray(through)}) and ${invitations.goneAt} is null)`);
  }
  return wanted;
}
