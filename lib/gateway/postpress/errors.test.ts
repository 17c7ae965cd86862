import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '@/lib/gateways/error-rules';
import { type RunningSandbox, startSandbox } from '../../../sandbox/server';
import type { GatewayClient } from '../client';
import { testClient } from '../testing/clients';
import { dialectOf, type Made } from '../testing/dialects';
import { POSTPRESS_ERRORS } from '../testing/error-types';

let sandbox: RunningSandbox;
let client: GatewayClient;
let made: Made;
const spec = dialectOf('postpress');
const [method, path] = spec.routes.send;

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  ({ client } = testClient(sandbox.url, { apiKey: spec.apiKey(sandbox) }, 'postpress'));
  made = await sandbox.control<Made>('POST', '/accounts', { type: 'LINKEDIN', login: 'j@x.test' });
});
afterEach(() => sandbox.control('DELETE', '/faults'));
afterAll(() => sandbox.stop());

const fail = (rule: object) =>
  sandbox.control('POST', '/faults', { kind: 'status', match: { method, path }, ...rule });
const send = () =>
  client.sendInvitation({
    providerAccountId: made.postpressId,
    providerUserId: 'ACoAAnobody',
    note: null,
    email: null,
  });

/** May have been done in spite of the answer, so that it is looked for and not done again. */
const UNSAFE = new Set([
  'unexpected_error',
  'provider_error',
  'authentication_intent_error',
  'network_down',
  'service_unavailable',
  'request_timeout',
]);
const DONE = new Set(['already_connected', 'already_invited_recently', 'action_already_performed']);

describe('an error of PostPress (S3)', () => {
  it.each(POSTPRESS_ERRORS)(
    '$status $type ends as what is true, in words, and names its request',
    async ({ status, type }) => {
      await fail({ status, type });
      const outcome = await send();
      const slug = type.replace('errors/', '');
      const state = UNSAFE.has(slug) ? 'unknown' : DONE.has(slug) ? 'already_done' : 'failed';
      if (outcome.state === 'sent') throw new Error('nothing was sent');
      expect(outcome.state).toBe(state);
      expect(outcome.error).toMatchObject({ status, type });
      expect(outcome.error.requestId).toMatch(/^req_01[0-9A-Z]{24}$/);
      const situation = { subject: 'invitation', isUnknown: state === 'unknown' } as const;
      const names = { account: 'Jane', provider: 'LINKEDIN', person: 'Mira' } as const;
      const { text } = errorWords(outcome.error, situation, names);
      const plain = errorWords({ code: outcome.error.code, type: null }, situation, names).text;
      expect(text).toMatch(/^[A-Z].+\.$/);
      // Some say no more than their class; none falls through to what is said of anything at all.
      const anything = errorWords({ code: null, type: null }, situation, names).text;
      if (slug !== 'unprocessable_entity') expect(text).not.toBe(anything);
      expect(plain).toMatch(/^[A-Z].+\.$/);
    },
  );

  it('says when to come back, where it does', async () => {
    await fail({
      status: 429,
      type: 'errors/too_many_requests',
      headers: { 'Retry-After': '90' },
    });
    const outcome = await send();
    expect(outcome).toMatchObject({ state: 'failed', error: { retryAfterMs: 90_000 } });
  });
});
