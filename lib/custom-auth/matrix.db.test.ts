import QRCode from 'qrcode';
import { beforeEach, describe, expect, it } from 'vitest';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { formFor, freshSignInWorld, type SignInWorld } from '@/db/testing/sign-in-world';
import { testDb } from '@/db/testing/test-db';
import { startConnect } from '@/lib/connect/mutations';
import type { ConnectableProvider } from '@/lib/connect/types';
import { CONNECTABLE_PROVIDERS } from '@/lib/core/providers';
import { formOf } from '@/lib/custom-auth/form-rules';
import { methodsOf, SIGN_IN_FEATURES, supportOf, whyNotHere } from '@/lib/custom-auth/method-rules';
import type { Credentials, SignInForm } from '@/lib/custom-auth/schema';
import type { Attempt, SignInFeature } from '@/lib/custom-auth/types';
import { DIALECTS } from '@/lib/gateway/testing/dialects';

const test = testDb();
const sandbox = accountsSandbox();
let world: SignInWorld;

interface Cell {
  provider: ConnectableProvider;
  feature: SignInFeature;
}

/** Every cell of the two tables of the guide that is not empty. */
const CELLS: readonly Cell[] = CONNECTABLE_PROVIDERS.flatMap((provider) =>
  SIGN_IN_FEATURES.filter(({ feature }) => supportOf(provider, feature) !== null).map(
    ({ feature }) => ({ provider, feature }),
  ),
);

/** A name of the sandbox's that asks for this check. */
const TAGS: Readonly<Partial<Record<SignInFeature, string>>> = {
  sms: '+2fasms',
  app: '+2fa',
  in_app: '+inapp',
  otp: '+otp',
};

function mainForm(provider: ConnectableProvider): SignInForm {
  // A mailbox at Google is signed in here as one of its servers, with an app password.
  const form = provider === 'GOOGLE' ? 'imap' : formOf(provider, methodOf(provider));
  if (!form) throw new Error(`No form signs in to ${provider}.`);
  return form;
}

function methodOf(provider: ConnectableProvider) {
  const [method] = methodsOf('unipile-v1', provider);
  if (!method) throw new Error(`${provider} is not signed in here.`);
  return method;
}

/** It ended well: one account, of whoever signed in, by the API's own word. */
async function expectConnected(attempt: Attempt, provider: ConnectableProvider): Promise<void> {
  expect(attempt).toMatchObject({ state: 'completed', checkpoint: null, reason: null });
  expect(await world.rows()).toMatchObject([
    {
      id: attempt.accountId,
      ownerMemberId: world.owner.member.id,
      provider: provider === 'GOOGLE' ? 'MAIL' : provider,
    },
  ]);
}

async function byPassword(provider: ConnectableProvider): Promise<void> {
  const form = mainForm(provider);
  await expect(world.start(formFor(form, '', 'wrong'))).rejects.toMatchObject({
    code: 'invalid_input',
    fields: { 'credentials.password': expect.stringContaining('refused the sign-in') },
  });
  expect(await world.rows()).toEqual([]);
  await expectConnected(await world.start(formFor(form)), provider);
}

async function byCode(cell: Cell, type: string): Promise<void> {
  if (cell.provider === 'TELEGRAM') return byScan(cell, { form: 'telegram', password: 'two-step' });
  const begun = await world.start(formFor(mainForm(cell.provider), TAGS[cell.feature]));
  expect(begun.checkpoint).toMatchObject({
    type,
    ...(type === 'two_factor' && { source: cell.feature }),
  });
  await expect(world.answer(begun.id, '000000')).rejects.toMatchObject({ code: 'invalid_input' });
  await expectConnected(await world.answer(begun.id, '123456'), cell.provider);
}

/** The drawing is the code of the sandbox, and its scan is noticed without a press. */
async function byScan(
  { provider, feature }: Cell,
  credentials: Credentials = formFor(mainForm(provider)),
): Promise<void> {
  const begun = await world.start(credentials);
  const { qrcode } = await world.waiting();
  if (begun.checkpoint?.type !== 'qr') throw new Error('There is no QR code.');
  expect(cellsOf(begun.checkpoint.path)).toEqual(darkOf(qrcode ?? ''));
  await world.later();
  expect((await world.show(begun.id)).state).toBe('open');
  await world.act('complete', { secondFactor: feature === 'app' });
  await world.later();
  await expectConnected(await world.show(begun.id), provider);
}

async function inApp({ provider, feature }: Cell): Promise<void> {
  const begun = await world.start(formFor(mainForm(provider), TAGS[feature]));
  expect(begun.checkpoint).toMatchObject({ type: 'in_app' });
  await world.later();
  expect((await world.show(begun.id)).state).toBe('open');
  await world.act('complete');
  await world.later();
  await expectConnected(await world.show(begun.id), provider);
}

/** The wizard is offered for every one of them, also beside what is not possible here. */
async function atTheWizard(provider: ConnectableProvider): Promise<void> {
  const gatewayId = world.gateway.id;
  const { url } = await startConnect(world.owner.ctx, { providers: [provider], gatewayId });
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Connect');
}

async function drive(cell: Cell): Promise<void> {
  const { provider, feature } = cell;
  const why = whyNotHere(provider, feature);
  if (why !== null) {
    expect(why).toMatch(/^(Telegram|Google|Microsoft) /);
    return atTheWizard(provider);
  }
  switch (feature) {
    case 'hosted':
    case 'oauth':
      return atTheWizard(provider);
    case 'custom': {
      const [method] = methodsOf('unipile-v1', provider);
      // The two that ask for consent on a page of their own.
      if (!method) {
        expect(whyNotHere(provider, 'oauth')).not.toBeNull();
        return atTheWizard(provider);
      }
      return method === 'qr' ? byScan(cell) : byPassword(provider);
    }
    case 'qr':
      return byScan(cell);
    case 'password':
      return byPassword(provider);
    case 'sms':
    case 'app':
      return byCode(cell, 'two_factor');
    case 'otp':
      return byCode(cell, 'otp');
    case 'in_app':
      return inApp(cell);
  }
}

describe('the table of connection methods (A13)', () => {
  it('has the cells of the guide', () => {
    const counts = (word: string) =>
      CELLS.filter(({ provider, feature }) => supportOf(provider, feature) === word).length;
    expect({ yes: counts('yes'), partly: counts('partly'), no: counts('no') }).toEqual({
      yes: 31,
      partly: 8,
      no: 2,
    });
  });

  describe.each(DIALECTS)('through $dialect', ({ dialect }) => {
    beforeEach(async () => {
      world = await freshSignInWorld(test.pool, sandbox, dialect);
    });
    // What v2 does not sign in is not offered there.
    const offered = CELLS.filter(
      ({ provider }) => dialect !== 'unipile-v2' || methodsOf(dialect, provider).length > 0,
    );
    it.each(offered)('$provider, $feature', drive);
  });
});

/** `x,y` of each dark unit of a drawing. */
function cellsOf(path: string): string {
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  expect(runs.map(([piece]) => piece).join('')).toBe(path);
  return runs
    .flatMap(([, x, y, width]) =>
      Array.from({ length: Number(width) }, (_, step) => `${Number(x) + step},${y}`),
    )
    .toSorted()
    .join(' ');
}

function darkOf(text: string): string {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  return Array.from({ length: modules.size ** 2 }, (_, index) => index)
    .filter((index) => modules.data[index])
    .map((index) => `${index % modules.size},${Math.floor(index / modules.size)}`)
    .toSorted()
    .join(' ');
}
