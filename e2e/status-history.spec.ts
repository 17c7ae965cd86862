import { eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { createConversation, createMessage, createNote } from '@/db/testing/factories';
import { newId } from '@/lib/core/ids';
import { addAccount } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';
import { OFTEN_LOST, writeLog } from './support/status-log';

test.describe.configure({ timeout: 180_000 });
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const LONG = 'Wilhelmina Featherstonehaugh-Cholmondeley von und zu Hohenstein-Löwenberg';

test('how long accounts stayed signed out is told, and each line opens its accounts (A8)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const world = { db, team, sandbox };
  const admin = await team.addMember('admin', 'Ada Admin');
  const jane = await team.addMember('member', LONG);
  const often = await addAccount(world, jane, { name: 'Jane, often lost' });
  await writeLog(world, often, OFTEN_LOST);
  const once = await addAccount(world, admin, { name: 'Once lost', provider: 'WHATSAPP' });
  await writeLog(world, once, [
    ['connected', 700],
    ['reconnect_needed', 300],
    ['connected', 290],
  ]);
  await team.signIn(context, admin);
  await openPage(page, '/overview');
  const table = page.getByRole('table', { name: 'Time to reconnect' });
  const line = (name: string) => table.getByRole('row', { name });
  await expect(line('All accounts')).toContainText('10 h');
  await expect(line('All accounts').getByRole('cell', { name: '10', exact: true })).toBeVisible();
  await expect(line('WhatsApp')).toContainText('too few');
  await expectAccessibleInAllLooks(page, 'time to reconnect');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: /^Accounts connected/ }).click();
  await expect(page).toHaveURL(/status=connected/);
  await table.getByRole('button', { name: 'WhatsApp' }).click();
  await expect(page).toHaveURL(/provider=WHATSAPP/);
  await expect(page).not.toHaveURL(/status=/);
  await expect(page.getByRole('status').filter({ hasText: '1 of 2' })).toBeVisible();
  await page.goto(`/accounts/${often.id}`);
  await expect(page.getByText('Time to reconnect: median 10 h, p95 18 h')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'account with a history');
  await page.setViewportSize({ width: 390, height: 844 });
  const bars = page.getByRole('slider', { name: /^Jane, often lost/ });
  await bars.focus();
  await bars.press('Home');
  await expect(bars).toHaveAttribute('aria-valuenow', '61');
  await expect(bars.locator('[data-index="60"]')).toBeVisible();
  await expect(bars.locator('[data-index="59"]')).toBeHidden();
});

test('somebody who is connected twice is told so, and one connection is retired (A10)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const world = { db, team, sandbox };
  const admin = await team.addMember('admin', 'Ada Admin');
  const login = `${newId()}@harbourline.example`;
  const older = await addAccount(world, admin, { name: 'Twin, first', login });
  const newer = await addAccount(world, admin, { name: 'Twin, again', login });
  const conversation = await createConversation(db, newer, { title: 'Mira, at the twin' });
  await createMessage(db, conversation);
  const [retired, kept] = await Promise.all(
    [newer, older].map(async (account) => {
      const both = await createConversation(db, account, {
        title: 'Noor, at both',
        providerChatId: login,
        messagesSyncedAt: new Date(),
      });
      await createMessage(db, both);
      return both;
    }),
  );
  if (!retired || !kept) throw new Error('not at both');
  await createNote(db, retired, admin, { text: 'Noor knows the price.' });
  const answer = await fetch(`${sandbox.url}/api/v1/accounts/${older.providerAccountId}`, {
    headers: { 'X-API-KEY': sandbox.apiKey },
  });
  const identity = (await answer.json()).connection_params.im.id as string;
  for (const { id } of [older, newer]) {
    await db.update(accounts).set({ identity }).where(eq(accounts.id, id));
  }
  await team.signIn(context, admin);
  await openPage(page, '/accounts');
  await expect(page.getByRole('listitem').filter({ hasText: 'Connected twice' })).toHaveCount(2);
  await expectAccessibleInAllLooks(page, 'two that are connected twice');
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPage(page, '/overview');
  await expect(page.getByText('Twin, first is connected twice to LinkedIn')).toBeVisible();
  await page.getByRole('link', { name: 'Keep one' }).click();
  await expect(page).toHaveURL(new RegExp(newer.id));
  await expect(page.getByText('This LinkedIn account is connected twice')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'connected twice');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Retire this one' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Retire Twin, again · LinkedIn?' });
  await expect(dialog).toContainText('not billed any more');
  await expect(dialog).toContainText('Goes on at the other: notes');
  await expectAccessibleInAllLooks(page, 'retire');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Retire' }).click();
  await expect(page.getByText('Retired for another connection')).toBeVisible();
  const gone = await fetch(`${sandbox.url}/api/v1/accounts/${newer.providerAccountId}`, {
    headers: { 'X-API-KEY': sandbox.apiKey },
  });
  expect(gone.status).toBe(404);
  await page.getByRole('link', { name: 'Twin, first', exact: true }).click();
  const former = page.getByRole('list', { name: 'Earlier connections' });
  await expect(former).toContainText('Twin, again');
  await expectAccessibleInAllLooks(page, 'goes on for another');
  await page.setViewportSize({ width: 1440, height: 900 });
  await former.getByRole('link', { name: '1 in the inbox' }).click();
  await expect(page.getByText('Mira, at the twin')).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Remove filter Twin, again · LinkedIn' }),
  ).toBeVisible();
  await page.goto(`/inbox/${retired.id}`);
  const goesOn = page.getByRole('link', { name: 'Open in Twin, first' });
  await expect(goesOn).toBeVisible();
  await expectAccessibleInAllLooks(page, 'copy of a retired connection');
  await page.setViewportSize({ width: 1440, height: 900 });
  await goesOn.click();
  await expect(page).toHaveURL(new RegExp(kept.id));
  await expect(page.getByText('Noor knows the price.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'conversation that goes on');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByText('Also kept from a retired connection').getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(retired.id));
});

