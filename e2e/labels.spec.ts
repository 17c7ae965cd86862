import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { conversationLabels, labels } from '@/db/schema';
import { receiveChats } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.use({ contextOptions: { reducedMotion: 'reduce' } });
// Five screens in four looks each: most of the time is the judging.
test.describe.configure({ timeout: 240_000 });

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });
const linkOf = (page: Page, name: string) => rowOf(page, name).getByRole('link');

const viewLink = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Hot and new/ });

async function chooseInPalette(page: Page, text: string, option: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+K');
  await expect(page.getByRole('combobox', { name: /^Search commands/ })).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.getByRole('option', { name: option, exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
}

/** Until the page has taken over, a letter does nothing. */
async function focusFirst(page: Page, name: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(linkOf(page, name)).toBeFocused({ timeout: 300 });
  }).toPass();
}

test('labels, assigning and views work by keyboard alone, are undone exactly, and the other screen follows (2.1, 3.2)', async ({
  page,
  db,
  team,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ role: 'lead', account: { row: { visibility: 'team-reply' } } });
  const { page: theirs } = colleague;
  await team.addMember('viewer', 'Vera Lind');
  await receiveChats(world, account, ['Dina', 'Cleo', 'Ben', 'Ana']);
  await openPage(theirs, '/inbox');
  await openPage(page, '/inbox');
  await focusFirst(page, 'Ana');
  const three = ['Ana', 'Ben', 'Cleo'];

  await test.step('a label is created in place for three at once', async () => {
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+J');
    await expect(page.getByRole('heading', { level: 1, name: '3 selected' })).toBeVisible();
    await page.keyboard.press('l');
    await expect(page.getByRole('combobox', { name: 'Label' })).toBeFocused();
    await page.keyboard.type('Hot reply');
    await expect(page.getByRole('option', { name: 'Create “Hot reply”' })).toBeVisible();
    await page.keyboard.press('Enter');
    for (const name of three) {
      await expect(rowOf(page, name)).toContainText('Hot reply');
      await expect(rowOf(theirs, name)).toContainText('Hot reply');
    }
    await expect(rowOf(theirs, 'Dina')).not.toContainText('Hot reply');
  });

  await test.step('and taken back exactly', async () => {
    await page.keyboard.press('z');
    for (const name of three) {
      await expect(rowOf(page, name)).not.toContainText('Hot reply');
      await expect(rowOf(theirs, name)).not.toContainText('Hot reply');
    }
  });

  await test.step('on one, then on all, as the marks say', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
    // An undo leads to the first of those that it concerns.
    await expect(linkOf(page, 'Ana')).toBeFocused();
    await page.keyboard.press('l');
    await expect(page.getByRole('combobox', { name: 'Label' })).toBeFocused();
    await page.keyboard.type('hot');
    await expect(page.getByRole('option', { name: 'Hot reply' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(rowOf(page, 'Ana')).toContainText('Hot reply');
    await expect(linkOf(page, 'Ana')).toBeFocused();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('Shift+J');
    await page.keyboard.press('l');
    const option = page.getByRole('option', { name: 'Hot reply' });
    await expect(option).toHaveAttribute('aria-checked', 'mixed');
    await expect(option).toContainText('on 1 of 3');
    await expectAccessibleInAllLooks(page, 'labels');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Enter');
    for (const name of three) await expect(rowOf(theirs, name)).toContainText('Hot reply');
    const stored = eq(conversationLabels.workspaceId, team.workspace.id);
    expect(await db.$count(conversationLabels, stored)).toBe(3);
  });

  await test.step('three are given to a colleague, whose screen follows', async () => {
    await page.keyboard.press('Shift+A');
    await expect(page.getByRole('option')).toHaveText([
      /Jane Ruiz \(you\)/,
      /Nobody/,
      /Omar Haddad/,
      /Vera Lind.*May only read/,
    ]);
    await expectAccessibleInAllLooks(page, 'assign');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.type('omar');
    await page.keyboard.press('Enter');
    for (const name of three) {
      await expect(rowOf(page, name)).toContainText('Assigned to Omar Haddad');
      await expect(rowOf(theirs, name)).toContainText('Assigned to you');
    }
    await page.keyboard.press('z');
    for (const name of three) await expect(rowOf(theirs, name)).not.toContainText('Assigned');
  });
  await test.step('the list narrowed by it is kept as a view for both, and its count equals it', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
    await chooseInPalette(page, 'hot reply', 'Hot reply Label');
    await expect(page).toHaveURL(/label=/);
    await expect(page.getByRole('row')).toHaveCount(3);
    await expect(page.getByRole('button', { name: 'Remove filter Hot reply' })).toBeVisible();
    await page.keyboard.press('Shift+F');
    const unreadOnly = page.getByRole('checkbox', { name: 'Unread only' });
    await expect(unreadOnly).toBeVisible();
    await expectAccessibleInAllLooks(page, 'filter');
    await page.setViewportSize({ width: 1280, height: 800 });
    await unreadOnly.press('Space');
    await expect(page).toHaveURL(/unread=true/);
    await page.keyboard.press('Escape');
    await expect(unreadOnly).toHaveCount(0);
    await page.keyboard.press('Shift+S');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type('Hot and new');
    await page.getByRole('checkbox', { name: 'Share with the team' }).press('Space');
    await expectAccessibleInAllLooks(page, 'save view');
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('textbox', { name: 'Name' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Hot and new' })).toBeVisible();
    for (const one of [page, theirs]) await expect(viewLink(one)).toContainText('3');
    await linkOf(page, 'Ben').focus();
    await page.keyboard.press('u');
    await expect(page.getByRole('row')).toHaveCount(2);
    for (const one of [page, theirs]) await expect(viewLink(one)).toContainText('2');
  });

  await test.step('and is opened from the palette, by a colleague too', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await expect(page.getByRole('row')).toHaveCount(4);
    for (const one of [page, theirs]) {
      await chooseInPalette(one, 'hot and', 'Hot and new Shared view');
      await expect(one.getByRole('heading', { level: 1, name: 'Hot and new' })).toBeVisible();
      await expect(one.getByRole('row')).toHaveCount(2);
      await expect(viewLink(one)).toHaveAttribute('aria-current', 'page');
    }
    await expectAccessibleInAllLooks(page, 'saved view');
    await expect(theirs.getByRole('button', { name: 'Change view Hot and new' })).toHaveCount(0);
  });
});

test('labels are renamed, recoloured and deleted under Settings, and each conversation shows it (6.9)', async ({
  page,
  db,
  team,
  world,
  seat,
}) => {
  const { account } = await seat({
    role: 'lead',
    name: 'Lea Brandt',
    account: { row: { visibility: 'team-reply' } },
  });
  const [benId = ''] = await receiveChats(world, account, ['Ben', 'Ana']);
  const inWorkspace = { workspaceId: team.workspace.id };
  const [hot] = await db
    .insert(labels)
    .values([
      { ...inWorkspace, name: 'Hot reply', colour: 'red' as const },
      { ...inWorkspace, name: 'Not now', colour: 'teal' as const },
    ])
    .returning();
  if (!hot) throw new Error('no label');
  await db
    .insert(conversationLabels)
    .values({ ...inWorkspace, conversationId: benId, labelId: hot.id });
  await openPage(page, '/settings/labels');
  const item = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(item('Hot reply')).toContainText('1 conversation');
  await expectAccessibleInAllLooks(page, 'labels of the team');
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole('button', { name: 'Change Not now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change label' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('HOT REPLY');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText(
    'There is a label called “HOT REPLY” already.',
  );
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Later');
  await dialog.getByRole('combobox', { name: 'Colour' }).click();
  await page.getByRole('option', { name: 'Amber' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(item('Later')).toBeVisible();
  const stored = await db.select().from(labels).where(eq(labels.name, 'Later'));
  expect(stored.filter((one) => one.workspaceId === team.workspace.id)).toMatchObject([
    { colour: 'amber' },
  ]);

  await page.getByRole('button', { name: 'Delete Hot reply' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete the label Hot reply?' });
  await expect(question).toContainText('It is taken from 1 conversation.');
  await question.getByRole('button', { name: 'Delete label' }).click();
  await expect(item('Hot reply')).toHaveCount(0);
  await openPage(page, `/inbox/${benId}`);
  await expect(page.getByRole('log').getByText('Hello from Ben.')).toBeVisible();
  await expect(page.getByText('Hot reply')).toHaveCount(0);
});
