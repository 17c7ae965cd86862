import { beforeEach, describe, expect, it } from 'vitest';
import { accountTransitions, accountViews, authAttempts, webhookEvents } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createConversation, createMember, createMessage } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { checkStatus } from '@/lib/accounts/handlers';
import { exportOverview, getOverview } from '@/lib/accounts/overview-queries';
import { getAccount, listAccounts } from '@/lib/accounts/queries';
import { shownStatus } from '@/lib/accounts/rules';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import type { OverviewFilters } from '@/lib/overview/types';
import { remindOwners } from '@/lib/reminders/mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

const ALL: OverviewFilters = {
  provider: null,
  owner: null,
  status: null,
  sort: 'need',
  isDescending: false,
};
const names = async (ctx: Ctx<MemberScope>) =>
  (await listAccounts(ctx)).accounts.map((account) => account.name).sort();

describe('the list of accounts', () => {
  it('shows own and shared ones to members, all to leads and admins, none of others (Z3)', async () => {
    const colleague = await createMember(test.db, world.workspace, 'member');
    const lead = await createMember(test.db, world.workspace, 'lead');
    await world.addAccount({ name: 'Private' });
    await world.addAccount({ name: 'Shared', visibility: 'team-read' });
    await world.addAccount({ name: 'Unowned', ownerMemberId: null });
    const other = await createAccountsWorld(test.pool, sandbox);
    await other.addAccount({ name: 'CANARY', visibility: 'team-reply' });
    expect(await names(world.owner.ctx)).toEqual(['Private', 'Shared']);
    expect(await names(colleague.ctx)).toEqual(['Shared']);
    expect(await names(lead.ctx)).toEqual(['Private', 'Shared', 'Unowned']);
    expect(await names(world.admin.ctx)).toEqual(['Private', 'Shared', 'Unowned']);
  });

  it('says who may manage each, and tells a viewer nothing more', async () => {
    const viewer = await createMember(test.db, world.workspace, 'viewer');
    await world.addAccount({ visibility: 'team-read' });
    const canManage = async (ctx: Ctx<MemberScope>) =>
      (await listAccounts(ctx)).accounts.map((account) => account.canManage);
    expect(await canManage(world.owner.ctx)).toEqual([true]);
    expect(await canManage(world.admin.ctx)).toEqual([true]);
    expect(await canManage(viewer.ctx)).toEqual([false]);
  });

  it('counts messages while the history is coming in', async () => {
    const account = await world.addAccount({ syncFinishedAt: null });
    const conversation = await createConversation(test.db, account);
    await createMessage(test.db, conversation);
    await createMessage(test.db, conversation);
    const { accounts, freshMs } = await listAccounts(world.owner.ctx);
    const [item] = accounts;
    if (!item) throw new Error('no account');
    expect(item.messageCount).toBe(2);
    expect(shownStatus(item, Date.now(), freshMs).code).toBe('importing');
  });
});

