import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { members } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createMember } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import {
  checkAccount,
  disconnectAccount,
  pauseSends,
  renameAccount,
  restartAccount,
  setOwner,
  setVisibility,
} from '@/lib/account-settings/mutations';
import { recordAccountRefusal } from '@/lib/accounts/mutations';
import type { Ctx, MemberScope, Role } from '@/lib/auth/scope';
import { resyncAccount } from './resync-mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;
let account: Awaited<ReturnType<AccountsWorld['addAccount']>>;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
  account = await world.addAccount({ visibility: 'team-read' });
});

type Act = (ctx: Ctx<MemberScope>, accountId: string) => Promise<unknown>;

const ACTS: Record<string, Act> = {
  rename: (ctx, accountId) => renameAccount(ctx, { accountId, name: 'New name' }),
  share: (ctx, accountId) => setVisibility(ctx, { accountId, visibility: 'team-reply' }),
  pause: (ctx, accountId) => pauseSends(ctx, { accountId, isPaused: true }),
  resume: (ctx, accountId) => pauseSends(ctx, { accountId, isPaused: false }),
  restart: (ctx, accountId) => restartAccount(ctx, { accountId }),
  resync: (ctx, accountId) => resyncAccount(ctx, { accountId }),
  disconnect: (ctx, accountId) => disconnectAccount(ctx, { accountId }),
  assign: (ctx, accountId) => setOwner(ctx, { accountId, memberId: world.admin.member.id }),
  check: (ctx, accountId) => checkAccount(ctx, { accountId }),
};

/** Who may do what with an account that a member owns and lets the team read. */
const ALLOWED: Record<keyof typeof ACTS, readonly string[]> = {
  rename: ['its owner', 'admin', 'owner'],
  share: ['its owner', 'admin', 'owner'],
  pause: ['its owner', 'admin', 'owner'],
  resume: ['its owner', 'admin', 'owner'],
  restart: ['its owner', 'admin', 'owner'],
  resync: ['its owner', 'admin', 'owner'],
  disconnect: ['its owner', 'admin', 'owner'],
  assign: ['admin', 'owner'],
  check: ['its owner', 'member', 'lead', 'admin', 'owner'],
};

const PRINCIPALS = ['its owner', 'viewer', 'member', 'lead', 'admin', 'owner', 'foreign owner'];

async function principal(name: string): Promise<Ctx<MemberScope>> {
  if (name === 'its owner') return world.owner.ctx;
  if (name === 'foreign owner') {
    const other = await createAccountsWorld(test.pool, sandbox);
    return (await createMember(test.db, other.workspace, 'owner')).ctx;
  }
  return (await createMember(test.db, world.workspace, name as Role)).ctx;
}

describe('who may do what with an account (Z1)', () => {
  const matrix = Object.keys(ACTS).flatMap((act) => PRINCIPALS.map((who) => [act, who] as const));

  it.each(matrix)('%s by %s', async (act, who) => {
    const run = ACTS[act];
    if (!run) throw new Error('no act');
    const ctx = await principal(who);
    const before = await world.readAccount(account.id);
    const audits = (await world.audits()).length;
    if (ALLOWED[act]?.includes(who)) {
      await run(ctx, account.id);
      expect(await world.audits(), 'exactly one audit row').toHaveLength(audits + 1);
      return;
    }
    await expect(run(ctx, account.id)).rejects.toMatchObject({
      code: expect.stringMatching(/^(not_found|forbidden)$/),
    });
    expect(await world.readAccount(account.id)).toEqual(before);
    expect(await world.audits()).toHaveLength(audits);
  });

  it('an id of another workspace and one that is none answer alike', async () => {
    const stranger = await principal('foreign owner');
    for (const run of Object.values(ACTS)) {
      const refusals: unknown[] = [];
      for (const id of [account.id, '01890000-0000-7000-8000-000000000000']) {
        await run(stranger, id).catch((error: unknown) => refusals.push(error));
      }
      const messages = refusals.map((error) => error instanceof Error && error.message);
      expect(new Set(messages).size).toBe(1);
      expect(refusals).toHaveLength(2);
    }
  });
});

