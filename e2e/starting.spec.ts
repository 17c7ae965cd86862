import type { Page } from '@playwright/test';
import { addContact, countAtProvider, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

/** Opens the dialog by its key, once the page listens. */
async function compose(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await expect(async () => {
    await page.keyboard.press('c');
    await expect(dialog).toBeVisible({ timeout: 1000 });
  }).toPass();
  return {
    dialog,
    to: dialog.getByRole('textbox', { name: /^(To|Add to the group)$/ }),
    message: dialog.getByRole('textbox', { name: 'Message' }),
    send: dialog.getByRole('button', { name: 'Send', exact: true }),
    choose: (name: string) =>
      dialog.getByRole('list', { name: 'People' }).getByRole('button', { name }).click(),
  };
}

test('a conversation is begun by the address of a profile, and opens (B3)', async ({
  page,
  sandbox,
  seat,
}) => {
  const { account } = await seat();
  const mira = await addContact(sandbox, account, 'relations', 'Mira Olsen');
  await page.goto('/inbox');
  const { dialog, to, message, send, choose } = await compose(page);

  await to.fill(`https://www.linkedin.com/in/${mira.publicIdentifier}/`);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await expect(dialog.getByRole('button', { name: /Mira Olsen/ })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a new message and who was found');
  await page.setViewportSize({ width: 1440, height: 900 });
  await choose('Mira Olsen');
  await expect(dialog.getByRole('list', { name: 'Recipients' })).toContainText('Mira Olsen');
  await message.fill('Good to be connected.');
  await send.click();
  await expect(page).toHaveURL(/\/inbox\/[0-9a-f-]{36}/, { timeout: 20_000 });
  const bubble = page.getByRole('log').getByRole('article');
  await expect(bubble.getByText('Good to be connected.')).toBeVisible();
  await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply to Mira Olsen' })).toBeVisible();
  expect(await countAtProvider(sandbox, 'Good to be connected.')).toBe(1);
});

test('a conversation that is here before the answer to the press is opened all the same (B3)', async ({
  page,
  sandbox,
  seat,
}) => {
  const { account } = await seat();
  const mira = await addContact(sandbox, account, 'relations', 'Mira Olsen');
  await openPage(page, '/inbox');
  const { dialog, to, message, send, choose } = await compose(page);
  await to.fill(mira.publicIdentifier);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await choose('Mira Olsen');
  await message.fill('Good to be connected.');
  const answer = await holdAnswers(page, /\/inbox$/, { isDone: true });
  const placed = page.waitForResponse(async (response) => {
    if (!response.url().includes('/api/compose/starts')) return false;
    const starts: { conversationId: string | null }[] = await response.json();
    return starts.some(({ conversationId }) => conversationId !== null);
  });
  await send.click();
  await placed;
  // Behind the dialog, which waits.
  const row = page.getByRole('row', { name: /Mira Olsen/, includeHidden: true });
  await expect(row).toBeVisible();
  await expect(dialog).toBeVisible();
  answer.release();
  await expect(page.getByRole('log').getByText('Good to be connected.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  expect(await countAtProvider(sandbox, 'Good to be connected.')).toBe(1);
});

test('somebody known is found by name, and the message goes into their conversation (B3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await page.goto('/inbox');
  const { to, message, send, choose } = await compose(page);
  await to.fill('mir ol');
  await choose('Mira Olsen');
  await message.fill('Tuesday it is.');
  await send.click();
  await expect(page).toHaveURL(new RegExp(`/inbox/${id}`));
  await expect(page.getByRole('log').getByText('Tuesday it is.')).toBeVisible();
  await expect.poll(() => countAtProvider(sandbox, 'Tuesday it is.')).toBe(1);
});

test('numbers become a WhatsApp group with its name (B3)', async ({ page, sandbox, seat }) => {
  const { account } = await seat({ account: { provider: 'WHATSAPP' } });
  const people = [
    await addContact(sandbox, account, 'contacts', 'Mira Olsen'),
    await addContact(sandbox, account, 'contacts', 'Omar Haddad'),
  ];
  await page.goto('/inbox');
  const { dialog, to, message, send, choose } = await compose(page);
  for (const { providerId } of people) {
    const number = `+${providerId.split('@')[0]}`;
    await to.fill(number);
    await dialog.getByRole('button', { name: 'Look up' }).click();
    await choose(number);
  }
  await dialog.getByRole('textbox', { name: /Name of the group/ }).fill('Berth 12');
  await message.fill('Hello both.');
  await send.click();
  await expect(page.getByRole('textbox', { name: 'Reply to Berth 12' })).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByRole('log').getByText('Hello both.')).toBeVisible();
  const truth = (await sandbox.control('GET', '/truth')) as {
    chats: { name: string | null; attendeeIds: string[] }[];
  };
  expect(truth.chats).toMatchObject([
    { name: 'Berth 12', attendeeIds: people.map(({ providerId }) => providerId) },
  ]);
});

test('who is not a connection is refused, the text comes back, and an InMail reaches them (4.2, B3)', async ({
  page,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ account: { isPremium: true } });
  const vera = await addContact(sandbox, account, 'contacts', 'Vera Lindqvist');
  await page.goto('/inbox');
  const { dialog, to, message, send, choose } = await compose(page);
  await to.fill(vera.publicIdentifier);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await choose('Vera Lindqvist');
  await message.fill('A berth for you.');
  await send.click();
  const refused = page.getByText('Vera Lindqvist is not a connection: send an InMail or invite.');
  await expect(refused).toBeVisible({ timeout: 20_000 });
  await expectAccessibleInAllLooks(page, 'a conversation that was refused');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(message).toHaveValue('A berth for you.');
  await expect(dialog.getByRole('list', { name: 'Recipients' })).toContainText('Vera Lindqvist');

  await dialog.getByRole('combobox', { name: 'Send as' }).click();
  await page.getByRole('option', { name: 'InMail' }).click();
  await dialog.getByRole('textbox', { name: /Subject/ }).fill('Berths');
  await send.click();
  await expect(page.getByRole('log').getByText('A berth for you.')).toBeVisible({
    timeout: 30_000,
  });
  await expect(refused).toHaveCount(0);
  const truth = (await sandbox.control('GET', '/truth')) as {
    chats: { subject: string | null }[];
    messages: { text: string; messageType: string | null }[];
  };
  expect(truth.chats).toMatchObject([{ subject: 'Berths' }]);
  expect(truth.messages).toMatchObject([{ text: 'A berth for you.', messageType: 'INMAIL' }]);
});

test('the first message of a conversation can be taken back too (2.2)', async ({
  page,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 10 });
  const mira = await addContact(sandbox, account, 'relations', 'Mira Olsen');
  await page.goto('/inbox');
  const { dialog, to, message, send, choose } = await compose(page);
  await to.fill(mira.publicIdentifier);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await choose('Mira Olsen');
  await message.fill('Too soon.');
  await send.click();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(message).toHaveValue('Too soon.');
  await expect(dialog.getByRole('list', { name: 'Recipients' })).toContainText('Mira Olsen');
  expect(await countAtProvider(sandbox, 'Too soon.')).toBe(0);
});
