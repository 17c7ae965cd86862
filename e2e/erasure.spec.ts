import { readFile } from 'node:fs/promises';
import { and, eq } from 'drizzle-orm';
import { attendees, messages } from '@/db/schema';
import { createContact } from '@/db/testing/people-world';
import { newId } from '@/lib/core/ids';
import { enqueue } from '@/lib/jobs/enqueue';
import { linkPeopleJob } from '@/lib/people/jobs';
import { addAccount } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
// Nothing moves while it is judged.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const WIDE = { width: 1440, height: 900 };

test('a person gets all that is held of them as a file, and is erased; the record names nobody (K5)', async ({
  page,
  db,
  team,
  seat,
}) => {
  const { account } = await seat({ role: 'admin', account: { name: 'Jane Ruiz' } });
  const words = `hello ${newId()}`;
  await createContact(db, account, { name: 'Mira Olsen', text: words });
  await enqueue(db, linkPeopleJob, { workspaceId: team.workspace.id });
  await openPage(page, '/people');
  const list = page.getByRole('table', { name: 'People' });
  await list.getByRole('link', { name: 'Mira Olsen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mira Olsen' })).toBeVisible();

  const more = page.getByRole('button', { name: 'More for Mira Olsen' });
  await more.click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export what is held' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^person-\d{4}-\d\d-\d\d\.json$/);
  const held = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(held).toMatchObject({
    name: 'Mira Olsen',
    conversations: [{ messages: [{ text: words }] }],
  });

  await more.click();
  await page.getByRole('menuitem', { name: 'Erase…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Erase Mira Olsen?' });
  const erase = dialog.getByRole('button', { name: 'Erase' });
  await expect(erase).toBeDisabled();
  await expectAccessibleInAllLooks(page, 'asking before a person is erased');
  await page.setViewportSize(WIDE);
  await dialog.getByRole('textbox').fill('Mira Olsen');
  await erase.click();
  await expect(page.getByText('Mira Olsen is being erased')).toBeVisible();
  await expect(page).toHaveURL('/people');
  await expect(page.getByText('Nobody yet')).toBeVisible();

  await openPage(page, '/settings/privacy');
  const record = page.getByRole('list', { name: 'Erasures' }).getByRole('listitem');
  await expect(record).toContainText('Erased', { timeout: 30_000 });
  await expect(record).toContainText('1 conversation · 1 message');
  await expect(record).not.toContainText('Mira');
  expect(await db.$count(messages, eq(messages.text, words))).toBe(0);
  await expectAccessibleInAllLooks(page, 'privacy');
});

test('whoever looks at a person while they are erased has no such person before them, and asks nothing of them (K5)', async ({
  page,
  db,
  team,
  seat,
  colleague,
}) => {
  const { account } = await seat({ role: 'admin', account: { row: { visibility: 'team-read' } } });
  await createContact(db, account, { name: 'Mira Olsen', text: 'hello' });
  await enqueue(db, linkPeopleJob, { workspaceId: team.workspace.id });
  await openPage(page, '/people');
  await page.getByRole('link', { name: 'Mira Olsen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mira Olsen' })).toBeVisible();
  const { page: theirs } = colleague;
  await openPage(theirs, new URL(page.url()).pathname);
  await expect(theirs).toHaveTitle(/Mira Olsen/);

  await page.getByRole('button', { name: 'More for Mira Olsen' }).click();
  await page.getByRole('menuitem', { name: 'Erase…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Erase Mira Olsen?' });
  await dialog.getByRole('textbox').fill('Mira Olsen');
  // What the press came to is on its way until all is done: a refused request would be an error in the browser.
  const answer = await holdAnswers(page, /\/people\/[^/]+$/, { isDone: true });
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await expect(theirs.getByText('No such person')).toBeVisible();
  await expect(theirs).not.toHaveTitle(/Mira Olsen/);
  await expect(dialog).toBeVisible();
  answer.release();
  await expect(page.getByText('Nobody yet')).toBeVisible();
});

test('somebody whom only a private account knows is erased by their address (K5)', async ({
  page,
  db,
  team,
  world,
  seat,
  colleague,
}) => {
  await seat({ role: 'owner' });
  const mailbox = await addAccount(world, colleague.member, {
    name: 'Hidden mailbox',
    provider: 'GOOGLE',
  });
  const address = `mira.${newId()}@norda.test`;
  await createContact(db, mailbox, { kind: 'email', providerUserId: address, name: 'Mira' });
  await enqueue(db, linkPeopleJob, { workspaceId: team.workspace.id });
  await openPage(page, '/settings/privacy');
  await expect(page.getByText('Nobody was erased yet')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'privacy, nobody erased');
  await page.setViewportSize(WIDE);
  const field = page.getByLabel('Address, number or profile');
  await field.fill('no address');
  await page.getByRole('button', { name: 'Erase…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Erase' }).click();
  await expect(page.getByText('That names nobody on E-mail.')).toBeVisible();
  await field.fill(address.toUpperCase());
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Erase' }).click();
  const record = page.getByRole('list', { name: 'Erasures' }).getByRole('listitem');
  await expect(record).toContainText('Erased', { timeout: 30_000 });
  const isTheirs = and(eq(attendees.accountId, mailbox.id), eq(attendees.providerUserId, address));
  await expect.poll(() => db.$count(attendees, isTheirs)).toBe(0);
});

test('who may not erase is told whom to ask', async ({ page, seat }) => {
  await seat({ role: 'member' });
  await openPage(page, '/settings/privacy');
  await expect(page.getByText('Only admins see this')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'privacy, not allowed');
});
