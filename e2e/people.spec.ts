import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts } from '@/db/schema';
import { createContact } from '@/db/testing/people-world';
import { enqueue } from '@/lib/jobs/enqueue';
import { linkPeopleJob } from '@/lib/people/jobs';
import { chooseFiles } from './support/choose-files';
import { addAccount } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openConversation, openPage } from './support/pages';
import { expect, test } from './support/seat';
import { checkAllAccounts } from './support/worker-clock';

test.describe.configure({ timeout: 120_000 });
// Nothing moves while it is judged.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** As the worker does every minute. */
async function linkNow(db: Db, workspaceId: string) {
  await enqueue(db, linkPeopleJob, { workspaceId });
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

test('everybody is in one list, narrowed in the address and taken out as a file (E3)', async ({
  page,
  db,
  team,
  sandbox,
  world,
  seat,
}) => {
  const { member, account } = await seat({ account: { name: 'Jane Ruiz' } });
  const mailbox = await addAccount(world, member, { name: 'Sales mailbox', provider: 'GOOGLE' });
  await openPage(page, '/inbox');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page).toHaveURL('/people');
  await expect(page.getByText('Nobody yet')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'nobody yet');
  await page.setViewportSize({ width: 1440, height: 900 });

  await createContact(db, account, {
    name: 'Ana Ruiz',
    headline: 'VP Sales, Norda',
    lastMessageAt: daysAgo(1),
  });
  await createContact(db, mailbox, {
    kind: 'email',
    name: 'Bo Lindqvist',
    providerUserId: 'bo@norda.test',
    lastMessageAt: daysAgo(40),
  });
  await linkNow(db, team.workspace.id);
  const rows = page.getByRole('table', { name: 'People' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('Ana Ruiz');
  await expect(rows.nth(1)).toContainText('VP Sales, Norda');
  await expect(rows.nth(2)).toContainText('Jane Ruiz');
  await expectAccessibleInAllLooks(page, 'people');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('searchbox', { name: 'Name, headline or address' }).fill('bo@nor');
  await expect(page).toHaveURL(/q=bo/);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('Bo Lindqvist');
  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'LinkedIn' }).click();
  await expect(page.getByText('Nobody matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear 2 filters' }).first().click();
  await expect(rows).toHaveCount(3);

  await sandbox.control('DELETE', `/accounts/${mailbox.providerAccountId}`);
  await checkAllAccounts(world);
  const isThere = and(eq(accounts.id, mailbox.id), isNull(accounts.removedAt));
  await expect.poll(() => db.$count(accounts, isThere), { timeout: 30_000 }).toBe(0);
  await openPage(page, `/people?account=${mailbox.id}`);
  await expect(page.getByRole('combobox', { name: 'Account' })).toHaveText(
    'Sales mailbox · Google, removed',
  );
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(rows).toHaveCount(3);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^people-\d{4}-\d\d-\d\d\.csv$/);
});

