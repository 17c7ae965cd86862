import type { Page } from '@playwright/test';
import { eq, sql } from 'drizzle-orm';
import { accounts, authAttempts } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { systemCtx } from '@/lib/jobs/system-scope';
import { mintReconnectLink } from '@/lib/reconnect-links/mutations';
import { expect, type TeamMember, test } from './support/fixtures';
import { addAccount, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';

test.describe.configure({ timeout: 120_000 });

const login = (tag: string) => `jane.ruiz+${newId()}+${tag}@harbourline.example`;

let seller: TeamMember;

test.beforeEach(async ({ context, team }) => {
  seller = await team.addMember('member');
  await team.signIn(context, seller);
});

/** From the Accounts page to our own form, as a person goes. */
async function openForm(page: Page, provider: string): Promise<void> {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  await page.getByRole('link', { name: `Sign in here to ${provider}` }).click();
  await expect(page.getByRole('heading', { name: `Connect ${provider}`, level: 1 })).toBeVisible();
}

/** Name and password, as the sandbox takes them. */
async function enter(page: Page, nameLabel: string, name: string): Promise<void> {
  await page.getByLabel(nameLabel).fill(name);
  await page.getByLabel('Password', { exact: true }).fill('a-password');
  await page.getByRole('button', { name: 'Continue' }).click();
}

const expectReady = (page: Page) =>
  expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });

test('LinkedIn is connected here by password and a second factor (A11)', async ({
  page,
  db,
  team,
}) => {
  await openForm(page, 'LinkedIn');

  await test.step('a wrong password stays on the form, at its field', async () => {
    await expect(page.getByLabel('E-mail or phone')).toBeFocused();
    await page.getByLabel('E-mail or phone').fill(login('2fa'));
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await expect(page.getByText('LinkedIn refused the sign-in')).toBeVisible();
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  });

  await test.step('the right one is asked for a code', async () => {
    await page.getByLabel('Password', { exact: true }).fill('a-password');
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByLabel(/^Enter the code/)).toBeFocused();
    await expect(page.getByText(/[45]:\d\d left to sign in/)).toBeVisible();
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Enter the code that the app shows now')).toBeVisible();
  });

  await test.step('and the right code ends on the accounts', async () => {
    await page.getByLabel(/^Enter the code/).fill('123456');
    await page.getByRole('button', { name: 'Verify' }).click();
    await expectReady(page);
    const rows = await db
      .select()
      .from(accounts)
      .where(eq(accounts.workspaceId, team.workspace.id));
    expect(rows.map((row) => row.ownerMemberId)).toEqual([seller.member.id]);
  });
});

test('WhatsApp goes on by itself once its code is scanned, and the code is renewed before it dies (A11)', async ({
  page,
  db,
  sandbox,
}) => {
  // Divided by the sandbox's speed: codes live for 20 seconds.
  await sandbox.control('POST', '/options', { qrLifeMs: 1_000_000 });
  await openForm(page, 'WhatsApp');
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  const drawing = page.getByRole('img', { name: 'QR code of WhatsApp' }).locator('path');
  // Readers want dark on light, whatever the theme.
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.getByRole('img', { name: /^QR code/ }).locator('rect')).toHaveCSS(
    'fill',
    'rgb(255, 255, 255)',
  );
  const first = await drawing.getAttribute('d');
  expect(first).toMatch(/^M0 0h7/);
  // As if its eighteen seconds were over.
  await db
    .update(authAttempts)
    .set({ qrUntil: new Date() })
    .where(eq(authAttempts.memberId, seller.member.id));
  await expect(drawing).not.toHaveAttribute('d', first ?? '');
  await expect(page.getByText('Waiting for the scan')).toBeVisible();
  const waiting = await sandbox.control<{ qrcode: string }[]>('GET', '/intents');
  await sandbox.control('POST', '/intents/scan', { qrcode: waiting.at(-1)?.qrcode });
  await expectReady(page);
});

