import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox } from './server';
import { JudgeV2 } from './testing/judge-v2';

const INTENT = 'POST /v2/auth/intent';
const CHECKPOINT = 'POST /v2/auth/checkpoint';

let judge: JudgeV2;
beforeAll(async () => {
  judge = new JudgeV2(await startSandbox({ speed: 20 }));
});
beforeEach(() => control('POST', '/reset'));
afterAll(() => judge.sandbox.stop());

const control = <T>(method: string, path: string, body?: unknown) =>
  judge.sandbox.control<T>(method, path, body);
const linkedin = (tags = '') => ({
  provider: 'linkedin',
  credentials: { username: `mira${tags}@mail.example`, password: 'right' },
});
const begin = (json: object, status = 200) => judge.call(INTENT, status, { json });
const solve = (intent_id: string, code: string, status = 200) =>
  judge.call(CHECKPOINT, status, { json: { intent_id, code } });
const other = async (route: string, json: object) => {
  const response = await judge.send(`POST /v2/auth/checkpoint/${route}`, { json });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};

it('signs in at once, after a checkpoint, or after a chain of them', async () => {
  expect(await begin(linkedin())).toMatchObject({ object: 'Account', provider: 'linkedin' });
  const { intent_id: id, checkpoint } = await begin(linkedin('+phone'));
  expect(checkpoint).toEqual({ type: 'PHONE_REGISTER' });
  expect((await solve(id, '0612345678', 401)).type).toBe('provider/invalid_checkpoint_code');
  expect((await solve(id, '(+33)0612345678')).checkpoint).toEqual({ type: 'OTP', channel: 'SMS' });
  expect(await solve(id, '123456')).toMatchObject({ object: 'Account', id });
  // It is over, and where the account is anybody can see.
  expect((await solve(id, '123456', 400)).type).toBe('api/invalid_parameters');
});

it.each([
  ['+2fa', { type: '2FA', platform: 'APP' }],
  ['+2fasms', { type: '2FA', platform: 'SMS' }],
  ['+2fawhatsapp', { type: '2FA', platform: 'WHATSAPP' }],
  ['+otp', { type: 'OTP', channel: 'EMAIL' }],
  ['+otpapp', { type: 'OTP_OR_IN_APP_VALIDATION', channel: 'EMAIL' }],
  ['+inapp', { type: 'IN_APP_VALIDATION' }],
  ['+captcha', { type: 'CAPTCHA', public_key: 'sandbox-captcha' }],
  ['+contract', { type: 'CONTRACT_SELECTION' }],
  ['+challenge', { type: 'CHALLENGE_SELECTION' }],
  ['+loading', { type: 'LOADING' }],
])('asks %s for %j', async (tags, expected) => {
  const answer = await begin(linkedin(tags));
  expect(answer).toMatchObject({ object: 'AuthenticationCheckpoint', checkpoint: expected });
});

it('holds its answer until the QR code was scanned, and tells a newer code at once', async () => {
  const asked = await begin({ provider: 'whatsapp', credentials: { qrcode: true } });
  expect(asked.object).toBe('AuthenticationQrCode');
  const [waiting] = await control<{ id: string }[]>('GET', '/intents');
  await control('POST', `/intents/${waiting?.id}/renew`);
  const renewed = await solve(asked.intent_id, '');
  expect(renewed.qrcode).not.toBe(asked.qrcode);
  // Longer than this test may take: only the scan can end it.
  await control('POST', '/options', { authWaitMs: 1_000_000, qrLifeMs: 60_000_000 });
  const held = solve(asked.intent_id, '');
  await control('POST', '/intents/scan', { qrcode: renewed.qrcode });
  expect(await held).toMatchObject({ object: 'Account', id: asked.intent_id });
  // Who lost that answer asks again.
  expect(await solve(asked.intent_id, '')).toMatchObject({ object: 'Account' });
});

