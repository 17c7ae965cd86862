import { addAccount } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';
import { writeLog } from './support/status-log';

test.describe.configure({ timeout: 180_000 });
test.use({
  contextOptions: { reducedMotion: 'reduce' },
  // Requests that fail are among the states that are looked at.
  allowedConsoleErrors: [/net::ERR_FAILED/],
});

const WIDE = { width: 1440, height: 900 };
const LONG = 'Wilhelmina Featherstonehaugh-Cholmondeley von und zu Hohenstein-Löwenberg';

test('incidents: none, of a long name, not loaded anew, and none such (2.5)', async ({
  page,
  context,
  team,
  world,
}) => {
  const admin = await team.addMember('admin', LONG);
  await team.signIn(context, admin);

  await test.step('none', async () => {
    await openPage(page, '/overview/incidents');
    await expect(page.getByText('No incident in 90 days')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'no incident');
  });

  const account = await addAccount(world, admin, {
    name: LONG,
    apiStatus: 'CREDENTIALS',
    row: { status: 'reconnect_needed', statusSince: new Date(Date.now() - 7_200_000) },
  });
  await writeLog(world, account, [
    ['connected', 80 * 24],
    ['interrupted', 70 * 24],
    ['connected', 70 * 24 - 1],
    ['reconnect_needed', 2],
  ]);
  const items = page.getByRole('list', { name: 'Incidents' }).getByRole('listitem');

  await test.step('of a long name', async () => {
    await page.setViewportSize(WIDE);
    await openPage(page, '/overview/incidents');
    await expect(items).toHaveCount(2);
    await expectAccessibleInAllLooks(page, 'incidents of a long name');
    await page.setViewportSize(WIDE);
    await items.first().getByRole('link').press('Enter');
    await expect(page.getByRole('table', { name: 'Accounts of the incident' })).toBeVisible();
    await expectAccessibleInAllLooks(page, 'incident of a long name');
  });

  await test.step('what was loaded stays when the next loading fails', async () => {
    await page.setViewportSize(WIDE);
    await openPage(page, '/overview/incidents');
    await page.route(/\/api\/overview\/incidents/, (route) => route.abort());
    await world.sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, {
      status: 'OK',
    });
    await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible({ timeout: 30_000 });
    await expect(items).toHaveCount(2);
    await expectAccessibleInAllLooks(page, 'incidents not loaded');
  });

  await test.step('none such', async () => {
    await page.setViewportSize(WIDE);
    await openPage(page, '/overview/incidents/0190c8e0-0000-7000-8000-000000000000');
    await expect(page.getByText('No such incident')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'no such incident');
  });
});
