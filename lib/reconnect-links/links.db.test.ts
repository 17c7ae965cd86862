import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, hostedAuthRequests, members, reconnectTokens } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { testDb } from '@/db/testing/test-db';
import { checkStatus } from '@/lib/accounts/handlers';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { sign } from '@/lib/core/secrets';
import { redeemReconnectLink } from '@/lib/reconnect-links/handlers';
import { mintReconnectLink } from '@/lib/reconnect-links/mutations';
import { findReconnectPage } from '@/lib/reconnect-links/queries';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;
let account: Awaited<ReturnType<AccountsWorld['addAccount']>>;
let token: string;
let tokenId: string;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
  account = await world.addAccount();
  await world.setApiStatus(account, 'CREDENTIALS');
  await check();
  const link = await mintReconnectLink(world.ctx, {
    accountId: account.id,
    memberId: world.owner.member.id,
  });
  token = link.slice(link.lastIndexOf('/') + 1);
  tokenId = token.slice(0, token.indexOf('.'));
});

async function check(): Promise<void> {
  world.clock.advance(1000);
  await checkStatus({ accountId: account.id }, world.ctx, world.tools());
}

const minted = () =>
  test.db
    .select()
    .from(hostedAuthRequests)
    .where(eq(hostedAuthRequests.workspaceId, world.workspace.id));
const redeem = (text = token) => redeemReconnectLink(test.db, text);
const expireLease = () =>
  test.db
    .update(reconnectTokens)
    .set({ redeemedAt: new Date(Date.now() - 31_000) })
    .where(eq(reconnectTokens.id, tokenId));

describe('the link in a reconnect e-mail', () => {
  it('opened ten times by a scanner has no effect, and still works for the person (A2)', async () => {
    for (let count = 0; count < 10; count += 1) {
      expect(await findReconnectPage(token, test.db)).toEqual({
        accountId: expect.any(String),
        accountName: 'Jane Ruiz',
        provider: 'LINKEDIN',
        workspaceName: 'Acme',
        status: 'reconnect_needed',
        since: expect.stringMatching(/Z$/),
      });
    }
    expect(await minted()).toEqual([]);
    const redemption = await redeem();
    expect(redemption).toMatchObject({
      state: 'minted',
      url: expect.stringContaining('/hosted/'),
    });
    expect(await minted()).toMatchObject([
      { type: 'reconnect', accountId: account.id, memberId: world.owner.member.id },
    ]);
    const started = (await world.audits()).filter((row) => row.action.includes('reconnect'));
    expect(started).toEqual([
      { action: 'account.reconnect_started', actor: world.owner.member.id },
    ]);
  });

  it('pressed 32 times at once mints one wizard link (A1)', async () => {
    const results = await Promise.all(Array.from({ length: 32 }, () => redeem()));
    expect(results.filter((result) => result.state === 'minted')).toHaveLength(1);
    expect(results.filter((result) => result.state === 'busy')).toHaveLength(31);
    expect(await minted()).toHaveLength(1);
  });

  it('may be pressed again later, because a first sign-in may fail, and is not called useless meanwhile', async () => {
    expect((await redeem()).state).toBe('minted');
    expect((await redeem()).state).toBe('busy');
    expect(await findReconnectPage(token, test.db)).not.toBeNull();
    await expireLease();
    expect((await redeem()).state).toBe('minted');
  });

  it('is as good as before when the API gave no wizard link', async () => {
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      match: { method: 'POST', path: '/api/v1/hosted/accounts/link' },
      status: 503,
      type: 'errors/service_unavailable',
    });
    expect((await redeem()).state).toBe('unavailable');
    expect((await redeem()).state).toBe('minted');
  });

  it('mints a new wizard link at each press: an old one dies at the daily restart (A4)', async () => {
    const first = await redeem();
    await sandbox.control('POST', '/links/expire');
    await expireLease();
    const second = await redeem();
    if (first.state !== 'minted' || second.state !== 'minted') throw new Error('not minted');
    expect(second.url).not.toBe(first.url);
    const page = await (await fetch(second.url)).text();
    expect(page).toContain('Reconnect Jane Ruiz');
  });
});

describe('a link of no use shows and mints nothing (A1)', () => {
  const cases: [string, () => Promise<string>][] = [
    ['forged', async () => `${tokenId}.${sign(env().AUTH_SECRET, 'another-purpose', tokenId)}`],
    ['signed with another key', async () => `${tokenId}.${sign('k'.repeat(32), 'x', tokenId)}`],
    ['truncated', async () => token.slice(0, -3)],
    ['without a signature', async () => tokenId],
    ['empty', async () => ''],
    ['not an id', async () => `nobody.${token.split('.')[1]}`],
    ['of another token', async () => `${newId()}.${token.split('.')[1]}`],
    [
      'expired',
      async () => {
        const past = new Date(Date.now() - 1000);
        await test.db
          .update(reconnectTokens)
          .set({ expiresAt: past })
          .where(eq(reconnectTokens.id, tokenId));
        return token;
      },
    ],
    [
      'for a member who left',
      async () => {
        await test.db
          .update(members)
          .set({ removedAt: new Date() })
          .where(eq(members.id, world.owner.member.id));
        return token;
      },
    ],
    [
      'for an account that has another owner now',
      async () => {
        await test.db
          .update(accounts)
          .set({ ownerMemberId: world.admin.member.id })
          .where(eq(accounts.id, account.id));
        return token;
      },
    ],
    [
      'for an account that was removed',
      async () => {
        await sandbox.control('DELETE', `/accounts/${account.providerAccountId}`);
        await check();
        return token;
      },
    ],
    [
      'for an account that works again',
      async () => {
        await world.setApiStatus(account, 'OK');
        await check();
        return token;
      },
    ],
    [
      'from before the last reconnection, although it is lost again',
      async () => {
        await world.setApiStatus(account, 'OK');
        await check();
        await world.setApiStatus(account, 'CREDENTIALS');
        await check();
        return token;
      },
    ],
  ];

  it.each(cases)('%s', async (_, prepare) => {
    const text = await prepare();
    expect(await findReconnectPage(text, test.db)).toBeNull();
    expect(await redeem(text)).toEqual({ state: 'useless' });
    expect(await minted()).toEqual([]);
  });
});