test('an approval in the app ends without a press (A11)', async ({ page, sandbox }) => {
  await openForm(page, 'LinkedIn');
  await enter(page, 'E-mail or phone', login('inapp'));
  await expect(page.getByText('Open the LinkedIn app on your phone')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Sign-in' })).toBeFocused();
  const waiting = await sandbox.control<{ id: string }[]>('GET', '/intents');
  await sandbox.control('POST', `/intents/${waiting.at(-1)?.id}/complete`);
  await expectReady(page);
});

test('cookies are taken from the browser that they belong to (A11)', async ({ page, sandbox }) => {
  await openForm(page, 'LinkedIn');
  await page.getByRole('radio', { name: 'Cookies of your browser' }).click();
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await expect(page.getByLabel('User agent')).toHaveValue(userAgent);
  const { accessToken } = await sandbox.control<{ accessToken: string }>('POST', '/cookies', {
    login: login('cookies'),
    userAgent,
  });
  await page.getByLabel('Cookie li_at').fill(accessToken);
  await page.getByLabel('User agent').fill('Another browser');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('does not take this cookie')).toBeVisible();
  await page.getByLabel('User agent').fill(userAgent);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectReady(page);
});

test('a mailbox has its servers filled in, and they can be changed (A11)', async ({ page }) => {
  await openPage(page, '/accounts/connect?provider=MAIL');
  const address = page.getByLabel('E-mail address');
  await address.fill('jane@gmx.de');
  await expect(page.getByLabel('IMAP server')).toHaveValue('imap.gmx.net');
  await expect(page.getByLabel('SMTP port')).toHaveValue('587');
  await address.fill(`jane${newId().slice(-8)}@harbourline.example`);
  await expect(page.getByLabel('IMAP server')).toHaveValue('imap.harbourline.example');
  await page.getByLabel('IMAP server').fill('refused.example');
  await page.getByLabel('Password', { exact: true }).fill('a-password');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('The server for incoming mail did not answer')).toBeVisible();
  await expect(page.getByLabel('IMAP server')).toBeFocused();
  await page.getByLabel('IMAP server').fill('imap.harbourline.example');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Signed in: done')).toBeVisible({ timeout: 30_000 });
});

