import type { Page } from '@playwright/test';
import { allowTracking, NOOR, STOPPED_SCRIPTS, sentFrom, writeNewEmail } from './support/email';
import { receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

const OFFER = 'https://ours.example/offer';

const choiceOf = (page: Page) => page.getByRole('checkbox', { name: /Track opens and links/ });

test('an e-mail is tracked where an admin allows it and its author asks for it; what is heard is told live (C4)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ role: 'admin', account: { provider: 'GOOGLE' } });
  const id = await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  await openPage(page, `/inbox/${id}`);
  const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
  await composer.fill(`Here it is: ${OFFER}`);
  // Nobody allowed it, so that it is not there to be chosen.
  await expect(choiceOf(page)).toHaveCount(0);

  await allowTracking(page);
  await expectAccessibleInAllLooks(page, 'settings of e-mail');
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPage(page, `/inbox/${id}`);
  await expect(choiceOf(page)).not.toBeChecked();
  await choiceOf(page).click();
  await expectAccessibleInAllLooks(page, 'an answer that is tracked');
  await page.setViewportSize({ width: 1440, height: 900 });
  await composer.press('ControlOrMeta+Enter');
  const own = page.getByRole('article').last();
  await expect(own.getByText('Tracked, not opened yet')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a tracked e-mail before it was opened');
  await page.setViewportSize({ width: 1440, height: 900 });
  const [sent] = await sentFrom(sandbox);
  expect(sent?.html).toContain('/track/');
  expect(sent?.html).toContain('open.gif');

  await sandbox.control('POST', `/emails/${sent?.id}/open`);
  await expect(own.getByText(/^Opened once · last/)).toBeVisible({ timeout: 20_000 });
  await sandbox.control('POST', `/emails/${sent?.id}/open`);
  await sandbox.control('POST', `/emails/${sent?.id}/click`, { url: OFFER });
  await expect(own.getByText(/^Opened 2 times, links followed once · last/)).toBeVisible({
    timeout: 20_000,
  });
  await expectAccessibleInAllLooks(page, 'a tracked e-mail that was opened');
  await page.setViewportSize({ width: 1440, height: 900 });

  // The next one is not, unless that is asked for again.
  await expect(choiceOf(page)).not.toBeChecked();
  await composer.fill('And a question.');
  await composer.press('ControlOrMeta+Enter');
  await expect.poll(async () => (await sentFrom(sandbox)).length).toBe(2);
  await expect(page.getByRole('article').nth(2).locator('iframe')).toBeVisible();
  const plain = (await sentFrom(sandbox)).find(({ html }) => html.includes('And a question.'));
  expect(plain?.html).not.toContain('/track/');
  await expect(page.getByText('Tracked, not opened yet')).toHaveCount(0);
});

test('a new e-mail is tracked by its own choice, which only admins allow (C4)', async ({
  page,
  sandbox,
  seat,
  colleague,
}) => {
  await openPage(colleague.page, '/settings/email');
  await expect(colleague.page.getByText('Only admins change this')).toBeVisible();
  await seat({ role: 'owner', account: { provider: 'MAIL' } });
  await allowTracking(page);
  await openPage(page, '/inbox');
  const dialog = await writeNewEmail(page, {
    to: ['noor@client.example'],
    subject: 'Offer',
    text: 'Hello',
  });
  await choiceOf(page).click();
  await expectAccessibleInAllLooks(page, 'a new e-mail that is tracked');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect
    .poll(async () => (await sentFrom(sandbox)).map(({ html }) => html.includes('open.gif')))
    .toEqual([true]);
});
