import type { Locator, Page } from '@playwright/test';
import { NOOR, STOPPED_SCRIPTS, sentFrom, writeNewEmail } from './support/email';
import { receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

const HTML =
  '<p>Dear <strong>Noor</strong>,</p><ul><li>the plan</li>' +
  '<li>the <a href="https://ours.example/price">price</a></li></ul>';
const TEXT = 'Dear Noor,\n\n- the plan\n- the price <https://ours.example/price>';

/** Switches on the form of words; written on is the plain text until then. */
async function formatIn(place: Locator, field: Locator) {
  await place.getByRole('button', { name: 'Format text' }).click();
  await expect(place.getByRole('toolbar', { name: 'Formatting' })).toBeVisible();
  await expect(field).toBeFocused();
}

/** Writes the e-mail of `HTML` by keyboard, in an empty field that has the focus. */
async function writeFormatted(page: Page, place: Locator) {
  await page.keyboard.type('Dear ');
  await page.keyboard.press('ControlOrMeta+b');
  await page.keyboard.type('Noor');
  await page.keyboard.press('ControlOrMeta+b');
  await page.keyboard.type(',');
  await page.keyboard.press('Enter');
  await place.getByRole('button', { name: 'Bulleted list' }).click();
  // The press of a button gives the focus back a moment later.
  await expect(place.locator('[contenteditable="true"]')).toBeFocused();
  await page.keyboard.type('the plan');
  await page.keyboard.press('Enter');
  await page.keyboard.type('the price');
  for (let letters = 0; letters < 'price'.length; letters += 1) {
    await page.keyboard.press('Shift+ArrowLeft');
  }
  await place.getByRole('button', { name: 'Link', exact: true }).click();
  const address = place.getByRole('textbox', { name: 'Link address' });
  await expect(address).toBeFocused();
  await page.keyboard.type('javascript:alert(1)');
  await page.keyboard.press('Enter');
  await expect(place.getByText('That is no address of a page or an e-mail.')).toBeVisible();
  await address.fill('ours.example/price');
  await page.keyboard.press('Enter');
  await expect(address).toHaveCount(0);
}

test('an answer has bold words, lists and links, and keeps them over a reload, other recipients and undo (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 10, account: { provider: 'GOOGLE' } });
  const id = await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  await openPage(page, `/inbox/${id}`);
  const composer = page.locator('[data-composer]');
  const field = composer.getByRole('textbox', { name: /^Reply to/ });
  await page.keyboard.press('r');
  await expect(field).toBeFocused();

  await formatIn(composer, field);
  await writeFormatted(page, composer);
  await expect(field.getByRole('link', { name: 'price' })).toBeVisible();
  await expect(field.locator('strong')).toHaveText('Noor');
  await expectAccessibleInAllLooks(page, 'an answer with formatted text');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.reload();
  await expect(field.locator('strong')).toHaveText('Noor');
  await expect(field.getByRole('listitem')).toHaveCount(2);
  // Who only reads has no field in focus.
  await expect(field).not.toBeFocused();
  await page.keyboard.press('a');
  await expect(field).toBeFocused();
  await expect(field.locator('strong')).toHaveText('Noor');

  await page.keyboard.press('ControlOrMeta+Enter');
  const bubble = page.getByRole('log').getByRole('article').filter({ hasText: 'Dear Noor' });
  await bubble.getByRole('button', { name: /^Undo/ }).click();
  await expect(field.locator('strong')).toHaveText('Noor');
  await expect(field.getByRole('listitem')).toHaveCount(2);
  expect(await sentFrom(sandbox)).toEqual([]);

  await field.click();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await expect.poll(() => sentFrom(sandbox), { timeout: 30_000 }).toHaveLength(1);
  const [sent] = await sentFrom(sandbox);
  expect(sent?.html).toContain(HTML);
  expect(sent?.to).toEqual([NOOR.address]);
});

test('a new e-mail takes a form and gives it up again, its words stay (C3)', async ({
  page,
  sandbox,
  seat,
}) => {
  await seat({ holdSeconds: 0, account: { provider: 'OUTLOOK' } });
  await openPage(page, '/inbox');
  const dialog = await writeNewEmail(page, { to: [NOOR.address], subject: 'Offer', text: '' });
  const field = dialog.getByRole('textbox', { name: 'Message' });
  await formatIn(dialog, field);
  await writeFormatted(page, dialog);
  await expectAccessibleInAllLooks(page, 'a new e-mail with formatted text');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Plain text' }).click();
  await expect(field).toHaveValue(TEXT);
  await field.fill('Dear Noor,');
  await formatIn(dialog, field);
  await expect(field).toHaveText('Dear Noor,');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+i');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(() => sentFrom(sandbox), { timeout: 30_000 }).toHaveLength(1);
  expect((await sentFrom(sandbox))[0]?.html).toContain('<p><em>Dear Noor,</em></p>');
});
