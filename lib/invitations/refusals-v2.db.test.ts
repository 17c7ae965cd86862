import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { startPlansWorld } from '@/db/testing/plans-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { DAY_MS } from '@/lib/core/time';
import { V2_ERRORS } from '@/lib/gateway/testing/error-types';
import { errorWords } from '@/lib/gateways/error-rules';
import { pausePlans } from './plan-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const NAMES = { account: 'Jane Ruiz', provider: 'LINKEDIN', person: 'Mira Olsen' } as const;

/** It may have left in spite of the answer. */
const UNKNOWN = new Set([
  'api/internal_error',
  'provider/server_error',
  'api/proxy_error',
  'provider/timeout',
  'api/proxy_timeout',
]);

/** About the account, the key or the way to the provider: it waits, and what is behind it too. */
const HELD = new Set(
  `api/invalid_auth_format api/missing_authorization api/expired_authorization provider/invalid_authorization
  provider/invalid_credentials provider/invalid_checkpoint_code api/inactive_subscription
  api/insufficient_permissions provider/insufficient_permissions provider/account_mismatch api/account_restricted
  provider/unknown_authentication_context api/proxy_auth_error api/too_many_requests
  provider/too_many_requests`.split(/\s+/),
);

function wantedState(type: string) {
  if (HELD.has(type)) return 'planned';
  if (UNKNOWN.has(type)) return 'unknown';
  return type === 'api/already_exists' ? 'already_done' : 'failed';
}

const start = () => startPlansWorld(test, { dialect: 'unipile-v2' });
const words = (row: Awaited<ReturnType<Awaited<ReturnType<typeof start>>['row']>>) =>
  errorWords(
    row?.error ?? { code: null, type: null },
    { subject: 'invitation', isUnknown: row?.state === 'unknown' },
    NAMES,
  ).text;

describe('an invitation that Unipile v2 answers with', () => {
  it.each(V2_ERRORS)(
    '$status $type has an end that is told, and goes again only if it never left (S3)',
    async ({ status, type }) => {
      const world = await start();
      const { planId } = await world.plan();
      await world.fault(status, type);
      await world.sendDue();
      expect(await world.posts()).toBe(1);
      const row = await world.row(planId);
      expect(row?.error).toMatchObject({ type, status });
      expect(row?.error?.requestId).toMatch(/^req_/);
      expect(words(row)).toMatch(/^[A-Z].+\.$/);
      expect(row?.state).toBe(wantedState(type));

      // The account is well again, and days pass: only what certainly did not leave goes out now.
      const later = new Date(Date.now() + 40 * DAY_MS);
      await test.db.execute(sql`update accounts set status = 'connected', sends_paused_at = null,
        status_since = ${later.toISOString()}::timestamptz, last_ok_at = ${later.toISOString()}::timestamptz
        where id = ${world.account.id}`);
      await world.sendDue(later);
      if (status === 402 || status === 403) {
        // The provider said no to the account: somebody has to say that it may go on.
        expect(await world.posts()).toBe(1);
        await pausePlans(world.owner.ctx, { accountId: world.account.id, isPaused: false });
      }
      const next = await world.next();
      if (next) await world.sendDue(next);
      expect(await world.posts()).toBe(HELD.has(type) ? 2 : 1);
      if (HELD.has(type)) expect((await world.row(planId))?.state).toBe('sent');
    },
  );

  it('one word for each reason says which one it was, by the profile (S3)', async () => {
    const world = await start();
    await world.pace();
    const refused = async (make: (providerUserId: string) => Promise<unknown>) => {
      const { planId, input } = await world.plan();
      await make(input.person.providerUserId);
      await world.sendNow(planId);
      return world.row(planId);
    };
    const url = `${world.sandbox.url}/v2/${world.account.providerAccountId}/users/me/relation-requests`;
    const byHand = async (user_id: string): Promise<{ id: string }> => {
      const headers = { 'X-API-KEY': world.sandbox.apiKeyV2, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ user_id });
      return (await fetch(url, { method: 'POST', headers, body })).json();
    };
    const invited = await refused(byHand);
    expect(invited).toMatchObject({ state: 'already_done', error: { code: 'already_done' } });
    const withdrawn = await refused(async (userId) => {
      const { id } = await byHand(userId);
      const headers = { 'X-API-KEY': world.sandbox.apiKeyV2 };
      await fetch(`${url}/${id}/cancel`, { method: 'POST', headers });
    });
    expect(withdrawn?.error).toMatchObject({
      code: 'limit_reached',
      type: 'provider/unprocessable_entity',
    });
    expect(words(withdrawn)).not.toBe(words(invited));
  });

  it('a reason that nobody knows holds the rest once two people in a row got it (S3)', async () => {
    const world = await start();
    await world.pace();
    for (const isHeld of [false, true]) {
      const { planId } = await world.plan();
      await world.fault(422, 'provider/unprocessable_entity');
      await world.sendNow(planId);
      expect((await world.row(planId))?.state).toBe(isHeld ? 'planned' : 'failed');
      expect((await world.pacing())?.stop?.reason).toBe(isHeld ? 'provider_stop' : undefined);
    }
    expect(await world.posts()).toBe(2);
  });

  it('silence is settled by the list of sent ones, and is not sent again (S1)', async () => {
    const world = await start();
    await world.pace();
    const { planId } = await world.plan();
    const [method, path] = world.routes.send;
    await world.sandbox.control('POST', '/faults', {
      kind: 'reset_after_action',
      match: { method, path },
    });
    await world.sendNow(planId);
    expect((await world.row(planId))?.state).toBe('unknown');
    await test.db.execute(
      sql`update invitation_plans set left_at = left_at - interval '10 minutes'`,
    );
    await world.read();
    expect((await world.row(planId))?.state).toBe('sent');
    expect(await world.posts()).toBe(1);
  });
});
