import { NOOR, STOPPED_SCRIPTS, sentFrom } from './support/email';
import { receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

test('a mailbox sends under the name and alias of its settings; one that the provider refuses is told and nothing is lost (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({
    account: { provider: 'GOOGLE', aliases: ['sales@harbourline.example'] },
  });
  const id = await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  const setFrom = async (name: string, address: string) => {
    await openPage(page, `/accounts/${account.id}`);
    const section = page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: 'From', exact: true }) });
    await section.getByRole('button', { name: 'Change' }).click();
    const dialog = page.getByRole('dialog', { name: /^From of/ });
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByRole('textbox', { name: 'Address' }).fill(address);
    await dialog.getByRole('button', { name: 'Save' }).click();
    return dialog;
  };
  const dialog = await setFrom('Sales', 'sales@harbourline');
  await expect(dialog.getByText('“sales@harbourline” is not an e-mail address.')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'the From of a mailbox');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('textbox', { name: 'Address' }).fill('boss@elsewhere.example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  await openPage(page, `/inbox/${id}`);
  await expect(page.getByText('from Sales · boss@elsewhere.example')).toBeVisible();
  const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
  await composer.fill('We take it.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(
    page.getByText(/Google does not let Jane Ruiz send from the address in its settings/),
  ).toBeVisible();
  await page.getByRole('article').last().getByRole('button', { name: 'Edit' }).click();
  await expect(composer).toHaveValue('We take it.');
  expect(await sentFrom(sandbox)).toEqual([]);

  const again = await setFrom('Sales', 'sales@harbourline.example');
  await expect(again).toBeHidden();
  await openPage(page, `/inbox/${id}`);
  await expect(composer).toHaveValue('We take it.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect
    .poll(async () => (await sentFrom(sandbox)).map(({ from }) => from))
    .toEqual(['sales@harbourline.example']);
});

test('answers can go elsewhere and headers of one’s own go along, others are refused at their field (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'MAIL' } });
  const id = await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  await openPage(page, `/inbox/${id}`);
  await page.getByRole('button', { name: 'Change who gets it' }).click();
  const box = page.getByRole('group', { name: 'Message and its files' });
  await box.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('textbox', { name: 'Answers go to' }).fill('desk@harbourline.example');
  await page.getByRole('button', { name: 'Add a header' }).click();
  const name = page.getByRole('textbox', { name: 'Name of header 1' });
  await name.fill('Bcc');
  await page.getByRole('textbox', { name: 'Value of header 1' }).fill('spring');
  await page.getByRole('textbox', { name: 'Reply to Noor Haddad' }).fill('We take it.');
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await expect(page.getByText(/^“Bcc” cannot be set/).first()).toBeVisible();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(send).toBeDisabled();
  await expectAccessibleInAllLooks(page, 'a header that cannot be set');
  await page.setViewportSize({ width: 1440, height: 900 });
  await name.fill('X-Campaign');
  await send.click();
  await expect
    .poll(async () => (await sentFrom(sandbox)).map(({ headers }) => headers))
    .toEqual([
      [
        { name: 'X-Campaign', value: 'spring' },
        { name: 'Reply-To', value: 'desk@harbourline.example' },
      ],
    ]);
});
