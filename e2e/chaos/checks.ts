import type pg from 'pg';
import { migrationState } from '@/db/migration-state';
import type { SyncedAccount } from '../support/synced-account';
import type { Intent } from './traffic';

export interface Check {
  name: string;
  /** What breaks the promise; none when it is kept. */
  problems: string[];
  /** How much was looked at, so that an empty check shows. */
  looked: number;
}

interface Truth {
  messages: { id: string; text: string | null; isDeleted: boolean; isSender: boolean }[];
}

interface Log {
  deliveries: { event: string; messageId?: string; status: number | string }[];
}

const truthOf = async ({ sandbox }: SyncedAccount) =>
  (await sandbox.control('GET', '/truth')) as Truth;

/** I1: what we acknowledged is stored, and once. */
async function acknowledged(pool: pg.Pool, accounts: readonly SyncedAccount[]): Promise<Check> {
  const problems: string[] = [];
  let looked = 0;
  for (const account of accounts) {
    const log = (await account.sandbox.control('GET', '/log')) as Log;
    const { rows } = await pool.query<{ key: string; count: number }>(
      `select body ->> 'event' || ' ' || (body ->> 'message_id') as key,
              max(repeats)::int as count
         from (select convert_from(body, 'UTF8')::jsonb as body, count(*) as repeats
                 from webhook_events where workspace_id = $1 and origin = 'webhook'
                group by 1) as events
        where body ? 'message_id' group by 1`,
      [account.workspaceId],
    );
    const stored = new Map(rows.map(({ key, count }) => [key, count]));
    for (const { event, messageId, status } of log.deliveries) {
      if (status !== 200 || !messageId) continue;
      looked += 1;
      const count = stored.get(`${event} ${messageId}`) ?? 0;
      if (count === 0) problems.push(`${event} of ${messageId} was acknowledged and is not stored`);
      // The same bytes: what was edited twice is two events.
      if (count > 1) problems.push(`${event} of ${messageId} is stored ${count} times`);
    }
  }
  return { name: 'I1 every acknowledged event is stored once', problems, looked };
}

/** I2: what is visible is what the provider has. */
export async function visible(pool: pg.Pool, accounts: readonly SyncedAccount[]): Promise<Check> {
  const problems: string[] = [];
  let looked = 0;
  for (const account of accounts) {
    const { rows } = await pool.query<{ id: string; text: string | null; isDeleted: boolean }>(
      `select gateway_message_id as id, text, is_deleted as "isDeleted"
         from messages where account_id = $1`,
      [account.id],
    );
    const ours = new Map(rows.map((row) => [row.id, row]));
    const { messages } = await truthOf(account);
    looked += messages.length;
    for (const { id, text, isDeleted } of messages) {
      const row = ours.get(id);
      ours.delete(id);
      if (!row) problems.push(`${id} is missing`);
      else if (row.isDeleted !== isDeleted) problems.push(`${id} is deleted on one side only`);
      else if (!isDeleted && row.text !== text) problems.push(`${id} has an old text`);
    }
    for (const id of ours.keys()) problems.push(`${id} is not at the provider`);
  }
  return { name: 'I2 visible messages equal the provider’s truth', problems, looked };
}

