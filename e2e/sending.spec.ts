import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { sends } from '@/db/schema';
import { countAtProvider, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openConversation } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

async function openThread(page: Page, id: string) {
  await openConversation(page, id);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await expect(composer).toBeVisible();
  return { composer, thread: page.getByRole('log') };
}

test('a message can be taken back while it is held, from its bubble or the toast, and its text returns (2.2)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 10 });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
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
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 5 });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
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

test('a message is answered with a quote and gets a reaction, both at the provider (B2, B3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Which day?' });
  const { composer, thread } = await openThread(page, id);
  const question = thread.getByRole('article').filter({ hasText: 'Which day?' }).first();

  await question.hover();
  await question.getByRole('button', { name: 'Quote this message' }).click();
  await expect(composer).toBeFocused();
  await composer.fill('Tuesday.');
  await composer.press('Enter');
  const answer = thread.getByRole('article').filter({ hasText: 'Tuesday.' });
  await expect(answer.getByRole('blockquote')).toContainText('Which day?');
  await expect(answer.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Do not quote' })).toHaveCount(0);

  await question.hover();
  await question.getByRole('button', { name: 'React' }).click();
  await page.getByRole('menuitem', { name: 'Thumbs up' }).click();
  await expect(question.getByRole('list', { name: 'Reactions' })).toContainText('👍');
  const truth = (await sandbox.control('GET', '/truth')) as {
    messages: { id: string; text: string; quotedId: string | null; reactions: object[] }[];
  };
  const asked = truth.messages.find(({ text }) => text === 'Which day?');
  expect(truth.messages.find(({ text }) => text === 'Tuesday.')?.quotedId).toBe(asked?.id);
  await expect
    .poll(async () => {
      const now = (await sandbox.control('GET', '/truth')) as typeof truth;
      return now.messages.find(({ text }) => text === 'Which day?')?.reactions;
    })
    .toEqual([{ value: '👍', isSender: true }]);
  await expectAccessibleInAllLooks(page, 'a quote and a reaction');
});

test('the API that offers no reactions is said to, and the message stays as it was (B3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Which day?' });
  const { thread } = await openThread(page, id);
  await sandbox.control('POST', '/faults', {
    kind: 'status',
    status: 501,
    type: 'errors/feature_not_implemented',
    match: { method: 'POST', path: '/api/v1/messages/*/reaction' },
  });
  const question = thread.getByRole('article').filter({ hasText: 'Which day?' });
  await question.hover();
  await question.getByRole('button', { name: 'React' }).click();
  await page.getByRole('menuitem', { name: 'Heart' }).click();
  await expect(question.getByRole('alert')).toHaveText('The API does not offer reactions here.');
  await expect(question.getByRole('list', { name: 'Reactions' })).toHaveCount(0);
});

test('an account says what it can do, and why it cannot do the rest (6.7)', async ({
  page,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'WHATSAPP' } });
  await page.goto(`/accounts/${account.id}`);
  const can = page.getByRole('listitem');
  await expect(can.filter({ hasText: 'Quote a message: yes' })).toBeVisible();
  await expect(
    can.filter({ hasText: 'InMail: no' }).getByText('InMail exists on LinkedIn only.'),
  ).toBeVisible();
  await expectAccessibleInAllLooks(page, 'what an account can do');
});
