import { and, eq } from 'drizzle-orm';
import { invitations } from '@/db/schema';
import { createContact } from '@/db/testing/people-world';
import { enqueue } from '@/lib/jobs/enqueue';
import { linkPeopleJob } from '@/lib/people/jobs';
import { addAccount } from './support/inbox';
import { leaveUnread, readInvitationsNow } from './support/invitations';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 90_000 });

test('invitations of all accounts that wait are in one place, as of a time that is told, and go when they are answered elsewhere (D1)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { member, account } = await seat({ account: { name: 'Jane Ruiz' } });
  const second = await addAccount(world, member, { name: 'Sales Desk' });
  for (const one of [account, second]) await leaveUnread(db, one);
  const invite = async (to: typeof account, fields: Record<string, unknown>) =>
    (
      (await sandbox.control('POST', `/accounts/${to.providerAccountId}/invitations`, fields)) as {
        id: string;
      }
    ).id;
  const note = 'Hello Jane, we met at the fair in Antwerp and I would like to stay in touch.';
  const noor = await invite(account, { direction: 'received', name: 'Noor Haddad', note });
  await invite(second, { direction: 'received', name: 'Ben Adeyemi' });
  await invite(account, {
    direction: 'sent',
    name: 'Mira Olsen',
    at: new Date(Date.now() - 30 * 86_400_000).toISOString(),
  });

  await openPage(page, '/inbox');
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await expect(page).toHaveURL('/invitations');
  await expect(page.getByText(/^Not read yet:/)).toBeVisible();
  await expectAccessibleInAllLooks(page, 'invitations before they are read');
  await page.setViewportSize({ width: 1440, height: 900 });

  await readInvitationsNow(db, account);
  await readInvitationsNow(db, second);
  const rows = page.getByRole('table', { name: 'Received invitations' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Noor Haddad' })).toContainText('we met at the fair');
  await expect(rows.filter({ hasText: 'Ben Adeyemi' })).toContainText('Sales Desk');
  await expect(page.getByText(/^As of/)).toBeVisible();
  await expect(page.getByText(/^Not read yet:/)).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Noor Haddad' })).toHaveAttribute(
    'href',
    /^https:\/\/www\.linkedin\.com\/in\/.+\/$/,
  );
  await expectAccessibleInAllLooks(page, 'received invitations');
  await page.setViewportSize({ width: 1440, height: 900 });

  await sandbox.control('DELETE', `/invitations/${noor}`);
  await readInvitationsNow(db, account);
  await expect(rows.filter({ hasText: 'Noor Haddad' })).toHaveCount(0);
  await expect(rows.filter({ hasText: 'Ben Adeyemi' })).toHaveCount(1);

  await page.getByRole('combobox', { name: 'Account' }).click();
  await page.getByRole('option', { name: 'Jane Ruiz' }).click();
  await expect(page.getByText('Nobody waits for an answer')).toBeVisible();
  await page.getByRole('link', { name: /^Sent/ }).click();
  await expect(page).toHaveURL(/view=sent&account=/);
  const sent = page.getByRole('table', { name: 'Sent invitations' });
  await expect(sent.getByRole('row').filter({ hasText: 'Mira Olsen' })).toContainText('No note');
  await expectAccessibleInAllLooks(page, 'sent invitations');
});

test('invitations are accepted, refused and taken back, and what the provider refuses is told (D3)', async ({
  page,
  db,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  const invite = (direction: 'received' | 'sent', name: string) =>
    sandbox.control('POST', `/accounts/${account.providerAccountId}/invitations`, {
      direction,
      name,
    });
  await invite('received', 'Noor Haddad');
  await invite('received', 'Ben Adeyemi');
  await invite('sent', 'Mira Olsen');
  await readInvitationsNow(db, account);
  await openPage(page, '/invitations');
  const table = page.getByRole('table', { name: 'Received invitations' });
  await sandbox.control('POST', '/faults', {
    kind: 'answer',
    status: 500,
    body: JSON.stringify({ type: 'errors/unexpected_error', status: 500, instance: 'r-500' }),
    times: 0,
    match: { method: 'POST', path: '/api/v1/users/invite/received/*' },
  });
  await page.getByRole('button', { name: 'Accept Noor Haddad' }).click();
  await expect(table.getByRole('alert')).toContainText('We could not confirm that it was done.');
  await table.getByText('Details').filter({ visible: true }).click();
  await expect(table.getByText('r-500').filter({ visible: true })).toBeVisible();
  await expectAccessibleInAllLooks(page, 'an invitation that could not be accepted');
  await page.setViewportSize({ width: 1440, height: 900 });
  await sandbox.control('DELETE', '/faults');
  await page.getByRole('button', { name: 'Accept Noor Haddad' }).click();
  await expect(page.getByText('Noor Haddad: accepted')).toBeVisible();
  await expect(table.getByRole('row').filter({ hasText: 'Noor Haddad' })).toHaveCount(0);
  // The one in its place has the focus that went with it, and the keys.
  await expect(page.getByRole('button', { name: 'Accept Ben Adeyemi' })).toBeFocused();

  await page.getByRole('button', { name: 'Refuse Ben Adeyemi' }).focus();
  await page.keyboard.press('Enter');
  const refuse = page.getByRole('alertdialog', { name: 'Refuse Ben Adeyemi?' });
  await expect(refuse).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(refuse).toHaveCount(0);
  await page.getByRole('button', { name: 'Refuse Ben Adeyemi' }).click();
  await refuse.getByRole('button', { name: 'Refuse' }).click();
  await expect(page.getByText('Nobody waits for an answer')).toBeVisible();

  await page.getByRole('link', { name: /^Sent/ }).click();
  await page.getByRole('button', { name: 'Withdraw the invitation to Mira Olsen' }).click();
  const withdraw = page.getByRole('alertdialog');
  await expect(withdraw).toContainText('for about three weeks');
  await expectAccessibleInAllLooks(page, 'an invitation that is being taken back');
  await page.setViewportSize({ width: 1440, height: 900 });
  await withdraw.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('No invitation is pending')).toBeVisible();
  const { requests } = (await sandbox.control('GET', '/log')) as {
    requests: { method: string; path: string; status: number }[];
  };
  const settled = requests.filter(
    ({ method, path, status }) => method !== 'GET' && path.includes('/invite') && status < 300,
  );
  expect(settled).toHaveLength(3);
});