test('what a provider does not allow says why, and the wizard is beside it (A13)', async ({
  page,
}) => {
  await test.step('Telegram has no sign-in by password', async () => {
    await openForm(page, 'Telegram');
    await page.getByText('What works with Telegram').click();
    await expect(page.getByText('User name and password: Not possible')).toBeVisible();
    await expect(page.getByText('Telegram has no sign-in by user name and password')).toBeVisible();
    await expect(page.getByText('Approval in the app: Not possible')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Open the sign-in page' })).toBeVisible();
  });

  await test.step('Google asks on its own page', async () => {
    await page.goto('/accounts');
    await page.getByRole('button', { name: 'Connect account' }).first().click();
    await page.getByRole('link', { name: 'Why not here for Google' }).click();
    await expect(
      page.getByText('Google asks for your consent on its own page').first(),
    ).toBeVisible();
    await expect(page.getByRole('link', { name: 'Sign in with an app password' })).toBeVisible();
    await page.getByRole('button', { name: 'Open the sign-in page' }).click();
    await expect(page.getByRole('heading', { name: 'Connect Google' })).toBeVisible();
  });
});

test('a sign-in that took too long starts again with the name and without the password (A11)', async ({
  page,
  db,
}) => {
  await openForm(page, 'Instagram');
  const name = login('2fa');
  await enter(page, 'User name', name);
  await expect(page.getByLabel(/^Enter the code/)).toBeVisible();
  // By the press, not by the worker, which looks at it every few seconds as well.
  await db.transaction(async (tx) => {
    const [attempt] = await tx
      .update(authAttempts)
      .set({ expiresAt: new Date(Date.now() - 1_000) })
      .where(eq(authAttempts.memberId, seller.member.id))
      .returning();
    await tx.execute(sql`select graphile_worker.remove_job(${`follow:${attempt?.id}`})`);
  });
  await page.getByLabel(/^Enter the code/).fill('123456');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('This sign-in took too long')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Sign-in' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('User name')).toHaveValue(name);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
});

test('a captcha is told and leads to the wizard; a reload keeps the step (A11)', async ({
  page,
}) => {
  await openForm(page, 'LinkedIn');
  await enter(page, 'E-mail or phone', login('captcha'));
  await expect(page.getByText('LinkedIn wants to see that you are a person')).toBeVisible();
  await page.reload();
  await expect(page.getByText('LinkedIn wants to see that you are a person')).toBeVisible();
  await page.getByRole('button', { name: 'Open the sign-in page' }).click();
  await expect(page.getByRole('heading', { name: 'Connect LinkedIn' })).toBeVisible();
});

test('an account that is signed out is signed in again here, and its row stays (A11)', async ({
  page,
  db,
  team,
  sandbox,
}) => {
  const own = login('otp');
  const account = await addAccount({ db, team, sandbox }, seller, {
    login: own,
    apiStatus: 'CREDENTIALS',
    row: { status: 'reconnect_needed' },
  });
  await page.goto('/inbox');
  const notice = page.getByRole('status').filter({ hasText: 'has not received messages' });
  await expect(notice.getByRole('button', { name: 'Reconnect' })).toBeVisible();
  await notice.getByRole('link', { name: /^Sign in here: / }).click();
  await expect(page.getByRole('heading', { name: 'Reconnect LinkedIn' })).toBeVisible();
  await page.goto('/accounts');
  await page.getByRole('link', { name: /^Sign in here: / }).click();
  await expect(page.getByRole('heading', { name: 'Reconnect LinkedIn' })).toBeVisible();
  await enter(page, 'E-mail or phone', own);
  await page.getByRole('button', { name: 'Send the code again' }).click();
  await expect(page.getByText('A new code is on its way.')).toBeVisible();
  await expect(page.getByLabel(/^Enter the code/)).toBeFocused();
  await page.getByRole('button', { name: 'Try another way' }).click();
  await expect(page.getByLabel('Enter the code from your authenticator app')).toBeFocused();
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await expectReady(page);
  const rows = await db.select().from(accounts).where(eq(accounts.workspaceId, team.workspace.id));
  expect(rows.map(({ id }) => id)).toEqual([account.id]);
});

/** The link of the e-mail about an account of the seller that was signed out, whatever became of it since. */
async function mailedLink(
  world: World,
  fields: Parameters<typeof addAccount>[2] = {
    apiStatus: 'CREDENTIALS',
    row: { status: 'reconnect_needed' },
  },
): Promise<string> {
  const account = await addAccount(world, seller, fields);
  return mintReconnectLink(systemCtx(world.db, world.team.workspace.id), {
    accountId: account.id,
    memberId: seller.member.id,
  });
}

test('the link of a reconnect e-mail leads to both ways of signing in (A11)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  await context.clearCookies();
  const link = await mailedLink({ db, team, sandbox });
  await page.goto(link);
  await expect(page.getByRole('button', { name: 'Reconnect LinkedIn' })).toBeVisible();
  const here = page.getByRole('link', { name: 'sign in to LinkedIn inside Switchboard' });
  await here.click();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
  await team.signIn(context, seller);
  await page.goto(link);
  await here.click();
  await expect(page.getByRole('heading', { name: 'Reconnect LinkedIn', level: 1 })).toBeVisible();
  await expect(page.getByText('Its history stays.')).toBeVisible();
});

test('a second press of the link is told that the sign-in page is open, not that the link is of no use (A1)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  await context.clearCookies();
  const link = await mailedLink({ db, team, sandbox });
  await page.goto(link);
  await page.getByRole('button', { name: 'Reconnect LinkedIn' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Press the link in the e-mail again')).toBeVisible();
  await page.goto(link);
  await page.getByRole('button', { name: 'Reconnect LinkedIn' }).click();
  await expect(page.getByText('The sign-in page was opened a moment ago')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reconnect LinkedIn' })).toBeVisible();
});

test('the link of an account that is being connected says so (A1)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  await context.clearCookies();
  const connecting = { apiStatus: 'CONNECTING', row: { status: 'connecting' } } as const;
  await page.goto(await mailedLink({ db, team, sandbox }, connecting));
  await expect(page.getByText('Connecting', { exact: true })).toBeVisible();
  await expect(page.getByText('the account is being connected')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'reconnect link while connecting');
});
