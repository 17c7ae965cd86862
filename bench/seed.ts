import type pg from 'pg';

export interface SeedSize {
  messages: number;
  conversations: number;
  accounts: number;
}

/** Who looks: `all` reads every account, `one` owns one account of a workspace of private ones. */
export interface Seeded {
  workspaceId: string;
  all: { memberId: string; userId: string };
  one: { memberId: string; userId: string };
}

/** Words whose share of the messages is known; the rest is drawn from 4,000 with a long tail. */
export const WORDS = {
  common: 'meeting',
  medium: 'pricing',
  rare: 'zanzibar',
  /** Each in a tenth of the messages, never in one together: the planner expects a hundredth. */
  apart: ['invoice', 'refund'],
} as const;

/** The word with the number `k`, 0–3999, of three or four syllables. */
const WORD_OF_K = `(array['ba','co','di','fu','ge','hi','jo','ka','lu','me'])[1 + k % 10] ||
  (array['ran','sto','tel','vin','wor','xan','yel','zor','lim','pas'])[1 + k / 10 % 10] ||
  (array['a','en','ing','o','ur','ist','ly','al'])[1 + k / 100 % 8] ||
  (array['','b','c','d','f'])[1 + k / 800]`;

/**
 * Fills an empty, migrated database by statements over whole sets. One conversation is long (a two
 * hundredth of all messages, at most 5,000). The same seed gives the same rows.
 */
export async function seed(pool: pg.Pool, size: SeedSize): Promise<Seeded> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    // Foreign keys are right by construction; checking a million one by one would take the time.
    await client.query('set session_replication_role = replica');
    await client.query('select setseed(0.42)');
    const seeded = await seedPeople(client, size.accounts);
    const indexes = await dropIndexes(client);
    await seedConversations(client, seeded.workspaceId, size);
    await seedMessages(client, seeded.workspaceId, size);
    for (const index of indexes) await client.query(index);
    await client.query('vacuum analyze');
    return seeded;
  } finally {
    client.release(true);
  }
}

async function seedPeople(client: pg.PoolClient, accountCount: number): Promise<Seeded> {
  const { rows } = await client.query<Record<string, string>>(`
    with w as (insert into workspaces (id, name) values (gen_random_uuid(), 'Bench') returning id),
    u as (insert into users (id, email, name)
      select gen_random_uuid(), 'bench' || n || '@example.com', 'Bench ' || n
      from generate_series(1, 2) n returning id, email),
    m as (insert into members (id, workspace_id, user_id, role)
      select gen_random_uuid(), w.id, u.id, 'member' from w, u returning id, user_id, workspace_id),
    g as (insert into gateways (id, workspace_id, name, dialect, base_url, api_key_sealed)
      select gen_random_uuid(), w.id, 'Bench', 'unipile-v1', 'http://127.0.0.1:9', '' from w
      returning id, workspace_id)
    select m.workspace_id as "workspaceId", m.id as "memberId", m.user_id as "userId", g.id as "gatewayId"
    from m join u on u.id = m.user_id, g order by u.email`);
  const [all, one] = rows;
  if (!all || !one) throw new Error('no members');
  await client.query(
    `insert into accounts (id, workspace_id, gateway_id, owner_member_id, provider,
       provider_account_id, name, visibility, status, raw_status, status_since, sync_finished_at)
     select gen_random_uuid(), $1, $2, case when n = 1 then $4 else $3 end::uuid,
       (array['LINKEDIN', 'WHATSAPP', 'TELEGRAM'])[1 + n % 3], 'account-' || n, 'Seller ' || n,
       case when n = 1 then 'team-read' else 'private' end, 'connected', 'OK', now(), now()
     from generate_series(1, $5::int) n`,
    [all.workspaceId, all.gatewayId, all.memberId, one.memberId, accountCount],
  );
  const person = ({ memberId = '', userId = '' }) => ({ memberId, userId });
  return { workspaceId: all.workspaceId ?? '', all: person(all), one: person(one) };
}

/** Indexes of the big tables that are built faster at the end; returns how to make them again. */
async function dropIndexes(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid in ('messages'::regclass, 'conversations'::regclass, 'attendees'::regclass)
      and not exists (select 1 from pg_constraint where conindid = i.indexrelid)`);
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows.map(({ definition }) => definition);
}

async function seedConversations(client: pg.PoolClient, workspaceId: string, size: SeedSize) {
  await client.query(
    `create temp table places as
     select n, gen_random_uuid() as id, a.id as account_id, 'person-' || n as person,
       (array['Ana','Chloé','Mira','Jonas','Wei','Olga','Sam','Yusuf'])[1 + n % 8] || ' ' ||
       chr(65 + n % 26) || (array['olsen','ruiz','tanaka','moreau','becker','silva'])[1 + n % 6] as name
     from generate_series(1, $1::int) n
     join (select id, row_number() over (order by provider_account_id) as r from accounts) a
       on a.r = 1 + n % $2::int`,
    [size.conversations, size.accounts],
  );
  await client.query(
    `insert into attendees (id, workspace_id, account_id, provider_user_id, name, headline)
     select gen_random_uuid(), $1, account_id, person, name, 'Head of something ' || n % 900 from places`,
    [workspaceId],
  );
  await client.query(`insert into conversation_attendees (conversation_id, attendee_id)
     select p.id, a.id from places p
     join attendees a on a.account_id = p.account_id and a.provider_user_id = p.person`);
  await client.query(
    `insert into conversations (id, workspace_id, account_id, gateway_chat_id, provider_chat_id, kind,
       attendee_provider_id, last_message_at, sort_at, last_message_text, unread_count, place,
       is_starred, messages_synced_at)
     select id, $1, account_id, 'chat-' || n, 'chat-' || n, 'direct', person, at, at, 'See you then',
       case when k % 10 = 0 then 1 else 0 end, case when k % 5 = 0 then 'done' else 'inbox' end,
       k % 200 = 0, now()
     from places, lateral (select now() - ($2::int - n) * interval '5 minutes' as at,
       -- Every account has something of everything.
       n + n / $3::int as k) t`,
    [workspaceId, size.conversations, size.accounts],
  );
}

async function seedMessages(client: pg.PoolClient, workspaceId: string, size: SeedSize) {
  const long = Math.min(5_000, Math.floor(size.messages / 200));
  await client.query(
    `insert into messages (id, workspace_id, account_id, conversation_id, gateway_message_id,
       provider_message_id, sender_provider_id, is_ours, text, sent_at, is_unread)
     select gen_random_uuid(), $1, p.account_id, p.id, 'm' || n, 'm' || n, p.person, n % 3 = 0,
       (select string_agg(${WORD_OF_K}, ' ') from (
          select floor(power(random(), 3) * 4000)::int + 0 * pick as k
          from generate_series(1, 6 + n % 14) pick) picks) ||
       case when k % 5 = 0 then ' ${WORDS.common}' else '' end ||
       case when k % 101 = 0 then ' ${WORDS.medium}' else '' end ||
       case when k % 10 = 1 then ' ${WORDS.apart[0]}' when k % 10 = 2 then ' ${WORDS.apart[1]}' else '' end ||
       case when k % ($2::int / 20) = 7 then ' ${WORDS.rare}' else '' end || '.',
       now() - ($2::int - n) * interval '30 seconds', n % 100 = 0
     from (select n, n + n / $3::int as k from generate_series(1, $2::int) n) numbers
     join (select n as place, id, account_id, person from places) p on p.place =
       case when n % ($2::int / $4::int) = 0 then 1 else 1 + n % $3::int end`,
    [workspaceId, size.messages, size.conversations, long],
  );
}
