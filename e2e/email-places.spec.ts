import type { Page } from '@playwright/test';
import type { RunningSandbox } from '@/sandbox/server';
import { emailsAt } from './support/email';
import { addAccount, receiveChat, receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });

const WIDE = { width: 1440, height: 900 };

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

/** The mailbox's folder of each e-mail, by its subject. */
async function rolesAt(sandbox: RunningSandbox): Promise<Record<string, string>> {
  const emails = await emailsAt(sandbox);
  return Object.fromEntries(emails.map(({ subject, role }) => [subject, role]));
}

test('e-mail has a view of its own, and ends in the trash or the spam by keyboard alone, as its mailbox shows (C1)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { member, account } = await seat({ account: { provider: 'OUTLOOK', name: 'Jane Mail' } });
  const chats = await addAccount(world, member, { name: 'Jane Chats' });
  await receiveChat(world, chats, { name: 'Mira Olsen', text: 'Tuesday?' });
  for (const [name, subject] of [
    ['Noor Haddad', 'Offer'],
    ['Prize Office', 'You have won'],
    ['Old News', 'Newsletter'],
  ]) {
    const from = { address: `${name?.replace(' ', '.')}@client.example`, name };
    await receiveEmail(world, account, { from, subject, text: `About: ${subject}` });
  }
  await openPage(page, '/inbox');
  await expect(rowOf(page, 'Mira Olsen')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page).toHaveURL(/channel=EMAIL/);
  const link = page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^E-mail/ });
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toContainText('3');
  await expect(rowOf(page, 'Mira Olsen')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Remove filter E-mail' })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'the e-mail view');
  await page.setViewportSize(WIDE);

  await rowOf(page, 'Old News').getByRole('link').first().focus();
  await page.keyboard.press('#');
  await expect(rowOf(page, 'Old News')).toHaveCount(0);
  await expect(page.getByText('Old News: moved to the trash')).toBeVisible();
  await page.keyboard.press('z');
  await expect(rowOf(page, 'Old News')).toBeVisible();
  await rowOf(page, 'Old News').getByRole('link').first().focus();
  await page.keyboard.press('#');
  await expect(rowOf(page, 'Old News')).toHaveCount(0);
  await rowOf(page, 'Prize Office').getByRole('link').first().focus();
  await page.keyboard.press('!');
  await expect(page.getByText('Prize Office: marked as spam')).toBeVisible();
  await expect(rowOf(page, 'Prize Office')).toHaveCount(0);
  await expect
    .poll(() => rolesAt(sandbox), { timeout: 30_000 })
    .toEqual({ Offer: 'inbox', 'You have won': 'spam', Newsletter: 'trash' });

  await openPage(page, '/inbox?view=done&channel=EMAIL');
  await expect(rowOf(page, 'Old News')).toContainText('Moved to the trash');
  await expect(rowOf(page, 'Prize Office')).toContainText('Marked as spam');
  await expectAccessibleInAllLooks(page, 'e-mail in the trash and the spam');
  await page.setViewportSize(WIDE);
  await rowOf(page, 'Prize Office').getByRole('link').first().focus();
  await page.keyboard.press('Shift+E');
  await expect(rowOf(page, 'Prize Office')).toHaveCount(0);
  await expect
    .poll(() => rolesAt(sandbox), { timeout: 30_000 })
    .toEqual({ Offer: 'inbox', 'You have won': 'inbox', Newsletter: 'trash' });

  // A chat has no trash: the key does nothing.
  await openPage(page, '/inbox');
  await rowOf(page, 'Mira Olsen').getByRole('link').first().focus();
  await page.keyboard.press('#');
  await page.keyboard.press('s');
  await expect(rowOf(page, 'Mira Olsen')).toContainText('Starred');
});
