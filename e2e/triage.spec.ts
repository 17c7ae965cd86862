import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { conversations } from '@/db/schema';
import { addAccount, countAtProvider, receiveChats } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, openPage } from './support/pages';
import { expect, test } from './support/seat';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
test.describe.configure({ timeout: 120_000 });

/** The newest first, as the list shows them. */
const NAMES = ['Ana', 'Ben', 'Cleo', 'Dina', 'Emil', 'Femi'];

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });
const linkOf = (page: Page, name: string) => rowOf(page, name).getByRole('link');

/** Until the page has taken over, a letter does nothing. */
async function focusFirst(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(linkOf(page, name)).toBeFocused({ timeout: 300 });
  }).toPass();
}

test('an inbox is emptied by keyboard alone, exactly undone, and a colleague’s screen follows (2.1, 3.2)', async ({
  page,
  db,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { row: { visibility: 'team-reply' } } });
  const { page: theirs } = colleague;
  await receiveChats(world, account, NAMES.toReversed());
  await openPage(theirs, '/inbox');
  await openPage(page, '/inbox');
  await focusFirst(page, 'Ana');

  await test.step('done', async () => {
    await page.keyboard.press('e');
    await expect(rowOf(page, 'Ana')).toHaveCount(0);
    await expect(linkOf(page, 'Ben')).toBeFocused();
    await expect(rowOf(theirs, 'Ana')).toHaveCount(0);
  });

  await test.step('snoozed until a time in words', async () => {
    await page.keyboard.press('h');
    const until = page.getByRole('dialog', { name: 'Snooze until' });
    await expect(until.getByRole('textbox')).toBeFocused();
    await page.keyboard.type('yesterday');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').getByText('This time has passed.')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('tomorrow 9am');
    await expect(page.getByText(/^Until .* 09:00 GMT\+5:45\. Press Enter\.$/)).toBeVisible();
    await expectAccessibleInAllLooks(page, 'snooze');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Enter');
    await expect(rowOf(page, 'Ben')).toHaveCount(0);
    await expect(linkOf(page, 'Cleo')).toBeFocused();
    await expect(rowOf(theirs, 'Ben')).toHaveCount(0);
  });

  await test.step('assigned and starred', async () => {
    await page.keyboard.press('i');
    await page.keyboard.press('s');
    await expect(rowOf(page, 'Cleo')).toContainText('Starred');
    await expect(rowOf(page, 'Cleo')).toContainText('Assigned to you');
    await expect(rowOf(theirs, 'Cleo')).toContainText('Assigned to Jane Ruiz');
    await expect(rowOf(theirs, 'Cleo')).toContainText('Starred');
  });

  await test.step('two at once, undone in their place, and done again', async () => {
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await expect(page.getByRole('heading', { level: 1, name: '2 selected' })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'two selected');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('e');
    await expect(rowOf(page, 'Cleo')).toHaveCount(0);
    await expect(rowOf(page, 'Dina')).toHaveCount(0);
    await expect(linkOf(page, 'Emil')).toBeFocused();
    await expect(rowOf(theirs, 'Dina')).toHaveCount(0);
    await page.keyboard.press('z');
    await expect(page.getByRole('row').first()).toContainText('Cleo');
    await expect(page.getByRole('row').nth(1)).toContainText('Dina');
    await expect(rowOf(theirs, 'Cleo')).toContainText('Assigned to Jane Ruiz');
    await expect(rowOf(theirs, 'Dina')).toBeVisible();
  });

  await test.step('the rest at the speed of the key', async () => {
    await expect(linkOf(page, 'Cleo')).toBeFocused();
    for (const _ of ['Cleo', 'Dina', 'Emil', 'Femi']) await page.keyboard.press('e');
    await expect(page.getByText('All done', { exact: true })).toBeVisible();
    await expect(theirs.getByText('All done', { exact: true })).toBeVisible();
  });

  await test.step('what was put away is found in its view', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await expect(page).toHaveURL(/view=snoozed/);
    await expect(rowOf(page, 'Ben')).toContainText('Snoozed until');
    await page.keyboard.press(']');
    await expect(page).toHaveURL(/view=done/);
    await expect(page.getByRole('row')).toHaveCount(5);
    const stored = await db
      .select({ place: conversations.place })
      .from(conversations)
      .where(eq(conversations.accountId, account.id));
    expect(stored.filter(({ place }) => place === 'done')).toHaveLength(5);
    expect(stored.filter(({ place }) => place === 'snoozed')).toHaveLength(1);
  });
});

