import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { expect, test } from './support/fixtures';
import { holdAnswers, openPage } from './support/pages';
import { signInToLinkedIn } from './support/wizard';
import { checkAllAccounts } from './support/worker-clock';

test.describe.configure({ timeout: 120_000 });

const newLogin = () => `jane.ruiz+${newId()}@harbourline.example`;

/** From our Accounts page to the first page of the wizard. */
async function leaveForWizard(page: Page, provider: RegExp): Promise<void> {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  await page.getByRole('button', { name: provider }).click();
}

async function connectLinkedIn(page: Page): Promise<void> {
  await leaveForWizard(page, /^LinkedIn/);
  await signInToLinkedIn(page, newLogin());
}

/** Rows of the list `title` on the Accounts page; a row may hold a list of its own. */
function rowsOf(page: Page, title: string) {
  return page.getByRole('list', { name: title }).locator('> li');
}

test('a confirmation that comes after the browser is waited for and ends as Ready (A1)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member');
  await team.signIn(context, seller);
  // Divided by the sandbox's speed: twelve seconds after the redirect.
  await sandbox.control('POST', '/options', { notifyOrder: 'after', notifyDelayMs: 600_000 });
  await connectLinkedIn(page);
  await expect(page.getByText('We wait for the confirmation')).toBeVisible();
  await expect(page.getByText('Signed in: in progress')).toBeVisible();
  await expect(page.getByText('Ready: to come')).toBeVisible();
  await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  await expect(rowsOf(page, 'Your accounts')).toHaveCount(1);
  const rows = await db.select().from(accounts).where(eq(accounts.workspaceId, team.workspace.id));
  expect(rows.map((row) => row.ownerMemberId)).toEqual([seller.member.id]);
});

test('a confirmation that comes twice connects one account once (A1)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member');
  await team.signIn(context, seller);
  await sandbox.control('POST', '/options', { notifyOrder: 'twice', notifyDelayMs: 5_000 });
  await connectLinkedIn(page);
  await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  await expect
    .poll(async () => {
      const { deliveries } = await sandbox.control<{ deliveries: { url: string }[] }>(
        'GET',
        '/log',
      );
      return deliveries.filter(({ url }) => url.includes('/api/hosted-auth/callback')).length;
    })
    .toBe(2);
  await page.reload();
  await expect(page.getByText('Ready: done')).toBeVisible();
  await expect(rowsOf(page, 'Your accounts')).toHaveCount(1);
  const rows = await db.select().from(accounts).where(eq(accounts.workspaceId, team.workspace.id));
  expect(rows).toHaveLength(1);
});

test('without a confirmation nobody is promised anything, and an admin assigns what came (A1)', async ({
  page,
  browser,
  context,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member', 'Jane Ruiz');
  const admin = await team.addMember('admin', 'Lukas Weber');
  await team.signIn(context, seller);
  await sandbox.control('POST', '/options', { notifyOrder: 'never' });
  await page.clock.install();
  await connectLinkedIn(page);
  await expect(page.getByText('Signed in: in progress')).toBeVisible();

  const adminContext = await browser.newContext();
  await team.signIn(adminContext, admin);
  const adminPage = await adminContext.newPage();
  await adminPage.goto('/accounts');
  const found = rowsOf(adminPage, 'Without an owner');
  await expect(found).toHaveCount(1, { timeout: 20_000 });
  await expect(rowsOf(page, 'Your accounts')).toHaveCount(0);

  await test.step('after a minute the page says so', async () => {
    await page.clock.runFor(90_000);
    await expect(page.getByText('The confirmation has not come within a minute')).toBeVisible();
    await expect(page.getByText('Ready: to come')).toBeVisible();
  });

  await test.step('the admin assigns it, and its owner sees it at once', async () => {
    await found.getByRole('button', { name: /^Assign/ }).click();
    const dialog = adminPage.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Owner' }).click();
    await adminPage.getByRole('option', { name: 'Jane Ruiz' }).click();
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await expect(adminPage.getByRole('list', { name: 'Without an owner' })).toHaveCount(0);
    await expect(rowsOf(page, 'Your accounts')).toHaveCount(1);
  });
  await adminContext.close();
});

test('Cancel in the wizard comes back with the reason and a way to try again (A1)', async ({
  page,
  context,
  db,
  team,
}) => {
  await team.signIn(context, await team.addMember('member'));
  await leaveForWizard(page, /^LinkedIn/);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The account was not connected')).toBeVisible();
  await expect(page.getByText('Nothing was changed.')).toBeVisible();
  const rows = await db.select().from(accounts).where(eq(accounts.workspaceId, team.workspace.id));
  expect(rows).toEqual([]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: /^LinkedIn/ }).click();
  await signInToLinkedIn(page, newLogin());
  await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The account was not connected')).toHaveCount(0);
});

