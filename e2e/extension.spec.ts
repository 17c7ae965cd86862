import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { expect, test } from './support/fixtures';
import { addAccount } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';

const CHROME = 'Mozilla/5.0 (Macintosh) Chrome/150.0.0.0 Safari/537.36';

/** Makes a code in the settings. */
async function pair(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Pair a browser' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Chrome at work');
  await page.getByRole('button', { name: 'Make a code' }).click();
  const code = await page.getByLabel('Code').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  return code;
}

/** As the extension sends it. */
function sendReport(url: string, code: string, fields: object = {}): Promise<Response> {
  return fetch(`${url}/api/extension/session`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${code.split('#')[1]}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      liAt: 'a-cookie',
      liA: null,
      userAgent: CHROME,
      linkedinMemberId: '4711',
      seenAt: Date.now(),
      ...fields,
    }),
  });
}

test('a browser is paired with a code that is shown once, and reports for one account (A6)', async ({
  page,
  context,
  db,
  url,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member', 'Jane Ruiz');
  await addAccount({ db, team, sandbox }, seller);
  await team.signIn(context, seller);
  await openPage(page, '/settings/extension');
  await expect(page.getByText('No browser is paired yet')).toBeVisible();

  const code = await pair(page);
  expect(code.startsWith(`${new URL(url).origin}/#`)).toBe(true);
  await expect(page.getByText('It has not reported yet')).toBeVisible();

  const report = (fields: object = {}) => sendReport(url, code, fields);

  await test.step('nothing is done with its cookie before its owner says for which account', async () => {
    expect((await report()).status).toBe(200);
    await expect(page.getByText('signed in as LinkedIn member 4711')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'extension-offer');
    await page.getByRole('button', { name: 'Keep it connected' }).click();
    await expect(page.getByText('is connected. If LinkedIn signs it out')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'extension-ready');
  });

  await test.step('a report of somebody else is refused, and said', async () => {
    expect((await report({ linkedinMemberId: '999' })).status).toBe(409);
    await expect(page.getByText('You are signed in as somebody else')).toBeVisible();
    await expect(page.getByText('this browser could not sign it in again')).toBeVisible();
    await expectAccessibleInAllLooks(page, 'extension-refused');
  });

  await test.step('"Delete all" ends it on both sides', async () => {
    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByRole('button', { name: 'Delete everything' }).click();
    await expect(page.getByText('No browser is paired yet')).toBeVisible();
    expect((await report()).status).toBe(401);
  });
});

test('an account that is not here yet is connected by a press, never by itself (A6)', async ({
  page,
  context,
  db,
  url,
  team,
  sandbox,
}) => {
  await team.signIn(context, await team.addMember('member', 'Jane Ruiz'));
  await openPage(page, '/settings/extension');
  const code = await pair(page);
  const login = 'offered.by.extension@harbourline.example';
  const { accessToken } = await sandbox.control<{ accessToken: string }>('POST', '/cookies', {
    login,
    userAgent: CHROME,
  });
  expect((await sendReport(url, code, { liAt: accessToken })).status).toBe(200);
  const offer = page.getByRole('button', { name: 'Connect this LinkedIn account' });
  await expect(offer).toBeVisible();
  const own = () => db.$count(accounts, eq(accounts.workspaceId, team.workspace.id));
  expect(await own()).toBe(0);
  await expectAccessibleInAllLooks(page, 'extension-connect');
  await offer.click();
  await expect(page.getByText('The session of this browser last signed it in')).toBeVisible();
  await expect(page.getByText(/^Connect the account/)).toBeVisible();
  expect(await own()).toBe(1);
});