test('a colleague’s private invitations are nowhere (D1, B7)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  const own = await addAccount(world, colleague.member, { name: 'Omar Haddad' });
  await sandbox.control('POST', `/accounts/${account.providerAccountId}/invitations`, {
    direction: 'received',
    name: 'Noor Haddad',
  });
  await readInvitationsNow(db, account);
  await openPage(page, '/invitations');
  await expect(page.getByText('Noor Haddad')).toBeVisible();
  await readInvitationsNow(db, own);
  await openPage(colleague.page, '/invitations');
  await expect(colleague.page.getByText('Nobody waits for an answer')).toBeVisible();
  await expect(colleague.page.getByText('Noor Haddad')).toHaveCount(0);
});

test('an invitation is given to a colleague, who finds it among those given to them (D7)', async ({
  page,
  db,
  sandbox,
  seat,
  colleague,
}) => {
  const { account } = await seat({
    account: { name: 'Jane Ruiz', row: { visibility: 'team-reply' } },
  });
  for (const name of ['Noor Haddad', 'Ben Adeyemi']) {
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/invitations`, {
      direction: 'received',
      name,
    });
  }
  await readInvitationsNow(db, account);
  await openPage(page, '/invitations');
  await page.getByRole('button', { name: 'Give to a colleague: Noor Haddad' }).click();
  await page.getByRole('menuitem', { name: 'Omar Haddad' }).click();
  await expect(page.getByText('Given to Omar Haddad')).toBeVisible();
  const [noor] = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.accountId, account.id), eq(invitations.name, 'Noor Haddad')));
  await createContact(db, account, {
    providerUserId: noor?.providerUserId ?? '',
    name: 'Noor Haddad',
    lastMessageAt: new Date(Date.now() - 3.5 * 86_400_000),
  });
  await enqueue(db, linkPeopleJob, { workspaceId: account.workspaceId });
  await expect(page.getByText('In contact with Jane Ruiz, 3 days ago')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'an invitation that is given to a colleague');
  await openPage(colleague.page, '/invitations');
  await colleague.page.getByRole('checkbox', { name: 'Given to me' }).click();
  const rows = colleague.page.getByRole('table', { name: 'Received invitations' }).getByRole('row');
  await expect(rows.filter({ hasText: 'Given to you' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Ben Adeyemi' })).toHaveCount(0);
  await colleague.page.reload();
  await expect(rows.filter({ hasText: 'Noor Haddad' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Ben Adeyemi' })).toHaveCount(0);
});

test('greeting, taking back many and setting limits are dialogs that anybody can use (2.8, D3, D4, D7)', async ({
  page,
  db,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ role: 'owner', account: { name: 'Jane Ruiz' } });
  for (const direction of ['received', 'sent']) {
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/invitations`, {
      direction,
      name: 'Noor Haddad',
    });
  }
  await readInvitationsNow(db, account);
  await openPage(page, '/invitations');
  const wide = () => page.setViewportSize({ width: 1440, height: 900 });
  const closed = async (name: string) => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name })).toHaveCount(0);
  };

  await page.getByRole('button', { name: 'Say hello to Noor Haddad and accept' }).click();
  const greet = page.getByRole('dialog', { name: 'Accept Noor Haddad and say hello' });
  await expect(greet.getByRole('button', { name: 'Accept and greet' })).toBeDisabled();
  await greet.getByRole('textbox', { name: 'Greeting' }).fill('Nice to meet you, Noor.');
  await expectAccessibleInAllLooks(page, 'accepting with a greeting');
  await wide();
  await closed('Accept Noor Haddad and say hello');

  await page.getByRole('link', { name: /^Sent/ }).click();
  await page.getByRole('button', { name: 'Withdraw old ones…' }).click();
  const old = page.getByRole('dialog', { name: 'Withdraw old invitations' });
  await old.getByRole('textbox').fill('0');
  await expect(old.getByText('A number of days from 1 to 365.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'taking back old invitations');
  await wide();
  await old.getByRole('textbox').fill('30');
  await old.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('None is that old')).toBeVisible();

  await page.getByRole('link', { name: /^Planned/ }).click();
  await page.getByRole('button', { name: 'Change limits…' }).click();
  const limits = page.getByRole('dialog', { name: 'Limits of free accounts' });
  await limits.getByRole('textbox', { name: 'Invitations in 24 hours' }).fill('500');
  await limits.getByRole('button', { name: 'Save' }).click();
  await expect(limits.getByText('A day cannot have more than its week.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'limits that cannot be');
  await wide();
  await limits.getByRole('textbox', { name: 'Invitations in 24 hours' }).fill('20');
  await limits.getByRole('textbox', { name: 'Notes in a month' }).fill('');
  await limits.getByRole('button', { name: 'Save' }).click();
  await expect(limits).toHaveCount(0);
  // A new account may send less at first: three tenths of twenty.
  await expect(page.getByText('1 sent (1 by hand) · 0 planned · limit 6')).toBeVisible();
  await expect(page.getByText('Notes this month')).toHaveCount(0);
});
