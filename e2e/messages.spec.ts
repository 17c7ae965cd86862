import type { Page } from '@playwright/test';
import { and, eq } from 'drizzle-orm';
import { conversations, messages } from '@/db/schema';
import { receiveChat, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openConversation } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });

type Account = { id: string; providerAccountId: string };

/** Lets the provider bring a message of the chat; resolves when its row is here. */
async function bring(world: World, account: Account, chatId: string, fields: object) {
  const made = await world.sandbox.control<{ chatId: string; messageIds: string[] }>(
    'POST',
    `/accounts/${account.providerAccountId}/messages`,
    { chatId, ...fields },
  );
  const [gatewayId = ''] = made.messageIds;
  const find = () =>
    world.db
      .select()
      .from(messages)
      .where(and(eq(messages.accountId, account.id), eq(messages.gatewayMessageId, gatewayId)));
  await expect.poll(async () => (await find()).length, { timeout: 20_000 }).toBe(1);
  return gatewayId;
}

async function gatewayChatId(world: World, conversationId: string): Promise<string> {
  const [row] = await world.db
    .select()
    .from(conversations)
    .where(eq(conversations.id, conversationId));
  return row?.gatewayChatId ?? '';
}

/** The conversation may be here a moment before its first message. */
async function firstMessageId(world: World, conversationId: string): Promise<string> {
  const find = () =>
    world.db.select().from(messages).where(eq(messages.conversationId, conversationId));
  await expect.poll(async () => (await find()).length).toBe(1);
  return (await find())[0]?.gatewayMessageId ?? '';
}

const bubble = (page: Page, text: string) =>
  page.getByRole('log').getByRole('article').filter({ hasText: text });

test('every field of a message is seen in its thread (B2)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ role: 'owner' });
  const conversationId = await receiveChat(world, account, {
    name: 'Mira Olsen',
    text: 'The first words.',
  });
  const chatId = await gatewayChatId(world, conversationId);
  const firstId = await firstMessageId(world, conversationId);
  const put = (fields: object) => bring(world, account, chatId, fields);
  await put({ text: 'An answer to it.', quotedId: firstId });
  await put({ text: 'A note from LinkedIn.', messageType: 'INMAIL', subject: 'Two more sites' });
  const edited = await put({ text: 'Written once.' });
  await sandbox.control('POST', `/messages/${edited}/edit`, { text: 'Written again.' });
  await put({ text: 'Taken back.', noText: true, deleted: true });
  await put({ text: 'Mira reacted to a message', hidden: true, eventType: 2 });
  await put({ text: 'x', noText: true, eventType: 8 });
  await put({ text: 'x', noText: true, eventType: 0 });
  await put({ text: 'x', noText: true });
  const reacted = await put({ text: 'Well said.', reactions: ['👍', '👍', '🎉'] });
  await sandbox.control('POST', `/messages/${reacted}/deliver`);
  await put({ text: 'From somebody unlisted.', senderId: 'ACoAAnobodyknows' });
  const ours = await put({ text: 'Ours, read by Mira.', from: 'me' });
  await sandbox.control('POST', `/messages/${ours}/read`);

  await openConversation(page, conversationId);
  const log = page.getByRole('log');
  await test.step('what it answers, and the way there', async () => {
    const quote = bubble(page, 'An answer to it.').getByRole('button', { name: /quoted message/ });
    await expect(quote).toContainText('The first words.');
    // A press before the page has taken over does nothing.
    await expect(async () => {
      await quote.press('Enter');
      await expect(log.getByRole('article').first()).toBeFocused({ timeout: 1_000 });
    }).toPass();
  });
  await test.step('subject and kind', async () => {
    await expect(bubble(page, 'A note from LinkedIn.')).toContainText('InMail');
    await expect(bubble(page, 'A note from LinkedIn.')).toContainText('Two more sites');
  });
  await test.step('edited, taken back, hidden, unsupported', async () => {
    await expect(bubble(page, 'Written again.')).toContainText('Edited');
    await expect(log.getByText('Message deleted')).toBeVisible();
    await expect(log.getByText('Mira reacted to a message')).toHaveCount(0);
    await expect(log.getByText('This message type is not supported yet')).toBeVisible();
    await expect(log.getByRole('link', { name: 'Open in LinkedIn' })).toHaveAttribute(
      'href',
      /^https:\/\/www\.linkedin\.com\/messaging\/thread\//,
    );
  });
  await test.step('events as quiet lines', async () => {
    await expect(log.getByText('Missed voice call from Mira Olsen')).toBeVisible();
    await expect(log.getByText('Something changed in this conversation')).toBeVisible();
  });
  await test.step('reactions with their count, and who gave them', async () => {
    const thumbs = bubble(page, 'Well said.').getByRole('button', { name: /^👍 by/ });
    await expect(thumbs).toContainText('2');
    await thumbs.click();
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('Escape');
  });
  await test.step('ours on the other side, and when it was read', async () => {
    await expect(bubble(page, 'Ours, read by Mira.').getByText(/^Seen \d\d:\d\d$/)).toBeVisible();
  });
});

