import { sql } from 'drizzle-orm';
import { accountReads, accounts, coverageSpans } from '@/db/schema';

/**
 * What the coverage of an account is derived from, for any query over `accounts` that joins
 * `account_reads`: one place, since several domains show it and none may ask another's queries.
 */
export const ledgerColumns = {
  messageCount: sql<number>`coalesce(${accountReads.messageCount}, 0)`.mapWith(Number),
  // As an expression: of a joined column that is null, the library would make the whole object null.
  streamSince: sql`${accountReads.streamSince}`.mapWith(
    (value: string): Date | null => new Date(value),
  ),
  spans: sql<{ fromMs: number; toMs: number }[]>`(
    select coalesce(json_agg(json_build_object(
      'fromMs', extract(epoch from span.from_at) * 1000,
      'toMs', extract(epoch from span.to_at) * 1000)), '[]')
    from ${coverageSpans} span where span.account_id = ${accounts.id})`,
};
