import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { startPlansWorld } from '@/db/testing/plans-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { DAY_MS, MINUTE_MS } from '@/lib/core/time';
import { POSTPRESS_ERRORS } from '@/lib/gateway/testing/error-types';
import { errorWords } from '@/lib/gateways/error-rules';
import { pausePlans } from './plan-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** About the account or the way to the provider: it waits, and what is behind it too. */
const HELD = new Set(
  `missing_credentials multiple_sessions invalid_checkpoint_solution invalid_proxy_credentials checkpoint_error
  invalid_credentials expired_credentials insufficient_privileges disconnected_account disconnected_feature
  invalid_credentials_but_valid_account_imap expired_link wrong_account account_restricted account_mismatch
  insufficient_permissions session_mismatch feature_not_subscribed subscription_required
  unknown_authentication_context action_required resource_access_restricted limit_exceeded insufficient_credits
  provider_unreachable too_many_requests no_client_session no_channel no_handler`.split(/\s+/),
);
/** It may have left in spite of the answer. */
const UNKNOWN = new Set(
  `unexpected_error provider_error authentication_intent_error network_down service_unavailable
  request_timeout`.split(/\s+/),
);
const DONE = new Set(['already_connected', 'already_invited_recently', 'action_already_performed']);

function wantedState(slug: string) {
  if (HELD.has(slug)) return 'planned';
  if (UNKNOWN.has(slug)) return 'unknown';
  return DONE.has(slug) ? 'already_done' : 'failed';
}

describe('an invitation that PostPress answers with', () => {
  it.each(POSTPRESS_ERRORS)(
    '$status $type is held, failed, unknown or done before, and goes again only if it never left (S3)',
    async ({ status, type }) => {
      const slug = type.replace('errors/', '');
      const world = await startPlansWorld(test, { dialect: 'postpress' });
      const { planId } = await world.plan();
      await world.fault(status, slug);
      await world.sendDue();
      expect(await world.posts()).toBe(1);
      const row = await world.row(planId);
      expect(row?.state).toBe(wantedState(slug));
      expect(row?.error).toMatchObject({ type, status });
      expect(row?.error?.requestId).toMatch(/^req_/);
      const situation = { subject: 'invitation', isUnknown: row?.state === 'unknown' } as const;
      const names = { account: 'Jane Ruiz', provider: 'LINKEDIN', person: 'Mira Olsen' } as const;
      const { text } = errorWords(row?.error ?? { code: null, type: null }, situation, names);
      expect(text).toMatch(/^[A-Z].+\.$/);

      // The account is well again, and days pass: only what certainly did not leave goes out now.
      const later = new Date(Date.now() + 40 * DAY_MS);
      await test.db.execute(sql`update accounts set status = 'connected', sends_paused_at = null,
      status_since = ${later.toISOString()}::timestamptz, last_ok_at = ${later.toISOString()}::timestamptz
      where id = ${world.account.id}`);
      await world.sendDue(later);
      if (status === 403) {
        // The provider said no to the account: somebody has to say that it may go on.
        expect(await world.posts()).toBe(1);
        await pausePlans(world.owner.ctx, { accountId: world.account.id, isPaused: false });
      }
      const next = await world.next();
      if (next) await world.sendDue(next);
      expect(await world.posts()).toBe(wantedState(slug) === 'planned' ? 2 : 1);
      if (wantedState(slug) === 'planned') expect((await world.row(planId))?.state).toBe('sent');
    },
  );

  it('429 and a time to come back leaves not before that time (S3)', async () => {
    const world = await startPlansWorld(test, { dialect: 'postpress' });
    await world.pace();
    await world.plan();
    const startedAtMs = Date.now();
    await world.fault(429, 'too_many_requests', { headers: { 'Retry-After': '5400' } });
    await world.sendDue();
    expect((await world.next())?.getTime()).toBeGreaterThanOrEqual(startedAtMs + 90 * MINUTE_MS);
    expect((await world.pacing())?.stop?.untilMs).toBeGreaterThanOrEqual(
      startedAtMs + 90 * MINUTE_MS,
    );
  });
});
