import { eq } from 'drizzle-orm';
import { conversations } from '@/db/schema';
import { countAtProvider, receiveChat } from './support/inbox';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.describe.configure({ timeout: 120_000 });

test('opening clears a mark, `z` brings a held answer back with its quote, and F6 goes through the panes (3.2, 4)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 10, account: { provider: 'WHATSAPP' } });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const readMark = async () => {
    const [row] = await db.select().from(conversations).where(eq(conversations.id, id));
    return row && { unread: row.unreadCount, isMarked: row.isMarkedUnread };
  };
  const reply = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  const log = page.getByRole('log');

  await test.step('a mark that somebody set goes with the opening; one set while reading stays', async () => {
    await openPage(page, `/inbox/${id}`);
    await expect.poll(readMark).toEqual({ unread: 0, isMarked: false });
    // And this page has heard of it.
    await expect(page.getByRole('row', { name: /Mira Olsen.*Mark as unread/ })).toBeVisible();
    await page.keyboard.press('u');
    await expect.poll(readMark).toEqual({ unread: 0, isMarked: true });
    await openPage(page, `/inbox/${id}`);
    await expect.poll(readMark).toEqual({ unread: 0, isMarked: false });
  });

  await test.step('the undo key takes the held answer back, and what it quoted', async () => {
    const bubble = log.getByRole('article').filter({ hasText: 'Tuesday?' });
    await bubble.hover();
    await bubble.getByRole('button', { name: 'Quote this message' }).click();
    await reply.fill('Fine with me.');
    await reply.press('Enter');
    await expect(log.getByRole('button', { name: 'Undo' })).toBeVisible();
    await reply.press('Escape');
    await page.keyboard.press('z');
    await expect(reply).toHaveValue('Fine with me.');
    await expect(page.getByRole('button', { name: 'Do not quote' })).toBeVisible();
    await expect(log.getByText('Fine with me.')).toHaveCount(0);
    expect(await countAtProvider(sandbox, 'Fine with me.')).toBe(0);
  });

  await test.step('Tab leads to the newest message, the arrows to the others, and Tab to what can be done', async () => {
    const [conversation] = await db.select().from(conversations).where(eq(conversations.id, id));
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
      chatId: conversation?.gatewayChatId,
      text: 'Or Friday?',
    });
    await expect(log.getByText('Or Friday?')).toBeVisible();
    // Anew, so that no message has been pointed at.
    await openPage(page, `/inbox/${id}`);
    await page.getByRole('region', { name: 'Messages', exact: true }).focus();
    await page.keyboard.press('Tab');
    const bubbles = log.getByRole('article');
    await expect(bubbles.filter({ hasText: 'Or Friday?' })).toBeFocused();
    await page.keyboard.press('ArrowUp');
    const older = bubbles.filter({ hasText: 'Tuesday?' });
    await expect(older).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(bubbles.filter({ hasText: 'Or Friday?' })).toBeFocused();
    // What the way here led through is no stop of Tab any more.
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('region', { name: 'Messages', exact: true })).toBeFocused();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    await expect(older).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(older.getByRole('button', { name: 'Quote this message' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(reply).toBeFocused();
    await expect(page.getByRole('button', { name: 'Do not quote' })).toBeVisible();
  });

  await test.step('the arrows scroll through a message that is taller than the pane, then lead on', async () => {
    const [conversation] = await db.select().from(conversations).where(eq(conversations.id, id));
    for (const text of [
      Array.from({ length: 60 }, (_, line) => `Line ${line}`).join('\n'),
      'Short.',
    ])
      await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
        chatId: conversation?.gatewayChatId,
        text,
      });
    await expect(log.getByText('Short.')).toBeVisible();
    // Of two that come together either may be here first.
    await expect(log.getByText('Line 59')).toBeVisible();
    const messages = page.getByRole('region', { name: 'Messages', exact: true });
    const bubbles = log.getByRole('article');
    const tall = bubbles.filter({ hasText: 'Line 59' });
    const top = () => messages.evaluate((element) => Math.round(element.scrollTop));
    await messages.focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    await expect(tall).toBeFocused();
    const atItsEnd = await top();
    await page.keyboard.press('ArrowUp');
    await expect(tall).toBeFocused();
    await expect.poll(top).toBeLessThan(atItsEnd);
    await expect(async () => {
      await page.keyboard.press('ArrowUp');
      await expect(bubbles.filter({ hasText: 'Or Friday?' })).toBeFocused({ timeout: 100 });
    }).toPass();
    await page.keyboard.press('ArrowDown');
    const atItsStart = await top();
    await page.keyboard.press('ArrowDown');
    await expect(tall).toBeFocused();
    await expect.poll(top).toBeGreaterThan(atItsStart);
    // Whoever asks for the next message is led there at once.
    await page.keyboard.press('n');
    await expect(bubbles.filter({ hasText: 'Short.' })).toBeFocused();
  });

  await test.step('the panes follow each other, forwards and back', async () => {
    const held = (name: string) =>
      page
        .locator('[data-pane]')
        .and(page.getByLabel(name, { exact: true }))
        .locator(':focus');
    await reply.press('Control+F6');
    await expect(held('Main')).toBeVisible();
    await page.keyboard.press('Control+F6');
    await expect(held('Conversations')).toBeVisible();
    await page.keyboard.press('Control+F6');
    await expect(held('Conversation')).toBeVisible();
    await page.keyboard.press('Control+Shift+F6');
    await expect(held('Conversations')).toBeVisible();
  });
});
