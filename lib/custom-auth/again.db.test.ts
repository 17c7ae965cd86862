import { beforeEach, describe, expect, it } from 'vitest';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { formFor, freshSignInWorld, type SignInWorld } from '@/db/testing/sign-in-world';
import { testDb } from '@/db/testing/test-db';
import { checkAccounts } from '@/lib/accounts/handlers';
import { newId } from '@/lib/core/ids';
import { getAttempt } from '@/lib/custom-auth/queries';

const test = testDb();
const sandbox = accountsSandbox();
let world: SignInWorld;

beforeEach(async () => {
  world = await freshSignInWorld(test.pool, sandbox);
});

describe('an account that is signed in again', () => {
  const again = (login: string, accountId: string) =>
    world.start({ form: 'linkedin', username: login, password: 'a password' }, { accountId });

  it('keeps its row, owner and history', async () => {
    const account = await world.signedOut('jane@x.example');
    const done = await again('jane@x.example', account.id);
    expect(done).toMatchObject({ state: 'completed', accountId: account.id, isReconnect: true });
    const after = await world.readAccount(account.id);
    expect(after.status).toMatch(/^connect/);
    expect(after.ownerMemberId).toBe(world.owner.member.id);
    expect(await world.actions()).toEqual(['account.sign_in_started', 'account.reconnected']);
  });

  it('as somebody else is refused, or found out by who it is; nothing is merged (A5)', async () => {
    const account = await world.signedOut('jane@x.example');
    await expect(again('omar@x.example', account.id)).rejects.toThrow(/Somebody else signed in/);
    expect(await world.readAccount(account.id)).toMatchObject({ status: 'reconnect_needed' });
    await sandbox.control('POST', '/options', { wrongAccount: 'accept' });
    const done = await again('omar@x.example', account.id);
    expect(done).toMatchObject({ state: 'failed', reason: 'wrong_account' });
    const after = await world.readAccount(account.id);
    expect(after).toMatchObject({ identity: account.identity, name: account.name });
    expect(after.wrongIdentity).not.toBeNull();
  });

  it('in two tabs goes on in the newer one', async () => {
    const account = await world.signedOut('jane+2fa@x.example');
    const older = await again('jane+2fa@x.example', account.id);
    const newer = await again('jane+2fa@x.example', account.id);
    expect(await world.show(older.id)).toMatchObject({ state: 'cancelled', reason: 'replaced' });
    expect(await world.answer(newer.id, '123456')).toMatchObject({ state: 'completed' });
  });

  it('by who may not manage it is not found', async () => {
    const account = await world.addAccount({ ownerMemberId: world.admin.member.id });
    await expect(world.start(formFor('linkedin'), { accountId: account.id })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    const begun = await world.start(formFor('linkedin', '+2fa'));
    await expect(getAttempt(world.admin.ctx, { attemptId: begun.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('of another provider is refused', async () => {
    const account = await world.addAccount();
    await expect(
      world.start(formFor('instagram'), { accountId: account.id }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an answer of the API that is lost', () => {
  it('of a code is looked up and not sent again', async () => {
    const begun = await world.start(formFor('linkedin', '+2fa'));
    await sandbox.control('POST', '/faults', {
      kind: 'reset_after_action',
      match: { path: '/api/v1/accounts/checkpoint' },
    });
    expect((await world.answer(begun.id, '123456')).checkpoint).toEqual({ type: 'settling' });
    await world.later();
    expect(await world.show(begun.id)).toMatchObject({ state: 'completed' });
    expect((await world.posts()).filter((path) => path.endsWith('/checkpoint'))).toHaveLength(1);
  });

  it('of a first sign-in is said to be open, and the account that came has no owner', async () => {
    const attemptId = newId();
    await sandbox.control('POST', '/faults', {
      kind: 'reset_after_action',
      match: { method: 'POST', path: '/api/v1/accounts' },
    });
    await expect(world.start(formFor('linkedin'), { attemptId })).rejects.toThrow(
      /could not be confirmed/,
    );
    expect(await world.stored(attemptId)).toMatchObject({ state: 'failed', reason: 'unconfirmed' });
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect((await world.rows()).map((row) => row.ownerMemberId)).toEqual([null]);
  });
});

describe('trying too often', () => {
  it('is stopped after ten sign-ins in an hour, however many come at once', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 13 }, () => world.start(formFor('linkedin', '+2fa'))),
    );
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused.map((one) => one.code)).toEqual(Array(3).fill('rate_limited'));
    expect(await world.posts()).toHaveLength(10);
    expect(await world.start(formFor('linkedin', '+2fa'), {}, world.admin.ctx)).toMatchObject({
      state: 'open',
    });
  });
});

describe('a mailbox', () => {
  it.each([
    ['imapHost', { imapHost: 'refused.example' }],
    ['password', { password: 'not-an-app-password' }],
  ])('names the field %s that is wrong', async (field, change) => {
    const form = formFor('imap');
    if (form.form !== 'imap') throw new Error('unreachable');
    await expect(world.start({ ...form, ...change })).rejects.toMatchObject({
      fields: { [`credentials.${field}`]: expect.any(String) },
    });
  });
});

describe('cookies', () => {
  it('belong to one browser, and are refused under another', async () => {
    const { accessToken } = await sandbox.control<{ accessToken: string }>('POST', '/cookies', {
      login: 'jane@x.example',
      userAgent: 'Firefox',
    });
    const form = { form: 'linkedin-cookies', accessToken, premiumToken: '' } as const;
    await expect(world.start({ ...form, userAgent: 'Chrome' })).rejects.toMatchObject({
      fields: { 'credentials.accessToken': expect.any(String) },
    });
    const done = await world.start({ ...form, userAgent: 'Firefox' }, { country: 'FR' });
    expect(done).toMatchObject({ state: 'completed', method: 'cookies' });
    expect((await world.waiting()).country).toBe('FR');
  });
});
