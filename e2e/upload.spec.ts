import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { sends } from '@/db/schema';
import { setChatHold } from '@/db/testing/factories';
import { filesAtProvider } from '@/db/testing/files';
import { chooseFiles } from './support/choose-files';
import { addContact, receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, openConversation } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 180_000 });

const PLAN = {
  name: 'Plan – Süd.bin',
  mimeType: 'application/octet-stream',
  buffer: randomBytes(900_000),
};
const NOTE = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Tor 4, 14 Uhr') };

/** As a slow line would: a megabyte takes some seconds. */
async function slowDown(page: Page, bytesPerSecond: number) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const set = (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await set(bytesPerSecond);
  return { end: () => set(-1) };
}

test('files are chosen by keyboard, seen on their way, kept over a reload, sent as they are, and come back by undo (B3)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account, member } = await seat({ holdSeconds: 10 });
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'The plan?' });
  await openConversation(page, id);
  const composer = page.getByRole('textbox', { name: 'Reply to Mira Olsen' });
  const files = page.getByRole('list', { name: 'Files' });
  const attach = page.getByRole('button', { name: 'Attach files' });
  const send = page.getByRole('button', { name: 'Send', exact: true });
  const thread = page.getByRole('log');
  // What is written stays only where the page has taken over.
  await composer.fill('Both files.');
  await expect(send).toBeEnabled();

  const line = await slowDown(page, 25_000);
  await attach.focus();
  await chooseFiles(page, () => page.keyboard.press('Enter'), [
    PLAN,
    NOTE,
    { ...NOTE, name: 'film.mov', buffer: Buffer.alloc(18_000_000) },
  ]);
  const progress = files.getByRole('progressbar', { name: `Uploading ${PLAN.name}` });
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')))
    .toBeGreaterThan(0);
  await expect(files.getByRole('alert')).toHaveText(
    'film.mov is 18 MB; LinkedIn takes up to 15 MB.',
  );
  await expect(send).toBeDisabled();
  await files.getByRole('button', { name: 'Remove film.mov' }).click();
  // Told to leave now, it waits for its files.
  await composer.press('Enter');
  await expect(page.getByRole('status').getByText('Uploading…', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Do not send yet' }).click();
  await line.end();
  await expect(files.getByRole('button', { name: `Remove ${PLAN.name}` })).toBeVisible({
    timeout: 30_000,
  });
  await expect(files.getByRole('progressbar')).toHaveCount(0);
  await expect(composer).toHaveValue('Both files.');
  await expectAccessibleInAllLooks(page, 'files in the composer');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.reload();
  await expect(files.getByRole('listitem')).toHaveCount(2);
  await expect(composer).toHaveValue('Both files.');
  await composer.press('Enter');
  const bubble = thread.getByRole('article').filter({ hasText: 'Both files.' });
  await expect(bubble.getByText(PLAN.name)).toBeVisible();
  await expect(bubble.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect(files).toHaveCount(0);
  await db
    .update(sends)
    .set({ heldUntil: new Date(Date.now() + 120_000) })
    .where(eq(sends.accountId, account.id));
  await bubble.getByRole('button', { name: 'Undo' }).click();
  await expect(files.getByRole('listitem')).toHaveCount(2);
  await expect(composer).toHaveValue('Both files.');
  await expect(bubble).toHaveCount(0);

  await setChatHold(db, member.member, 0);
  await composer.press('Enter');
  await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible({ timeout: 40_000 });
  await expect(bubble).toHaveCount(1);
  await expect(files).toHaveCount(0);
  await expect(bubble.getByRole('button', { name: `Download ${PLAN.name}` })).toBeVisible({
    timeout: 20_000,
  });
  const held = await filesAtProvider(sandbox, 'Both files.');
  expect(held.map(({ name }) => name).sort()).toEqual([PLAN.name, NOTE.name]);
  for (const { name, buffer } of [PLAN, NOTE]) {
    expect(held.find((file) => file.name === name)?.bytes.equals(buffer)).toBe(true);
  }
});

test.describe('on a bad line', () => {
  test.use({ allowedConsoleErrors: [/net::ERR_FAILED/] });

  test('a conversation is begun with a file alone, and what is lost on the way is tried again (B3)', async ({
    page,
    sandbox,
    seat,
  }) => {
    const { account } = await seat();
    const mira = await addContact(sandbox, account, 'relations', 'Mira Olsen');
    await page.goto('/inbox');
    const dialog = page.getByRole('dialog', { name: 'New message' });
    await expect(async () => {
      await page.keyboard.press('c');
      await expect(dialog).toBeVisible({ timeout: 1000 });
    }).toPass();
    await dialog
      .getByRole('textbox', { name: 'To' })
      .fill(`https://www.linkedin.com/in/${mira.publicIdentifier}/`);
    await dialog.getByRole('button', { name: 'Look up' }).click();
    await dialog
      .getByRole('list', { name: 'People' })
      .getByRole('button', { name: /Mira/ })
      .click();
    const send = dialog.getByRole('button', { name: 'Send', exact: true });
    await expect(send).toBeDisabled();

    const files = dialog.getByRole('list', { name: 'Files' });
    await page.route('**/api/uploads?*', (route) => route.abort(), { times: 1 });
    const attach = dialog.getByRole('button', { name: 'Attach files' });
    await chooseFiles(page, () => attach.click(), NOTE);
    await expect(files.getByRole('alert')).toHaveText('The connection was lost.');
    await expect(send).toBeDisabled();
    await expectAccessibleInAllLooks(page, 'a file that did not get there');
    await page.setViewportSize({ width: 1440, height: 900 });
    const upload = await holdAnswers(page, /\/api\/uploads\?/);
    await files.getByRole('button', { name: 'Try note.txt again' }).click();
    await upload.asked;
    // What is on its way would be lost, so the browser asks; what is up stays.
    const question = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    expect((await question).type()).toBe('beforeunload');
    await (await question).dismiss();
    upload.release();
    await expect(files.getByRole('button', { name: 'Remove note.txt' })).toBeVisible();
    const mayLeave = () =>
      page.evaluate(() => window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
    expect(await mayLeave()).toBe(true);
    await send.click();
    await expect(page).toHaveURL(/\/inbox\/[0-9a-f-]{36}/, { timeout: 20_000 });
    await expect(
      page.getByRole('log').getByRole('button', { name: 'Download note.txt' }),
    ).toBeVisible({ timeout: 20_000 });
    expect((await filesAtProvider(sandbox, null)).map(({ bytes }) => bytes.toString())).toEqual([
      NOTE.buffer.toString(),
    ]);
  });
});
