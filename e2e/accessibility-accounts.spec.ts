import { newId } from '@/lib/core/ids';
import { addAccounts } from './support/account-states';
import { tabTo } from './support/focus';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 180_000 });
test.use({
  // Nothing moves while it is judged.
  contextOptions: { reducedMotion: 'reduce' },
  // An account that is not there is among the states that are looked at.
  allowedConsoleErrors: [/status of 404/],
});

test.describe('accounts', () => {
  test('before there is one (2.5, 2.8)', async ({ page, context, team }) => {
    await team.signIn(context, await team.addMember('member'));
    await page.goto('/accounts');
    await expect(page.getByRole('heading', { name: 'No account is connected yet' })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'no account');
    await page.getByRole('button', { name: 'Connect account' }).first().click();
    await expect(page.getByRole('dialog', { name: 'Connect an account' })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'connect dialog');
    await page.goto(`/accounts?failed=${newId()}`);
    await expect(page.getByText('The account was not connected')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'back without success');
    await page.goto(`/accounts/${newId()}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'unknown account');
  });

  test('in every state (2.8)', async ({ page, context, db, team, sandbox }) => {
    const { owner, broken } = await addAccounts({ db, team, sandbox }, 'owner');
    await team.signIn(context, owner);
    await page.goto('/accounts');
    await expect(page.getByRole('main').getByText('Priya Raman')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'list');
    await page.goto(`/accounts/${broken.id}`);
    await expect(page.getByRole('heading', { name: /Omar Haddad/ }).first()).toBeVisible();
    await expectAccessibleInAllLooks(page, 'account');
  });

  test('by keyboard (2.8)', async ({ page, context, db, team, sandbox }) => {
    const { owner, broken } = await addAccounts({ db, team, sandbox }, 'owner');
    await team.signIn(context, owner);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/accounts/${broken.id}`);
    await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Reconnect' }).first());
    await expectAccessibleInAllLooks(page, 'account by keyboard');
  });

  test('the menu and the dialogs (2.8)', async ({ page, seat }) => {
    await seat({ role: 'owner' });
    await openPage(page, '/accounts');
    const more = page.getByRole('main').getByRole('button', { name: /^More for Jane Ruiz/ });
    await more.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'menu');
    await page.keyboard.press('Escape');
    for (const item of ['Rename', 'Who sees it', 'Change owner', 'Remove']) {
      await more.click();
      await page.getByRole('menuitem', { name: item }).click();
      const dialog = page.locator('[role=dialog], [role=alertdialog]');
      await expect(dialog).toBeVisible();
      await expectAccessibleInAllLooks(page, item);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    }
  });
});

test('the overview is accessible, also to who may not see it (2.8)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const member = await team.addMember('member');
  await team.signIn(context, member);
  await page.goto('/overview');
  await expect(page.getByRole('heading', { name: 'Overview' }).first()).toBeVisible();
  await expectAccessibleInAllLooks(page, 'not allowed');

  const admin = await team.addMember('admin');
  await context.clearCookies();
  await team.signIn(context, admin);
  await page.goto('/overview');
  await expect(page.getByRole('heading', { name: 'No account is connected yet' })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'empty');
  await addAccounts({ db, team, sandbox }, 'member');
  await page.goto('/overview');
  await expect(page.getByRole('main').getByText('Priya Raman').first()).toBeVisible();
  await expectAccessibleInAllLooks(page, 'filled');
});
