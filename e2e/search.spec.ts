import { and, eq } from 'drizzle-orm';
import { conversations } from '@/db/schema';
import { addAccount, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });

const HOSTILE = '<img src=x onerror=alert(1)> harbour <mark>price</mark>';

test('a member finds what was written, by words and operators, and only what they may read', async ({
  page,
  team,
  world,
  seat,
}) => {
  const { member, account } = await seat();
  const colleague = await team.addMember('member', 'Omar Haddad');
  const phone = await addAccount(world, member, { name: 'Jane’s phone', provider: 'WHATSAPP' });
  const other = await addAccount(world, colleague, { name: 'Omar Haddad' });
  await receiveChat(world, account, { name: 'Chloé Roy', text: 'The harbour is closed today.' });
  await receiveChat(world, account, { name: 'Mira Olsen', text: HOSTILE });
  await receiveChat(world, phone, { name: 'Ben Adeyemi', text: 'A harbour tour on Tuesday?' });
  await receiveChat(world, other, { name: 'Wei Tanaka', text: 'The harbour of somebody else.' });

  await openPage(page, '/inbox');
  const field = page.getByRole('searchbox', { name: 'Search' });
  const results = page.getByRole('region', { name: 'Messages', exact: true }).getByRole('link');

  await test.step('Tab passes the field on its way to the list, which stays', async () => {
    await field.focus();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
    await expect(page).not.toHaveURL(/[?&]q=/);
  });

  await test.step('“/” leads to the field, which says what can be written', async () => {
    await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
    await page.keyboard.press('/');
    await expect(field).toBeFocused();
    await expect(page.getByText('from:ana')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'search begun');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('words find messages of every readable account, marked, newest first', async () => {
    await field.fill('harbour');
    await expect(results).toHaveCount(3);
    await expect(results.nth(0)).toContainText('Ben Adeyemi');
    await expect(results.nth(2)).toContainText('Chloé Roy');
    await expect(results.nth(2).locator('mark')).toHaveText('harbour');
    await expect(page.getByText('Wei Tanaka')).toHaveCount(0);
    await expect(results.nth(1)).toContainText(HOSTILE);
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    await expectAccessibleInAllLooks(page, 'search results');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('an operator narrows it, and the address keeps the search', async () => {
    await field.fill('harbour channel:whatsapp');
    await expect(results).toHaveCount(1);
    await expect(results).toContainText('Ben Adeyemi');
    await expect(page).toHaveURL(/[?&]q=harbour/);
    await page.reload();
    await expect(field).toHaveValue('harbour channel:whatsapp');
    await expect(results).toHaveCount(1);
  });

  await test.step('people are found without their accents', async () => {
    await field.fill('chloe');
    await expect(page.getByRole('region', { name: 'People' }).getByRole('link')).toContainText(
      'Chloé Roy',
    );
  });

  await test.step('a search that cannot be read or finds nothing says so', async () => {
    await field.fill('harbour after:31-31');
    await expect(page.getByText('“31-31” is not a date.')).toBeVisible();
    await field.fill('zeppelin');
    await expect(page.getByText('Nothing matches')).toBeVisible();
  });

  await test.step('Enter leads to the first result and opens it', async () => {
    await field.fill('closed');
    await expect(results).toHaveCount(1);
    await field.press('Enter');
    await expect(results.first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText('The harbour is closed today.')).toBeVisible();
    await expect(results.first()).toHaveAttribute('aria-current', 'page');
  });

  await test.step('Escape leads back to the list, step by step', async () => {
    await field.press('Escape');
    await expect(field).toHaveValue('');
    await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /Chloé Roy/ }).getByRole('link')).toBeFocused();
    await expect(page).not.toHaveURL(/[?&]q=/);
    await page.keyboard.press('/');
    await expect(page.getByRole('button', { name: 'closed', exact: true })).toBeVisible();
  });

  await test.step('no view claims to narrow the results, and each leads back to its list', async () => {
    const views = page.getByRole('group', { name: 'View' });
    await expect(views.getByRole('button', { pressed: true })).toHaveCount(0);
    await views.getByRole('button', { name: 'Unread' }).click();
    await expect(page).toHaveURL(/[?&]view=unread/);
    await expect(page).not.toHaveURL(/[?&]q=/);
    await expect(views.getByRole('button', { pressed: true })).toContainText('Unread');
    await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
  });
});

test('a key acts on the result that is open, never on a row that the results hide', async ({
  page,
  db,
  world,
  seat,
}) => {
  const { account } = await seat();
  const text = 'The harbour is closed today.';
  const id = await receiveChat(world, account, { name: 'Chloé Roy', text });
  await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await openPage(page, '/inbox');
  const row = (name: RegExp) => page.getByRole('row', { name });
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(row(/Mira Olsen/).getByRole('link')).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press('x');
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search' });
  await field.fill('closed');
  const result = page.getByRole('region', { name: 'Messages', exact: true }).getByRole('link');
  await expect(result).toHaveCount(1);
  await field.press('Enter');
  await page.keyboard.press('e');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText('The harbour is closed today.')).toBeVisible();
  await page.keyboard.press('e');
  // The page says so before the server has heard of it.
  await expect(page.getByText(/done/i).first()).toBeVisible();
  const isDone = and(eq(conversations.id, id), eq(conversations.place, 'done'));
  await expect.poll(() => db.$count(conversations, isDone)).toBe(1);
  await page.goto('/inbox?view=done');
  await expect(row(/Chloé Roy/)).toBeVisible();
  await expect(row(/Mira Olsen/)).toHaveCount(0);
});