test('a group tells who has read a message and who wrote one (B2)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ role: 'owner', account: { provider: 'WHATSAPP' } });
  // Registers the webhooks before anything happens.
  await receiveChat(world, account, { name: 'Somebody else', text: 'Hello.' });
  const members = ['Ana Ruiz', 'Bo Lind', 'Cem Aydın'];
  const made = await sandbox.control<{ chatId: string; messageIds: string[] }>(
    'POST',
    `/accounts/${account.providerAccountId}/messages`,
    { members, name: 'Dock team', text: 'Good morning.', senderId: '9999-opaque@lid' },
  );
  const ours = await bring(world, account, made.chatId, { text: 'Gate 4 is open.', from: 'me' });
  await sandbox.control('POST', `/messages/${ours}/read`);
  const [row] = await db
    .select()
    .from(conversations)
    .where(
      and(eq(conversations.accountId, account.id), eq(conversations.gatewayChatId, made.chatId)),
    );
  await openConversation(page, row?.id ?? '');
  const readers = bubble(page, 'Gate 4 is open.').getByRole('button', { name: 'Seen by 3' });
  await readers.press('Enter');
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveText(
    members.map((name) => new RegExp(`^${name}\\s*\\d\\d:\\d\\d$`)),
  );
  await page.keyboard.press('Escape');
  await expect(bubble(page, 'Good morning.')).toHaveAccessibleName(/^Unknown person \(ue@lid\)/);
});

test('hostile text is text in every field (E17)', async ({ page, world, seat }) => {
  const vector = (where: string) =>
    `<img src=x onerror="document.title='ran:${where}'"><script>document.title='ran:${where}'</script>{{7*7}}`;
  const { account } = await seat({ role: 'owner', account: { name: vector('account') } });
  const conversationId = await receiveChat(world, account, {
    name: vector('name'),
    text: vector('text'),
  });
  const chatId = await gatewayChatId(world, conversationId);
  const firstId = await firstMessageId(world, conversationId);
  await bring(world, account, chatId, {
    text: 'javascript:document.title=1 https://a.example/"onmouseover="document.title=2',
    subject: vector('subject'),
    quotedId: firstId,
    reactions: [vector('reaction'), '\u202Egnp.exe'],
    senderId: vector('sender'),
    attachments: [
      { type: 'file', mime: vector('mime'), fileName: vector('file') },
      { type: 'img', mime: 'image/png', fileName: vector('picture') },
      { type: 'audio', mime: 'audio/wav', fileName: vector('voice'), voiceNote: true },
    ],
  });
  await bring(world, account, chatId, { text: vector('event'), eventType: 4 });
  await openConversation(page, conversationId);
  const log = page.getByRole('log');
  await expect(log.getByText("document.title='ran:text'").first()).toBeVisible();
  await expect(log.getByText("document.title='ran:subject'")).toBeVisible();
  await expect(log.getByText("document.title='ran:event'")).toBeVisible();
  await expect(log.getByText("document.title='ran:file'").first()).toBeVisible();
  const alive = log.locator('script, [onerror], [onmouseover], a[href^="javascript:"]');
  await expect(alive).toHaveCount(0);
  expect(await page.title()).not.toContain('ran:');
  // The same as markup would have been found.
  await log.evaluate((one) => one.insertAdjacentHTML('beforeend', '<script>0</script>'));
  await expect(alive).toHaveCount(1);
});

test('a thread with all of it is accessible in every look (B2)', async ({ page, world, seat }) => {
  const { account } = await seat({ role: 'owner' });
  const conversationId = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Hello.' });
  const chatId = await gatewayChatId(world, conversationId);
  const startsAtMs = Date.parse('2026-12-03T09:00:00.000Z');
  await bring(world, account, chatId, {
    text: 'Everything at once.',
    messageType: 'INMAIL',
    subject: 'Plan',
    reactions: ['👍', '🎉'],
    attachments: [
      { type: 'img', mime: 'image/png', fileName: 'dock.png', width: 320, height: 200 },
      { type: 'img', mime: 'image/png', width: 128, height: 128, sticker: true },
      { type: 'video', mime: 'video/webm', fileName: 'yard.webm', width: 160, height: 90 },
      { type: 'audio', mime: 'audio/wav', duration: 7, voiceNote: true },
      { type: 'file', mime: 'application/pdf', fileName: 'Offer Harbourline – two sites.pdf' },
      { type: 'file', mime: 'application/pdf', fileName: 'Old.pdf', unavailable: true },
      { type: 'linkedin_post' },
      { type: 'video_meeting', startsAtMs, endsAtMs: startsAtMs + 1_800_000 },
    ],
  });
  await openConversation(page, conversationId);
  const log = page.getByRole('log');
  await expect(log.getByText(/3 Dec, 14:45\s*–\s*15:15/)).toBeVisible();
  await expect(log.getByText('No longer available at LinkedIn')).toBeVisible();
  await expect(log.getByText('Shared post')).toBeVisible();
  await expect(log.getByText('0:07')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a thread with every attachment');
});
