import { enqueue } from '@/lib/jobs/enqueue';
import { linkPeopleJob } from '@/lib/people/jobs';
import {
  comeDue,
  openAllHours,
  planInvitationTo,
  readInvitationsNow,
  settleSoon,
} from './support/invitations';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });

const WIDE = { width: 1440, height: 900 };

test('somebody is found, previewed and planned with a note; the plan says when and why, and it leaves then (D2, D4)', async ({
  page,
  db,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  const stranger = (fields: Record<string, unknown>) =>
    sandbox.control<{ publicIdentifier: string }>(
      'POST',
      `/accounts/${account.providerAccountId}/contacts`,
      fields,
    );
  const ana = await stranger({ name: 'Ana Novak' });
  await openAllHours(db, account);
  await openPage(page, '/invitations');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite to connect on LinkedIn' });
  const who = dialog.getByRole('textbox', { name: 'Profile address or public name' });
  await who.fill('nobody-is-called-like-this');
  await who.press('Enter');
  await expect(dialog.getByText('LinkedIn knows nobody by that name.')).toBeVisible();
  await who.fill(`https://www.linkedin.com/in/${ana.publicIdentifier}/`);
  await dialog.getByRole('button', { name: 'Look up' }).click();
  await expect(dialog.getByText('Ana Novak')).toBeVisible();
  const note = dialog.getByRole('textbox', { name: 'Note' });
  await note.fill('x'.repeat(203));
  await expect(dialog.getByText('3 characters too long.')).toBeVisible();
  await expect(dialog.getByText('203 of 200 characters · 5 of 5 notes left')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Plan invitation' })).toBeDisabled();
  await note.fill(`${'x'.repeat(195)}👨‍👩‍👧‍👦`);
  await expect(dialog.getByText('6 characters too long.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a note that is too long');
  await page.setViewportSize(WIDE);
  await dialog.getByRole('button', { name: 'Cut the note to 200 characters' }).click();
  // What is left of a family is nobody.
  await expect(note).toHaveValue('x'.repeat(195));
  await note.fill('We met at the fair in Antwerp, Ana.');
  await expectAccessibleInAllLooks(page, 'an invitation that is being written');
  await page.setViewportSize(WIDE);
  await note.press('ControlOrMeta+Enter');
  await expect(page.getByText(/^Ana Novak: planned for/)).toBeVisible();
  await page.getByRole('button', { name: 'See the plan' }).click();
  await expect(page).toHaveURL(/view=planned/);
  const table = page.getByRole('table', { name: 'Planned invitations' });
  await expect(table.getByRole('row').filter({ hasText: 'Ana Novak' })).toContainText(
    'Next free time',
  );
  await expect(page.getByText('0 sent · 1 planned · limit 30')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a planned invitation');
  await page.setViewportSize(WIDE);

  await comeDue(db, account);
  const ended = page.getByRole('table', { name: 'Invitations of the last 30 days' });
  const row = ended.getByRole('row').filter({ hasText: 'Ana Novak' });
  await expect(row).toContainText('Sent');
  await expect(row).toContainText('no answer known');
  await expect(page.getByText('1 sent · 0 planned · limit 30')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'an invitation that was sent');
  await page.setViewportSize(WIDE);

  // From the page of the person nobody is invited twice either.
  await readInvitationsNow(db, account);
  await page.getByRole('link', { name: /^Sent/ }).click();
  await expect(page.getByRole('table', { name: 'Sent invitations' })).toContainText('Ana Novak');
  await enqueue(db, linkPeopleJob, { workspaceId: account.workspaceId });
  await openPage(page, '/people');
  await page.getByRole('link', { name: /Ana Novak/ }).click();
  await page.getByRole('button', { name: 'Invite…' }).click();
  await dialog.getByRole('button', { name: 'Plan invitation' }).click();
  await expect(
    dialog.getByText('Jane Ruiz has invited them already. It still waits.'),
  ).toBeVisible();
});

test('a plan is moved, paused, taken out and put back; what LinkedIn refuses stops it with its reason (D4)', async ({
  page,
  db,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  await openAllHours(db, account);
  await openPage(page, '/invitations?view=planned');
  for (const name of ['Mira Olsen', 'Ben Adeyemi']) {
    await planInvitationTo(page, sandbox, account, { name });
  }
  const table = page.getByRole('table', { name: 'Planned invitations' });
  const mira = table.getByRole('row').filter({ hasText: 'Mira Olsen' });
  const ben = table.getByRole('row').filter({ hasText: 'Ben Adeyemi' });
  await expect(ben).toContainText('Spaced from the one before');

  await page.getByRole('button', { name: 'Move the invitation to Mira Olsen' }).click();
  const when = page.getByRole('dialog', { name: 'When to invite Mira Olsen' });
  await when.getByRole('textbox').fill('in 3 days at 10am');
  await when.getByRole('textbox').press('Enter');
  await expect(mira).toContainText('Moved by hand');
  await page.getByRole('button', { name: 'Let the plan choose the time for Mira Olsen' }).click();
  await expect(mira).not.toContainText('Moved by hand');

  await page.getByRole('button', { name: 'Pause invitations of Jane Ruiz' }).click();
  await expect(page.getByText('Paused by a person.')).toBeVisible();
  await expect(ben).toContainText('Not while that lasts');
  await expectAccessibleInAllLooks(page, 'a paused plan');
  await page.setViewportSize(WIDE);
  await page.getByRole('button', { name: 'Resume invitations of Jane Ruiz' }).click();
  await expect(ben).not.toContainText('Not while that lasts');

  await page.getByRole('button', { name: 'Take the invitation to Ben Adeyemi out of' }).click();
  await expect(ben).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(ben).toHaveCount(1);

  await sandbox.control('POST', '/faults', {
    kind: 'status',
    status: 422,
    type: 'errors/limit_exceeded',
    match: { method: 'POST', path: '/api/v1/users/invite' },
  });
  await comeDue(db, account);
  await expect(page.getByText(/We try it again by ourselves. Not before/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume now' })).toBeVisible();
  await expect(mira).toContainText('LinkedIn asked to stop');
  await expectAccessibleInAllLooks(page, 'a plan that LinkedIn stopped');
  await page.setViewportSize(WIDE);

  await page.getByRole('button', { name: 'Working hours of Jane Ruiz' }).click();
  const hours = page.getByRole('dialog', { name: 'Hours of Jane Ruiz' });
  await hours.getByRole('checkbox', { name: 'Sunday' }).click();
  await hours.getByRole('textbox', { name: 'To' }).fill('19:30');
  await expectAccessibleInAllLooks(page, 'the hours of an account');
  await page.setViewportSize(WIDE);
  await hours.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('00:00 to 19:30, UTC', { exact: false })).toBeVisible();
});

test('silence is settled by the list of sent ones; an address is asked for where LinkedIn wants it (D2, D5)', async ({
  page,
  db,
  sandbox,
  seat,
}) => {
  const { account } = await seat({ account: { name: 'Jane Ruiz' } });
  await openAllHours(db, account);
  await openPage(page, '/invitations?view=planned');
  const ended = page.getByRole('table', { name: 'Invitations of the last 30 days' });
  const rowOf = (name: string) => ended.getByRole('row').filter({ hasText: name });

  await planInvitationTo(page, sandbox, account, { name: 'Noor Haddad', needsEmail: true });
  await comeDue(db, account);
  await expect(rowOf('Noor Haddad')).toContainText('Not sent');
  await page.getByRole('button', { name: 'Add the address of Noor Haddad' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite to connect on LinkedIn' });
  await dialog.getByRole('textbox', { name: 'Their e-mail address' }).fill('noor@client.example');
  await dialog.getByRole('button', { name: 'Plan invitation' }).click();
  await expect(dialog).toHaveCount(0);
  await comeDue(db, account);
  await expect(rowOf('Noor Haddad').filter({ hasText: 'no answer known' })).toHaveCount(1);

  await planInvitationTo(page, sandbox, account, { name: 'Mira Olsen' });
  await sandbox.control('POST', '/faults', {
    kind: 'reset_after_action',
    match: { method: 'POST', path: '/api/v1/users/invite' },
  });
  await comeDue(db, account);
  await expect(rowOf('Mira Olsen')).toContainText('Not confirmed');
  await expect(page.getByText('1 sent · 1 not confirmed · 0 planned · limit 30')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'an invitation of unknown fate');
  await page.setViewportSize(WIDE);
  await settleSoon(db, account);
  await expect(rowOf('Mira Olsen')).toContainText('no answer known');
  const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
    'GET',
    '/log',
  );
  const posts = requests.filter(
    ({ method, path }) => method === 'POST' && path === '/api/v1/users/invite',
  );
  expect(posts).toHaveLength(3);
});
