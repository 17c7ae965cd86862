import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { members } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { formFor, freshSignInWorld, type SignInWorld } from '@/db/testing/sign-in-world';
import { testDb } from '@/db/testing/test-db';
import { checkAccounts } from '@/lib/accounts/handlers';
import { getConnectRequest } from '@/lib/connect/queries';
import { newId } from '@/lib/core/ids';
import { MINUTE_MS } from '@/lib/core/time';
import { resendCode, tryAnotherWay } from '@/lib/custom-auth/checkpoint-mutations';
import { followAttempt } from '@/lib/custom-auth/handlers';
import { cancelAttempt, renewQr } from '@/lib/custom-auth/mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: SignInWorld;

beforeEach(async () => {
  world = await freshSignInWorld(test.pool, sandbox);
});

const otherWay = (attemptId: string, challengeId: string | null = null) =>
  tryAnotherWay(world.owner.ctx, { attemptId, challengeId });

describe('a sign-in with a code', () => {
  it('is connected for who began it once the code is right; a wrong one changes nothing (A11)', async () => {
    const begun = await world.start(formFor('linkedin', '+2fa'));
    expect(begun).toMatchObject({ state: 'open', checkpoint: { type: 'two_factor' } });
    await expect(world.answer(begun.id, '000000')).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { code: expect.any(String) },
    });
    expect(await world.show(begun.id)).toEqual(begun);
    expect(await world.rows()).toEqual([]);
    const done = await world.answer(begun.id, '123456');
    const [account] = await world.rows();
    expect(done).toMatchObject({ state: 'completed', accountId: account?.id });
    expect(account).toMatchObject({
      ownerMemberId: world.owner.member.id,
      visibility: 'private',
    });
    expect(await world.actions()).toEqual(['account.sign_in_started', 'account.connected']);
    expect((await world.transitions(account?.id ?? ''))[0]).toMatchObject({ cause: 'connected' });
    expect(await getConnectRequest(world.owner.ctx, { requestId: begun.id })).toMatchObject({
      state: 'completed',
      accountId: account?.id,
    });
  });

  it('begun twice by one press is one, and two answers reach the API once (A12)', async () => {
    const attemptId = newId();
    const form = formFor('linkedin', '+2fa');
    const both = await Promise.all([
      world.start(form, { attemptId }),
      world.start(form, { attemptId }),
    ]);
    expect(both.map(({ id }) => id)).toEqual([attemptId, attemptId]);
    const answers = await Promise.allSettled([1, 2].map(() => world.answer(attemptId, '123456')));
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await world.posts()).toEqual(['/api/v1/accounts', '/api/v1/accounts/checkpoint']);
    expect(await world.rows()).toHaveLength(1);
  });

  it('goes through one check after the other', async () => {
    const begun = await world.start(formFor('linkedin', '+phone+contract'));
    expect(begun.checkpoint).toEqual({ type: 'phone' });
    expect((await world.answer(begun.id, '(+33)0612345678')).checkpoint).toMatchObject({
      type: 'otp',
    });
    expect((await world.answer(begun.id, '123456')).checkpoint).toEqual({
      type: 'contract',
      options: [
        { id: '310001', name: 'Harbourline Recruiter' },
        { id: '310002', name: 'Harbourline Sales Navigator' },
      ],
    });
    expect(await world.answer(begun.id, '310002')).toMatchObject({ state: 'completed' });
    expect(await world.actions()).toEqual([
      'account.sign_in_started',
      'account.sign_in_answered',
      'account.sign_in_answered',
      'account.connected',
    ]);
  });

  it('is sent again or asked for in another way where the provider can', async () => {
    const begun = await world.start(formFor('linkedin', '+2fasms'));
    expect(await resendCode(world.owner.ctx, { attemptId: begun.id })).toEqual({ isSent: true });
    expect((await world.waiting()).resentCount).toBe(1);
    expect((await otherWay(begun.id)).checkpoint).toMatchObject({ type: 'otp' });
    expect(await world.answer(begun.id, '123456')).toMatchObject({ state: 'completed' });

    const contract = await world.start(formFor('linkedin', '+contract'));
    expect(await resendCode(world.owner.ctx, { attemptId: contract.id })).toEqual({
      isSent: false,
    });
    await expect(otherWay(contract.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.show(contract.id)).toEqual(contract);
  });

  it('says what a captcha means, and keeps nothing of it', async () => {
    const begun = await world.start(formFor('linkedin', '+captcha'));
    expect(begun.checkpoint).toEqual({ type: 'captcha' });
    await expect(world.start(formFor('linkedin', '+captcha401'))).rejects.toThrow(/puzzle/);
  });

  it.each([
    ['+session', /Sign in with cookies/],
    ['+restricted', /restricted/],
    ['+action', /in a browser/],
  ])('refused as %s says what to do', async (tag, words) => {
    const attemptId = newId();
    await expect(world.start(formFor('linkedin', tag), { attemptId })).rejects.toThrow(words);
    expect(await world.show(attemptId)).toMatchObject({ state: 'failed' });
    expect(await world.rows()).toEqual([]);
    expect(await world.actions()).toEqual(['account.sign_in_started', 'account.sign_in_failed']);
  });

  it('ends when its five minutes are over, here and at the API', async () => {
    const begun = await world.start(formFor('linkedin', '+2fa'));
    await world.act('expire');
    expect(await world.answer(begun.id, '123456')).toMatchObject({
      state: 'expired',
      reason: 'expired',
    });

    const idle = await world.start(formFor('linkedin', '+2fa'));
    await world.later(6 * MINUTE_MS);
    expect(await world.show(idle.id)).toMatchObject({ state: 'expired', reason: 'expired' });
    await expect(world.answer(idle.id, '123456')).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.rows()).toEqual([]);
  });

  it('can be given up, and then takes no answer', async () => {
    const begun = await world.start(formFor('linkedin', '+2fa'));
    const attemptId = begun.id;
    expect(await cancelAttempt(world.owner.ctx, { attemptId })).toMatchObject({
      state: 'cancelled',
    });
    await expect(world.answer(attemptId, '123456')).rejects.toMatchObject({ code: 'conflict' });
    await world.later();
    expect(await world.rows()).toEqual([]);
  });
});

