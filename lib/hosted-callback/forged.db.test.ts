import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDb, createPool } from '@/db/client';
import { hostedAuthRequests, members } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import {
  type CallbackEndpoint,
  callBack,
  connectTools,
  genuineCallback,
  startCallbackEndpoint,
} from '@/db/testing/connect-world';
import { testDb } from '@/db/testing/test-db';
import { startConnect } from '@/lib/connect/mutations';
import { DAY_MS } from '@/lib/core/time';
import { receiveHostedAuthCallback } from '@/lib/hosted-callback/mutations';

const test = testDb();
const sandbox = accountsSandbox();
let endpoint: CallbackEndpoint;
let world: AccountsWorld;
let tools: ReturnType<typeof connectTools>;

beforeAll(async () => {
  endpoint = await startCallbackEndpoint(() => test.db);
});
afterAll(async () => {
  await endpoint.stop();
});
beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  await sandbox.control('POST', '/options', { notifyOrder: 'before', wrongAccount: 'accept' });
  world = await createAccountsWorld(test.pool, sandbox);
  tools = connectTools(world);
  endpoint.answers.length = 0;
});

const connect = (ctx = world.owner.ctx) =>
  startConnect(ctx, { providers: ['LINKEDIN'], gatewayId: world.gateway.id });

describe('a forged confirmation (A3)', () => {
  async function openRequest() {
    const foreign = await world.addAccount({ ownerMemberId: world.admin.member.id });
    const mine = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'fresh@example.com',
    });
    await connect();
    const request = await tools.lastRequest();
    return { foreign, mine, link: genuineCallback(request), request };
  }

  it('at an address that we did not make is refused before it is stored', async () => {
    const { link, mine, request } = await openRequest();
    const body = { status: 'CREATION_SUCCESS', account_id: mine.id, name: link.name };
    const key = new URL(link.notifyUrl).searchParams.get('key') ?? '';
    const base = `${endpoint.url}/api/hosted-auth/callback`;
    for (const query of [
      '',
      `?request=${request.id}`,
      `?request=${request.id}&key=`,
      `?request=${request.id}&key=${key.slice(0, -1)}`,
      `?request=${world.gateway.id}&key=${key}`,
      `?request=not-an-id&key=${key}`,
    ]) {
      expect(await callBack(base + query, body), query).toBe(401);
    }
    expect(await tools.events()).toEqual([]);
  });

  it('with a name, account or word that does not hold binds nothing', async () => {
    const { link, foreign, mine, request } = await openRequest();
    const before = (await tools.rows()).map((row) => [row.id, row.ownerMemberId]);
    const other = link.name.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    for (const body of [
      { status: 'CREATION_SUCCESS', account_id: mine.id },
      { status: 'CREATION_SUCCESS', account_id: mine.id, name: request.id },
      { status: 'CREATION_SUCCESS', account_id: mine.id, name: other },
      { status: 'CREATION_SUCCESS', account_id: mine.id, name: `${link.name}x` },
      'not json at all',
    ]) {
      expect(await callBack(link.notifyUrl, body)).toBe(200);
    }
    await world.runDue();
    expect((await tools.requests()).map((row) => row.state)).toEqual(['open']);
    expect((await tools.events()).map((event) => event.state)).toEqual(
      Array(5).fill('quarantined'),
    );
    const body = { status: 'CREATION_SUCCESS', account_id: foreign.providerAccountId };
    expect(await callBack(link.notifyUrl, { ...body, name: link.name })).toBe(200);
    await world.runDue();
    expect((await tools.requests()).map((row) => [row.state, row.reason])).toEqual([
      ['refused', 'bound_elsewhere'],
    ]);
    expect((await tools.rows()).map((row) => [row.id, row.ownerMemberId])).toEqual(before);
    // The refused member is not told whose account it was.
    expect((await tools.requests())[0]?.accountId).toBeNull();
  });

  it.each([
    ['an account that the API does not have', { account_id: 'nobody' }, 'unknown_account'],
    ['a word that is no success', { status: 'CREATION_FAIL' }, 'wrong_status'],
  ])('%s ends the request', async (_, fields, reason) => {
    const { link, mine } = await openRequest();
    const body = { status: 'CREATION_SUCCESS', account_id: mine.id, name: link.name, ...fields };
    expect(await callBack(link.notifyUrl, body)).toBe(200);
    await world.runDue();
    expect((await tools.requests()).map((row) => row.reason)).toEqual([reason]);
    expect(await tools.rows()).toHaveLength(1);
  });

  it('with the name of a used request changes nothing', async () => {
    const { link, mine, foreign } = await openRequest();
    const body = { status: 'CREATION_SUCCESS', account_id: mine.id, name: link.name };
    await callBack(link.notifyUrl, body);
    await world.runDue();
    await callBack(link.notifyUrl, { ...body, account_id: foreign.providerAccountId });
    await world.runDue();
    const ignored = (await tools.events()).filter((event) => event.state === 'ignored');
    expect(ignored.map((event) => event.reason)).toEqual(['used_request']);
    expect(await tools.rows()).toHaveLength(2);
  });

  it('for a request of a member who left, or far too late, binds nothing', async () => {
    const { link, mine } = await openRequest();
    const body = { status: 'CREATION_SUCCESS', account_id: mine.id, name: link.name };
    await test.db
      .update(members)
      .set({ removedAt: new Date() })
      .where(eq(members.id, world.owner.member.id));
    await callBack(link.notifyUrl, body);
    await world.runDue();
    expect((await tools.requests()).map((row) => row.reason)).toEqual(['member_left']);

    const second = await createAccountsWorld(test.pool, sandbox);
    await startConnect(second.owner.ctx, { providers: ['LINKEDIN'], gatewayId: second.gateway.id });
    const [request] = await test.db
      .select()
      .from(hostedAuthRequests)
      .where(eq(hostedAuthRequests.workspaceId, second.workspace.id));
    if (!request) throw new Error('no request');
    const late = genuineCallback(request);
    await callBack(late.notifyUrl, { ...body, name: late.name });
    second.clock.advance(DAY_MS);
    await second.runDue();
    const [closed] = await test.db
      .select()
      .from(hostedAuthRequests)
      .where(eq(hostedAuthRequests.id, request.id));
    expect(closed?.reason).toBe('expired');
  });

  it('over the size limit is refused', async () => {
    const { link } = await openRequest();
    expect(await callBack(link.notifyUrl, 'x'.repeat(70 * 1024))).toBe(413);
  });

  it('is answered 503 while the database is away, so that the genuine one comes again', async () => {
    const pool = createPool('postgres://nobody@127.0.0.1:9/none', 1);
    const { request } = await openRequest();
    const result = await receiveHostedAuthCallback(
      {
        url: new URL(genuineCallback(request).notifyUrl),
        contentType: null,
        body: Readable.from([Buffer.from('{}')]),
      },
      createDb(pool),
    );
    expect(result.status).toBe(503);
    await pool.end();
  });
});