test('while reading, the next conversation opens, and each toast undoes its own act (2.1)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  const ids = await receiveChats(world, account, ['Cleo', 'Ben', 'Ana']);
  await openPage(page, `/inbox/${ids[2]}`);
  const thread = page.getByRole('region', { name: 'Conversation', exact: true });
  await thread.getByRole('button', { name: 'Done' }).click();
  await expect(page).toHaveURL(`/inbox/${ids[1]}`);
  await expect(rowOf(page, 'Ana')).toHaveCount(0);
  await thread.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Star' }).click();
  await expect(rowOf(page, 'Ben')).toContainText('Starred');
  await page.keyboard.press('Shift+M');
  await expect(rowOf(page, 'Ben')).toContainText('Muted');

  // The older act's toast, while the key would take the newest back.
  await page
    .getByRole('dialog')
    .filter({ hasText: 'Ana: done' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(page.getByRole('row').first()).toContainText('Ana');
  await expect(rowOf(page, 'Ben')).toContainText('Muted');
  await page.keyboard.press('z');
  await expect(rowOf(page, 'Ben')).not.toContainText('Muted');
  await expect(rowOf(page, 'Ben')).toContainText('Starred');
  await expectAccessibleInAllLooks(page, 'reading');
});

test('a row is acted on under the pointer and by Right, and nothing in it moves (6.2)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  await receiveChats(world, account, ['Dina', 'Cleo', 'Ben', 'Ana']);
  await openPage(page, '/inbox');
  await focusFirst(page, 'Ana');
  const action = (name: string, label: string) =>
    rowOf(page, name).getByRole('button', { name: label, exact: true });
  const textOf = (name: string) => rowOf(page, name).getByText(name, { exact: true });

  const before = await textOf('Cleo').boundingBox();
  await rowOf(page, 'Cleo').hover();
  await expect(action('Cleo', 'Done')).toBeVisible();
  expect(await textOf('Cleo').boundingBox()).toEqual(before);
  const { width, height } = (await action('Cleo', 'Star').boundingBox()) ?? { width: 0, height: 0 };
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  await expectAccessibleInAllLooks(page, 'row under the pointer');
  await page.setViewportSize({ width: 1280, height: 800 });
  await rowOf(page, 'Cleo').hover();
  await action('Cleo', 'Star').click();
  await expect(rowOf(page, 'Cleo')).toContainText('Starred');
  // The pointer takes the focus from no row, and opens none.
  await expect(linkOf(page, 'Ana')).toBeFocused();
  await expect(page).toHaveURL('/inbox');
  await action('Cleo', 'Done').click();
  await expect(rowOf(page, 'Cleo')).toHaveCount(0);
  await expect(linkOf(page, 'Ana')).toBeFocused();

  await page.mouse.move(0, 0);
  await page.keyboard.press('ArrowRight');
  await expect(action('Ana', 'Done')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(action('Ana', 'Star')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'Ana')).toContainText('Starred');
  await expect(action('Ana', 'Remove star')).toBeFocused();
  for (const _ of ['Star', 'Snooze', 'Done']) await page.keyboard.press('ArrowLeft');
  await expect(linkOf(page, 'Ana')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'Ana')).toHaveCount(0);
  await expect(linkOf(page, 'Ben')).toBeFocused();
});

test('done, undone and done again before the first answer is done (2.1)', async ({
  page,
  db,
  world,
  seat,
}) => {
  const { account } = await seat();
  const [, ana = ''] = await receiveChats(world, account, ['Ben', 'Ana']);
  await openPage(page, '/inbox');
  await focusFirst(page, 'Ana');
  const actions = await holdAnswers(page, /\/inbox$/);
  for (const count of [0, 1, 0]) {
    if (count === 1) await page.keyboard.press('z');
    else {
      await linkOf(page, 'Ana').focus();
      await page.keyboard.press('e');
    }
    await expect(rowOf(page, 'Ana')).toHaveCount(count);
  }
  let asked = 0;
  page.on('response', (response) => {
    if (response.request().method() === 'POST') asked += 1;
  });
  actions.release();
  await expect.poll(() => asked).toBe(3);
  const places = await db
    .select({ place: conversations.place })
    .from(conversations)
    .where(eq(conversations.id, ana));
  expect(places).toEqual([{ place: 'done' }]);
  await expect(rowOf(page, 'Ana')).toHaveCount(0);
});

