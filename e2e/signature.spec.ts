import type { Page } from '@playwright/test';
import type { RunningSandbox } from '@/sandbox/server';
import { NOOR, STOPPED_SCRIPTS, sentFrom, writeNewEmail } from './support/email';
import { receiveEmail } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 150_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

/** What left, oldest first, without what it answers. */
async function sentHtml(sandbox: RunningSandbox): Promise<string[]> {
  return (await sentFrom(sandbox)).map(({ html }) => html.split('<blockquote')[0] ?? '');
}

const signatureIn = (page: Page) => page.getByRole('region', { name: 'Signature' });

test('a signature is written by the owner of its account, shown where one writes, sent below the text, and left out where that is wanted (C3)', async ({
  page,
  sandbox,
  world,
  seat,
  colleague,
}) => {
  const { account } = await seat({
    account: { provider: 'MAIL', row: { visibility: 'team-read' } },
  });
  const id = await receiveEmail(world, account, { from: NOOR, subject: 'Offer', text: 'Well?' });
  await openPage(page, `/accounts/${account.id}`);
  const field = page.getByRole('textbox', { name: 'Below every e-mail from this account' });
  const save = page.getByRole('button', { name: 'Save signature' });
  await expect(save).toBeDisabled();
  await field.fill('x'.repeat(2_001));
  await expect(page.getByText('This is 1 characters too long.')).toBeVisible();
  await expect(save).toBeDisabled();
  await field.fill('Jane Ruiz\nHarbourline · https://harbourline.example');
  await save.click();
  await expect(page.getByText('Signature saved')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'an account with a signature');
  await page.setViewportSize({ width: 1440, height: 900 });
  await openPage(colleague.page, `/accounts/${account.id}`);
  await expect(colleague.page.getByText('Harbourline · https://harbourline.example')).toBeVisible();
  await expect(colleague.page.getByRole('button', { name: 'Save signature' })).toHaveCount(0);

  await openPage(page, `/inbox/${id}`);
  const composer = page.getByRole('textbox', { name: 'Reply to Noor Haddad' });
  await composer.fill('We take it.');
  await expect(signatureIn(page)).toContainText('Jane Ruiz');
  await expectAccessibleInAllLooks(page, 'an answer with a signature');
  await page.setViewportSize({ width: 1440, height: 900 });
  await composer.press('ControlOrMeta+Enter');
  await expect.poll(() => sentHtml(sandbox)).toHaveLength(1);
  expect((await sentHtml(sandbox))[0]).toContain(
    '<p>We take it.</p><div class="signature">-- <br>Jane Ruiz<br>Harbourline · <a href=',
  );

  await composer.fill('And a word without.');
  await signatureIn(page).getByRole('button', { name: 'Leave out' }).click();
  await expect(signatureIn(page)).toContainText('goes without the signature');
  await composer.press('ControlOrMeta+Enter');
  await expect.poll(() => sentHtml(sandbox)).toHaveLength(2);
  const second = (await sentHtml(sandbox)).find((html) => html.includes('And a word without.'));
  // Its quote may name her, where the first one is the newest by now.
  expect(second).not.toContain('class="signature"');
  // The next one has it again.
  await expect(signatureIn(page)).toContainText('Jane Ruiz');

  await page.keyboard.press('Escape');
  await openPage(page, '/inbox');
  const dialog = await writeNewEmail(page, {
    to: ['ola@client.example'],
    subject: 'Spring',
    text: 'Hello Ola',
  });
  await expect(signatureIn(page)).toContainText('Jane Ruiz');
  await expectAccessibleInAllLooks(page, 'a new e-mail with a signature');
  await page.setViewportSize({ width: 1440, height: 900 });
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => sentHtml(sandbox)).toHaveLength(3);
  const third = (await sentHtml(sandbox)).find((html) => html.includes('Hello Ola'));
  expect(third).toContain('-- <br>Jane Ruiz');
});
