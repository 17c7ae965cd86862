import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, conversations, messages } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import {
  createConversation,
  createGateway,
  createMember,
  createMessage,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { retireTwin } from '@/lib/account-settings/twin-mutations';
import { checkAccounts } from '@/lib/accounts/handlers';
import { applyAccountTruth } from '@/lib/accounts/mutations';
import { getOverview } from '@/lib/accounts/overview-queries';
import { getAccount, listAccounts } from '@/lib/accounts/queries';
import { env } from '@/lib/core/env';
import { findApiAccount } from '@/lib/gateways/mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

type Account = Awaited<ReturnType<AccountsWorld['addAccount']>>;

/** Whether the API still has it, and bills it. */
async function isUpstream({ providerAccountId }: Account): Promise<boolean> {
  const answer = await fetch(`${sandbox.url}/api/v1/accounts/${providerAccountId}`, {
    headers: { 'X-API-KEY': sandbox.apiKey },
  });
  return answer.status === 200;
}

/** Jane's LinkedIn, connected twice: the older one and the newer one. */
async function addTwins(fields: Parameters<AccountsWorld['addAccount']>[0] = {}) {
  const older = await world.addAccount({
    name: 'Jane, first',
    identity: 'ACoJane',
    createdAt: new Date('2026-10-01T08:00:00Z'),
  });
  const newer = await world.addAccount({ name: 'Jane, again', identity: ' acojane ', ...fields });
  return { older, newer };
}

/** The accounts that their list calls connected twice, for this member. */
async function listDoubled({
  ctx,
}: {
  ctx: Parameters<typeof listAccounts>[0];
}): Promise<string[]> {
  const { accounts: rows } = await listAccounts(ctx);
  return rows
    .filter(({ hasTwin }) => hasTwin)
    .map(({ id }) => id)
    .sort();
}

describe('the same person connected twice (A10)', () => {
  it('is found in the workspace whatever the spelling, and in no other', async () => {
    const { older, newer } = await addTwins();
    await world.addAccount({ name: 'Other person', identity: 'ACoOmar' });
    await world.addAccount({ name: 'Not known', identity: null });
    await world.addAccount({ name: 'Not known either', identity: null });
    await world.addAccount({ identity: 'ACoJane', provider: 'WHATSAPP' });
    await world.addAccount({ identity: 'ACoJane', status: 'removed', removedAt: new Date() });
    const other = await createAccountsWorld(test.pool, sandbox);
    await other.addAccount({ identity: 'ACoJane' });
    const { twins } = await getOverview(world.admin.ctx);
    expect(twins).toEqual([
      {
        provider: 'LINKEDIN',
        accounts: [
          { id: older.id, name: 'Jane, first', ownerName: 'Jane Ruiz' },
          { id: newer.id, name: 'Jane, again', ownerName: 'Jane Ruiz' },
        ],
      },
    ]);
    const detail = await getAccount(world.owner.ctx, { accountId: newer.id });
    expect(detail.twins).toMatchObject([{ seen: { id: older.id }, canRetire: true }]);
    expect((await getOverview(other.admin.ctx)).twins).toEqual([]);
    expect(await listDoubled(world.admin)).toEqual([older.id, newer.id].sort());
    expect(await listDoubled(other.admin)).toEqual([]);
  });

  it('is told to somebody who may not see the other one without naming it', async () => {
    const { newer } = await addTwins();
    const omar = await createMember(test.db, world.workspace, 'member', { name: 'Omar Haddad' });
    await test.db
      .update(accounts)
      .set({ ownerMemberId: omar.member.id })
      .where(eq(accounts.id, newer.id));
    const { twins, retirePreview } = await getAccount(omar.ctx, { accountId: newer.id });
    expect(twins).toMatchObject([{ seen: null, canRetire: false }]);
    expect(retirePreview).toBeNull();
    expect(await listDoubled(omar)).toEqual([newer.id]);
  });
});

describe('retiring one of them for the other (A10)', () => {
  it('stops it at the API, keeps all of its history, and puts away what both have', async () => {
    const { older, newer } = await addTwins();
    const doubled = await createConversation(test.db, older, { providerChatId: 'chat-1' });
    const alone = await createConversation(test.db, older, { providerChatId: 'chat-2' });
    const ofNewer = await createConversation(test.db, newer, { providerChatId: 'chat-1' });
    for (const one of [doubled, alone, ofNewer]) await createMessage(test.db, one);
    const { retirePreview } = await getAccount(world.owner.ctx, { accountId: older.id });
    expect(retirePreview).toEqual({
      conversationCount: 2,
      doubledCount: 1,
      hasSameReaders: true,
      waitingSends: 0,
      waitingInvitations: 0,
    });
    const retire = () =>
      retireTwin(world.owner.ctx, { accountId: older.id, keepAccountId: newer.id });
    await retire();
    await retire();
    expect(await Promise.all([older, newer].map(isUpstream))).toEqual([false, true]);
    const places = new Map(
      (await test.db.select().from(conversations)).map(({ id, place }) => [id, place]),
    );
    expect([doubled, alone, ofNewer].map(({ id }) => places.get(id))).toEqual([
      'done',
      'inbox',
      'inbox',
    ]);
    const kept = await test.db.select().from(messages).where(eq(messages.accountId, older.id));
    expect(kept).toHaveLength(2);
    const detail = await getAccount(world.owner.ctx, { accountId: newer.id });
    expect(detail.twins).toEqual([]);
    expect(await listDoubled(world.owner)).toEqual([]);
    expect(detail.former).toMatchObject([
      { id: older.id, name: 'Jane, first', counts: { inbox: 1, snoozed: 0, done: 1 } },
    ]);
    const old = await getAccount(world.owner.ctx, { accountId: older.id });
    expect(old.account.status).toBe('removed');
    expect(old.mergedInto).toEqual({ id: newer.id, name: 'Jane, again' });
    const acts = (await world.audits()).map(({ action }) => action);
    expect(acts).toEqual(['account.retired']);
  });

  it('changes nothing where the API does not confirm', async () => {
    const { older, newer } = await addTwins();
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      match: { method: 'DELETE' },
      status: 503,
      type: 'errors/service_unavailable',
    });
    await expect(
      retireTwin(world.owner.ctx, { accountId: older.id, keepAccountId: newer.id }),
    ).rejects.toMatchObject({ code: 'gateway' });
    expect(await world.readAccount(older.id)).toMatchObject({
      status: 'connected',
      mergedIntoAccountId: null,
    });
    expect(await world.audits()).toEqual([]);
  });

  it('is refused for the one that works, for somebody else’s, and for another person', async () => {
    const { older, newer } = await addTwins({ status: 'reconnect_needed' });
    const stranger = await world.addAccount({ identity: 'ACoOmar' });
    const colleague = await createMember(test.db, world.workspace, 'member');
    const retire = (accountId: string, keepAccountId: string, ctx = world.owner.ctx) =>
      retireTwin(ctx, { accountId, keepAccountId });
    await expect(retire(older.id, newer.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(retire(older.id, stranger.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(retire(older.id, older.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(retire(newer.id, older.id, colleague.ctx)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await Promise.all([older, newer].map(isUpstream))).toEqual([true, true]);
    await retire(newer.id, older.id);
    expect((await world.readAccount(newer.id)).status).toBe('removed');
  });

  it('that two API connections share does not end it at the API, and it stays retired', async () => {
    const older = await world.addAccount({ identity: null });
    const second = await createGateway(test.db, world.workspace, {
      baseUrl: `${sandbox.url}/`,
      apiKey: sandbox.apiKey,
      keyRing: env().ENCRYPTION_KEYS,
    });
    const newer = await world.addAccount({
      gatewayId: second.id,
      providerAccountId: older.providerAccountId,
      identity: null,
    });
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    const { identity } = await world.readAccount(older.id);
    await test.db.update(accounts).set({ identity }).where(eq(accounts.id, newer.id));
    await retireTwin(world.owner.ctx, { accountId: older.id, keepAccountId: newer.id });
    expect(await isUpstream(newer)).toBe(true);
    world.clock.advance(60_000);
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect(await world.readAccount(older.id)).toMatchObject({ status: 'removed' });
  });

  it('ends with a sign-in of its own', async () => {
    const { older, newer } = await addTwins();
    const truth = await findApiAccount(world.ctx, world.gateway.id, older.providerAccountId);
    await retireTwin(world.owner.ctx, { accountId: older.id, keepAccountId: newer.id });
    if (!truth) throw new Error('not at the API');
    const readAt = new Date(Date.now() + 60_000);
    const api = { ...truth, identity: 'ACoJane' };
    await applyAccountTruth(world.ctx, older.id, api, { cause: 'check', readAt });
    expect((await world.readAccount(older.id)).status).toBe('removed');
    await applyAccountTruth(world.ctx, older.id, api, { cause: 'connected', readAt });
    expect(await world.readAccount(older.id)).toMatchObject({
      status: 'connected',
      mergedIntoAccountId: null,
    });
  });
});