describe('a QR code', () => {
  const renew = (attemptId: string) => renewQr(world.owner.ctx, { attemptId, password: '' });

  it('is made anew before it dies, and the one before it may still be scanned', async () => {
    const begun = await world.start(formFor('whatsapp'));
    const first = await world.waiting();
    await world.ageQr(begun.id);
    const renewed = await renew(begun.id);
    expect(renewed.id).toBe(begun.id);
    expect(renewed.expiresAt).toBe(begun.expiresAt);
    expect(renewed.checkpoint).not.toEqual(begun.checkpoint);
    await sandbox.control('POST', '/intents/scan', { qrcode: first.qrcode });
    await world.later();
    expect(await world.show(begun.id)).toMatchObject({ state: 'completed' });
    const [account] = await world.rows();
    expect(account).toMatchObject({ providerAccountId: first.id, provider: 'WHATSAPP' });
  });

  it('that is young stays, whatever the clock of the page says', async () => {
    const begun = await world.start(formFor('whatsapp'));
    expect(await renew(begun.id)).toEqual(begun);
    expect(await world.posts()).toHaveLength(1);
  });

  it('whose next one cannot be fetched stays, and the next try brings one', async () => {
    const begun = await world.start(formFor('whatsapp'));
    await world.ageQr(begun.id);
    const aged = await world.show(begun.id);
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      status: 429,
      type: 'errors/too_many_requests',
      match: { method: 'POST', path: '/api/v1/accounts' },
    });
    await expect(renew(begun.id)).rejects.toThrow(/Try again/);
    expect(await world.show(begun.id)).toEqual(aged);
    expect((await renew(begun.id)).checkpoint).not.toEqual(aged.checkpoint);
  });

  it('of v2 brings the next one by itself', async () => {
    world = await freshSignInWorld(test.pool, sandbox, 'unipile-v2');
    const begun = await world.start(formFor('telegram'));
    expect(begun.checkpoint).toMatchObject({ type: 'qr', until: null });
    expect(await renew(begun.id)).toEqual(begun);
    await world.act('renew');
    await world.later();
    const next = await world.show(begun.id);
    expect(next.checkpoint).toMatchObject({ type: 'qr', until: null });
    expect(next.checkpoint).not.toEqual(begun.checkpoint);
    await world.act('complete', { secondFactor: true });
    await world.later();
    expect((await world.show(begun.id)).checkpoint).toMatchObject({ type: 'two_factor' });
    expect(await world.answer(begun.id, '123456')).toMatchObject({ state: 'completed' });
  });

  it('is stored sealed, and not at all once it is over', async () => {
    const begun = await world.start(formFor('whatsapp'));
    const { qrcode } = await world.waiting();
    const row = await world.stored(begun.id);
    expect(row.qrSealed).toMatch(/^\S{40,}$/);
    expect(JSON.stringify(row)).not.toContain(qrcode);
    await cancelAttempt(world.owner.ctx, { attemptId: begun.id });
    expect(await world.stored(begun.id)).toMatchObject({ qrSealed: null, checkpoint: null });
  });

  it('is connected also when nobody has the page open any more, or the list of accounts was read first', async () => {
    const begun = await world.start(formFor('whatsapp'));
    await world.act('complete');
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect((await world.rows()).map((row) => row.ownerMemberId)).toEqual([null]);
    await world.later();
    expect(await world.show(begun.id)).toMatchObject({ state: 'completed' });
    await followAttempt({ attemptId: begun.id }, world.ctx, world.tools());
    expect((await world.rows()).map((row) => row.ownerMemberId)).toEqual([world.owner.member.id]);
    const connected = (await world.actions()).filter((action) => action === 'account.connected');
    expect(connected).toHaveLength(1);
  });

  it('of somebody who left meanwhile connects nothing for them', async () => {
    const begun = await world.start(formFor('whatsapp'));
    await world.db
      .update(members)
      .set({ removedAt: new Date() })
      .where(eq(members.id, world.owner.member.id));
    await world.act('complete');
    await world.later();
    expect(await world.stored(begun.id)).toMatchObject({ state: 'failed', reason: 'member_left' });
    expect((await world.rows()).filter((row) => row.ownerMemberId !== null)).toEqual([]);
  });
});

