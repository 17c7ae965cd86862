import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Seeded, seed, WORDS } from '@/bench/seed';
import { testDb } from '@/db/testing/test-db';
import { type Ctx, type MemberScope, mintMemberScope } from '@/lib/auth/scope';
import { listConversations } from '@/lib/inbox/queries';
import { getThread } from '@/lib/inbox/thread-queries';
import { tallyUnread } from '@/lib/inbox/view-queries';
import { search } from './queries';

const database = testDb();
let seeded: Seeded;

beforeAll(async () => {
  seeded = await seed(database.pool, { messages: 30_000, conversations: 6_000, accounts: 200 });
}, 120_000);

function ctxOf({ memberId, userId }: { memberId: string; userId: string }): Ctx<MemberScope> {
  const { workspaceId } = seeded;
  const scope = mintMemberScope({
    workspaceId,
    memberId,
    userId,
    sessionId: userId,
    role: 'member',
  });
  return { db: database.db, scope };
}

interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Step[];
}

/** Every step of the plans of what a call asks the database for. */
async function stepsOf(call: () => Promise<unknown>): Promise<Step[]> {
  const seen: { text: string; values: unknown[] }[] = [];
  const { pool } = database;
  const original = pool.query;
  pool.query = ((config: pg.QueryConfig, values: unknown[]) => {
    seen.push({ text: config.text, values });
    return Reflect.apply(original, pool, [config, values]);
  }) as typeof pool.query;
  try {
    await call();
  } finally {
    pool.query = original;
  }
  const reads = seen.filter(({ text }) => /^\s*(select|with)/i.test(text));
  expect(reads.length).toBeGreaterThan(0);
  const plans = await Promise.all(
    reads.map(({ text, values }) =>
      pool.query<{ 'QUERY PLAN': [{ Plan: Step }] }>(
        `explain (analyze, format json) ${text}`,
        values,
      ),
    ),
  );
  const flat = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(flat)];
  return plans.flatMap(({ rows }) => rows.flatMap((row) => flat(row['QUERY PLAN'][0].Plan)));
}

/** Tables that a call reads from end to end. */
async function tablesReadWhole(call: () => Promise<unknown>) {
  const steps = await stepsOf(call);
  return steps
    .filter((step) => step['Node Type'] === 'Seq Scan')
    .map((step) => step['Relation Name']);
}

describe.each(['all', 'one'] as const)('for who reads %s of 200 accounts', (reader) => {
  it.each<[string, (ctx: Ctx<MemberScope>) => Promise<unknown>]>([
    ['the list', (ctx) => listConversations(ctx, { view: 'all', limit: 50 })],
    ['the unread ones', (ctx) => listConversations(ctx, { view: 'unread', limit: 50 })],
    ['their count', (ctx) => tallyUnread(ctx)],
    ['a search for a common word', (ctx) => search(ctx, { q: `${WORDS.common} ` })],
    ['a search for a rare word', (ctx) => search(ctx, { q: `${WORDS.rare} ` })],
    ['a search for a name', (ctx) => search(ctx, { q: 'from:ruiz is:starred' })],
    [
      'a thread',
      async (ctx) => {
        const { items } = await listConversations(ctx, { view: 'all', limit: 1 });
        return getThread(ctx, { conversationId: items[0]?.id ?? '' });
      },
    ],
  ])('%s reads neither messages nor conversations from end to end', async (_name, call) => {
    const whole = await tablesReadWhole(() => call(ctxOf(seeded[reader])));
    expect(whole).not.toContain('messages');
    expect(whole).not.toContain('conversations');
  });
});

it('a page of one account reads its own rows and no others, however many the account has', async () => {
  const limit = 10;
  const ctx = ctxOf(seeded.one);
  const read = () => listConversations(ctx, { view: 'all', limit });
  expect((await read()).cursor).not.toBeNull();
  const steps = (await stepsOf(read)).filter(
    (step) => step['Relation Name'] === 'conversations' || step['Node Type'] === 'Sort',
  );
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) expect(step['Actual Rows']).toBeLessThanOrEqual(limit + 1);
});

it('a word of one in a hundred messages is found among the newest, not in the index of all', async () => {
  const ctx = ctxOf(seeded.all);
  const q = `${WORDS.medium} `;
  expect((await search(ctx, { q })).conversations.length).toBeGreaterThan(10);
  const used = (await stepsOf(() => search(ctx, { q }))).map((step) => step['Index Name']);
  expect(used).not.toContain('messages_search');
});

describe('words that are common alone and never meet', () => {
  // One in a fifth, one in a tenth of the messages: the planner expects every fiftieth to have both.
  const q = `${WORDS.common} ${WORDS.apart[0]} `;

  it.each(['all', 'one'] as const)(
    'make nobody who reads %s walk through all messages by date',
    async (reader) => {
      const ctx = ctxOf(seeded[reader]);
      expect((await search(ctx, { q })).conversations).toEqual([]);
      const byDate = (await stepsOf(() => search(ctx, { q }))).filter(
        (step) => step['Node Type'] === 'Index Scan' && step['Index Name']?.endsWith('_recent'),
      );
      for (const step of byDate) {
        const rows = step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0);
        expect(rows * step['Actual Loops']).toBeLessThanOrEqual(4_000);
      }
    },
  );
});

it('what the newest messages do not hold is found behind them, newest first', async () => {
  const { conversations } = await search(ctxOf(seeded.all), { q: `${WORDS.rare} ` });
  const times = conversations.map(({ at }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((one, two) => two - one));
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(distinct conversation_id)::int as count from messages where text like $1',
    [`%${WORDS.rare}%`],
  );
  expect(rows[0]?.count).toBeGreaterThan(10);
  expect(conversations).toHaveLength(rows[0]?.count ?? 0);
});
