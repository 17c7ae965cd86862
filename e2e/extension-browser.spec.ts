import { expect, type Page } from '@playwright/test';
import { desc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { extensionCookies, extensionDevices } from '@/db/schema';
import { openCookies } from '@/lib/extension/report-mutations';
import { expectAccessible } from './support/axe';
import { type ExtensionBrowser, openExtensionBrowser } from './support/extension-browser';
import { test as product } from './support/fixtures';
import { turnToNextRung } from './support/healing-clock';
import { addAccount, untilWebhooksAreThere } from './support/inbox';
import { openPage } from './support/pages';

// A download of Chromium may come first, once.
product.describe.configure({ mode: 'serial', timeout: 240_000 });

const test = product.extend<{ browserWithExtension: ExtensionBrowser }>({
  browserWithExtension: async ({ browserName: _ }, use) => {
    const browser = await openExtensionBrowser();
    await use(browser);
    await browser.close();
  },
});

const SHOTS = process.env.SHOTS ? '.cache/shots/extension' : null;

/** Axe in light and dark; with SHOTS, a picture of each. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, `${name}, ${colorScheme}`);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${colorScheme}.png` });
  }
}

/** From the settings of the product into the popup, up to the screen that asks for consent. */
async function pair(settings: Page, popup: Page): Promise<void> {
  await settings.getByRole('button', { name: 'Pair a browser' }).first().click();
  await settings.getByLabel('Name', { exact: true }).fill('Chrome at work');
  await settings.getByRole('button', { name: 'Make a code' }).click();
  const code = await settings.getByLabel('Code').inputValue();
  await settings.getByRole('button', { name: 'Done' }).click();
  await popup.getByLabel('Code').fill(code);
  await popup.getByRole('button', { name: 'Pair this browser' }).click();
}

/** What the product keeps of the member's only browser; null: nothing. */
async function keptCookie(db: Db, memberId: string): Promise<string | null> {
  const [found] = await db
    .select({ row: extensionCookies })
    .from(extensionCookies)
    .innerJoin(extensionDevices, eq(extensionDevices.id, extensionCookies.deviceId))
    .where(eq(extensionDevices.memberId, memberId))
    .orderBy(desc(extensionCookies.seenAt));
  return found ? openCookies(found.row).liAt : null;
}

test('the extension reads nothing before consent, then reports, is paused, and deletes all (A6)', async ({
  browserWithExtension: browser,
  db,
  team,
}) => {
  const seller = await team.addMember('member', 'Jane Ruiz');
  const kept = () => keptCookie(db, seller.member.id);
  const stored = (key: string) =>
    browser.worker.evaluate(
      // In the extension's own process.
      async (name) => (await chrome.storage.local.get(name))[name] ?? null,
      key,
    );
  await team.signIn(browser.context, seller);
  const settings = await browser.context.newPage();
  await openPage(settings, new URL('/settings/extension', process.env.E2E_URL).href);
  await browser.signInAtLinkedIn('session-one', '4711');
  const popup = await browser.openPopup();
  await look(popup, 'pair');

  await test.step('a code that is none is said to be none', async () => {
    await popup.getByLabel('Code').fill('https://switchboard.example/');
    await popup.getByRole('button', { name: 'Pair this browser' }).click();
    await expect(popup.getByText('This is no code of Switchboard')).toBeVisible();
  });

  await test.step('nothing is read before consent', async () => {
    await pair(settings, popup);
    await expect(popup.getByRole('heading', { name: 'What is sent to Switchboard' })).toBeVisible();
    await look(popup, 'consent');
    await browser.visitLinkedIn();
    expect(await stored('memberId')).toBeNull();
    expect(await kept()).toBeNull();
  });

  await test.step('a session is reported once a page has said whose it is', async () => {
    await popup.getByRole('button', { name: 'Agree and start' }).click();
    await expect(popup.getByText('Open LinkedIn once in this browser')).toBeVisible();
    expect(await kept()).toBeNull();
    await browser.visitLinkedIn();
    await expect.poll(kept).toBe('session-one');
    await expect(settings.getByText('signed in as LinkedIn member 4711')).toBeVisible();
    await expect(popup.getByText('No account yet')).toBeVisible();
    await look(popup, 'running');
    const everyMinutes = await browser.worker.evaluate(
      async () => (await chrome.alarms.get('report'))?.periodInMinutes,
    );
    expect(everyMinutes).toBe(30);
  });

  await test.step('a new session goes nowhere under the number of the old one', async () => {
    await browser.signInAtLinkedIn('session-of-somebody', '999');
    await expect(popup.getByText('Open LinkedIn once in this browser')).toBeVisible();
    expect(await kept()).toBe('session-one');
    await browser.visitLinkedIn();
    await expect(popup.getByText('You are signed in to LinkedIn as somebody else')).toBeVisible();
    await expect(settings.getByText('You are signed in as somebody else')).toBeVisible();
    expect(await kept()).toBe('session-one');
    await look(popup, 'somebody-else');
  });

  await test.step('paused, it reads and sends nothing', async () => {
    await popup.getByRole('button', { name: 'Pause' }).click();
    await expect(popup.getByText('nothing is read and nothing is sent')).toBeVisible();
    await browser.signInAtLinkedIn('session-two', '4711');
    await browser.visitLinkedIn();
    expect(await kept()).toBe('session-one');
    await popup.getByRole('button', { name: 'Resume' }).click();
    await expect(popup.getByText('Open LinkedIn once in this browser')).toBeVisible();
    await browser.visitLinkedIn();
    await expect.poll(kept).toBe('session-two');
  });

  await test.step('the question before it is answered by keyboard, whatever is reported meanwhile', async () => {
    const keep = popup.getByRole('button', { name: 'Keep it' });
    await popup.getByRole('button', { name: 'Delete all' }).press('Enter');
    await expect(keep).toBeFocused();
    const reportedAt = await stored('reportedAt');
    await browser.signInAtLinkedIn('session-three', '4711');
    await browser.visitLinkedIn();
    await expect.poll(kept).toBe('session-three');
    await expect.poll(() => stored('reportedAt')).not.toBe(reportedAt);
    await expect(keep).toBeVisible();
    await keep.press('Enter');
    await expect(popup.getByRole('button', { name: 'Delete all' })).toBeFocused();
    await expect(keep).toBeHidden();
  });

  await test.step('"Delete all" erases it here and in the product', async () => {
    await popup.getByRole('button', { name: 'Delete all' }).click();
    await popup.getByRole('button', { name: 'Delete all' }).click();
    await expect(popup.getByLabel('Code')).toBeVisible();
    expect(await stored('token')).toBeNull();
    expect(await kept()).toBeNull();
    await expect(settings.getByText('No browser is paired yet')).toBeVisible();
  });
});

test('from the extension to an account that works again, without a person (A6)', async ({
  browserWithExtension: browser,
  db,
  team,
  sandbox,
}) => {
  const login = 'from.extension@harbourline.example';
  const seller = await team.addMember('member', 'Jane Ruiz');
  const account = await addAccount({ db, team, sandbox }, seller, { login });
  await team.signIn(browser.context, seller);
  const settings = await browser.context.newPage();
  await openPage(settings, new URL('/settings/extension', process.env.E2E_URL).href);
  const popup = await browser.openPopup();
  await pair(settings, popup);
  // Good in this very browser alone, whose name the extension reports.
  const userAgent = await browser.worker.evaluate(() => navigator.userAgent);
  const { accessToken } = await sandbox.control<{ accessToken: string }>('POST', '/cookies', {
    login,
    userAgent,
  });
  await browser.signInAtLinkedIn(accessToken, '4711');
  await popup.getByRole('button', { name: 'Agree and start' }).click();
  await expect(popup.getByText('Open LinkedIn once in this browser')).toBeVisible();
  await browser.visitLinkedIn();
  await settings.getByRole('button', { name: 'Keep it connected' }).click();
  await expect(settings.getByText('is connected. If LinkedIn signs it out')).toBeVisible();

  const page = await browser.context.newPage();
  await openPage(page, new URL(`/accounts/${account.id}`, process.env.E2E_URL).href);
  await untilWebhooksAreThere({ db, team, sandbox });
  await sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, {
    status: 'CREDENTIALS',
  });
  const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
  await turnToNextRung(db, account.id);
  await expect(steps.filter({ hasText: 'LinkedIn took it.' })).toHaveCount(1);
  await expect(steps.filter({ hasText: 'Works again' })).toHaveCount(1);
  await expect(settings.getByText('Sign in again: Jane Ruiz')).toBeVisible();
  await expect(settings.getByText('The session of this browser last signed it in')).toBeVisible();
});
