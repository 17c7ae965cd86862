import type { Page } from '@playwright/test';
import { focusFaults, tabTo, walkTabStops } from './support/focus';
import { addAccount, countAtProvider, receiveChat, receiveChats } from './support/inbox';
import { holdAnswers, openPage, PAGES } from './support/pages';
import { PASSWORD, setPassword } from './support/password';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });
// Colours then change at once, so that a frame can be read right after a key.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

function rowLink(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(name) }).getByRole('link');
}

test('from sign-in to a sent answer without a mouse (2.8)', async ({ page, db, team, sandbox }) => {
  const member = await team.addMember('member');
  await setPassword(db, member.user.id);
  const account = await addAccount({ db, team, sandbox }, member);
  await receiveChats({ db, team, sandbox }, account, ['Chloé Roy', 'Ben Adeyemi', 'Mira Olsen']);
  const composer = page.getByRole('textbox', { name: 'Reply to Ben Adeyemi' });
  const row = (name: string) => rowLink(page, name);

  await test.step('signs in', async () => {
    await page.goto('/inbox');
    await tabTo(page, page.getByLabel('E-mail'));
    await page.keyboard.type(member.user.email);
    await page.keyboard.press('Tab');
    await expect(page.getByLabel('Password')).toBeFocused();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(row('Mira Olsen')).toBeVisible();
  });

  await test.step('moves through the list', async () => {
    // Until the page has taken over, a letter does nothing.
    await expect(async () => {
      await page.keyboard.press('j');
      await expect(row('Mira Olsen')).toBeFocused({ timeout: 200 });
    }).toPass();
    expect(await focusFaults(page)).toEqual([]);
    await page.keyboard.press('j');
    await expect(row('Ben Adeyemi')).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(row('Chloé Roy')).toBeFocused();
    await page.keyboard.press('j');
    await expect(row('Chloé Roy')).toBeFocused();
    await page.keyboard.press('Home');
    await expect(row('Mira Olsen')).toBeFocused();
    await page.keyboard.press('End');
    await expect(row('Chloé Roy')).toBeFocused();
    await page.keyboard.press('k');
    await expect(row('Ben Adeyemi')).toBeFocused();
    await expect(page).toHaveURL('/inbox');
  });

  await test.step('opens, writes two lines and sends', async () => {
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText('Hello from Ben Adeyemi.')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(composer).toBeFocused();
    expect(await focusFaults(page)).toEqual([]);
    await page.keyboard.type('First line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    await expect(composer).toHaveValue('First line\nsecond line');
    await page.keyboard.press('Enter');
    await expect(composer).toHaveValue('');
    await expect(composer).toBeFocused();
    const bubble = page.getByRole('article').filter({ hasText: 'First line' });
    await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
    expect(await countAtProvider(sandbox, 'First line\nsecond line')).toBe(1);
  });

  await test.step('leaves step by step with Escape', async () => {
    await page.keyboard.press('Escape');
    await expect(row('Ben Adeyemi')).toBeFocused();
    await expect(page.getByRole('log')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByText('No conversation open')).toBeVisible();
    await expect(row('Ben Adeyemi')).toBeFocused();
    await expect(page).toHaveURL('/inbox');
  });
});

test('letters in the composer are text, and the open conversation stays (3.2)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  const [, id] = await receiveChats(world, account, ['Ben Adeyemi', 'Mira Olsen', 'Chloé Roy']);
  await openPage(page, `/inbox/${id}`);
  await expect(page.getByRole('log')).toBeVisible();
  await page.keyboard.press('r');
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await expect(composer).toBeFocused();
  await expect(composer).toHaveValue('');
  const typed = 'jk jkoxre[]/?#!uhlcgi z';
  await page.keyboard.type(typed);
  for (const key of ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp']) {
    await page.keyboard.press(key);
  }
  await expect(composer).toHaveValue(typed);
  await expect(composer).toBeFocused();
  await expect(page).toHaveURL(`/inbox/${id}`);
});

test('single letters can be switched off, and the arrows stay (2.1.4)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  await receiveChats(world, account, ['Ben Adeyemi', 'Mira Olsen']);
  await openPage(page, '/inbox');
  const more = page.getByRole('button', { name: 'More', exact: true });
  await tabTo(page, more);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemcheckbox', { name: /Single-key/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await tabTo(page, rowLink(page, 'Mira Olsen'));
  await page.keyboard.press('j');
  await expect(rowLink(page, 'Mira Olsen')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(rowLink(page, 'Ben Adeyemi')).toBeFocused();
});

