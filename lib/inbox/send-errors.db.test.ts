import { describe, expect, it } from 'vitest';
import { startConversation } from '@/db/testing/conversation-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { V1_ERRORS } from '@/lib/gateway/testing/error-types';
import { sendProblem } from './problem-rules';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** Refused for now, and tried again by itself. */
const WAITS: Record<string, number> = {
  provider_unreachable: 422,
  proxy_auth_error: 407,
  realtime_client_not_initialized: 422,
  too_many_requests: 429,
  no_client_session: 503,
  no_channel: 503,
  no_handler: 503,
};
/** May have gone out: never tried again by itself. */
const UNKNOWN: Record<string, number> = {
  request_timeout: 504,
  unexpected_error: 500,
  provider_error: 500,
  authentication_intent_error: 500,
  proxy_error: 502,
  network_down: 503,
  service_unavailable: 503,
  something_of_next_year: 500,
};
/** Done before, by the API's own word. */
const SENT: Record<string, number> = { action_already_performed: 422 };
/** Types that name another status than the 422 of most. */
const STATUS: Record<string, number> = {
  invalid_parameters: 400,
  disconnected_account: 422,
  account_restricted: 422,
  another_of_next_year: 422,
};

const types = new Set([
  ...V1_ERRORS.map(({ type }) => type.replace('errors/', '')),
  'something_of_next_year',
  'another_of_next_year',
]);

describe.each(['unipile-v1', 'postpress'] as const)(
  'what becomes of a message that %s refuses (S3)',
  (dialect) => {
    it('is decided for each of its errors, and each failure has its sentence', {
      timeout: 240_000,
    }, async () => {
      const { world, reply, stateOf, failPost } = await startConversation(test.db, test.pool, {
        dialect,
      });
      const names = { account: 'Jane Ruiz', provider: 'LINKEDIN', person: 'Mira Olsen' } as const;
      for (const type of types) {
        const wanted =
          type in WAITS
            ? 'sending'
            : type in UNKNOWN
              ? 'unknown'
              : type in SENT
                ? 'sent'
                : 'failed';
        const status = { ...STATUS, ...WAITS, ...UNKNOWN, ...SENT }[type] ?? 422;
        // What this one says of the account must not stop the next message.
        await test.pool.query(`update accounts set status = 'connected', sends_paused_at = null`);
        await failPost({ kind: 'status', status, type: `errors/${type}` });
        const { sendId } = await reply(`About ${type}`);
        const before = await world.posts();
        await world.runJobs();
        const send = await stateOf(sendId);
        expect(send.state, type).toBe(wanted);
        expect((await world.posts()) - before, type).toBe(1);
        // Only what certainly did not go out may be posted again.
        expect(send.postedAt === null, type).toBe(wanted === 'sending');
        if (wanted === 'failed' || wanted === 'sending') {
          expect(sendProblem(send, names)?.text, type).toMatch(/^[A-Z].+\.$/);
        }
        // What waits must not come due while the next one is tried.
        await test.pool.query('delete from graphile_worker._private_jobs');
      }
    });
  },
);
