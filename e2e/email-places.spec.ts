import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { conversations, emailFolders } from '@/db/schema';
import { followPlaceJob } from '@/lib/emails/jobs';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
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

/** Looks into the mailbox as the worker does from time to time; its folders come along. */
async function readMailbox(db: Db, account: { id: string; workspaceId: string }): Promise<void> {
  const { id: accountId, workspaceId } = account;
  const payload = { workspaceId, accountId, reason: 'catch_up' } as const;
  await enqueue(db, syncAccountJob, payload, syncAccountOptions(accountId, 'catch_up'));
  const folders = () => db.select().from(emailFolders).where(eq(emailFolders.accountId, accountId));
  await expect.poll(folders).not.toHaveLength(0);
}

/** The time to take something back is over, and the worker is told. */
async function followNow(db: Db, { id, workspaceId }: { id: string; workspaceId: string }) {
  const isIts = eq(conversations.accountId, id);
  for (const { id: conversationId } of await db.select().from(conversations).where(isIts)) {
    const key = `emails-follow:${conversationId}`;
    await enqueue(db, followPlaceJob, { workspaceId, conversationId }, { key });
  }
}

test('e-mail is moved to a folder of its mailbox by keyboard, and is found in it (C1)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'OUTLOOK', name: 'Jane Mail' } });
  const from = { address: 'noor@client.example', name: 'Noor Haddad' };
  await receiveEmail(world, account, { from, subject: 'Offer', text: 'Well?' });
  await readMailbox(db, account);
  await openPage(page, '/inbox');
  await rowOf(page, 'Noor Haddad').getByRole('link').first().focus();
  await page.keyboard.press('Shift+V');
  const dialog = page.getByRole('dialog', { name: 'Move to folder' });
  await expect(dialog.getByRole('option', { name: 'Clients' })).toBeVisible();
  await expect(dialog.getByRole('option', { name: 'Sent' })).toHaveCount(0);
  await expectAccessibleInAllLooks(page, 'the choice of a folder');
  await page.setViewportSize(WIDE);
  await page.keyboard.type('cli');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'Noor Haddad')).toHaveCount(0);
  await expect(page.getByText('Noor Haddad: moved to Clients')).toBeVisible();
  await expect.poll(() => rolesAt(sandbox), { timeout: 30_000 }).toEqual({ Offer: 'unknown' });

  await openPage(page, '/inbox');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByRole('combobox', { name: 'Folder' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('option', { name: /^Jane Mail/ }).click();
  await page.getByRole('combobox', { name: 'Folder' }).click();
  await page.getByRole('option', { name: 'Clients' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Remove filter Clients' })).toBeVisible();
  await expect(rowOf(page, 'Noor Haddad')).toContainText('Moved to Clients');
  await expectAccessibleInAllLooks(page, 'the list of a folder');
  await page.setViewportSize(WIDE);
  // It goes with its account.
  await page.getByRole('button', { name: 'Remove filter Jane Mail · Microsoft' }).click();
  await expect(page.getByRole('button', { name: 'Remove filter Clients' })).toHaveCount(0);
});

test('e-mail has a view of its own, and ends in the trash or the spam by keyboard alone, as its mailbox shows (C1)', async ({
  page,
  db,
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
  await followNow(db, account);
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
  await followNow(db, account);
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
