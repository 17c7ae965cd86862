import { eq } from 'drizzle-orm';
import { authAttempts } from '@/db/schema';
import type { StoredCheckpoint } from '@/db/schema/auth-attempts';
import { createConversation, createMessage } from '@/db/testing/factories';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { encrypt } from '@/lib/core/secrets';
import { MINUTE_MS } from '@/lib/core/time';
import { expect, test } from './support/fixtures';
import { tabTo } from './support/focus';
import { addAccount } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';

test.describe.configure({ timeout: 240_000 });
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('the forms (2.8)', async ({ page, context, team }) => {
  await team.signIn(context, await team.addMember('member'));
  for (const [path, heading] of [
    ['LINKEDIN', 'Connect LinkedIn'],
    ['LINKEDIN&method=cookies', 'Connect LinkedIn'],
    ['TELEGRAM', 'Connect Telegram'],
    ['TWITTER', 'Connect X'],
    ['MAIL', 'Connect E-mail (IMAP)'],
    ['GOOGLE', 'Connect Google'],
  ]) {
    await page.goto(`/accounts/connect?provider=${path}`);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
    if (path === 'TELEGRAM') await page.getByText('What works with Telegram').click();
    await expectAccessibleInAllLooks(page, `form ${path}`);
    await page.setViewportSize({ width: 320, height: 640 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${path}, not to be scrolled sideways (1.4.10)`).toBeLessThanOrEqual(320);
  }
});

test('an address that says too little, and a role that connects nothing (2.8)', async ({
  page,
  context,
  team,
}) => {
  const seats = [
    ['member', '/accounts/connect', 'Nothing is chosen to sign in to'],
    ['member', `/accounts/connect?account=${newId()}`, 'cannot be signed in again here'],
    ['viewer', '/accounts/connect?provider=LINKEDIN', 'Your role connects no accounts'],
  ] as const;
  for (const [role, path, words] of seats) {
    await team.signIn(context, await team.addMember(role));
    await page.goto(path);
    await expect(page.getByText(words)).toBeVisible();
    await expectAccessibleInAllLooks(page, words);
  }
});

test('a form that was refused, and by keyboard (2.8)', async ({ page, context, team }) => {
  await team.signIn(context, await team.addMember('member'));
  await openPage(page, '/accounts/connect?provider=LINKEDIN');
  await page.getByLabel('E-mail or phone').fill('jane@x.example');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByText('LinkedIn refused the sign-in')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'refused');
  await page.setViewportSize({ width: 1440, height: 900 });
  await tabTo(page, page.getByRole('button', { name: 'Continue' }));
  await expectAccessibleInAllLooks(page, 'button by keyboard');
});

test('what is asked for, and how it ends (2.8)', async ({ page, context, db, team, sandbox }) => {
  const seller = await team.addMember('member');
  await team.signIn(context, seller);
  const account = await addAccount({ db, team, sandbox }, seller, {
    apiStatus: 'CREDENTIALS',
    row: { status: 'reconnect_needed' },
  });
  const id = newId();
  await db.insert(authAttempts).values({
    id,
    workspaceId: team.workspace.id,
    memberId: seller.member.id,
    gatewayId: team.gatewayId,
    type: 'reconnect',
    accountId: account.id,
    provider: 'LINKEDIN',
    method: 'credentials',
    intentId: newId(),
    expiresAt: new Date(Date.now() + 4 * MINUTE_MS),
  });
  const ask = (
    checkpoint: StoredCheckpoint,
    more: Partial<typeof authAttempts.$inferInsert> = {},
  ) =>
    db
      .update(authAttempts)
      .set({ checkpoint, ...more })
      .where(eq(authAttempts.id, id));
  const path = `/accounts/connect?account=${account.id}&attempt=${id}`;
  const options = [
    { id: '1', name: 'Harbourline Recruiter' },
    { id: '2', name: 'Harbourline Sales Navigator' },
  ];
  const checks = [
    { id: 'sms', name: 'Text message' },
    { id: 'app', name: 'LinkedIn app' },
  ];
  const qrSealed = encrypt(env().ENCRYPTION_KEYS, `2@${'x'.repeat(120)},sandbox`, id);
  const states: [string, StoredCheckpoint, RegExp, object?][] = [
    ['code', { type: 'two_factor', source: 'app' }, /authenticator app/],
    ['e-mailed code', { type: 'otp', channel: 'email' }, /code from the e-mail/],
    ['in the app or by code', { type: 'in_app', canEnterCode: true }, /Or enter the code/],
    ['challenge', { type: 'challenge', options: checks }, /check that it is you/],
    ['unknown', { type: 'unknown' }, /we do not know yet/],
    ['in the app', { type: 'in_app', canEnterCode: false }, /approve the sign-in/],
    ['phone', { type: 'phone' }, /wants a phone number/],
    ['contract', { type: 'contract', options }, /Which contract/],
    ['captcha', { type: 'captcha' }, /that you are a person/],
    ['settling', { type: 'settling' }, /Looking whether/],
    [
      'qr',
      { type: 'qr' },
      /Waiting for the scan/,
      { qrSealed, provider: 'WHATSAPP', method: 'qr' },
    ],
  ];
  for (const [name, checkpoint, words, more] of states) {
    await ask(checkpoint, more);
    await page.goto(path);
    await expect(page.getByText(words).first()).toBeVisible();
    await expectAccessibleInAllLooks(page, name);
  }
  const ends = [
    ['expired', 'expired', 'This sign-in took too long'],
    ['failed', 'other_account', 'The sign-in did not work'],
    ['cancelled', null, 'You cancelled this sign-in'],
  ] as const;
  for (const [state, reason, words] of ends) {
    await db
      .update(authAttempts)
      .set({ state, reason, provider: 'LINKEDIN', method: 'credentials', endedAt: new Date() })
      .where(eq(authAttempts.id, id));
    await page.goto(path);
    await expect(page.getByText(words)).toBeVisible();
    await expectAccessibleInAllLooks(page, state);
  }
  const conversation = await createConversation(db, account);
  await createMessage(db, conversation, { text: 'Tuesday?' });
  for (const [name, where] of [
    ['accounts', '/accounts'],
    ['inbox', '/inbox'],
    ['composer', `/inbox/${conversation.id}`],
  ] as const) {
    await page.goto(where);
    await expect(page.getByRole('link', { name: /^Sign in here/ }).last()).toBeVisible();
    await expectAccessibleInAllLooks(page, `${name} with both ways`);
  }
});