test('no button to connect with moves while the connections are loaded (A1)', async ({
  page,
  context,
  team,
}) => {
  await team.signIn(context, await team.addMember('member'));
  await openPage(page, '/accounts');
  const connections = await holdAnswers(page, /\/api\/connections\/choices/);
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Connect an account' });
  await connections.asked;
  // As it is laid out: the dialog grows while it comes in.
  const placeOf = () =>
    dialog
      .getByRole('button', { name: /^X/ })
      .evaluate((button) => (button.parentElement as HTMLElement).offsetTop);
  const place = await placeOf();
  expect(place).toBeGreaterThan(0);
  connections.release();
  await expect(dialog.getByRole('link', { name: 'Sign in here to X' })).toBeVisible();
  expect(await placeOf()).toBe(place);
});

test('WhatsApp is connected by its QR code (A1)', async ({ page, context, team }) => {
  await team.signIn(context, await team.addMember('member'));
  await leaveForWizard(page, /^WhatsApp/);
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
  await page.getByLabel('Phone number').fill('+31655501234');
  await page.getByRole('button', { name: 'Simulate scan' }).click();
  await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  await expect(rowsOf(page, 'Your accounts').getByText('WhatsApp').first()).toBeVisible();
});

test('a link that died at the API leads back to a new one (A4)', async ({
  page,
  context,
  team,
  sandbox,
}) => {
  await team.signIn(context, await team.addMember('member'));
  await leaveForWizard(page, /^LinkedIn/);
  await expect(page.getByRole('heading', { name: 'Connect LinkedIn' })).toBeVisible();
  await sandbox.control('POST', '/links/expire');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Link expired' })).toBeVisible();
  await page.goBack();
  await connectLinkedIn(page);
  await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
});

test('a sign-in as somebody else is explained, merges nothing, and the right one mends it (A5)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member');
  await team.signIn(context, seller);
  const login = newLogin();
  await leaveForWizard(page, /^LinkedIn/);
  await signInToLinkedIn(page, login);
  await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  const [before] = await db
    .select()
    .from(accounts)
    .where(eq(accounts.workspaceId, team.workspace.id));
  if (!before) throw new Error('The account was not stored.');
  await page.goto('/accounts');
  await sandbox.control('POST', `/accounts/${before.providerAccountId}/status`, {
    status: 'CREDENTIALS',
  });

  await test.step('the other person', async () => {
    await page.getByRole('button', { name: /^Reconnect/ }).click();
    await signInToLinkedIn(page, `omar.haddad+${newId()}@harbourline.example`);
    await expect(page.getByText('Which account did you mean?')).toBeVisible();
    await expect(rowsOf(page, 'Needs attention').getByText('Wrong sign-in')).toBeVisible();
    await expect(page.getByText('its history is untouched')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Connect as a new account' })).toBeVisible();
    const after = await db.select().from(accounts).where(eq(accounts.id, before.id));
    expect(after).toMatchObject([{ identity: before.identity, name: before.name }]);
  });

  await test.step('the right one', async () => {
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await signInToLinkedIn(page, login);
    await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('Wrong sign-in')).toHaveCount(0);
    await expect(page.getByText('Which account did you mean?')).toHaveCount(0);
    const rows = await db
      .select()
      .from(accounts)
      .where(eq(accounts.workspaceId, team.workspace.id));
    expect(rows).toMatchObject([{ id: before.id, identity: before.identity, wrongIdentity: null }]);
  });
});

test('an account connected outside stands without an owner until an admin assigns it (A7)', async ({
  page,
  browser,
  context,
  db,
  team,
  sandbox,
}) => {
  const admin = await team.addMember('admin', 'Lukas Weber');
  const seller = await team.addMember('member', 'Jane Ruiz');
  await team.signIn(context, admin);
  await page.goto('/accounts');
  const outside = { type: 'LINKEDIN', login: newLogin(), name: 'Mira Olsen' };
  await sandbox.control('POST', '/accounts', outside);
  await checkAllAccounts({ db, team });
  const found = rowsOf(page, 'Without an owner');
  await expect(found).toHaveCount(1, { timeout: 20_000 });
  await expect(found.getByText('No owner')).toBeVisible();
  const sellerContext = await browser.newContext();
  await team.signIn(sellerContext, seller);
  const sellerPage = await sellerContext.newPage();
  await sellerPage.goto('/accounts');
  await expect(sellerPage.getByText('No account is connected yet')).toBeVisible();

  await found.getByRole('button', { name: /^Assign/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'Jane Ruiz' }).click();
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByRole('list', { name: 'Without an owner' })).toHaveCount(0);
  await expect(rowsOf(sellerPage, 'Your accounts')).toHaveCount(1);
  await sellerContext.close();
});
