import type { Page } from '@playwright/test';
import type { Provider } from '@/lib/core/providers';
import { emailsAt, NOOR, STOPPED_SCRIPTS, writeNewEmail } from './support/email';
import { receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

const OFFER = `<div style="background:#fff;color:#222;padding:16px"><h1>Spring offer</h1>
  <p>Hello Jane, our <a href="https://client.example/offer">offer</a> stands until Friday.</p>
  <img src="https://tracker.example/pixel.gif" width="40" height="40" alt="Logo">
  <script>document.title = 'hacked'</script></div>`;

const bodyOf = (page: Page) =>
  page.getByRole('article').last().frameLocator('iframe[title^="E-mail"]');

for (const provider of ['GOOGLE', 'OUTLOOK', 'MAIL'] satisfies Provider[]) {
  test(`an e-mail at ${provider} is read safely and answered to exactly whom it says (C2, C3)`, async ({
    page,
    sandbox,
    world,
    seat,
  }) => {
    const { account } = await seat({ account: { provider } });
    const id = await receiveEmail(world, account, {
      from: NOOR,
      cc: ['boss@client.example'],
      subject: 'Spring offer',
      text: 'Hello Jane, our offer stands until Friday.',
      html: OFFER,
    });
    await openPage(page, '/inbox');
    const row = page.getByRole('row').filter({ hasText: 'Noor Haddad' });
    await expect(row).toContainText('our offer stands until Friday');
    await openPage(page, `/inbox/${id}`);
    await expect(bodyOf(page).getByRole('heading', { name: 'Spring offer' })).toBeVisible();
    await expect(page).not.toHaveTitle(/hacked/);
    await expect
      .poll(async () => (await emailsAt(sandbox)).map(({ isRead }) => isRead))
      .toEqual([true]);

    const more = page.getByRole('button', { name: 'More of this e-mail' }).last();
    await more.click();
    await page.getByRole('menuitem', { name: 'Show the headers' }).click();
    await expect(bodyOf(page).locator('body')).toContainText(/Message-ID: <.+>/);
    await more.click();
    await page.getByRole('menuitem', { name: 'Hide the headers' }).click();
    await expect(bodyOf(page).getByRole('heading', { name: 'Spring offer' })).toBeVisible();

    const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
    await page.getByRole('article').last().getByRole('button', { name: 'Reply to all' }).click();
    await expect(composer).toBeFocused();
    await expect(page.getByRole('button', { name: 'Change who gets it' })).toContainText(
      'Cc boss@client.example',
    );
    await composer.fill('We take it.\n\nJane');
    await composer.press('Enter');
    // In an e-mail that is a new line.
    await expect(composer).toHaveValue('We take it.\n\nJane\n');
    await composer.press('ControlOrMeta+Enter');
    await expect(composer).toHaveValue('');
    const own = page.getByRole('article').last();
    await expect(own).toContainText('We take it.');
    await expect
      .poll(async () => (await emailsAt(sandbox)).find(({ role }) => role === 'sent'))
      .toMatchObject({
        to: ['noor@client.example'],
        cc: ['boss@client.example'],
        subject: 'Re: Spring offer',
      });
    await expect(own.getByText('Sent', { exact: true })).toBeVisible();
    await expect(bodyOf(page).getByText('We take it.')).toBeVisible();
  });
}

test.describe(() => {
  // Nobody lives at the tracker's address, which our server says.
  test.use({ allowedConsoleErrors: [/^Blocked script execution|email-images|status of 502/] });

  test('images of an e-mail are blocked until its reader wants them, once or always from its sender (C2)', async ({
    page,
    world,
    seat,
  }) => {
    const { account } = await seat({ account: { provider: 'GOOGLE' } });
    const mail = { from: NOOR, subject: 'Spring offer', html: OFFER, text: 'Our offer' };
    const first = await receiveEmail(world, account, mail);
    const second = await receiveEmail(world, account, { ...mail, subject: 'Another offer' });
    await openPage(page, `/inbox/${first}`);
    const image = bodyOf(page).getByRole('img', { name: 'Logo' });
    await expect(image).not.toHaveAttribute('src');
    await expectAccessibleInAllLooks(page, 'an e-mail with blocked images');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('button', { name: 'Show images' }).click();
    await expect(image).toHaveAttribute('src', /^\/api\/email-images\?/);

    await openPage(page, `/inbox/${second}`);
    await expect(image).not.toHaveAttribute('src');
    await page.getByRole('button', { name: 'Always from noor@client.example' }).click();
    await expect(image).toHaveAttribute('src', /^\/api\/email-images\?/);
    await page.reload();
    await expect(image).toHaveAttribute('src', /^\/api\/email-images\?/);
    await expect(page.getByRole('button', { name: 'Show images' })).toHaveCount(0);
  });
});

test('to whom an answer goes can be changed, what is no address is told, and what may be forgotten is asked about (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'MAIL' } });
  const id = await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  await openPage(page, `/inbox/${id}`);
  await page.getByRole('button', { name: 'Change who gets it' }).click();
  const to = page.getByRole('combobox', { name: 'Add to To' });
  await to.fill('Ola Berg <ola@client.example>');
  await to.press('Enter');
  await to.fill('nobody');
  await to.press('Enter');
  const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
  await composer.fill('See the attached file.');
  await expect(page.getByText('“nobody” is not an e-mail address.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await expectAccessibleInAllLooks(page, 'an answer by e-mail');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Remove nobody' }).click();
  // What was chosen outlives a reload, as the text does.
  await page.reload();
  await expect(page.getByRole('button', { name: 'Change who gets it' })).toContainText('Ola Berg');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(
    page.getByText('You write of an attachment, and no file is attached.'),
  ).toBeVisible();
  expect((await emailsAt(sandbox)).filter(({ role }) => role === 'sent')).toEqual([]);
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await expect
    .poll(async () => (await emailsAt(sandbox)).find(({ role }) => role === 'sent')?.to)
    .toEqual(['noor@client.example', 'ola@client.example']);
});

