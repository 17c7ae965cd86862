import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { sends } from '@/db/schema';
import { expect, test } from './support/fixtures';
import { addAccount, countAtProvider, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';

test.describe.configure({ timeout: 90_000 });

async function openThread(page: Page, id: string) {
  await page.goto(`/inbox/${id}`);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await expect(composer).toBeVisible();
  return { composer, thread: page.getByRole('log') };
}

test('a message can be taken back while it is held, from its bubble or the toast, and its text returns (2.2)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const member = await team.addMember('member', 'Jane Ruiz', 10);
  const world = { db, team, sandbox };
  const account = await addAccount(world, member);
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await team.signIn(context, member);
  const { composer, thread } = await openThread(page, id);

  await composer.fill('Tuesday at two.');
  await composer.press('Enter');
  const bubble = thread.getByRole('article').filter({ hasText: 'Tuesday at two.' });
  await expect(bubble.getByText('Sending')).toBeVisible();
  await expect(bubble.getByRole('button', { name: 'Undo' })).toBeVisible();
  // Looking takes longer than any hold lasts; the server's word decides, so it is given more time.
  await db
    .update(sends)
    .set({ heldUntil: new Date(Date.now() + 120_000) })
    .where(eq(sends.accountId, account.id));
  await expectAccessibleInAllLooks(page, 'a held message');
  await page.setViewportSize({ width: 1440, height: 900 });
  await bubble.getByRole('button', { name: 'Undo' }).click();
  await expect(composer).toHaveValue('Tuesday at two.');
  await expect(composer).toBeFocused();
  await expect(bubble).toHaveCount(0);

  await composer.fill('Tuesday at three.');
  await composer.press('Enter');
  const toast = page.getByRole('dialog', { name: 'Sending to Mira Olsen' });
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect(composer).toHaveValue('Tuesday at three.');
  await expect(thread.getByRole('article').filter({ hasText: 'at three' })).toHaveCount(0);
  expect(await countAtProvider(sandbox, 'Tuesday at two.')).toBe(0);
  expect(await countAtProvider(sandbox, 'Tuesday at three.')).toBe(0);
});

test('a held message leaves by itself, also when its tab is closed (2.2)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const member = await team.addMember('member', 'Jane Ruiz', 5);
  const world = { db, team, sandbox };
  const account = await addAccount(world, member);
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await team.signIn(context, member);
  const { composer, thread } = await openThread(page, id);
  await composer.fill('See you then.');
  await composer.press('Enter');
  const held = thread.getByRole('article').filter({ hasText: 'See you then.' });
  await expect(held.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.close();
  await expect.poll(() => countAtProvider(sandbox, 'See you then.'), { timeout: 30_000 }).toBe(1);
  const again = await context.newPage();
  const { thread: later } = await openThread(again, id);
  const bubble = later.getByRole('article').filter({ hasText: 'See you then.' });
  await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  await expect(bubble.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});