describe('a private account', () => {
  beforeEach(async () => {
    account = await world.addAccount({ visibility: 'private' });
  });

  it('is opened by its owner alone; an admin can only narrow', async () => {
    const share = (ctx: Ctx<MemberScope>, visibility: 'private' | 'team-read') =>
      setVisibility(ctx, { accountId: account.id, visibility });
    await expect(share(world.admin.ctx, 'team-read')).rejects.toMatchObject({ code: 'forbidden' });
    await share(world.owner.ctx, 'team-read');
    await share(world.admin.ctx, 'private');
    expect((await world.readAccount(account.id)).visibility).toBe('private');
  });

  it('is not taken from somebody who is here, but from somebody who left', async () => {
    const take = () =>
      setOwner(world.admin.ctx, { accountId: account.id, memberId: world.admin.member.id });
    await expect(take()).rejects.toMatchObject({ code: 'conflict' });
    await test.db
      .update(members)
      .set({ removedAt: new Date() })
      .where(eq(members.id, world.owner.member.id));
    await take();
    expect((await world.readAccount(account.id)).ownerMemberId).toBe(world.admin.member.id);
  });

  it('is not found by colleagues, whatever they try', async () => {
    const colleague = await createMember(test.db, world.workspace, 'member');
    for (const run of Object.values(ACTS)) {
      await expect(run(colleague.ctx, account.id)).rejects.toMatchObject({
        code: expect.stringMatching(/^(not_found|forbidden)$/),
      });
    }
  });
});

describe('a new owner', () => {
  it('gets the account private, and its import begins', async () => {
    await setVisibility(world.owner.ctx, { accountId: account.id, visibility: 'team-reply' });
    await ACTS.assign?.(world.admin.ctx, account.id);
    expect(await world.readAccount(account.id)).toMatchObject({
      ownerMemberId: world.admin.member.id,
      visibility: 'private',
    });
    expect((await world.waitingJobs()).map((job) => job.name)).toContain('account.check-status');
  });

  it('must be a member of this workspace who may own accounts', async () => {
    const other = await createAccountsWorld(test.pool, sandbox);
    const viewer = await createMember(test.db, world.workspace, 'viewer');
    const give = (memberId: string) =>
      setOwner(world.admin.ctx, { accountId: account.id, memberId });
    await expect(give(other.owner.member.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(give(viewer.member.id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('removing an account', () => {
  it('unlinks it at the API and keeps the row and its history', async () => {
    await disconnectAccount(world.owner.ctx, { accountId: account.id });
    await disconnectAccount(world.owner.ctx, { accountId: account.id });
    expect(await world.readAccount(account.id)).toMatchObject({ status: 'removed' });
    const [transition, ...rest] = await world.transitions(account.id);
    expect(rest).toEqual([]);
    expect(transition).toMatchObject({ cause: 'member', memberId: world.owner.member.id });
    const url = `${sandbox.url}/api/v1/accounts/${account.providerAccountId}`;
    const answer = await fetch(url, { headers: { 'X-API-KEY': sandbox.apiKey } });
    expect(answer.status).toBe(404);
  });

  it('whose answer alone was lost is ended all the same, and once in the history', async () => {
    await sandbox.control('POST', '/faults', {
      kind: 'reset_after_action',
      match: { method: 'DELETE' },
    });
    await disconnectAccount(world.owner.ctx, { accountId: account.id });
    expect(await world.readAccount(account.id)).toMatchObject({ status: 'removed' });
    const acts = (await world.audits()).map(({ action }) => action);
    expect(acts).toEqual(['account.disconnected']);
  });

  it('that the API does not confirm changes nothing and says so', async () => {
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      match: { method: 'DELETE' },
      status: 503,
      type: 'errors/service_unavailable',
    });
    await expect(
      disconnectAccount(world.owner.ctx, { accountId: account.id }),
    ).rejects.toMatchObject({ code: 'gateway' });
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });
});

describe('a restricted account', () => {
  it('may send again once its owner says so and the API is asked anew', async () => {
    await recordAccountRefusal(world.ctx, account.id, { code: 'account_restricted', type: null });
    await world.runDue();
    expect((await world.readAccount(account.id)).status).toBe('restricted');
    await pauseSends(world.owner.ctx, { accountId: account.id, isPaused: false });
    expect(await world.readAccount(account.id)).toMatchObject({
      status: 'connecting',
      sendsPausedAt: null,
    });
    await world.runDue();
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });
});
