import type { Page } from '@playwright/test';
import { STOPPED_SCRIPTS, sentFrom, writeNewEmail } from './support/email';
import { countAtProvider, receiveChat, receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { comeDue, sendOf } from './support/scheduled';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 150_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

const dialogOf = (page: Page, name = 'Send later') => page.getByRole('dialog', { name });

test('a message is scheduled, moved, told of an answer, taken back and sent by keyboard alone (B3, 2.8)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await openPage(page, `/inbox/${id}`);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await composer.focus();
  await page.keyboard.type('Is Monday fine?');
  await page.keyboard.press('ControlOrMeta+Shift+L');
  await expect(dialogOf(page).getByRole('textbox', { name: 'When?' })).toBeFocused();
  await page.keyboard.type('yesterday 9am');
  await page.keyboard.press('Enter');
  await expect(dialogOf(page).getByText(/has passed/)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('in 2 years');
  await page.keyboard.press('Enter');
  await expect(dialogOf(page).getByText('Choose a time within a year.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('in 3 days');
  await expect(dialogOf(page).getByText(/^Leaves .*GMT\+5:45/)).toBeVisible();
  await expect(dialogOf(page).getByText(/Asia\/Kath?mandu/)).toBeVisible();
  await expectAccessibleInAllLooks(page, 'when a message leaves');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Enter');
  await expect(dialogOf(page)).toBeHidden();
  await expect(composer).toHaveValue('');
  const bubble = page.getByRole('article').filter({ hasText: 'Is Monday fine?' });
  await expect(bubble.getByText(/^Scheduled for .*GMT\+5:45/)).toBeVisible();
  expect(await countAtProvider(sandbox, 'Is Monday fine?')).toBe(0);
  // The list tells what has happened, not what will.
  await expect(page.getByRole('row').filter({ hasText: 'Mira Olsen' })).toContainText('Tuesday?');

  const [firstTime] = [(await sendOf(db, 'Is Monday fine?'))?.scheduledFor?.getTime()];
  await bubble.getByRole('button', { name: 'Change time' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialogOf(page, 'Change time').getByRole('textbox', { name: 'When?' })).toBeFocused();
  await page.keyboard.type('in 5 days');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await sendOf(db, 'Is Monday fine?'))?.scheduledFor?.getTime())
    .toBeGreaterThan((firstTime ?? 0) + 86_400_000);

  await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
    chatId: await chatIdOf(sandbox),
    text: 'Monday is taken.',
  });
  await expect(bubble.getByText(/wrote since\. It leaves all the same\./)).toBeVisible({
    timeout: 20_000,
  });
  await expectAccessibleInAllLooks(page, 'a scheduled message with an answer before it');
  await page.setViewportSize({ width: 1440, height: 900 });

  await bubble.getByRole('button', { name: 'Cancel and edit' }).focus();
  await page.keyboard.press('Enter');
  await expect(composer).toHaveValue('Is Monday fine?');
  await expect(composer).toBeFocused();
  await expect(bubble).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => countAtProvider(sandbox, 'Is Monday fine?')).toBe(1);
});

test('a scheduled message leaves by itself at its time, or at once where that is wanted, and once; a reload changes nothing (B3)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await openPage(page, `/inbox/${id}`);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  for (const text of ['By itself', 'At once']) {
    await composer.fill(text);
    await page.getByRole('button', { name: 'Send later…' }).click();
    await dialogOf(page)
      .getByRole('button', { name: /^Tomorrow/ })
      .click();
    await expect(page.getByRole('article').filter({ hasText: text })).toContainText(
      'Scheduled for',
    );
  }
  await page.reload();
  await expect(page.getByText(/^Scheduled for/)).toHaveCount(2);
  await comeDue(db, 'By itself');
  await expect(page.getByText(/^Scheduled for/)).toHaveCount(1, { timeout: 20_000 });
  await page.getByRole('button', { name: 'Send now' }).click();
  await expect(page.getByText(/^Scheduled for/)).toHaveCount(0, { timeout: 20_000 });
  await expect.poll(() => countAtProvider(sandbox, 'At once')).toBe(1);
  expect(await countAtProvider(sandbox, 'By itself')).toBe(1);
});

test('a scheduled e-mail and one that begins a thread wait in sight, and give back their words and files (B3, C3)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'GOOGLE' } });
  const noor = { address: 'noor@client.example', name: 'Noor Haddad' };
  const id = await receiveEmail(world, account, { from: noor, subject: 'Offer', text: 'Well?' });
  await openPage(page, `/inbox/${id}`);
  const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
  await composer.fill('We take it.');
  await page.locator('[data-composer] input[type=file]').setInputFiles({
    name: 'offer.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Ours.'),
  });
  await expect(page.getByText('offer.txt')).toBeVisible();
  await page.getByRole('button', { name: 'Send later…' }).click();
  await dialogOf(page).getByRole('textbox', { name: 'When?' }).fill('in 2 weeks');
  await page.keyboard.press('Enter');
  const card = page.getByRole('article').filter({ hasText: 'We take it.' });
  await expect(card).toContainText('Scheduled for');
  await expect(card).toContainText('offer.txt');
  await expectAccessibleInAllLooks(page, 'a scheduled e-mail');
  await page.setViewportSize({ width: 1440, height: 900 });
  await card.getByRole('button', { name: 'Cancel and edit' }).click();
  await expect(composer).toHaveValue('We take it.');
  await expect(page.locator('[data-composer]').getByText('offer.txt')).toBeVisible();
  await expect(card).toHaveCount(0);

  await openPage(page, '/inbox');
  const dialog = await writeNewEmail(page, {
    to: ['ola@client.example'],
    subject: 'Spring',
    text: 'Hello Ola',
  });
  await dialog.getByRole('button', { name: 'Send later…' }).click();
  await dialogOf(page)
    .getByRole('button', { name: /^Next week/ })
    .click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Scheduled for/)).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a new message that is scheduled');
  await page.setViewportSize({ width: 1440, height: 900 });
  await comeDue(db, 'Hello Ola');
  await expect
    .poll(async () => (await sentFrom(sandbox)).map(({ subject }) => subject))
    .toEqual(['Spring']);
});

test('a scheduled message that cannot leave says why, and nothing of it is lost (B3)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await openPage(page, `/inbox/${id}`);
  await page.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill('On Monday');
  await page.getByRole('button', { name: 'Send later…' }).click();
  await dialogOf(page)
    .getByRole('button', { name: /^Tomorrow/ })
    .click();
  await expect(page.getByText(/^Scheduled for/)).toBeVisible();
  const path = `/accounts/${account.providerAccountId}/status`;
  await sandbox.control('POST', path, { status: 'CREDENTIALS' });
  await comeDue(db, 'On Monday');
  const bubble = page.getByRole('article').filter({ hasText: 'On Monday' });
  await expect(bubble).toContainText('is signed out of LinkedIn', { timeout: 20_000 });
  await bubble.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Your draft' })).toHaveValue('On Monday');
});

async function chatIdOf(sandbox: { control: (method: string, path: string) => Promise<unknown> }) {
  const { messages } = (await sandbox.control('GET', '/truth')) as {
    messages: { chatId: string }[];
  };
  return messages[0]?.chatId;
}