describe('one account', () => {
  it('of another workspace is not found, like one that is not there', async () => {
    const account = await world.addAccount({ visibility: 'team-reply' });
    const other = await createAccountsWorld(test.pool, sandbox);
    for (const accountId of [account.id, '01890000-0000-7000-8000-000000000000', 'no-id']) {
      await expect(getAccount(other.admin.ctx, { accountId })).rejects.toMatchObject({
        code: 'not_found',
        message: 'Account not found.',
      });
    }
  });

  it('has its history with durations, incidents and repair time', async () => {
    const now = new Date();
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const account = await world.addAccount({ statusSince: ago(HOUR_MS), lastOkAt: now });
    const mark = {
      workspaceId: world.workspace.id,
      accountId: account.id,
      cause: 'check',
    } as const;
    await test.db.insert(accountTransitions).values([
      { ...mark, fromStatus: null, toStatus: 'connected', rawStatus: 'OK', at: ago(10 * DAY_MS) },
      {
        ...mark,
        fromStatus: 'connected',
        toStatus: 'reconnect_needed',
        rawStatus: 'CREDENTIALS',
        at: ago(5 * HOUR_MS),
      },
      {
        ...mark,
        fromStatus: 'reconnect_needed',
        toStatus: 'connected',
        rawStatus: 'OK',
        cause: 'reconnected',
        memberId: world.owner.member.id,
        at: ago(HOUR_MS),
      },
    ]);
    const detail = await getAccount(world.owner.ctx, { accountId: account.id }, now);
    expect(detail.timeline.map((entry) => [entry.status, entry.durationMs])).toEqual([
      ['connected', HOUR_MS],
      ['reconnect_needed', 4 * HOUR_MS],
      ['connected', 10 * DAY_MS - 5 * HOUR_MS],
    ]);
    expect(detail.timeline[0]).toMatchObject({ memberName: 'Jane Ruiz', isCurrent: true });
    expect(detail.reconnects).toEqual({ count: 1, medianMs: null, p95Ms: null, openCount: 0 });
    expect(detail.uptime.incidents).toBe(1);
    expect(detail.uptime.days).toHaveLength(90);
    expect(detail.uptime.days[0]?.state).toBe('unknown');
    expect(detail.account.uptime.days).toHaveLength(30);
  });

  it('that was lost before the window and signed in again inside it counts with its whole time (A8)', async () => {
    const now = new Date();
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    const account = await world.addAccount({ lastOkAt: now });
    const mark = {
      workspaceId: world.workspace.id,
      accountId: account.id,
      cause: 'check',
      rawStatus: 'RAW',
    } as const;
    const log = [
      ['connected', 130],
      ['reconnect_needed', 120],
      ['interrupted', 100],
      ['reconnect_needed', 95],
      ['connected', 80],
      ['reconnect_needed', 10],
      ['connected', 8],
      ['reconnect_needed', 2],
    ] as const;
    await test.db
      .insert(accountTransitions)
      .values(log.map(([toStatus, days]) => ({ ...mark, toStatus, at: ago(days) })));
    const { rows } = await getOverview(world.admin.ctx, now);
    expect(rows.map(({ reconnectMs, isLost }) => [reconnectMs, isLost])).toEqual([
      [[40 * DAY_MS, 2 * DAY_MS], true],
    ]);
  });

  it('tells its owner who opened what, and nobody else', async () => {
    const account = await world.addAccount({ visibility: 'team-read' });
    const reader = await createMember(test.db, world.workspace, 'member', { name: 'Omar Haddad' });
    const conversation = await createConversation(test.db, account);
    await test.db.insert(accountViews).values({
      workspaceId: world.workspace.id,
      accountId: account.id,
      memberId: reader.member.id,
      conversationId: conversation.id,
    });
    const accountId = account.id;
    const mine = await getAccount(world.owner.ctx, { accountId });
    expect(mine.views).toMatchObject([{ memberName: 'Omar Haddad', conversations: 1 }]);
    expect((await getAccount(world.admin.ctx, { accountId })).views).toBeNull();
    expect(mine.members).toBeNull();
    const owners = (await getAccount(world.admin.ctx, { accountId })).members;
    expect(owners?.map((one) => one.name)).toContain('Omar Haddad');
  });
});

