import { sql } from 'drizzle-orm';
import { accounts, healingRuns } from '@/db/schema';

/**
 * When it is next tried to sign an account in without a person, for any query over `accounts`; null where no try
 * of the most that there may be is left. Here, since several domains show it and none may ask another's queries.
 */
export const nextTryAt = (mostTries: number) =>
  sql`(
    select run.next_at from ${healingRuns} run
    where run.account_id = ${accounts.id} and run.ended_at is null and run.tries < ${mostTries})`.mapWith(
    (value: string): Date | null => new Date(value),
  );