test('a new e-mail to several people begins a thread, which opens once it is there (C3)', async ({
  page,
  sandbox,
  seat,
}) => {
  await seat({ account: { provider: 'OUTLOOK' } });
  await openPage(page, '/inbox');
  const dialog = await writeNewEmail(page, {
    to: ['noor@client.example', 'ola@client.example'],
    subject: 'Spring offer',
    text: 'Hello both,\n\nours stands.',
  });
  await expectAccessibleInAllLooks(page, 'a new e-mail');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect
    .poll(async () => (await emailsAt(sandbox)).find(({ role }) => role === 'sent'))
    .toMatchObject({ to: ['noor@client.example', 'ola@client.example'], subject: 'Spring offer' });
  await expect(page).toHaveURL(/inbox\/[0-9a-f-]{36}/, { timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Spring offer' })).toBeVisible();
});

test('e-mail is opened, answered to all and put away by keyboard alone (2.8)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'MAIL' } });
  await receiveEmail(world, account, {
    from: NOOR,
    cc: ['boss@client.example'],
    subject: 'Offer',
    text: 'Well?',
  });
  await openPage(page, '/inbox');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(bodyOf(page).getByText('Well?')).toBeVisible();
  await page.keyboard.press('a');
  const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
  await expect(composer).toBeFocused();
  await page.keyboard.type('Yes, please find it attached.');
  await page.keyboard.press('ControlOrMeta+Enter');
  const warning = page.getByText('You write of an attachment, and no file is attached.');
  await expect(warning).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a question before sending');
  await page.setViewportSize({ width: 1440, height: 900 });
  await composer.press('ControlOrMeta+Enter');
  await expect
    .poll(async () => (await emailsAt(sandbox)).find(({ role }) => role === 'sent'))
    .toMatchObject({ to: ['noor@client.example'], cc: ['boss@client.example'] });
  await expect(page.getByRole('article').first().getByRole('button').first()).toBeVisible();
  await expectAccessibleInAllLooks(page, 'a thread of two e-mails');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect(page.getByRole('row').filter({ hasText: 'Noor Haddad' })).toHaveCount(0);
});