test('the first Tab offers the way past the navigation (2.4.1)', async ({
  page,
  context,
  team,
}) => {
  await team.signIn(context, await team.addMember('owner'));
  for (const path of PAGES) {
    await openPage(page, path);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(skip, path).toBeFocused();
    expect(await focusFaults(page), path).toEqual([]);
    await page.keyboard.press('Enter');
    await expect(page.locator('#main'), path).toBeFocused();
    await page.keyboard.press('Tab');
    const isInMain = await page.evaluate(() =>
      document.getElementById('main')?.contains(document.activeElement),
    );
    expect(isInMain, path).toBe(true);
  }
});

test('every tab stop of every page shows where the focus is, and none is hidden (2.4.7, 2.4.11)', async ({
  page,
  world,
  seat,
}) => {
  const { member: owner, account } = await seat({ role: 'owner' });
  await addAccount(world, owner, {
    name: 'Omar Haddad',
    apiStatus: 'CREDENTIALS',
    row: { status: 'reconnect_needed' },
  });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
  for (const path of ['/sign-in', '/sign-in/check-mail', '/invite/none', '/reconnect/none']) {
    await page.goto(path);
    const { stops, faults } = await walkTabStops(page);
    expect(faults, path).toEqual([]);
    expect(stops, path).toBeGreaterThan(0);
  }
  for (const path of [...PAGES, `/inbox/${id}`, `/accounts/${account.id}`]) {
    await openPage(page, path);
    const { stops, faults } = await walkTabStops(page);
    expect(faults, path).toEqual([]);
    expect(stops, path).toBeGreaterThan(5);
  }
});

test('an account is connected without a mouse, up to the wizard (A3)', async ({
  page,
  context,
  team,
}) => {
  await team.signIn(context, await team.addMember('member'));
  await openPage(page, '/accounts');
  const connections = await holdAnswers(page, /\/api\/connections\/choices/);
  const trigger = page.getByRole('button', { name: 'Connect account' }).first();
  await tabTo(page, trigger);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Connect an account' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^LinkedIn/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(trigger).toBeFocused();
  expect(await focusFaults(page)).toEqual([]);

  await page.keyboard.press('Enter');
  // The dialog takes the focus a moment after it is there, also from whoever was faster.
  await expect(dialog.getByRole('button', { name: /^LinkedIn/ })).toBeFocused();
  const whatsapp = dialog.getByRole('button', { name: /^WhatsApp/ });
  await tabTo(page, whatsapp);
  await page.keyboard.press('Enter');
  // A press that is faster than the connections waits for them.
  await expect(whatsapp).toHaveAttribute('aria-busy', 'true');
  connections.release();
  await expect(page.getByRole('heading', { name: 'Connect WhatsApp' })).toBeVisible();
});

test('closing a menu or a dialog gives the focus back to where it came from (6)', async ({
  page,
  seat,
}) => {
  const { account } = await seat({ role: 'owner' });
  await openPage(page, '/accounts');
  const more = page.getByRole('main').getByRole('button', { name: /^More for Jane Ruiz/ });
  for (const item of ['Rename', 'Who sees it', 'Change owner', 'Remove']) {
    await test.step(item, async () => {
      await more.focus();
      await page.keyboard.press('Enter');
      const choice = page.getByRole('menuitem', { name: item });
      for (let presses = 0; presses < 12; presses += 1) {
        if (await choice.evaluate((element) => element === document.activeElement)) break;
        await page.keyboard.press('ArrowDown');
      }
      await expect(choice).toBeFocused();
      await page.keyboard.press('Enter');
      const dialog = page.locator('[role=dialog], [role=alertdialog]');
      await expect(dialog).toBeVisible();
      await expect(dialog.locator(':focus')).toHaveCount(1);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(more).toBeFocused();
    });
  }
  await test.step('an act in a dialog too', async () => {
    await more.press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
    const field = page.getByRole('textbox', { name: 'Name' });
    await field.fill('Jane, sales');
    await page.keyboard.press('Enter');
    // The word of its success is a dialog as well, and stays for a while.
    await expect(page.getByRole('dialog').filter({ has: field })).toHaveCount(0);
    await expect(page.getByRole('button', { name: /^More for Jane, sales/ })).toBeFocused();
  });

  await openPage(page, `/accounts/${account.id}`);
  const remove = page.getByRole('button', { name: 'Remove LinkedIn account' });
  await remove.press('Enter');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(remove).toBeFocused();

  await openPage(page, '/settings/members');
  const invite = page.getByRole('button', { name: 'Invite' });
  await invite.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('E-mail')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(invite).toBeFocused();

  const workspace = page.getByRole('button', { name: /workspace menu/ });
  await workspace.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(workspace).toBeFocused();
});
