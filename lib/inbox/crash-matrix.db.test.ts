import { describe, expect, it } from 'vitest';
import { startConversation } from '@/db/testing/conversation-world';
import { letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import type { FailpointName } from '@/lib/core/failpoints';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 60_000, interval: 100 };

const POINTS = ['send.before_claim', 'send.before_post', 'send.after_post'] as const;

/** What the API answers to the post; `isDone` is whether it has sent the message all the same. */
const ANSWERS: { name: string; fault: Record<string, unknown> | null; isDone: boolean }[] = [
  { name: 'yes', fault: null, isDone: true },
  { name: 'cut after the act', fault: { kind: 'reset_after_action' }, isDone: true },
  { name: 'silence after the act', fault: { kind: 'timeout_after_action' }, isDone: true },
  {
    name: '504 after the act',
    fault: { kind: 'status', status: 504, afterAction: true },
    isDone: true,
  },
  {
    name: 'a page after the act',
    fault: { kind: 'garbage_html', afterAction: true },
    isDone: true,
  },
  { name: 'half of the answer', fault: { kind: 'truncated_json' }, isDone: true },
  { name: 'cut before the act', fault: { kind: 'reset' }, isDone: false },
  { name: '500', fault: { kind: 'status', status: 500 }, isDone: false },
  {
    name: '503 no session',
    fault: { kind: 'status', status: 503, type: 'errors/no_client_session' },
    isDone: false,
  },
  {
    name: '429',
    fault: { kind: 'status', status: 429, type: 'errors/too_many_requests' },
    isDone: false,
  },
  {
    name: '422 limit',
    fault: { kind: 'status', status: 422, type: 'errors/limit_exceeded' },
    isDone: false,
  },
  {
    name: '401 disconnected',
    fault: { kind: 'status', status: 401, type: 'errors/disconnected_account' },
    isDone: false,
  },
];

const ALL = POINTS.flatMap((point) =>
  ANSWERS.map((answer) => [point, answer.name, answer] as const),
);
// Each cell starts two processes. Every push tries the worst ones; LONG=1 tries all thirty-six.
const cells =
  process.env.LONG === '1'
    ? ALL
    : ALL.filter(
        ([point, name]) =>
          (point === 'send.before_claim' && name === 'yes') ||
          (point === 'send.after_post' && name === 'cut after the act'),
      );

describe('kill -9 of the worker at each point of a send, under each answer of the API (S7)', () => {
  it.each(cells)(
    '%s, %s: at most one message, and a word that is true',
    { timeout: 180_000 },
    async (point: FailpointName, _name, { fault, isDone }) => {
      const { world, reply, stateOf, atProvider, bubbles } = await startConversation(
        test.db,
        test.pool,
      );
      const posts = { method: 'POST', path: '/api/v1/chats/*/messages' };
      if (fault) await world.fault({ ...fault, match: posts });
      const { sendId } = await reply('Once, whatever happens');
      const first = await startServerProcess(test.url, `${point}=exit`);
      await first.ended;
      await letTimePass(test.pool);
      await startServerProcess(test.url);
      const isPosted = point === 'send.after_post';
      // Claimed and then silent: nobody can know, so a person is told so. Before that it just goes on.
      const isTried = point !== 'send.before_post';
      await expect
        .poll(async () => (await stateOf(sendId)).state, POLL)
        .not.toMatch(/^(sending|held)$/);
      await test.pool.query('update graphile_worker._private_jobs set run_at = now()');
      const expected =
        isTried && isDone ? 'sent' : isPosted || !isTried ? 'unknown' : /sent|failed|unknown/;
      await expect.poll(async () => (await stateOf(sendId)).state, POLL).toMatch(expected);
      const copies = await atProvider('Once, whatever happens');
      const { state } = await stateOf(sendId);
      expect(copies.length).toBeLessThanOrEqual(1);
      if (state === 'sent') expect(copies).toHaveLength(1);
      if (state === 'failed') expect(copies).toHaveLength(0);
      expect(await bubbles('Once, whatever happens')).toHaveLength(1);
    },
  );
});
