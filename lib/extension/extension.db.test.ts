import { and, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accounts,
  auditLog,
  extensionCookies,
  extensionDevices,
  extensionUses,
  members,
} from '@/db/schema';
import { aReport, CHROME, deviceRequest } from '@/db/testing/extension-reports';
import {
  createAccount,
  createGateway,
  createMember,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { setOwner } from '@/lib/account-settings/mutations';
import { recordRemoved } from '@/lib/accounts/mutations';
import { log } from '@/lib/core/log';
import { eraseDevice, readDevice, takeReport } from '@/lib/extension/handlers';
import {
  addDevice,
  deleteExtension,
  linkDevice,
  removeDevice,
  unlinkDevice,
} from '@/lib/extension/mutations';
import { getExtension } from '@/lib/extension/queries';
import { openCookies } from '@/lib/extension/report-mutations';
import { removeMember } from '@/lib/team/mutations';

setTestEnv();
const test = testDb();

const NEWER_CHROME = CHROME.replace('150', '151');
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CANARY = 'AQED-cookie-canary-7f3c';

async function setUp() {
  const workspace = await createWorkspace(test.db);
  const jane = await createMember(test.db, workspace, 'member', { name: 'Jane Ruiz' });
  const admin = await createMember(test.db, workspace, 'admin');
  const gateway = await createGateway(test.db, workspace);
  const account = await createAccount(test.db, gateway, { ownerMemberId: jane.member.id });
  return { workspace, jane, admin, gateway, account };
}
type World = Awaited<ReturnType<typeof setUp>>;
let world: World;
beforeEach(async () => {
  world = await setUp();
});
afterEach(() => vi.restoreAllMocks());

async function pair(name = 'Work laptop', who = world.jane) {
  const { id, code } = await addDevice(who.ctx, { name });
  const token = code.slice(code.indexOf('#') + 1);
  return { id, code, token };
}

const report = (fields: Record<string, unknown> = {}) => aReport({ liAt: CANARY, ...fields });
const send = async (token: string, fields: Record<string, unknown> = {}) => {
  const answer = await takeReport(test.db, deviceRequest(token, 'PUT', report(fields)));
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const cookieOf = async (deviceId: string) => {
  const [row] = await test.db
    .select()
    .from(extensionCookies)
    .where(eq(extensionCookies.deviceId, deviceId));
  return row;
};

/** Every row of every table of ours as text. */
async function everything(): Promise<string> {
  const { rows } = await test.pool.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
     from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema in ('public', 'graphile_worker')`,
  );
  expect(rows.length).toBeGreaterThan(30);
  const texts = await Promise.all(
    rows.map(({ name }) => test.pool.query(`select t::text from ${name} t`)),
  );
  return texts.flatMap((one) => one.rows.map((row) => Object.values(row).join())).join('\n');
}

describe('a browser', () => {
  it('is paired by a code that is shown once and kept as a hash', async () => {
    const { code, token } = await pair();
    expect(code).toMatch(/^http:\/\/localhost:3000\/#[\w-]{43}$/);
    expect(await everything()).not.toContain(token);
    const answer = await readDevice(test.db, deviceRequest(token));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect(await answer.json()).toMatchObject({
      deviceName: 'Work laptop',
      memberName: 'Jane Ruiz',
      accountName: null,
      cookieSeenAt: null,
    });
  });

  it.each(['', 'Bearer', 'Bearer %%%', `Bearer ${'x'.repeat(43)}`, 'Basic abc'])(
    'with %j instead of its token is nobody',
    async (authorization) => {
      const nobody = new Request('http://localhost:3000/api/extension/session', {
        method: 'PUT',
        headers: authorization ? { authorization } : {},
        body: JSON.stringify(report()),
      });
      expect((await takeReport(test.db, nobody)).status).toBe(401);
      expect(await test.db.$count(extensionCookies, sql`true`)).toBe(0);
    },
  );

  it('that is removed, or whose member left or may connect nothing, is nobody', async () => {
    const [one, two] = [await pair('One'), await pair('Two')];
    await removeDevice(world.jane.ctx, { deviceId: one.id });
    expect((await send(one.token)).status).toBe(401);
    const isJane = eq(members.id, world.jane.member.id);
    await test.db.update(members).set({ role: 'viewer' }).where(isJane);
    expect((await send(two.token)).status).toBe(401);
    await test.db.update(members).set({ role: 'member' }).where(isJane);
    expect((await send(two.token)).status).toBe(200);
    await removeMember(world.admin.ctx, { memberId: world.jane.member.id });
    expect((await send(two.token)).status).toBe(401);
    expect(await cookieOf(two.id)).toBeUndefined();
  });

  it('of one member is not found by another, whatever the role', async () => {
    const { id } = await pair();
    const other = await setUp();
    for (const ctx of [world.admin.ctx, other.jane.ctx]) {
      await expect(removeDevice(ctx, { deviceId: id })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(unlinkDevice(ctx, { deviceId: id })).rejects.toMatchObject({
        code: 'not_found',
      });
      const { devices } = await getExtension(ctx);
      expect(devices).toEqual([]);
    }
  });

  it('is no matter of a viewer', async () => {
    const viewer = await createMember(test.db, world.workspace, 'viewer');
    await expect(addDevice(viewer.ctx, { name: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is one of ten at most, also when eleven are asked for at once', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 11 }, (_, index) => addDevice(world.jane.ctx, { name: `B${index}` })),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });
});

describe('a cookie', () => {
  it('stands nowhere in clear, in no answer and in no log (A8, K1)', async () => {
    const lines: string[] = [];
    for (const level of ['info', 'warn', 'error'] as const) {
      vi.spyOn(log(), level).mockImplementation((...args: unknown[]) => {
        lines.push(JSON.stringify(args));
      });
    }
    const { token, id } = await pair();
    const { body } = await send(token, { liA: `${CANARY}-premium` });
    await send(token, { liAt: `${CANARY}\u0000`, seenAt: Date.now() + 1 });
    await takeReport(test.db, deviceRequest(token, 'PUT', `{"liAt":"${CANARY}`));
    expect(await everything()).not.toContain(CANARY);
    expect(JSON.stringify([body, await getExtension(world.jane.ctx), lines])).not.toContain(CANARY);
    const row = await cookieOf(id);
    expect(row && openCookies(row)).toEqual({ liAt: CANARY, liA: `${CANARY}-premium` });
  });

  it('that was copied to another row does not open (K1)', async () => {
    const [one, two] = [await pair('One'), await pair('Two')];
    await send(one.token);
    await send(two.token, { liAt: 'another' });
    const [first, second] = [await cookieOf(one.id), await cookieOf(two.id)];
    if (!first || !second) throw new Error('A cookie is missing.');
    expect(() => openCookies({ id: first.id, sealed: second.sealed })).toThrow();
  });

  it('that is reported again is the same one, seen later; a late report changes nothing', async () => {
    const { token, id } = await pair();
    const now = Date.now();
    await send(token, { seenAt: now - 60_000 });
    await send(token, { seenAt: now - 30_000 });
    expect(await cookieOf(id)).toMatchObject({
      valueSince: new Date(now - 60_000),
      seenAt: new Date(now - 30_000),
    });
    await send(token, { liAt: 'old', seenAt: now - 45_000 });
    await send(token, { liAt: 'new', seenAt: now - 15_000 });
    const row = await cookieOf(id);
    expect(row && openCookies(row).liAt).toBe('new');
    expect(row?.valueSince).toEqual(new Date(now - 15_000));
    const isIts = and(eq(auditLog.entityId, id), eq(auditLog.action, 'extension.cookie_kept'));
    expect(await test.db.$count(auditLog, isIts)).toBe(1);
  });

  it('of a browser whose clock runs ahead is no newer than its arrival', async () => {
    const { token, id } = await pair();
    await send(token, { seenAt: Date.now() + 86_400_000 });
    expect((await cookieOf(id))?.seenAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it.each([
    ['another LinkedIn member', { linkedinMemberId: '999' }, 'other_member'],
    ['another browser', { userAgent: FIREFOX }, 'other_browser'],
  ])('of %s is refused, kept nowhere, and told on both sides', async (_, fields, reason) => {
    const { token, id } = await pair();
    await send(token);
    const before = await cookieOf(id);
    const refused = await send(token, { liAt: 'foreign', seenAt: Date.now() + 5, ...fields });
    expect(refused).toMatchObject({ status: 409, body: { refusal: reason } });
    expect(await cookieOf(id)).toEqual(before);
    const { devices } = await getExtension(world.jane.ctx);
    expect(devices).toMatchObject([{ refusal: reason, linkedinMemberId: '1234567' }]);
    expect((await send(token, { userAgent: NEWER_CHROME })).body).toMatchObject({ refusal: null });
  });

  it.each([
    ['no number of a member', { linkedinMemberId: 'jane' }],
    ['a line end', { userAgent: 'a\r\nX: y' }],
    ['no cookie', { liAt: '' }],
    ['more than it may', { role: 'owner' }],
    ['far too much', { liAt: 'x'.repeat(20_000) }],
  ])('with %s is refused', async (_, fields) => {
    const { token, id } = await pair();
    expect([400, 413]).toContain((await send(token, fields)).status);
    expect(await cookieOf(id)).toBeUndefined();
  });
});

describe('an account', () => {
  it('is kept connected by a browser only once its owner has said so', async () => {
    const { token, id } = await pair();
    const link = { deviceId: id, accountId: world.account.id };
    await expect(linkDevice(world.jane.ctx, link)).rejects.toMatchObject({ code: 'conflict' });
    await send(token);
    await linkDevice(world.jane.ctx, link);
    expect((await send(token)).body).toMatchObject({ accountName: world.account.name });
    await unlinkDevice(world.jane.ctx, { deviceId: id });
    expect((await send(token)).body).toMatchObject({ accountName: null });
  });

  it('of a colleague, of another channel or workspace is not found', async () => {
    const { token, id } = await pair();
    await send(token);
    const other = await setUp();
    const theirs = await createAccount(test.db, world.gateway, {
      ownerMemberId: world.admin.member.id,
    });
    const whatsapp = await createAccount(test.db, world.gateway, {
      ownerMemberId: world.jane.member.id,
      provider: 'WHATSAPP',
    });
    for (const accountId of [theirs.id, whatsapp.id, other.account.id]) {
      await expect(linkDevice(world.jane.ctx, { deviceId: id, accountId })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });

  it('takes no second browser in which somebody else is signed in', async () => {
    const [one, two] = [await pair('One'), await pair('Two')];
    await send(one.token);
    await send(two.token, { linkedinMemberId: '999' });
    const accountId = world.account.id;
    await linkDevice(world.jane.ctx, { deviceId: one.id, accountId });
    await expect(linkDevice(world.jane.ctx, { deviceId: two.id, accountId })).rejects.toMatchObject(
      { code: 'conflict' },
    );
  });

  it('that is given to a colleague has no browser and no cookie any more (A9)', async () => {
    const { token, id } = await pair();
    await send(token);
    await linkDevice(world.jane.ctx, { deviceId: id, accountId: world.account.id });
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, world.account.id));
    const given = { accountId: world.account.id, memberId: world.admin.member.id };
    await setOwner(world.admin.ctx, given);
    expect(await cookieOf(id)).toBeUndefined();
    expect((await send(token)).body).toMatchObject({ accountName: null });
  });

  it('that is removed leaves no cookie behind (A9)', async () => {
    const { token, id } = await pair();
    await send(token);
    await linkDevice(world.jane.ctx, { deviceId: id, accountId: world.account.id });
    const evidence = { cause: 'check' as const, readAt: new Date() };
    await recordRemoved(world.jane.ctx, world.account.id, evidence);
    expect(await cookieOf(id)).toBeUndefined();
  });
});

describe('"Delete all"', () => {
  it('in the product leaves no browser, cookie or use of the member', async () => {
    const { token, id } = await pair();
    await send(token);
    await test.db.insert(extensionUses).values({
      workspaceId: world.workspace.id,
      memberId: world.jane.member.id,
      deviceId: id,
      deviceName: 'Work laptop',
      purpose: 'repair',
      cookieSeenAt: new Date(),
      outcome: 'refused',
    });
    await deleteExtension(world.jane.ctx);
    const isHers = (table: typeof extensionDevices | typeof extensionUses) =>
      test.db.$count(table, eq(table.memberId, world.jane.member.id));
    expect([await isHers(extensionDevices), await isHers(extensionUses)]).toEqual([0, 0]);
    expect(await cookieOf(id)).toBeUndefined();
    expect((await send(token)).status).toBe(401);
  });

  it('in the extension removes its own browser alone', async () => {
    const [one, two] = [await pair('One'), await pair('Two')];
    await send(one.token);
    await send(two.token);
    expect((await eraseDevice(test.db, deviceRequest(one.token, 'DELETE'))).status).toBe(200);
    expect(await cookieOf(one.id)).toBeUndefined();
    expect((await send(one.token)).status).toBe(401);
    expect((await send(two.token)).status).toBe(200);
  });
});