it('lets whoever waits go when the owner says no, when it breaks, and at a reset', async () => {
  await control('POST', '/options', { authWaitMs: 1_000_000 });
  const held = async () => {
    const { intent_id } = await begin(linkedin('+inapp'));
    return { intent_id, answer: judge.send(CHECKPOINT, { json: { intent_id, code: '' } }) };
  };
  const typeOf = async (answer: Promise<Response>) => (await (await answer).json()).type;
  const refused = await held();
  await control('POST', `/intents/${refused.intent_id}/refuse`);
  expect(await typeOf(refused.answer)).toBe('provider/unknown_authentication_context');
  const lost = await held();
  await control('POST', '/reset');
  expect([404, 500]).toContain((await lost.answer).status);
});

it('offers challenges to choose from, and the answer of a provider that was slow', async () => {
  const { intent_id } = await begin(linkedin('+challenge'));
  expect((await solve(intent_id, '123456', 401)).type).toBe('provider/invalid_checkpoint_code');
  const chosen = await other('request', { intent_id, challenge: 'sms' });
  expect(chosen.body.checkpoint).toEqual({ type: 'OTP', channel: 'SMS' });
  expect((await other('request', { intent_id, challenge: 'pigeon' })).status).toBe(403);
  expect(await other('resend', { intent_id })).toEqual({ status: 204, body: null });
  expect(await solve(intent_id, '123456')).toMatchObject({ object: 'Account' });

  await control('POST', '/options', { authWaitMs: 20 });
  const slow = await begin(linkedin('+loading+otp'));
  expect((await solve(slow.intent_id, '')).checkpoint).toEqual({ type: 'OTP', channel: 'EMAIL' });
});

it('cannot send again what was not sent', async () => {
  const { intent_id } = await begin(linkedin('+inapp'));
  expect((await other('resend', { intent_id })).status).toBe(501);
  expect((await other('resend', { intent_id: 'acc_nobody' })).status).toBe(404);
});

it('signs an account in again under its id, with its state in the event to come', async () => {
  const made = await judge.makeAccount('LINKEDIN', 'mira@mail.example', { status: 'CREDENTIALS' });
  const again = { ...linkedin(), account_id: made.v2Id, state: 'state-7' };
  expect(await begin(again)).toMatchObject({ object: 'Account', id: made.v2Id });
  const stranger = { ...again, credentials: { username: 'omar@mail.example', password: 'right' } };
  expect((await begin(stranger, 403)).type).toBe('provider/account_mismatch');
  expect((await begin({ ...again, account_id: 'acc_nobody' }, 404)).type).toBe(
    'api/resource_not_found',
  );
  const phone = { provider: 'whatsapp', credentials: { qrcode: true }, account_id: made.v2Id };
  expect((await begin(phone, 400)).type).toBe('api/invalid_parameters');
});

it('sends Google and Microsoft to a page of theirs', async () => {
  const back = 'http://app.example/back';
  for (const provider of ['google', 'outlook']) {
    const { object, url } = await begin({ provider, oauth_callback_redirect_uri: back });
    expect(object).toBe('OauthUrl');
    expect(await (await fetch(`${judge.sandbox.url}${new URL(url).pathname}`)).text()).toContain(
      'Allow',
    );
    await begin({ provider }, 400);
  }
});

it('refuses what is no sign-in', async () => {
  const bodies = [
    { provider: 'pigeon', credentials: {} },
    { provider: 'linkedin' },
    { provider: 'linkedin', credentials: 'mira' },
    { provider: 'linkedin', credentials: { access_token: 'AQED' } },
    { provider: 'whatsapp', credentials: {} },
    { provider: 'imap', credentials: { imap: { user: 'a' }, smtp: {} } },
  ];
  for (const body of bodies) expect((await begin(body, 400)).status).toBe(400);
  const wrong = { ...linkedin(), credentials: { username: 'a', password: 'wrong' } };
  expect((await begin(wrong, 401)).type).toBe('provider/invalid_credentials');
  await solve('acc_nobody', '123456', 404);
});
