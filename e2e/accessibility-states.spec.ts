import { receiveChats } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 180_000 });
test.use({
  contextOptions: { reducedMotion: 'reduce' },
  // Requests that fail are among the states that are looked at.
  allowedConsoleErrors: [/net::ERR_FAILED/],
});

const WIDE = { width: 1440, height: 900 };

test('the inbox while it loads, after a failed load, and with the focus of the keyboard (2.5, 2.8)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  const [, id] = await receiveChats(world, account, ['Ben Adeyemi', 'Mira Olsen']);
  const chooseView = async (name: string) => {
    await page.setViewportSize(WIDE);
    await page.getByRole('button', { name: 'All views' }).click();
    await page.getByRole('menuitemradio', { name }).click();
  };
  await page.setViewportSize(WIDE);
  await openPage(page, '/inbox');

  await test.step('the focus on a row, and on a message', async () => {
    await expect(async () => {
      await page.keyboard.press('j');
      const row = page.getByRole('row', { name: /Mira Olsen/ });
      await expect(row.getByRole('link')).toBeFocused({ timeout: 300 });
    }).toPass();
    await expectAccessibleInAllLooks(page, 'focus on a row');
    await page.setViewportSize(WIDE);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText('Hello from Mira Olsen.')).toBeVisible();
    await page.keyboard.press('n');
    await expect(page.getByRole('log').getByRole('article')).toBeFocused();
    await expectAccessibleInAllLooks(page, 'focus on a message');
  });

  await test.step('the sheet of the keys', async () => {
    await page.setViewportSize(WIDE);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'keys');
    await page.keyboard.press('Escape');
  });

  await test.step('a list and a conversation on their way', async () => {
    await openPage(page, '/inbox');
    const list = await holdAnswers(page, /\/api\/conversations\?.*view=starred/);
    await chooseView('Starred');
    await list.asked;
    await expect(page.getByText('Loading conversations')).toBeAttached();
    await expectAccessibleInAllLooks(page, 'a list loads');
    list.release();
    await expect(page.getByText('Loading conversations')).toHaveCount(0);
    const thread = await holdAnswers(page, new RegExp(`/api/conversations/${id}\\b`));
    await openPage(page, '/inbox');
    await page
      .getByRole('row', { name: /Mira Olsen/ })
      .getByRole('link')
      .click();
    await thread.asked;
    await expectAccessibleInAllLooks(page, 'a conversation loads');
    thread.release();
    await expect(page.getByRole('log').getByText('Hello from Mira Olsen.')).toBeVisible();
  });

  await test.step('a list and a conversation that could not be loaded', async () => {
    const fail = (url: RegExp) => page.route(url, (route) => route.abort());
    await fail(/\/api\/conversations\?.*view=snoozed/);
    await fail(new RegExp(`/api/conversations/${id}\\b`));
    await openPage(page, '/inbox');
    await chooseView('Snoozed');
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: 20_000 });
    await expectAccessibleInAllLooks(page, 'a list could not be loaded');
    await openPage(page, '/inbox');
    await page
      .getByRole('row', { name: /Mira Olsen/ })
      .getByRole('link')
      .click();
    await expect(page.getByText('This conversation could not be loaded')).toBeVisible({
      timeout: 20_000,
    });
    await expectAccessibleInAllLooks(page, 'a conversation could not be loaded');
  });
});
