import { and, eq, isNull } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { readInvitationsJob } from '@/lib/invitations/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import { openPage } from './support/pages';
import { expect, test } from './support/second-api';
import { signInToLinkedIn } from './support/wizard';

test.describe.configure({ timeout: 150_000 });

interface Truth {
  accounts: { id: string; login: string }[];
  messages: { text: string | null; isSender: boolean }[];
}

test('through Unipile v2 an account is connected, read, answered from, lost and got back, and its invitations accepted (D1)', async ({
  page,
  db,
  team,
  seat,
  second,
}) => {
  const login = `vera-${newId()}@harbourline.example`;
  const { member } = await seat({ role: 'admin' });
  const truth = async () => (await second.control('GET', '/truth')) as Truth;

  await test.step('the connection is added and its endpoints are proven by an event', async () => {
    await openPage(page, '/settings/connections');
    const list = page.getByRole('list', { name: 'API connections' });
    await expect(list.getByRole('listitem')).toHaveCount(1);
    await page.getByRole('button', { name: 'Add connection' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add an API connection' });
    await dialog.getByLabel('Name').fill('Madrid');
    await dialog.getByRole('combobox').click();
    await page.getByRole('option', { name: 'Unipile v2' }).click();
    await dialog.getByLabel('Address').fill(second.url);
    // The key of the other version opens nothing.
    await dialog.getByLabel('Key').fill(second.apiKey);
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    await expect(dialog.getByRole('alert')).toHaveText('The API refuses this key.');
    await dialog.getByLabel('Key').fill(second.apiKeyV2);
    await dialog.getByRole('button', { name: 'Check and add' }).click();
    await expect(dialog).toBeHidden();
    const madrid = list.getByRole('listitem').filter({ hasText: 'Madrid' });
    await expect(madrid.getByText('Registered', { exact: true })).toBeVisible({ timeout: 30_000 });
  });

  await test.step('LinkedIn is connected through it, up to Ready', async () => {
    await openPage(page, '/accounts');
    await page.getByRole('button', { name: 'Connect account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect an account' });
    await dialog.getByRole('combobox', { name: 'Through' }).click();
    await page.getByRole('option', { name: 'Madrid' }).click();
    const offered = dialog.getByRole('list', { name: 'Providers' }).getByRole('listitem');
    await expect(offered).toHaveCount(4);
    await dialog.getByRole('button', { name: /^LinkedIn/ }).click();
    // v2 comes back to one address, whatever the end.
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('The account was not connected')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByRole('combobox', { name: 'Through' }).click();
    await page.getByRole('option', { name: 'Madrid' }).click();
    await dialog.getByRole('button', { name: /^LinkedIn/ }).click();
    await signInToLinkedIn(page, login);
    await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
  });

  const isOfV2 = and(
    eq(accounts.workspaceId, team.workspace.id),
    eq(accounts.ownerMemberId, member.member.id),
    isNull(accounts.removedAt),
  );
  const account = (await db.select().from(accounts).where(isOfV2)).find(({ providerAccountId }) =>
    providerAccountId.startsWith('acc_'),
  );
  if (!account) throw new Error('The account was not stored.');
  const id = (await truth()).accounts.find((one) => one.login === login)?.id;

  await test.step('a message arrives without a reload, and the answer leaves once', async () => {
    await openPage(page, '/inbox');
    await second.control('POST', `/accounts/${id}/messages`, {
      newChat: true,
      name: 'Itziar Etxeberria',
      text: 'Does the crane in Bilbao count as one dock?',
    });
    await page.getByRole('row', { name: /Itziar Etxeberria/ }).click();
    const thread = page.getByRole('log');
    await expect(thread.getByText('Does the crane in Bilbao count as one dock?')).toBeVisible();
    const answer = 'It does, with both of its sides.';
    await page.getByRole('textbox', { name: 'Reply to Itziar Etxeberria' }).fill(answer);
    await page.keyboard.press('Enter');
    await expect(thread.getByText(answer)).toBeVisible();
    await expect(thread.getByText(/^(Sent|Delivered|Seen)/).first()).toBeVisible();
    const ours = (await truth()).messages.filter(
      ({ isSender, text }) => isSender && text === answer,
    );
    expect(ours).toHaveLength(1);
  });

  await test.step('an invitation that came is accepted at the provider', async () => {
    await second.control('POST', `/accounts/${id}/invitations`, {
      direction: 'received',
      name: 'Unai Zabala',
      note: 'We unload at three docks.',
    });
    await enqueue(db, readInvitationsJob, {
      workspaceId: account.workspaceId,
      accountId: account.id,
    });
    await openPage(page, '/invitations');
    const row = page
      .getByRole('table', { name: 'Received invitations' })
      .getByRole('row')
      .filter({ hasText: 'Unai Zabala' });
    await expect(row).toContainText('We unload at three docks.');
    await row
      .getByRole('button', { name: /^Accept/ })
      .first()
      .click();
    await expect
      .poll(async () => {
        const headers = { 'X-API-KEY': second.apiKeyV2 };
        const url = `${second.url}/v2/${account.providerAccountId}/users/me/relations?search=Unai`;
        return (await (await fetch(url, { headers })).json()).data.length;
      })
      .toBe(1);
    await expect(row).toHaveCount(0);
  });

  await test.step('the account signs itself out, and a sign-in gets the same one back', async () => {
    await openPage(page, '/accounts');
    await second.control('POST', `/accounts/${id}/status`, { status: 'CREDENTIALS' });
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: account.name });
    await expect(row.getByText('Reconnect needed').first()).toBeVisible();
    await row
      .getByRole('button', { name: /^Reconnect/ })
      .first()
      .click();
    await signInToLinkedIn(page, null);
    await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
    const [after] = await db.select().from(accounts).where(eq(accounts.id, account.id));
    expect(after).toMatchObject({
      providerAccountId: account.providerAccountId,
      rawStatus: 'running',
    });
  });
});
