import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { testDb } from '@/db/testing/test-db';
import { checkStatus } from '@/lib/accounts/handlers';
import { applyAccountTruth, insertAccount, recordAccountRefusal } from '@/lib/accounts/mutations';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import type { GatewayAccount } from '@/lib/gateway/client';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

type Account = Awaited<ReturnType<AccountsWorld['addAccount']>>;

async function hint(account: Account, word: string): Promise<void> {
  world.clock.advance(SECOND_MS);
  await checkStatus(
    { gatewayId: world.gateway.id, providerAccountId: account.providerAccountId, hint: word },
    world.ctx,
    world.tools(),
  );
}

async function statuses(accountId: string): Promise<string[]> {
  return (await world.transitions(accountId)).map((transition) => transition.toStatus);
}

const syncJobs = async () =>
  (await world.waitingJobs()).filter((job) => job.name === 'inbox.sync-account');

describe('a status webhook', () => {
  it('that comes byte-identical again is a new event when the API agrees (W6)', async () => {
    const account = await world.addAccount({ status: 'connecting', rawStatus: 'CONNECTING' });
    for (const word of ['OK', 'CREDENTIALS', 'OK', 'CREDENTIALS']) {
      await world.setApiStatus(account, word);
      await hint(account, word);
    }
    expect(await statuses(account.id)).toEqual([
      'connected',
      'reconnect_needed',
      'connected',
      'reconnect_needed',
    ]);
    const row = await world.readAccount(account.id);
    expect(row).toMatchObject({ status: 'reconnect_needed', rawStatus: 'CREDENTIALS' });
  });

  it('that came before the row of its account was there is not lost', async () => {
    const { id: providerAccountId } = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'early@example.com',
      name: 'Early',
    });
    const truth: GatewayAccount = {
      ...{ providerAccountId, provider: 'LINKEDIN', name: 'Early', status: 'connecting' },
      ...{ rawStatus: 'CONNECTING', identity: null, handle: null, features: [] },
      createdAt: world.clock.now(),
    };
    const fields = { gatewayId: world.gateway.id, ownerMemberId: world.owner.member.id };
    const row = await insertAccount(world.ctx, truth, fields, {
      cause: 'connected',
      readAt: world.clock.now(),
    });
    expect((await world.readAccount(row?.id ?? '')).status).toBe('connecting');
    // Nothing more is told: by now the API says that it is done.
    world.clock.advance(SECOND_MS);
    await world.runDue();
    expect((await world.readAccount(row?.id ?? '')).status).toBe('connected');
  });

  it('replayed a month later changes nothing unless the API confirms it (W7)', async () => {
    const account = await world.addAccount();
    for (const word of ['CREDENTIALS', 'ERROR', 'STOPPED', 'DELETED', 'NEVER_SEEN']) {
      await hint(account, word);
    }
    expect(await statuses(account.id)).toEqual([]);
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });

  it('run twice and in any order ends in what the API says', async () => {
    const account = await world.addAccount();
    await world.setApiStatus(account, 'CREDENTIALS');
    for (const word of ['OK', 'CREDENTIALS', 'CREDENTIALS', 'CONNECTING']) {
      await hint(account, word);
    }
    expect(await statuses(account.id)).toEqual(['reconnect_needed']);
  });

  it.each([
    ['CONNECTING', 'connecting'],
    ['CREDENTIALS', 'reconnect_needed'],
    ['PERMISSIONS', 'reconnect_needed'],
    ['ERROR', 'interrupted'],
    ['STOPPED', 'paused'],
  ])('%s is stored as %s', async (word, status) => {
    const account = await world.addAccount();
    await world.setApiStatus(account, word);
    await hint(account, word);
    expect((await world.readAccount(account.id)).status).toBe(status);
  });

  it('about an account that we do not know makes it appear without an owner, unread', async () => {
    const made = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'WHATSAPP',
      login: '+4915100000000',
    });
    await checkStatus(
      { gatewayId: world.gateway.id, providerAccountId: made.id, hint: 'CREATION_SUCCESS' },
      world.ctx,
      world.tools(),
    );
    const [row] = await test.db
      .select()
      .from(accounts)
      .where(eq(accounts.providerAccountId, made.id));
    expect(row).toMatchObject({ ownerMemberId: null, visibility: 'private', status: 'connected' });
    expect(await syncJobs()).toEqual([]);
  });

  it('DELETED counts once the API has no such account, and its history stays', async () => {
    const account = await world.addAccount();
    await sandbox.control('DELETE', `/accounts/${account.providerAccountId}`);
    await hint(account, 'DELETED');
    await hint(account, 'DELETED');
    expect(await statuses(account.id)).toEqual(['removed']);
    expect((await world.readAccount(account.id)).removedAt).not.toBeNull();
  });

  it('SYNC_SUCCESS makes the inbox read the history again', async () => {
    const account = await world.addAccount();
    await hint(account, 'SYNC_SUCCESS');
    expect((await syncJobs()).map((job) => job.payload.reason)).toEqual(['connected']);
  });
});