test('a person has one page over all channels, is merged and comes apart again (E2)', async ({
  page,
  db,
  team,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  const mailbox = await addAccount(world, colleague.member, {
    name: 'Omar mailbox',
    provider: 'GOOGLE',
    row: { visibility: 'team-read' },
  });
  const hidden = await addAccount(world, colleague.member, { name: 'Omar private' });
  const { attendee, conversation } = await createContact(db, account, {
    name: 'Ana Ruiz',
    headline: 'VP Sales, Norda',
    profileUrl: 'https://www.linkedin.com/in/ana-ruiz',
    lastMessageAt: daysAgo(1),
    text: 'Tuesday works, I will bring the figures of the pilot.',
  });
  await createContact(db, hidden, {
    providerUserId: attendee.providerUserId,
    name: 'Ana, as Omar knows her',
    lastMessageAt: daysAgo(3),
    text: 'Never to be seen by Jane',
  });
  await createContact(db, mailbox, {
    kind: 'email',
    name: 'Ana R. (Norda)',
    providerUserId: 'ana@norda.test',
    lastMessageAt: daysAgo(45),
    text: 'The offer is attached.',
  });
  await linkNow(db, team.workspace.id);

  await openPage(page, `/inbox/${conversation.id}`);
  await expect(async () => {
    await page.goto(`/people/of/${conversation.id}`);
    await expect(page).toHaveURL(/\/people\/[0-9a-f-]{36}$/, { timeout: 1_000 });
  }).toPass();
  await openConversation(page, conversation.id);
  await expect(page.getByRole('button', { name: 'Show person' })).toBeVisible();
  await page.keyboard.press('Control+\\');
  const pane = page.getByRole('complementary', { name: 'Person' });
  await expect(pane.getByText('VP Sales, Norda')).toBeVisible();
  await expect(pane).toContainText('Omar Haddad, private, 3 days ago');
  await expectAccessibleInAllLooks(page, 'a person beside the conversation');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.reload();
  await expect(pane.getByText('VP Sales, Norda')).toBeVisible();
  await pane.getByRole('button', { name: 'Close person' }).click();
  await expect(pane).toHaveCount(0);
  await page.getByRole('button', { name: 'Show person' }).click();
  await pane.getByRole('link', { name: 'Open page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ana Ruiz' })).toBeVisible();
  const channels = page.getByRole('main').getByRole('list', { name: 'Channels' });
  await expect(channels).toContainText('Omar Haddad, private, 3 days ago');
  await expect(page.getByText('Never to be seen by Jane')).toHaveCount(0);
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText('Tuesday works')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a person');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge with' });
  await dialog.getByRole('searchbox', { name: 'Find a person' }).fill('ana norda');
  await expect(dialog.getByRole('button', { name: 'Merge with Ana R. (Norda)' })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'whom to merge with');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Merge with Ana R. (Norda)' }).click();
  await expect(page.getByText('Ana R. (Norda) and Ana Ruiz are one person')).toBeVisible();
  await expect(channels).toContainText('ana@norda.test');
  await expect(timeline.getByText('The offer is attached.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a merged person');
  await page.setViewportSize({ width: 1440, height: 900 });

  await timeline.getByRole('link', { name: 'E-mails' }).click();
  await expect(page).toHaveURL(/kind=email/);
  await expect(timeline.getByText('Tuesday works')).toHaveCount(0);
  await expect(timeline.getByText('The offer is attached.')).toBeVisible();

  await page.getByRole('button', { name: 'Separate Ana R. (Norda)' }).click();
  await expect(timeline.getByText('No e-mails.')).toBeVisible();
  await expect(channels).not.toContainText('ana@norda.test');
  await expect(page.getByText('Ana R. (Norda) is a person of their own again')).toBeVisible();
  await page.keyboard.press('z');
  await expect(channels).toContainText('ana@norda.test');

  await timeline.getByRole('link', { name: 'All', exact: true }).click();
  await timeline.getByRole('link', { name: 'LinkedIn chat' }).click();
  await expect(page).toHaveURL(new RegExp(`/inbox/${conversation.id}\\?at=`));

  await openPage(colleague.page, '/people');
  // Jane keeps hers to herself as well.
  await expect(colleague.page.getByRole('link', { name: 'Ana, as Omar knows her' })).toBeVisible();
  await expect(page.getByText('Ana, as Omar knows her')).toHaveCount(0);
});