/** I3, and the words shown for each: sent is there once, failed is not there, unknown at most once. */
async function sends(
  pool: pg.Pool,
  account: SyncedAccount,
  intents: readonly Intent[],
): Promise<Check> {
  const { messages } = await truthOf(account);
  const counts = new Map<string, number>();
  for (const { text, isSender } of messages) {
    if (isSender && text) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const { rows } = await pool.query<{ clientId: string; state: string }>(
    'select client_id as "clientId", state from sends where account_id = $1',
    [account.id],
  );
  const states = new Map(rows.map(({ clientId, state }) => [clientId, state]));
  const problems: string[] = [];
  for (const { clientId, text, isHeld } of intents) {
    const count = counts.get(text) ?? 0;
    const state = states.get(clientId);
    if (count > 1) problems.push(`"${text}" went out ${count} times`);
    if (!isHeld) problems.push(`"${text}" was never taken by the server`);
    if (isHeld && !state) problems.push(`"${text}" was taken and is gone`);
    if (state === 'sent' && count !== 1)
      problems.push(`"${text}" is called sent, and is not there`);
    if (state === 'failed' && count > 0) problems.push(`"${text}" is called failed, and went out`);
    if (state === 'unknown' && count > 0) problems.push(`"${text}" went out and was not found`);
  }
  return {
    name: 'I3 one action per intent, and its word is true',
    problems,
    looked: intents.length,
  };
}

/** A check that is one query for what must not be; `total` counts what was looked at. */
async function none(pool: pg.Pool, name: string, sql: string, total: string): Promise<Check> {
  const { rows } = await pool.query<{ problem: string }>(sql);
  const { rows: totals } = await pool.query<{ count: number }>(total);
  return { name, problems: rows.map(({ problem }) => problem), looked: totals[0]?.count ?? 0 };
}

const QUERIES = [
  {
    name: 'I4 no send is still on its way',
    sql: `select id::text || ' is ' || state as problem from sends
           where state in ('held', 'sending') and created_at < now() - interval '1 minute'`,
    total: 'select count(*)::int from sends',
  },
  {
    name: 'I5 unread counts equal a recount',
    sql: `select c.id::text || ': ' || c.unread_count || ', not ' || count(m.id) as problem
            from conversations c
            left join messages m on m.conversation_id = c.id and m.is_unread
           group by c.id having c.unread_count <> count(m.id)`,
    total: 'select count(*)::int from conversations',
  },
  {
    name: 'I8 one audit row per send',
    sql: `select s.id::text || ' has ' || count(a.id) as problem from sends s
            left join audit_log a on a.entity_id = s.id and a.action = 'message.send'
           group by s.id having count(a.id) <> 1`,
    total: 'select count(*)::int from sends',
  },
  {
    name: 'I8 the chain of the audit log is whole',
    sql: `select seq::text as problem from (
            select seq, prev_hash, lag(hash) over (partition by workspace_id order by seq) as before
              from audit_log) as chain
           where before is not null and prev_hash is distinct from before`,
    total: 'select count(*)::int from audit_log',
  },
  {
    name: 'I9 no row crosses workspaces',
    sql: `select 'message ' || m.id as problem from messages m
            join accounts a on a.id = m.account_id where a.workspace_id <> m.workspace_id
          union all select 'conversation ' || c.id from conversations c
            join accounts a on a.id = c.account_id where a.workspace_id <> c.workspace_id
          union all select 'message of another chat ' || m.id from messages m
            join conversations c on c.id = m.conversation_id where c.account_id <> m.account_id
          union all select 'send ' || s.id from sends s
            join conversations c on c.id = s.conversation_id where c.workspace_id <> s.workspace_id`,
    total: 'select count(*)::int from messages',
  },
  {
    name: 'I10 no job is held by a dead worker',
    sql: `select j.id::text as problem from graphile_worker._private_jobs j
           where j.locked_at < now() - interval '1 minute'
             and not exists (select 1 from worker_heartbeats h
                              where h.worker_id = j.locked_by
                                and h.seen_at > now() - interval '1 minute')`,
    total: 'select count(*)::int from worker_heartbeats',
  },
];

/** I7: one mail per incident, counted where they arrive. */
async function mails(
  mailbox: SyncedAccount,
  broken: SyncedAccount,
  incidentCount: number,
): Promise<Check> {
  const got = (await mailbox.sandbox.control('GET', '/mail')) as { mails: { subject: string }[] };
  const about = got.mails.filter(({ subject }) => subject.includes(broken.canary));
  const problems =
    about.length > incidentCount ? [`${about.length} mails for ${incidentCount} incidents`] : [];
  return { name: 'I7 at most one mail per incident', problems, looked: incidentCount };
}

/** I11: what one workspace may read holds no word of another. */
async function canaries(url: string, accounts: readonly SyncedAccount[]): Promise<Check> {
  const problems: string[] = [];
  let looked = 0;
  for (const reader of accounts) {
    const paths = ['/api/conversations', '/api/accounts', '/inbox', '/accounts'];
    for (const { canary } of accounts) paths.push(`/api/search?q=${canary}`);
    for (const path of paths) {
      const answer = await fetch(url + path, { headers: { cookie: reader.cookie } });
      const text = await answer.text();
      if (answer.status !== 200) problems.push(`${path} answered ${answer.status}`);
      for (const { canary, id } of accounts) {
        looked += 1;
        // A search repeats its own words; the row behind them would name the account.
        const isFound = path.startsWith('/api/search') ? text.includes(id) : text.includes(canary);
        if (canary !== reader.canary && isFound) problems.push(`${path} shows ${canary}`);
      }
    }
  }
  return { name: 'I11 no canary outside its workspace', problems, looked };
}

async function schema(pool: pg.Pool): Promise<Check> {
  const { known, applied } = await migrationState(pool);
  const problems = known === applied ? [] : [`${applied} of ${known} migrations are applied`];
  return { name: 'I12 the schema equals the migrations', problems, looked: known };
}

export interface Findings {
  pool: pg.Pool;
  url: string;
  accounts: readonly SyncedAccount[];
  /** The account whose seller answered. */
  seller: SyncedAccount;
  intents: readonly Intent[];
  broken: SyncedAccount;
  incidentCount: number;
}

/** Every invariant, after everything has come to rest. I6 waits for the pacing of invitations. */
export async function checkInvariants(found: Findings): Promise<Check[]> {
  const { pool, accounts, seller, intents } = found;
  const checks = [await acknowledged(pool, accounts), await visible(pool, accounts)];
  checks.push(await sends(pool, seller, intents));
  for (const { name, sql, total } of QUERIES) checks.push(await none(pool, name, sql, total));
  checks.push(await mails(seller, found.broken, found.incidentCount));
  checks.push(await canaries(found.url, accounts), await schema(pool));
  return checks;
}