describe('what the API says', () => {
  const truth = (account: Account, fields: Partial<GatewayAccount>): GatewayAccount => ({
    providerAccountId: account.providerAccountId,
    provider: 'LINKEDIN',
    name: 'Jane Ruiz',
    status: 'ok',
    rawStatus: 'OK',
    identity: 'identity-jane',
    features: [],
    handle: null,
    createdAt: new Date(),
    ...fields,
  });

  it('read earlier never overwrites what was read later', async () => {
    const account = await world.addAccount();
    const early = world.clock.now();
    world.clock.advance(SECOND_MS);
    const lost = truth(account, { status: 'credentials', rawStatus: 'CREDENTIALS' });
    const readAt = world.clock.now();
    await applyAccountTruth(world.ctx, account.id, lost, { cause: 'webhook', readAt });
    await applyAccountTruth(world.ctx, account.id, truth(account, {}), {
      cause: 'check',
      readAt: early,
    });
    expect((await world.readAccount(account.id)).status).toBe('reconnect_needed');
  });

  it('applied 20 times at once writes one transition', async () => {
    const account = await world.addAccount();
    world.clock.advance(SECOND_MS);
    const lost = truth(account, { status: 'credentials', rawStatus: 'CREDENTIALS' });
    const readAt = world.clock.now();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        applyAccountTruth(world.ctx, account.id, lost, { cause: 'webhook', readAt }),
      ),
    );
    expect(await statuses(account.id)).toEqual(['reconnect_needed']);
  });

  it('with another person’s sign-in merges nothing and says whose it is', async () => {
    const account = await world.addAccount({ identity: 'identity-jane' });
    world.clock.advance(SECOND_MS);
    const other = truth(account, { identity: 'identity-omar', handle: 'omar' });
    const evidence = { cause: 'reconnected', readAt: world.clock.now() } as const;
    await applyAccountTruth(world.ctx, account.id, other, evidence);
    const wrong = await world.readAccount(account.id);
    expect(wrong).toMatchObject({
      identity: 'identity-jane',
      wrongIdentity: 'omar',
      status: 'reconnect_needed',
      rawStatus: 'WRONG_ACCOUNT',
      handle: null,
    });
    expect(await world.waitingJobs()).toEqual([]);
    world.clock.advance(SECOND_MS);
    const right = { ...evidence, readAt: world.clock.now() };
    await applyAccountTruth(world.ctx, account.id, truth(account, {}), right);
    expect(await world.readAccount(account.id)).toMatchObject({
      wrongIdentity: null,
      status: 'connected',
    });
  });

  it('after time without proof is marked as such in the history, and the gap is read', async () => {
    const lastOkAt = new Date(Date.now() - 60 * MINUTE_MS);
    const account = await world.addAccount({ lastOkAt, lastCheckedAt: lastOkAt });
    await checkStatus({ accountId: account.id }, world.ctx, world.tools());
    const raw = (await world.transitions(account.id)).map((one) => [one.toStatus, one.rawStatus]);
    expect(raw).toEqual([
      ['connected', 'NOT_VERIFIED'],
      ['connected', 'OK'],
    ]);
    const [job] = await syncJobs();
    expect(job?.payload.reason).toBe('catch_up');
    const since = new Date(String(job?.payload.since));
    expect(since.getTime()).toBe(lastOkAt.getTime() - 10 * MINUTE_MS);
  });

  it('after an outage makes the inbox catch up from before its beginning, once', async () => {
    const account = await world.addAccount();
    await world.setApiStatus(account, 'CREDENTIALS');
    await hint(account, 'CREDENTIALS');
    await world.setApiStatus(account, 'OK');
    await hint(account, 'RECONNECTED');
    await hint(account, 'OK');
    expect((await syncJobs()).map((job) => job.payload.reason)).toEqual(['catch_up']);
  });
});

describe('a refused action', () => {
  const lost = { code: 'account_disconnected', type: 'errors/disconnected_account' } as const;
  const restricted = { code: 'account_restricted', type: 'errors/account_restricted' } as const;

  it('stores the lost session at once and asks the API', async () => {
    const account = await world.addAccount();
    await recordAccountRefusal(world.ctx, account.id, lost);
    expect(await world.readAccount(account.id)).toMatchObject({ status: 'reconnect_needed' });
    const [transition] = await world.transitions(account.id);
    expect(transition?.cause).toBe('api_error');
    const names = (await world.waitingJobs()).map((job) => job.name);
    expect(names).toContain('account.check-status');
  });

  it('of one lost product only makes us ask', async () => {
    const account = await world.addAccount();
    await recordAccountRefusal(world.ctx, account.id, {
      code: 'account_disconnected',
      type: 'errors/disconnected_feature',
    });
    expect((await world.readAccount(account.id)).status).toBe('connected');
    expect((await world.waitingJobs()).map((job) => job.name)).toEqual(['account.check-status']);
  });

  it('for a restriction stops all sends, and a session that looks fine does not lift it', async () => {
    const account = await world.addAccount();
    await recordAccountRefusal(world.ctx, account.id, restricted);
    await hint(account, 'OK');
    const row = await world.readAccount(account.id);
    expect(row).toMatchObject({ status: 'restricted', rawStatus: 'ACCOUNT_RESTRICTED' });
    expect(row.sendsPausedAt).not.toBeNull();
    await hint(account, 'RECONNECTED');
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });

  it('that is about something else changes nothing', async () => {
    const account = await world.addAccount();
    await recordAccountRefusal(world.ctx, account.id, { code: 'throttled', type: null });
    expect(await world.waitingJobs()).toEqual([]);
  });

  it('is not recorded for an account of another workspace', async () => {
    const account = await world.addAccount();
    const other = await createAccountsWorld(test.pool, sandbox);
    await recordAccountRefusal(other.ctx, account.id, restricted);
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });
});
