import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { sessions } from '@/db/schema';
import { receiveChat, receiveChats } from './support/inbox';
import { openConversation, openPage } from './support/pages';
import { PASSWORD, setPassword } from './support/password';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

/** Opens a fresh conversation with Mira Olsen, ready to be answered. */
async function openThread(page: Page, id: string) {
  await openConversation(page, id);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  await expect(composer).toBeVisible();
  return { composer, thread: page.getByRole('log') };
}

/** On the page that asks for it; ends where that page leads to. */
async function signInAgain(page: Page, email: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
}

test('the chosen theme is there from the first frame after a reload (6)', async ({
  page,
  context,
  team,
}) => {
  await team.signIn(context, await team.addMember('member'));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.addInitScript(() => {
    const frames: boolean[] = [];
    Reflect.set(window, 'framesInDark', frames);
    const note = () => {
      if (document.body) frames.push(document.documentElement.classList.contains('dark'));
      if (frames.length < 20) requestAnimationFrame(note);
    };
    note();
  });
  await openPage(page, '/inbox');
  const root = page.locator('html');
  await expect(root).not.toHaveClass(/dark/);
  await page.getByRole('button', { name: /workspace menu/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(root).toHaveClass(/dark/);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
  const frames = () => page.evaluate(() => Reflect.get(window, 'framesInDark') as boolean[]);
  await expect.poll(async () => (await frames()).length).toBe(20);
  expect(await frames()).not.toContain(false);
});

test.describe('when a session ends', () => {
  // The browser says on its own that a request was refused.
  test.use({ allowedConsoleErrors: [/status of 401/] });

  test('the next page is sign-in, which leads to the page that was wanted (2.5)', async ({
    page,
    context,
    db,
    team,
  }) => {
    const member = await team.addMember('admin');
    await setPassword(db, member.user.id);
    await team.signIn(context, member);
    await db
      .update(sessions)
      .set({ revokedAt: new Date() })
      .where(eq(sessions.id, member.session.id));
    await page.goto('/settings/members');
    await signInAgain(page, member.user.email);
    await expect(page.getByRole('heading', { name: 'Members and roles', level: 1 })).toBeVisible();
    await expect(page).toHaveURL('/settings/members');
  });

  test('an open page is left, and a draft in it is kept (2.5)', async ({
    page,
    db,
    sandbox,
    world,
    seat,
  }) => {
    const { member, account } = await seat();
    await setPassword(db, member.user.id);
    const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Tuesday?' });
    const { composer } = await openThread(page, id);
    await composer.fill('Half a sentence');
    await db
      .update(sessions)
      .set({ revokedAt: new Date() })
      .where(eq(sessions.id, member.session.id));
    // What comes in makes the page ask the server, which finds out.
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, {
      text: 'Or Wednesday?',
    });
    await signInAgain(page, member.user.email);
    await expect(page.getByRole('log').getByText('Or Wednesday?')).toBeVisible();
    await expect(page).toHaveURL(`/inbox/${id}`);
    await expect(composer).toHaveValue('Half a sentence');
  });

  test('signing out ends the session for good (2.5)', async ({ page, context, db, team }) => {
    const member = await team.addMember('member');
    await team.signIn(context, member);
    await openPage(page, '/inbox');
    await page.getByRole('button', { name: /workspace menu/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
    const [session] = await db.select().from(sessions).where(eq(sessions.id, member.session.id));
    expect(session?.revokedAt).not.toBeNull();
    await page.goto('/inbox');
    await expect(page.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
  });
});

test('the tab says where one is and how much waits (2.6)', async ({ page, world, seat }) => {
  const { account } = await seat({ role: 'admin' });
  await page.goto('/inbox');
  await expect(page).toHaveTitle('Inbox · Switchboard');
  await receiveChats(world, account, ['Mira Olsen', 'Ben Adeyemi']);
  await expect(page).toHaveTitle('(2) Inbox · Switchboard');
  await page.getByRole('row', { name: /Ben Adeyemi/ }).click();
  await expect(page).toHaveTitle('(1) Inbox · Switchboard');
  const titles = {
    '/accounts': 'Accounts · Switchboard',
    '/people': 'People · Switchboard',
    '/people/imports': 'Import · Switchboard',
    '/overview': 'Overview · Switchboard',
    '/settings/profile': 'Profile · Switchboard',
    '/settings/sessions': 'Sessions · Switchboard',
    '/settings/extension': 'Browser extension · Switchboard',
    '/settings/members': 'Members and roles · Switchboard',
    '/settings/webhooks': 'Webhooks · Switchboard',
  };
  for (const [path, title] of Object.entries(titles)) {
    await page.goto(path);
    await expect(page).toHaveTitle(title);
  }
});

test('a message that comes while the inbox is on its way to the browser is in it (2.1)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  // Its hints are asked for only once the page has taken over, and the next page is held back below.
  await openPage(page, '/accounts');
  const inbox = page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: /^Inbox/ });
  await page.route('**/inbox?_rsc=*', async (route) => {
    if (route.request().headers()['next-router-prefetch']) return route.continue();
    const readBefore = await route.fetch();
    await receiveChats(world, account, ['Mira Olsen']);
    // The hint has reached this browser: its sidebar counts the message.
    await expect(inbox).toHaveAccessibleName(/1/);
    await route.fulfill({ response: readBefore });
  });
  await inbox.click();
  await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
});

test('an address opens its conversation, and Back keeps the place in the list (4)', async ({
  page,
  world,
  seat,
}) => {
  const { account } = await seat();
  const [firstId] = await receiveChats(world, account, ['Mira Olsen', 'Ben Adeyemi', 'Chloé Roy']);
  await page.goto(`/inbox/${firstId}`);
  await expect(page.getByRole('log').getByText('Hello from Mira Olsen.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Mira Olsen/ }).getByRole('link')).toHaveAttribute(
    'aria-current',
    'page',
  );

  await page.goto('/inbox');
  const link = page.getByRole('row', { name: /Ben Adeyemi/ }).getByRole('link');
  await link.click();
  await expect(page.getByRole('log').getByText('Hello from Ben Adeyemi.')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL('/inbox');
  await expect(page.getByText('No conversation open')).toBeVisible();
  await expect(link).toBeFocused();
  await page.goForward();
  await expect(page.getByRole('log').getByText('Hello from Ben Adeyemi.')).toBeVisible();
});