test.describe('when the server does not answer', () => {
  test.use({ allowedConsoleErrors: [/Failed to load resource|net::ERR_FAILED/] });

  test('the row is back in its place and the reason stands there (4)', async ({
    page,
    world,
    seat,
  }) => {
    const { account } = await seat();
    await receiveChats(world, account, ['Cleo', 'Ben', 'Ana']);
    // From the beginning: once, an act got through that was done right after its way had been closed.
    await page.route(/\/inbox(\?|$)/, (route) =>
      route.request().method() === 'POST' ? route.abort() : route.fallback(),
    );
    await openPage(page, '/inbox');
    await focusFirst(page, 'Ana');
    await page.keyboard.press('j');
    await expect(linkOf(page, 'Ben')).toBeFocused();
    await page.keyboard.press('e');
    const list = page.getByRole('region', { name: 'Conversations', exact: true });
    await expect(list.getByRole('alert')).toContainText('It did not work: Ben: done');
    await expect(page.getByRole('row').nth(1)).toContainText('Ben');
  });
});

test('a mere reader is offered no act, and the keys do nothing (B7)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const world = { db, team, sandbox };
  const jane = await team.addMember('member', 'Jane Ruiz');
  const viewer = await team.addMember('viewer', 'Vera Lind');
  const account = await addAccount(world, jane, { row: { visibility: 'team-reply' } });
  const ids = await receiveChats(world, account, ['Ben', 'Ana']);
  await team.signIn(context, viewer);
  await openPage(page, `/inbox/${ids[1]}`);
  await expect(page.getByRole('log').getByText('Hello from Ana.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Close conversation' })).toBeVisible();
  const thread = page.getByRole('region', { name: 'Conversation', exact: true });
  for (const name of ['Done', 'Snooze', 'More actions']) {
    await expect(thread.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await focusFirst(page, 'Ben');
  for (const key of ['e', 's', 'i', 'u', 'h', 'l', 'Shift+A']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('x');
  await expect(page.getByRole('heading', { level: 1, name: '1 selected' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Assign to me' })).toHaveCount(0);
  await rowOf(page, 'Ana').hover();
  await expect(page.getByRole('row').getByRole('button')).toHaveCount(0);
  const stored = await db
    .select({ place: conversations.place, isStarred: conversations.isStarred })
    .from(conversations)
    .where(eq(conversations.accountId, account.id));
  expect(stored).toEqual([
    { place: 'inbox', isStarred: false },
    { place: 'inbox', isStarred: false },
  ]);
});

test('the undo key takes back the latest deed, an answer or an act, wherever one is by then (2.1)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 10 });
  const [, anaId] = await receiveChats(world, account, ['Ben', 'Ana']);
  await openPage(page, `/inbox/${anaId}`);
  const reply = page.getByRole('textbox', { name: 'Reply to Ana' });
  const log = page.getByRole('log');
  const isHeld = log.getByRole('button', { name: 'Undo' });
  const answer = async () => {
    await reply.fill('On my way.');
    await reply.press('Enter');
    await expect(isHeld).toBeVisible();
    // The page itself has heard that it is held, not only the thread.
    await expect(page.getByRole('dialog').filter({ hasText: 'Sending to Ana' })).toBeVisible();
    await reply.press('Escape');
  };

  await test.step('an act after the answer goes first, then the answer', async () => {
    await answer();
    await page.keyboard.press('s');
    await expect(rowOf(page, 'Ana')).toContainText('Starred');
    await page.keyboard.press('z');
    await expect(rowOf(page, 'Ana')).not.toContainText('Starred');
    await expect(isHeld).toBeVisible();
    await page.keyboard.press('z');
    await expect(reply).toHaveValue('On my way.');
  });

  await test.step('also with another conversation open, which stays open', async () => {
    await answer();
    await page.keyboard.press('e');
    await expect(page.getByRole('textbox', { name: 'Reply to Ben' })).toBeVisible();
    await page.keyboard.press('z');
    await expect(rowOf(page, 'Ana')).toHaveCount(1);
    await page.keyboard.press('z');
    await expect(page.getByText('Taken back. The text is in the draft')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Reply to Ben' })).not.toBeFocused();
    await expect(rowOf(page, 'Ana')).toContainText('On my way.');
  });
  expect(await countAtProvider(sandbox, 'On my way.')).toBe(0);
});
