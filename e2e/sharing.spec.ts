import type { Page } from '@playwright/test';
import { receiveChat } from './support/inbox';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

const QUESTION = 'Could you show it to us on Tuesday?';

async function share(page: Page, visibility: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  // The word of its success is a dialog as well, and stays for a while.
  const choice = page.getByRole('radio', { name: visibility });
  const dialog = page.getByRole('dialog').filter({ has: choice });
  await choice.check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
}

test('a colleague reads and answers while an account is shared, and loses it at once after (Z5)', async ({
  page,
  browser,
  team,
  world,
  seat,
}) => {
  const { account } = await seat();
  const colleague = await team.addMember('member', 'Omar Haddad');
  await receiveChat(world, account, { name: 'Mira Olsen', text: QUESTION });
  await page.goto(`/accounts/${account.id}`);

  const otherContext = await browser.newContext();
  await team.signIn(otherContext, colleague);
  const other = await otherContext.newPage();
  await other.goto('/inbox');
  await expect(other.getByText('Connect your first account')).toBeVisible();
  await expect(other.getByText('Mira Olsen')).toHaveCount(0);

  await test.step('shared: it appears without a reload and can be answered', async () => {
    await share(page, /Team reads and replies/);
    await other.getByRole('row', { name: /Mira Olsen/ }).click();
    const thread = other.getByRole('log');
    await expect(thread.getByText(QUESTION)).toBeVisible();
    await expect(other.getByText('Replying as')).toBeVisible();
    await other.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill('Tuesday works.');
    await other.keyboard.press('Enter');
    await expect(thread.getByText(/^(Sent|Delivered|Seen)/).first()).toBeVisible();
  });

  await test.step('private again: the open thread is gone, and its address finds nothing', async () => {
    await share(page, /^Private/);
    await expect(other.getByText('This conversation is not here')).toBeVisible();
    await expect(other.getByText(QUESTION)).toHaveCount(0);
    await expect(other.getByRole('row', { name: /Mira Olsen/ })).toHaveCount(0);
    await other.reload();
    await expect(other.getByText(QUESTION)).toHaveCount(0);
  });
  await otherContext.close();
});

test('a removed account keeps its conversations and must be named to be removed (A7)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  await receiveChat(world, account, { name: 'Mira Olsen', text: QUESTION });
  await page.goto(`/accounts/${account.id}`);
  await page.getByRole('button', { name: 'Remove LinkedIn account' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('its conversations, messages and status history')).toBeVisible();
  const remove = dialog.getByRole('button', { name: 'Remove' });
  await expect(remove).toBeDisabled();
  await dialog.getByRole('textbox').fill('Jane');
  await expect(remove).toBeDisabled();
  await dialog.getByRole('textbox').fill('Jane Ruiz');
  await remove.click();
  await expect(page.getByRole('main').getByText('Removed', { exact: true }).first()).toBeVisible();
  const { accounts } = await sandbox.control<{ accounts: { id: string }[] }>('GET', '/truth');
  expect(accounts.map(({ id }) => id)).not.toContain(account.providerAccountId);

  await page.goto('/inbox');
  await page.getByRole('row', { name: /Mira Olsen/ }).click();
  await expect(page.getByRole('log').getByText(QUESTION)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply to Mira Olsen' })).toHaveCount(0);
});
