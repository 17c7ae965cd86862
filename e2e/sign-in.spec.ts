import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { members, users } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { hashPassword } from '@/lib/core/passwords';
import { callAction } from './support/action-calls';
import { builtActions } from './support/build';
import { expect, test } from './support/fixtures';
import { openStream } from './support/live-stream';
import { firstMailTo, linkIn, mailsTo } from './support/mailbox';

test.describe.configure({ timeout: 90_000 });

const PASSWORD = 'a long password';

async function givePassword(db: Db, userId: string): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  await db.update(users).set({ passwordHash }).where(eq(users.id, userId));
}

async function signInByPassword(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function askForLink(page: Page, email: string): Promise<string> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
  return page.getByRole('main').innerText();
}

async function pressLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

function postPassword(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(`${url}/api/auth/callback/password`, {
    method: 'POST',
    headers: { accept: 'application/json', origin: url },
    body: new URLSearchParams(form),
  });
}

test('a link by e-mail works once, and only in the browser that asked for it (Z8)', async ({
  page,
  browser,
  team,
}) => {
  const seller = await team.addMember('member', 'Jane Ruiz');
  await askForLink(page, seller.user.email);
  const link = linkIn(await firstMailTo(seller.user.email));

  const elsewhere = await browser.newContext();
  const otherPage = await elsewhere.newPage();
  await pressLink(otherPage, link);
  await expect(otherPage.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();
  await elsewhere.close();

  // The other browser's try must not have used it up.
  await pressLink(page, link);
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();

  await page.goto('about:blank');
  await page.context().clearCookies({ name: /session/ });
  await pressLink(page, link);
  await expect(page.getByRole('heading', { name: 'This link cannot be used' })).toBeVisible();
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
});

test.describe('an address that nobody has', () => {
  test.use({ allowedConsoleErrors: [/401|429/] });

  test('gets the same pages and words as one that somebody has (Z9)', async ({
    page,
    db,
    team,
  }) => {
    const seller = await team.addMember('member');
    await givePassword(db, seller.user.id);
    const nobody = `nobody-${newId()}@example.com`;

    const known = await askForLink(page, seller.user.email);
    const unknown = await askForLink(page, nobody);
    expect(unknown).toBe(known);
    await firstMailTo(seller.user.email);
    expect(await mailsTo(nobody)).toEqual([]);

    await signInByPassword(page, seller.user.email, 'a wrong password');
    await expect(page.getByText('do not match')).toBeVisible();
    const wrong = await page.getByRole('main').innerText();
    await signInByPassword(page, nobody, 'a wrong password');
    await expect(page.getByText('do not match')).toBeVisible();
    expect(await page.getByRole('main').innerText()).toBe(wrong);
  });

  test('and one that is guessed at is closed for a while, in words (Z9)', async ({
    page,
    url,
    db,
    team,
  }) => {
    const seller = await team.addMember('member');
    await givePassword(db, seller.user.id);
    const { email } = seller.user;
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      const answer = await postPassword(url, { email, password: `guess ${tries}` });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    // Not even the right one, or the limit would tell a guesser which one it was.
    await signInByPassword(page, email, PASSWORD);
    await expect(page.getByText(/Too many attempts\. Try again in \d+ minutes\./)).toBeVisible();
  });
});

test('a session that is ended elsewhere closes that browser and its stream in 5 s (Z6)', async ({
  page,
  browser,
  context,
  url,
  db,
  team,
}) => {
  const seller = await team.addMember('member', 'Jane Ruiz');
  await givePassword(db, seller.user.id);
  await team.signIn(context, seller);
  const other = await browser.newContext();
  const otherPage = await other.newPage();
  await signInByPassword(otherPage, seller.user.email, PASSWORD);
  await expect(otherPage.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
  const cookie = (await other.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const stream = await openStream(url, cookie);

  await page.goto('/settings/sessions');
  await expect(page.getByText('This browser')).toHaveCount(1);
  await page.getByRole('button', { name: /^End session:/ }).click();
  await expect.poll(() => stream.isEnded(), { timeout: 5_000 }).toBe(true);
  await expect(page.getByRole('button', { name: /^End session:/ })).toHaveCount(0);
  await expect(otherPage.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
  await otherPage.goto('/accounts');
  await expect(otherPage.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
  const again = await fetch(`${url}/api/accounts`, { headers: { cookie } });
  expect(again.status).toBe(401);
  await other.close();
});

test('a member who is removed loses the open tab, its stream and every act in 5 s (Z5)', async ({
  page,
  browser,
  context,
  url,
  team,
}) => {
  const admin = await team.addMember('admin', 'Lukas Weber');
  const leaver = await team.addMember('member', 'Omar Haddad');
  await team.signIn(context, admin);
  const other = await browser.newContext();
  await team.signIn(other, leaver);
  const otherPage = await other.newPage();
  await otherPage.goto('/settings/profile');
  const cookie = await team.cookieOf(leaver);
  const stream = await openStream(url, cookie);

  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'Remove Omar Haddad' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => stream.isEnded(), { timeout: 5_000 }).toBe(true);
  await expect(otherPage.getByRole('heading', { name: 'Sign in to Switchboard' })).toBeVisible();
  const rename = builtActions().find(({ name }) => name.endsWith('#changeNameAction'));
  if (!rename) throw new Error('The build has no changeNameAction.');
  const answer = await callAction(url, rename, { name: 'Still here' }, { cookie });
  expect(answer.result).toMatchObject({ ok: false, problem: { code: 'unauthenticated' } });
  await other.close();
});

test('a colleague invited by e-mail joins with the role that the invitation names (Z10)', async ({
  page,
  browser,
  context,
  db,
  team,
}) => {
  await team.signIn(context, await team.addMember('owner', 'Jane Ruiz'));
  const email = `new-${newId()}@example.com`;
  await page.goto('/settings/members');
  await page.getByRole('button', { name: 'Invite' }).click();
  const field = page.getByLabel('E-mail');
  // The word of its success is a dialog as well, and stays for a while.
  const dialog = page.getByRole('dialog').filter({ has: field });
  await field.fill(email);
  await dialog.getByRole('button', { name: 'Send invitation' }).click();
  await expect(dialog).toHaveCount(0);
  const link = linkIn(await firstMailTo(email));

  const other = await browser.newContext();
  const otherPage = await other.newPage();
  await otherPage.goto(link);
  await otherPage.getByLabel('Your name').fill('Priya Raman');
  await otherPage.getByLabel('Password').fill(PASSWORD);
  await otherPage.getByRole('button', { name: /^Join/ }).click();
  await expect(otherPage.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
  await expect(page.getByText('Priya Raman').first()).toBeVisible();
  const joined = await db
    .select({ role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(users.email, email));
  expect(joined).toEqual([{ role: 'member' }]);

  await otherPage.goto('about:blank');
  await other.clearCookies();
  await otherPage.goto(link);
  await expect(
    otherPage.getByRole('heading', { name: 'This invitation cannot be used' }),
  ).toBeVisible();
  await other.close();
});

test('no address of a sign-in leads to another site (Z7)', async ({ page, url, db, team }) => {
  const seller = await team.addMember('member');
  await givePassword(db, seller.user.id);
  const { email } = seller.user;
  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'http:evil.example',
    `${url}.evil.example/`,
    'javascript:alert(1)',
    '/x/..//evil.example',
    '/%0d%0aLocation:%20https://evil.example',
  ];
  for (const callbackUrl of elsewhere) {
    const answer = await postPassword(url, { email, password: PASSWORD, callbackUrl });
    expect(answer.status, callbackUrl).toBe(200);
    const { path } = (await answer.json()) as { path: string };
    expect(new URL(path, url).origin, callbackUrl).toBe(url);
  }
  await page.goto('/sign-in?callbackUrl=https%3A%2F%2Fevil.example%2Finbox');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(url);
});