describe('what v2 asks beyond v1', () => {
  beforeEach(async () => {
    world = await freshSignInWorld(test.pool, sandbox, 'unipile-v2');
  });

  it('a choice of checks leads to the chosen one', async () => {
    const begun = await world.start(formFor('linkedin', '+challenge'));
    if (begun.checkpoint?.type !== 'challenge') throw new Error('Nothing to choose.');
    expect(begun.checkpoint.options.map(({ id }) => id)).toEqual(['sms', 'email', 'app']);
    expect((await otherWay(begun.id, 'sms')).checkpoint).toEqual({ type: 'otp', channel: 'sms' });
    expect(await world.answer(begun.id, '123456')).toMatchObject({ state: 'completed' });
  });

  it('an approval that takes a code as well, and a provider that is slow', async () => {
    const either = await world.start(formFor('linkedin', '+otpapp'));
    expect(either.checkpoint).toEqual({ type: 'in_app', canEnterCode: true });
    expect(await world.answer(either.id, '123456')).toMatchObject({ state: 'completed' });

    const slow = await world.start(formFor('linkedin', '+loading+2fa'));
    expect(slow.checkpoint).toEqual({ type: 'loading' });
    await world.later();
    expect((await world.show(slow.id)).checkpoint).toMatchObject({ type: 'two_factor' });
  });
});
