import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { accounts, invitationPlans } from '@/db/schema';
import { createAccount } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { DAY_MS, HOUR_MS } from '@/lib/core/time';
import { DEFAULT_HOURS, DEFAULT_LIMITS, DEFAULT_SPACING } from './default-rules';
import { isOpen } from './hours-rules';
import { sendDueInvitation } from './plan-handlers';
import { lockPacing, replan } from './replan-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const ACCOUNTS = 50;
const EACH = 8;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'];

it('fourteen days of fifty accounts, with outages of accounts and worker, keep every rule (S10, S11)', async () => {
  const world = await startInboxWorld(test.db, test.pool);
  const { sandbox, workspace, owner, gateway, ctx } = world;
  const startMs = Date.now();
  const made = [];
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const { id } = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: `seller-${index}@example.com`,
      id: randomUUID(),
      name: `Seller ${index}`,
    });
    const account = await createAccount(test.db, gateway, {
      providerAccountId: id,
      ownerMemberId: owner.member.id,
    });
    const zone = ZONES[index % ZONES.length] ?? 'UTC';
    await test.db.transaction((db) => lockPacing({ ...ctx, db }, account, zone));
    for (let count = 0; count < EACH; count += 1) {
      const person = await sandbox.control<{ providerId: string }>(
        'POST',
        `/accounts/${id}/contacts`,
        {},
      );
      await test.db.insert(invitationPlans).values({
        workspaceId: workspace.id,
        accountId: account.id,
        authorMemberId: owner.member.id,
        clientId: randomUUID(),
        providerUserId: person.providerId,
        note: count < 3 ? 'Shall we talk?' : null,
      });
    }
    await replan(ctx, account.id, new Date(startMs));
    made.push({ ...account, zone });
  }
  const endMs = startMs + 14 * DAY_MS;
  const outage = { fromMs: startMs + 4 * DAY_MS, toMs: startMs + 5 * DAY_MS };
  for (const [index, account] of made.entries()) {
    const payload = { workspaceId: workspace.id, accountId: account.id };
    // A third of the accounts is signed out for two days in between.
    const down =
      index % 3 === 0 ? { fromMs: startMs + 2 * DAY_MS, toMs: startMs + 4 * DAY_MS } : null;
    let nowMs = startMs;
    let isDown = false;
    while (nowMs < endMs) {
      const next = await nextTime(account.id);
      if (next === null && !isDown) break;
      nowMs = Math.max(nowMs + 1, next ?? down?.toMs ?? endMs);
      if (nowMs >= outage.fromMs && nowMs < outage.toMs) nowMs = outage.toMs;
      const willBeDown = down !== null && nowMs >= down.fromMs && nowMs < down.toMs;
      if (willBeDown !== isDown) {
        isDown = willBeDown;
        await setStatus(account.id, isDown, nowMs);
      }
      await sendDueInvitation(payload, ctx, new Date(nowMs));
    }
    const sent = await sentOf(account.id);
    expect(sent, `account ${index}`).toHaveLength(EACH);
    const hours = { ...DEFAULT_HOURS, zone: account.zone };
    for (const [place, atMs] of sent.entries()) {
      expect(isOpen(hours, atMs), new Date(atMs).toISOString()).toBe(true);
      const before = sent[place - 1];
      if (before !== undefined) expect(atMs - before).toBeGreaterThanOrEqual(DEFAULT_SPACING.minMs);
      expect(outage.fromMs <= atMs && atMs < outage.toMs).toBe(false);
      if (down) expect(down.fromMs <= atMs && atMs < down.toMs).toBe(false);
    }
    for (const { durationMs, max } of DEFAULT_LIMITS.free.rolling) {
      for (const fromMs of sent) {
        const within = sent.filter((atMs) => atMs >= fromMs && atMs < fromMs + durationMs);
        expect(within.length).toBeLessThanOrEqual(max);
      }
    }
  }
  const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
    'GET',
    '/log',
  );
  const posts = requests.filter(
    ({ method, path }) => method === 'POST' && path.endsWith('/invite'),
  );
  expect(posts).toHaveLength(ACCOUNTS * EACH);

  async function nextTime(accountId: string): Promise<number | null> {
    const { rows } = await test.db.execute<{ at: Date | null }>(sql`
      select min(planned_at) as at from invitation_plans
      where account_id = ${accountId} and state = 'planned'`);
    return rows[0]?.at ? new Date(rows[0].at).getTime() : null;
  }

  async function setStatus(accountId: string, isDown: boolean, atMs: number): Promise<void> {
    const at = new Date(atMs);
    await test.db
      .update(accounts)
      .set({
        status: isDown ? 'reconnect_needed' : 'connected',
        statusSince: at,
        lastOkAt: isDown ? new Date(atMs - HOUR_MS) : at,
      })
      .where(eq(accounts.id, accountId));
    if (!isDown) await replan(ctx, accountId, at);
  }

  async function sentOf(accountId: string): Promise<number[]> {
    const rows = await test.db
      .select({ leftAt: invitationPlans.leftAt, state: invitationPlans.state })
      .from(invitationPlans)
      .where(eq(invitationPlans.accountId, accountId))
      .orderBy(invitationPlans.leftAt);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['sent']));
    return rows.map(({ leftAt }) => leftAt?.getTime() ?? 0);
  }
}, 120_000);