test('an outage over many accounts is one incident, with who is back and what it cost (A8)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const world = { db, team, sandbox };
  const admin = await team.addMember('admin', 'Ada Admin');
  const now = Date.now();
  for (const [index, name] of ['Jane', 'Omar', LONG, 'مريم السيد', 'Priya', 'Lukas'].entries()) {
    const account = await addAccount(world, admin, {
      name: `${name}, dropped`,
      apiStatus: 'CREDENTIALS',
      row: { status: 'reconnect_needed', statusSince: new Date(now - 2 * 3_600_000) },
    });
    await writeLog(world, account, [
      ['connected', 80 * 24],
      ['reconnect_needed', 2 - index * 0.01],
    ]);
    if (index > 1) continue;
    const title = index === 0 ? 'Mira, in the gap' : 'Noor, in the gap';
    const conversation = await createConversation(db, account, { title });
    await createMessage(db, conversation, { sentAt: new Date(now - 3_600_000) });
  }
  await team.signIn(context, admin);
  await openPage(page, '/overview');
  await expect(page.getByText('6 LinkedIn accounts dropped at once')).toBeVisible();
  await page.getByRole('link', { name: 'Open incident' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: '6 LinkedIn accounts dropped at once' }),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: /^Back 0 of 6/ })).toBeVisible();
  await expect(page.getByText('2 conversations wait for an answer.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'incident');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page
    .getByRole('row', { name: /^Jane, dropped/ })
    .getByRole('link', { name: '1' })
    .click();
  await expect(page).toHaveURL(/account=.*#gap$/);
  const gap = page.getByRole('list', { name: 'What came in the gap' });
  await expect(gap.getByRole('listitem')).toHaveCount(1);
  await expectAccessibleInAllLooks(page, 'incident of one account');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Show all accounts' }).first().click();
  await expect(gap.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('link', { name: 'Mira, in the gap' }).click();
  await expect(page).toHaveURL(/\/inbox\/.*at=/);
  await openPage(page, '/overview/incidents');
  await expect(page.getByRole('list', { name: 'Incidents' })).toContainText('0 of 6 are back');
  await expectAccessibleInAllLooks(page, 'incidents');
});

test('quiet hours are chosen for the night, kept, and shown with their zone', async ({
  page,
  context,
  team,
}) => {
  await team.signIn(context, await team.addMember('member'));
  await openPage(page, '/settings/keyboard');
  const quiet = page.getByRole('switch', { name: /No e-mail from Switchboard at night/ });
  await quiet.click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await page.reload();
  await expect(quiet).toBeChecked();
  await expect(page.getByText(/By the clock of Asia.Kath?mandu/)).toBeVisible();
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: '08:30' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await page.getByText('By the clock of').scrollIntoViewIfNeeded();
  await expectAccessibleInAllLooks(page, 'quiet hours');
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'To', exact: true })).toHaveText('08:30');
});
