import { receiveChat } from './support/inbox';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

const MOST_BYTES = 250 * 1024;

test('the inbox asks for at most 250 KB of JavaScript until it is loaded', async ({
  page,
  seat,
}) => {
  await seat();
  await page.goto('/inbox');
  await page.waitForFunction(() => performance.timing.loadEventEnd > 0);
  const scripts = await page.evaluate(() => {
    const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map((entry) => ({
        bytes: (entry as PerformanceResourceTiming).encodedBodySize,
        isFirst: entry.startTime <= (load?.loadEventEnd ?? 0),
      }));
  });
  const first = scripts.filter(({ isFirst }) => isFirst);
  expect(first.length).toBeGreaterThan(5);
  expect(Math.min(...first.map(({ bytes }) => bytes))).toBeGreaterThan(0);
  expect(first.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(MOST_BYTES);
});

test('what is pressed before its code was fetched opens all the same', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  // A browser that is never idle fetches nothing ahead.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await page.goto('/inbox');
  await expect(page.locator('html[data-page-ready]')).toBeAttached();
  const workspace = page.getByRole('button', { name: /workspace menu/ });
  await expect(workspace).toHaveAttribute('aria-haspopup', 'menu');
  await expect(workspace).toHaveAttribute('aria-expanded', 'false');
  await workspace.click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect(workspace).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(workspace).toBeFocused();

  // By key the first item has the focus, as it has later on.
  await openPage(page, '/inbox');
  const more = page.getByRole('button', { name: 'More', exact: true });
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemcheckbox', { name: /Single-key/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();

  const filter = page.getByRole('button', { name: 'Filter' });
  await filter.click();
  await expect(page.getByRole('combobox', { name: 'Channel' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Filter' })).toBeHidden();
  await expect(filter).toBeFocused();

  await page.getByRole('button', { name: 'New message' }).click();
  const message = page.getByRole('dialog', { name: 'New message' });
  await expect(message).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(message).toBeHidden();

  const search = page.getByRole('searchbox', { name: 'Search' });
  await search.fill('Tuesday');
  await expect(page.getByRole('link', { name: /Mira Olsen/ })).toBeVisible();
  await page.keyboard.press('Escape');

  await page
    .getByRole('row', { name: /Mira Olsen/ })
    .getByRole('link')
    .click();
  await expect(page.getByRole('log').getByText('Tuesday?')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply to Mira Olsen' })).toBeVisible();
});