test('whom only a private account of a colleague knows is nowhere (E2, B7)', async ({
  page,
  db,
  team,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  await addAccount(world, colleague.member, { name: 'Omar Haddad' });
  await createContact(db, account, { name: 'Noor Secret' });
  await linkNow(db, team.workspace.id);
  await openPage(page, '/people');
  await page.getByRole('link', { name: 'Noor Secret' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Noor Secret' })).toBeVisible();
  const { pathname } = new URL(page.url());
  await openPage(colleague.page, pathname);
  await expect(colleague.page.getByText('No such person')).toBeVisible();
  await expectAccessibleInAllLooks(colleague.page, 'no such person');
  await openPage(colleague.page, '/people');
  await expect(colleague.page.getByText('Nobody yet')).toBeVisible();
});

test('a profile is asked for by a press alone, and what it tells suggests who is the same (E1, E2)', async ({
  page,
  db,
  team,
  sandbox,
  world,
  seat,
}) => {
  const { member, account } = await seat({ account: { name: 'Jane Ruiz' } });
  const mailbox = await addAccount(world, member, { name: 'Sales mailbox', provider: 'GOOGLE' });
  const mira = (await sandbox.control('POST', `/accounts/${account.providerAccountId}/contacts`, {
    name: 'Mira Solberg',
    emails: ['mira@solberg.test'],
  })) as { providerId: string };
  await createContact(db, account, { name: 'Mira Solberg', providerUserId: mira.providerId });
  await createContact(db, mailbox, {
    kind: 'email',
    name: 'M. Solberg',
    providerUserId: 'mira@solberg.test',
  });
  await linkNow(db, team.workspace.id);
  await sandbox.control('POST', '/options', { throttledSections: ['experience'] });
  await openPage(page, '/people');
  await page.getByRole('link', { name: 'Mira Solberg' }).click();
  const asked = async () => {
    const { requests } = (await sandbox.control('GET', '/log')) as { requests: { path: string }[] };
    // The worker reads the lists of invitations by its own clock.
    return requests.filter(({ path }) => /\/users\/(?!invite|relations)/.test(path)).length;
  };
  await expect(page.getByText('Not looked up yet.')).toBeVisible();
  expect(await asked()).toBe(0);
  await page.getByRole('button', { name: 'Look up' }).click();
  await expect(page.getByText('LinkedIn holds back experience for now.')).toBeVisible();
  await expect(page.getByText('Erasmus University')).toBeVisible();
  expect(await asked()).toBe(1);
  await expect(page.getByText('Also M. Solberg?')).toBeVisible();
  await expect(page.getByText('E-mail, same e-mail address')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a profile and a suggestion');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'M. Solberg is not the same' }).click();
  await expect(page.getByText('Also M. Solberg?')).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(page.getByText('Also M. Solberg?')).toBeVisible();
  await page.getByRole('button', { name: 'Merge with M. Solberg' }).click();
  const merged = page.getByRole('list', { name: 'Merged' });
  await expect(merged).toContainText('M. Solberg');
  await expect(merged).toContainText('same e-mail address');
});

test('a file of people is kept row by row, looked up, and planned by a press (E3, D4)', async ({
  page,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  const mira = (await sandbox.control('POST', `/accounts/${account.providerAccountId}/contacts`, {
    name: 'Mira Sandvik',
  })) as { publicIdentifier: string };
  await openPage(page, '/people');
  await page.getByRole('link', { name: 'Import' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'import');
  await page.setViewportSize({ width: 1440, height: 900 });
  const choose = (name: string, text: string) =>
    chooseFiles(page, () => page.getByRole('button', { name: 'Choose a file' }).click(), {
      name,
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    });
  await choose('wrong.csv', 'Name,E-mail\nMira,mira@norda.test\n');
  await expect(page.getByRole('main').getByRole('alert')).toContainText('names no column');
  await choose(
    'fair.csv',
    `profile,note\nhttps://www.linkedin.com/in/${mira.publicIdentifier},Good to meet you at the fair.\nhttps://example.com/ben,Hello\n`,
  );
  await expect(page.getByRole('heading', { level: 1, name: 'fair.csv' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'Rows of the file' }).getByRole('row');
  await expect(rows.nth(1)).toContainText('Mira Sandvik');
  await expect(rows.nth(1)).toContainText(/found/i);
  await expect(rows.nth(2)).toContainText('no address or public name of a LinkedIn profile');
  await expectAccessibleInAllLooks(page, 'an imported file');
  await page.setViewportSize({ width: 1440, height: 900 });
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Report' }).click();
  expect((await download).suggestedFilename()).toMatch(/^import-.*\.csv$/);
  await page.getByRole('button', { name: 'Plan 1 invitation' }).click();
  await expect(page.getByText('1 planned', { exact: true })).toHaveCount(1);
  await expect(rows.nth(1)).toContainText(/planned/i);
  await page.getByRole('link', { name: 'Imports' }).click();
  await expect(page.getByRole('link', { name: 'fair.csv' })).toBeVisible();
  await expect(page.getByText('1 planned, 1 refused')).toBeVisible();
});
