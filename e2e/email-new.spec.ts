import { NOOR, STOPPED_SCRIPTS, sentFrom } from './support/email';
import { receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

test('a new e-mail is begun with copies, asked about what may be forgotten, and taken back whole (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ holdSeconds: 10, account: { provider: 'GOOGLE' } });
  await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  await openPage(page, '/inbox');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New message' });
  const to = dialog.getByRole('combobox', { name: 'Add to To' });
  await to.pressSequentially('noor@client.example');
  // Somebody of this mailbox is offered, and called by the name that we know.
  await expect(dialog.locator('datalist option[value="noor@client.example"]')).toBeAttached();
  await to.press('Enter');
  await expect(dialog.getByRole('list', { name: 'To', exact: true })).toContainText('Noor Haddad');
  await dialog.getByRole('button', { name: 'Add Cc', exact: true }).click();
  const cc = dialog.getByRole('combobox', { name: 'Add to Cc' });
  await expect(cc).toBeFocused();
  await cc.fill('boss');
  await cc.press('Enter');
  const message = dialog.getByRole('textbox', { name: 'Message' });
  await message.fill('Please find it attached.');
  const send = dialog.getByRole('button', { name: 'Send', exact: true });
  await expect(dialog.getByText('“boss” is not an e-mail address.')).toBeVisible();
  await expect(send).toBeDisabled();
  await dialog.getByRole('button', { name: 'Remove boss' }).click();
  await cc.fill('boss@client.example');
  await cc.press('Enter');
  await send.click();
  await expect(
    dialog.getByText(/no file is attached\. This e-mail has no subject\./),
  ).toBeVisible();
  expect(await sentFrom(sandbox)).toEqual([]);
  await expectAccessibleInAllLooks(page, 'a new e-mail that is asked about');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('textbox', { name: 'Subject' }).fill('Spring offer');
  await dialog.getByRole('button', { name: 'Send anyway' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(dialog.getByRole('list', { name: 'Cc', exact: true })).toContainText(
    'boss@client.example',
  );
  await expect(dialog.getByRole('textbox', { name: 'Subject' })).toHaveValue('Spring offer');
  await expect(message).toHaveValue('Please find it attached.');
  expect(await sentFrom(sandbox)).toEqual([]);
});

test('a new e-mail with copies is written and sent by keyboard alone (C3, 2.8)', async ({
  page,
  sandbox,
  seat,
}) => {
  await seat({ account: { provider: 'MAIL' } });
  await openPage(page, '/inbox');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'New message' });
  const to = dialog.getByRole('combobox', { name: 'Add to To' });
  await expect(to).toBeVisible();
  const tabTo = async (name: RegExp) => {
    const isThere = () =>
      page.evaluate(
        ({ source }) => {
          const focused = document.activeElement;
          const label = focused?.getAttribute('aria-label') ?? focused?.id ?? '';
          const own = focused?.closest('label, div')?.querySelector('label')?.textContent ?? '';
          return new RegExp(source).test(label) || new RegExp(source).test(own);
        },
        { source: name.source },
      );
    for (let steps = 0; steps < 15 && !(await isThere()); steps += 1) {
      await page.keyboard.press('Tab');
    }
  };
  await tabTo(/^Add to To$/);
  await expect(to).toBeFocused();
  await page.keyboard.type('noor@client.example, ');
  await page.keyboard.press('Enter');
  await tabTo(/^Add Bcc$/);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('combobox', { name: 'Add to Bcc' })).toBeFocused();
  await page.keyboard.type('crm@ours.example');
  await tabTo(/^Subject$/);
  await page.keyboard.type('Spring offer');
  const message = dialog.getByRole('textbox', { name: 'Message' });
  for (let steps = 0; steps < 5; steps += 1) {
    if (await message.evaluate((field) => field === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('Hello Noor');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect
    .poll(() => sentFrom(sandbox))
    .toMatchObject([
      { to: ['noor@client.example'], bcc: ['crm@ours.example'], subject: 'Spring offer' },
    ]);
});
