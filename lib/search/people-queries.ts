import { type SQL, sql } from 'drizzle-orm';
import { attendees, conversationAttendees, conversations } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { inAccounts } from './reach-queries';

/** Of a name that so many have, more would help nobody. */
const MOST_PEOPLE = 500;

// Word for word as the indexes have them (db/schema/inbox), or they are not used.
const personVector = sql`search_vector(coalesce(${attendees.name}, '') || ' ' || coalesce(${attendees.headline}, '') || ' ' || ${attendees.providerUserId})`;
const titleVector = sql`search_vector(coalesce(${conversations.title}, '') || ' ' || coalesce(${conversations.subject}, ''))`;

/** Every word must begin a word of the name, the headline or the handle. */
function nameQuery(words: readonly string[]): SQL {
  return sql.join(
    words.map((word) => sql`search_query(${word}::text, true)`),
    sql` && `,
  );
}

/**
 * Conversations with people, or with a title, of these words, in the given accounts. `senders` are the
 * ids with which those people write there.
 */
export async function findByName(
  ctx: Ctx,
  accountIds: readonly string[],
  words: readonly string[],
): Promise<{ conversationIds: string[]; titledIds: string[]; senders: string[] }> {
  const wanted = nameQuery(words);
  const { rows } = await ctx.db.execute<{ id: string; sender: string | null }>(sql`
    with people as materialized (
      select ${attendees.id}, ${attendees.accountId}, ${attendees.providerUserId}
      from ${attendees}
      where ${inAccounts(attendees.accountId, accountIds)} and ${personVector} @@ (${wanted})
      limit ${MOST_PEOPLE})
    select ${conversations.id} as id, people.provider_user_id as sender from people
      join ${conversations} on ${conversations.accountId} = people.account_id
        and ${conversations.attendeeProviderId} = people.provider_user_id
    union all
    select ${conversationAttendees.conversationId}, people.provider_user_id from people
      join ${conversationAttendees} on ${conversationAttendees.attendeeId} = people.id
    union all
    (select ${conversations.id}, null from ${conversations}
      where ${inAccounts(conversations.accountId, accountIds)} and ${titleVector} @@ (${wanted})
      limit ${MOST_PEOPLE})`);
  return {
    conversationIds: [...new Set(rows.map((row) => row.id))],
    titledIds: rows.filter((row) => row.sender === null).map((row) => row.id),
    senders: [...new Set(rows.flatMap((row) => row.sender ?? []))],
  };
}