describe('the overview', () => {
  it.each(['member', 'viewer'] as const)('is refused to a %s, as is its export', async (role) => {
    const { ctx } = await createMember(test.db, world.workspace, role);
    await expect(getOverview(ctx)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(exportOverview(ctx, ALL)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('shows all accounts with lag and the last e-mail, and nothing of other workspaces', async () => {
    const lead = await createMember(test.db, world.workspace, 'lead');
    const account = await world.addAccount();
    await world.addAccount({ name: 'Gone', status: 'removed', removedAt: new Date() });
    const other = await createAccountsWorld(test.pool, sandbox);
    await other.addAccount({ name: 'CANARY' });
    const receivedAt = new Date(Date.now() - MINUTE_MS);
    await test.db.insert(webhookEvents).values({
      workspaceId: world.workspace.id,
      gatewayId: world.gateway.id,
      origin: 'webhook',
      body: Buffer.from('{}'),
      state: 'processed',
      accountId: account.id,
      receivedAt,
      processedAt: new Date(receivedAt.getTime() + 240),
    });
    await world.setApiStatus(account, 'CREDENTIALS');
    world.clock.advance(SECOND_MS);
    await checkStatus({ accountId: account.id }, world.ctx, world.tools());
    await remindOwners(lead.ctx, { accountIds: [account.id] }, world.clock.now());
    const overview = await getOverview(lead.ctx, world.clock.now());
    expect(overview.rows.map((row) => [row.name, row.lagMs, row.lastMail?.state])).toEqual([
      ['Jane Ruiz', 240, 'waiting'],
    ]);
    expect(overview.canRemind).toBe(true);
    expect(JSON.stringify(overview)).not.toContain('CANARY');
    expect(JSON.stringify(overview)).not.toContain(world.gateway.apiKeySealed);
  });

  it('names a provider-wide outage while it lasts', async () => {
    for (let index = 0; index < 5; index += 1) {
      const account = await world.addAccount();
      await world.setApiStatus(account, 'CREDENTIALS');
      world.clock.advance(SECOND_MS);
      await checkStatus({ accountId: account.id }, world.ctx, world.tools());
    }
    const { outages } = await getOverview(world.admin.ctx, world.clock.now());
    expect(outages).toMatchObject([{ provider: 'LINKEDIN', count: 5 }]);
    world.clock.advance(2 * DAY_MS);
    expect((await getOverview(world.admin.ctx, world.clock.now())).outages).toEqual([]);
  });

  it('is exported with the page’s filters, and no cell is a formula', async () => {
    await world.addAccount({ name: '=HYPERLINK("http://evil.example")' });
    await world.addAccount({ name: 'Fine', provider: 'WHATSAPP' });
    const csv = await exportOverview(world.admin.ctx, ALL);
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    const filtered = await exportOverview(world.admin.ctx, { ...ALL, provider: 'WHATSAPP' });
    expect(filtered.split('\r\n')).toHaveLength(3);
    expect(filtered).toContain('"Fine"');
  });
});

describe('what is billed this month (A10)', () => {
  it('is the most that was linked at once, with nobody’s and doubled ones told apart', async () => {
    const now = new Date('2026-11-20T12:00:00.000Z');
    const day = (text: string) => new Date(`2026-11-${text}T12:00:00.000Z`);
    const link = async (from: Date, removedAt: Date | null, fields = {}) => {
      const account = await world.addAccount({
        createdAt: from,
        removedAt,
        ...(removedAt && { status: 'removed' as const }),
        ...fields,
      });
      const mark = {
        workspaceId: world.workspace.id,
        accountId: account.id,
        cause: 'check',
        rawStatus: 'RAW',
      } as const;
      await test.db.insert(accountTransitions).values([
        { ...mark, fromStatus: null, toStatus: 'connecting', at: from },
        { ...mark, fromStatus: 'connecting', toStatus: 'connected', at: from },
        ...(removedAt
          ? [
              {
                ...mark,
                fromStatus: 'connected',
                toStatus: 'removed',
                at: removedAt,
              } as const,
            ]
          : []),
      ]);
    };
    const signIn = (expiresAt: Date) =>
      test.db.insert(authAttempts).values({
        workspaceId: world.workspace.id,
        memberId: world.owner.member.id,
        gatewayId: world.gateway.id,
        type: 'create',
        provider: 'WHATSAPP',
        method: 'qr',
        expiresAt,
      });
    await link(new Date('2026-09-01T00:00:00Z'), new Date('2026-10-30T00:00:00Z'));
    await link(new Date('2026-09-01T00:00:00Z'), day('10'), { identity: 'ACoJane' });
    await link(day('05'), null, { identity: 'ACoJane' });
    await link(day('06'), null, { identity: 'ACoJane', status: 'reconnect_needed' });
    await link(day('12'), null, { ownerMemberId: null, identity: 'ACoJane' });
    await signIn(day('21'));
    await signIn(day('19'));
    const { billing } = await getOverview(world.admin.ctx, now);
    expect(billing).toEqual({
      monthStart: '2026-11-01T00:00:00.000Z',
      peak: 3,
      peakAt: day('06').toISOString(),
      current: 3,
      signingIn: 1,
      expected: 4,
      unowned: 1,
      doubled: 1,
    });
  });
});
