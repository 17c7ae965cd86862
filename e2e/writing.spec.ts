import type { Page } from '@playwright/test';
import { countAtProvider, receiveChat } from './support/inbox';
import { holdAnswers, nextFrame, openConversation } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

const SEND_PATH = '/api/v1/chats/*/messages';

/** Opens a fresh conversation with Mira Olsen, ready to be answered. */
async function openThread(page: Page, id: string) {
  await openConversation(page, id);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await expect(composer).toBeVisible();
  return { composer, thread: page.getByRole('log') };
}

test('a draft survives a reload and shows in its row (2.2)', async ({ page, world, seat }) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const { composer } = await openThread(page, id);
  await composer.fill('Tuesday at ten, or');
  await expect(page.getByRole('row', { name: /Draft: Tuesday at ten, or/ })).toBeVisible();
  await page.reload();
  await expect(composer).toHaveValue('Tuesday at ten, or');
  await expect(page.getByRole('row', { name: /Draft: Tuesday at ten, or/ })).toBeVisible();
});

test('a refused message says why, keeps its text and goes out at the next try (4.2)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const { composer, thread } = await openThread(page, id);
  await sandbox.control('POST', '/faults', {
    kind: 'status',
    match: { method: 'POST', path: SEND_PATH },
    status: 422,
    type: 'errors/user_unreachable',
    times: 2,
  });
  await composer.fill('Ten o’clock works.');
  await composer.press('Enter');
  const bubble = thread.getByRole('article').filter({ hasText: 'Ten o’clock works.' });
  await expect(bubble.getByText('Not sent')).toBeVisible();
  await expect(bubble.getByText('Mira Olsen cannot be reached on LinkedIn.')).toBeVisible();
  expect(await countAtProvider(sandbox, 'Ten o’clock works.')).toBe(0);

  await page.reload();
  // Until the thread shows what came of the new try, what it shows cannot be acted on.
  const reread = await holdAnswers(page, new RegExp(`/api/conversations/${id}$`));
  const isTaken = page.waitForResponse((response) =>
    Boolean(response.request().postData()?.includes('sendId')),
  );
  await bubble.getByRole('button', { name: 'Try again' }).click();
  await Promise.all([isTaken, reread.asked]);
  await nextFrame(page);
  await expect(bubble.getByRole('button', { name: 'Edit' })).toBeDisabled();
  reread.release();
  await expect(bubble.getByText('Not sent')).toBeVisible();
  await bubble.getByRole('button', { name: 'Edit' }).click();
  await expect(composer).toHaveValue('Ten o’clock works.');
  await expect(composer).toBeFocused();
  await expect(bubble).toHaveCount(0);
  await composer.press('Enter');
  await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  await expect(bubble.getByText('Not sent')).toHaveCount(0);
  expect(await countAtProvider(sandbox, 'Ten o’clock works.')).toBe(1);
});

for (const { kind, delayMs } of [
  { kind: 'reset_after_action', delayMs: undefined },
  { kind: 'timeout_after_action', delayMs: 500 },
]) {
  test(`a message of unknown fate is looked for, never posted twice: ${kind} (4)`, async ({
    page,
    sandbox,
    world,
    seat,
  }) => {
    const { account } = await seat();
    const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
    const { composer, thread } = await openThread(page, id);
    // Without the webhook about the own message only a look into the chat can tell.
    await sandbox.control('POST', '/options', { echoOrder: 'never' });
    await sandbox.control('POST', '/faults', {
      kind,
      delayMs,
      match: { method: 'POST', path: SEND_PATH },
    });
    await composer.fill('Did you get this?');
    await composer.press('Enter');
    const bubble = thread.getByRole('article').filter({ hasText: 'Did you get this?' });
    await expect(bubble.getByText('Not confirmed')).toBeVisible();
    await expect(bubble.getByText('We could not confirm delivery.')).toBeVisible();
    await bubble.getByRole('button', { name: 'Check now' }).click();
    await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
    await expect(bubble).toHaveCount(1);
    await expect(bubble.getByText('Not confirmed')).toHaveCount(0);
    expect(await countAtProvider(sandbox, 'Did you get this?')).toBe(1);
  });
}

test('a message that is not in the chat is said so, and sent again only after a question (4)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const { composer, thread } = await openThread(page, id);
  await sandbox.control('POST', '/faults', {
    kind: 'reset',
    match: { method: 'POST', path: SEND_PATH },
  });
  await composer.fill('Lost on the way.');
  await composer.press('Enter');
  const bubble = thread.getByRole('article').filter({ hasText: 'Lost on the way.' });
  await expect(bubble.getByText('Not confirmed')).toBeVisible();
  await bubble.getByRole('button', { name: 'Check now' }).click();
  await expect(bubble.getByText(/Not found in the chat/)).toBeVisible();
  await bubble.getByRole('button', { name: 'Send again' }).click();
  const question = page.getByRole('alertdialog', { name: 'Send this message again?' });
  await expect(question.getByText(/Mira Olsen gets it twice/)).toBeVisible();
  await question.getByRole('button', { name: 'Send again' }).click();
  await expect(question).toHaveCount(0);
  await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  expect(await countAtProvider(sandbox, 'Lost on the way.')).toBe(1);
});

test('Enter pressed twice sends once (4)', async ({ page, sandbox, world, seat }) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const { composer, thread } = await openThread(page, id);
  await composer.fill('Once is enough.');
  // Both presses are in one task of the page: nothing is drawn in between.
  await composer.evaluate((field) => {
    for (let count = 0; count < 2; count += 1) {
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
      );
    }
  });
  const bubble = thread.getByRole('article').filter({ hasText: 'Once is enough.' });
  await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  await composer.press('Enter');
  await composer.fill('And on we go.');
  await composer.press('Enter');
  const next = thread.getByRole('article').filter({ hasText: 'And on we go.' });
  await expect(next.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  expect(await countAtProvider(sandbox, 'Once is enough.')).toBe(1);
  await expect(bubble).toHaveCount(1);
});

test('a colleague sees message and reply at once, in another browser (2.1)', async ({
  page,
  sandbox,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { row: { visibility: 'team-reply' } } });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  const { page: colleaguePage } = colleague;
  await colleaguePage.goto(`/inbox/${id}`);
  await expect(colleaguePage.getByRole('log').getByText('Tuesday?')).toBeVisible();
  const { composer } = await openThread(page, id);
  await composer.fill('Tuesday at ten works.');
  await composer.press('Enter');
  const reply = colleaguePage
    .getByRole('log')
    .getByRole('article')
    .filter({ hasText: 'Tuesday at ten works.' });
  await expect(reply.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
    text: 'See you then.',
  });
  for (const one of [page, colleaguePage]) {
    await expect(one.getByRole('log').getByText('See you then.')).toBeVisible();
  }
});

test('Enter breaks the line for who chose so, and the send key still sends (2.2)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  await page.goto('/settings/keyboard');
  await page.getByRole('switch', { name: /Enter/ }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  const { composer, thread } = await openThread(page, id);
  await composer.pressSequentially('One');
  await composer.press('Enter');
  await composer.pressSequentially('Two');
  await expect(composer).toHaveValue('One\nTwo');
  await composer.press('ControlOrMeta+Enter');
  await expect(thread.getByRole('article').filter({ hasText: 'Two' })).toBeVisible();
  await expect(composer).toHaveValue('');
});
