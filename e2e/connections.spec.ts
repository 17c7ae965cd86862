import { and, eq, isNotNull, isNull, ne } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { newId } from '@/lib/core/ids';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/second-api';
import { signInToLinkedIn } from './support/wizard';
import { checkAllAccounts } from './support/worker-clock';

test.describe.configure({ timeout: 120_000 });

const WIDE = { width: 1440, height: 900 };

test('a second API connection is tried, added, proven by its first event, used and removed (D1)', async ({
  page,
  db,
  team,
  seat,
  second,
}) => {
  await seat({ role: 'admin' });
  await openPage(page, '/settings/connections');
  const list = page.getByRole('list', { name: 'API connections' });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list.getByText('Answers', { exact: true })).toBeVisible({ timeout: 30_000 });

  await page.getByRole('button', { name: 'Add connection' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an API connection' });
  await dialog.getByLabel('Name').fill('Berlin');
  await dialog.getByRole('combobox', { name: 'API' }).click();
  await page.getByRole('option', { name: 'PostPress' }).click();
  await expect(dialog.getByLabel('Address')).toHaveValue('https://api.postpress.ai');
  await dialog.getByLabel('Address').fill('127.0.0.1:9');
  await dialog.getByLabel('Key').fill('wrong');
  const check = dialog.getByRole('button', { name: 'Check and add' });
  await check.click();
  await expect(dialog.getByRole('alert')).toHaveText(/^Nothing answers at 127\.0\.0\.1:9/);
  await dialog.getByLabel('Address').fill(second.url);
  await check.click();
  await expect(dialog.getByRole('alert')).toHaveText('The API refuses this key.');
  await expectAccessibleInAllLooks(page, 'an API connection whose key is wrong');
  await page.setViewportSize(WIDE);
  await dialog.getByLabel('Key').fill(second.apiKeyPostpress);
  await check.click();
  await expect(dialog).toBeHidden();

  const berlin = list.getByRole('listitem').filter({ hasText: 'Berlin' });
  await expect(berlin.getByText('Answers', { exact: true })).toBeVisible();
  // It is registered by the worker, and proven by nothing but an event.
  await expect(berlin.getByText('Registered', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expectAccessibleInAllLooks(page, 'two API connections');
  await page.setViewportSize(WIDE);
  const { id } = (await second.control('POST', '/accounts', {
    type: 'LINKEDIN',
    login: 'omar@harbourline.example',
    name: 'Omar at Berlin',
  })) as { id: string };
  await second.control('POST', `/accounts/${id}/status`, { status: 'CREDENTIALS' });
  await expect(berlin.getByText('Verified', { exact: true })).toBeVisible({ timeout: 30_000 });

  await test.step('an account says through which it is connected, and a new one is asked', async () => {
    await openPage(page, '/accounts');
    const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Omar at Berlin' });
    await expect(row).toContainText('through Berlin');
    await page.getByRole('button', { name: 'Connect account' }).click();
    const connect = page.getByRole('dialog', { name: 'Connect an account' });
    await connect.getByRole('combobox', { name: 'Through' }).click();
    await page.getByRole('option', { name: 'Berlin' }).click();
    await expectAccessibleInAllLooks(page, 'through which API connection');
    await page.setViewportSize(WIDE);
    await connect.getByRole('button', { name: /^LinkedIn/ }).click();
    await expect(page).toHaveURL(new RegExp(`:${new URL(second.url).port}/`));
    await signInToLinkedIn(page, `jane.ruiz+${newId()}@berlin.example`);
    await expect(page.getByText('Ready: done')).toBeVisible({ timeout: 30_000 });
    const own = page.getByRole('list', { name: 'Your accounts' }).locator('> li');
    await expect(own.filter({ hasText: 'through Berlin' })).toHaveCount(1);
  });

  await test.step('it is renamed, stays while somebody has an account there, and goes afterwards', async () => {
    await openPage(page, '/settings/connections');
    await berlin.getByRole('button', { name: 'Change Berlin' }).click();
    const change = page.getByRole('dialog', { name: 'Change connection' });
    await change.getByLabel('Name').fill('Hamburg');
    await change.getByLabel('New key').fill('wrong');
    await change.getByRole('button', { name: 'Save' }).click();
    await expect(change.getByRole('alert')).toHaveText('The API refuses this key.');
    await change.getByLabel('New key').fill('');
    await change.getByRole('button', { name: 'Save' }).click();
    const hamburg = list.getByRole('listitem').filter({ hasText: 'Hamburg' });
    await expect(hamburg).toContainText('2 accounts');

    const sandboxItem = list.getByRole('listitem').filter({ hasText: 'Sandbox' });
    await sandboxItem.getByRole('button', { name: 'Remove Sandbox' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Remove' }).click();
    await expect(question).toContainText('Accounts are connected through it: Jane Ruiz.');
    await expectAccessibleInAllLooks(page, 'an API connection that is needed');
    await page.setViewportSize(WIDE);
    await question.getByRole('button', { name: 'Cancel' }).click();

    // Only what somebody owns holds it.
    const isOwn = and(
      isNotNull(accounts.ownerMemberId),
      eq(accounts.workspaceId, team.workspace.id),
      ne(accounts.gatewayId, team.gatewayId),
    );
    const [own] = await db.select().from(accounts).where(isOwn);
    await second.control('DELETE', `/accounts/${own?.providerAccountId}`);
    const left = () => db.$count(accounts, and(isOwn, isNull(accounts.removedAt)));
    await expect.poll(left, { timeout: 30_000 }).toBe(0);
    await hamburg.getByRole('button', { name: 'Remove Hamburg' }).click();
    await question.getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('Hamburg was removed')).toBeVisible();
    await expect(list.getByRole('listitem')).toHaveCount(1);
    const rows = await db
      .select({ name: accounts.name, removedAt: accounts.removedAt })
      .from(accounts)
      .where(eq(accounts.workspaceId, team.workspace.id));
    expect(rows.find(({ name }) => name === 'Omar at Berlin')?.removedAt).not.toBeNull();
  });
});

test('a connection that does not work says so and why (D1)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  await seat({ role: 'owner' });
  await openPage(page, '/settings/connections');
  const list = page.getByRole('list', { name: 'API connections' });
  await expect(list.getByText('Answers', { exact: true })).toBeVisible({ timeout: 30_000 });
  await sandbox.control('POST', '/faults', {
    kind: 'status',
    status: 401,
    type: 'errors/invalid_credentials',
    times: 0,
    match: { path: '/api/v1/accounts' },
  });
  await checkAllAccounts(world);
  await expect(list.getByText('The API refuses the key. Change it here.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'an API connection that refuses its key');
});

test('who does not manage the workspace finds no connections (D1)', async ({ page, seat }) => {
  await seat({ role: 'lead' });
  await openPage(page, '/settings/connections');
  await expect(page.getByText('Only admins see this')).toBeVisible();
  await expect(page.getByRole('link', { name: 'API connections' })).toHaveCount(0);
});
