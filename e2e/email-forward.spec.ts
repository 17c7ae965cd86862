import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { sends } from '@/db/schema';
import { setChatHold } from '@/db/testing/factories';
import { NOOR, STOPPED_SCRIPTS, sentFrom } from './support/email';
import { receiveEmail, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { holdAnswers, openPage } from './support/pages';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

const OFFER = {
  from: NOOR,
  cc: ['boss@client.example'],
  subject: 'Re: Spring offer',
  text: 'Our offer stands until Friday.',
  html: '<p>Our <b>offer</b> stands until Friday.</p>',
  files: [
    { name: 'Terms and conditions of spring.pdf', mime: 'application/pdf' },
    { name: 'prices.csv', mime: 'text/csv' },
  ],
};

async function openOffer(page: Page, world: World, account: Parameters<typeof receiveEmail>[1]) {
  const id = await receiveEmail(world, account, OFFER);
  await openPage(page, `/inbox/${id}`);
  return page.getByRole('article').last();
}

test('an e-mail is forwarded with the files that its writer leaves in, and says where it went (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'GOOGLE' } });
  const card = await openOffer(page, world, account);
  await card.getByRole('button', { name: 'Forward' }).click();
  const to = page.getByRole('combobox', { name: 'Add to To' });
  await expect(to).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Subject' })).toHaveValue('Fwd: Spring offer');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await to.fill('Ola Berg <ola@client.example>');
  await to.press('Enter');
  const words = page.getByRole('textbox', { name: 'Words above the forwarded e-mail' });
  await words.fill('For you, Ola.');
  const files = page.getByRole('list', { name: 'Files of the forwarded e-mail' });
  await expect(files.getByRole('listitem')).toHaveCount(2);
  await expectAccessibleInAllLooks(page, 'a forward being written');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Leave out prices.csv' }).click();
  // What was chosen outlives a reload.
  await page.reload();
  await expect(files.getByRole('listitem')).toHaveText([/Terms and conditions/]);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(async () => (await sentFrom(sandbox)).length).toBe(1);
  const [sent] = await sentFrom(sandbox);
  expect(sent).toMatchObject({
    to: ['ola@client.example'],
    cc: [],
    subject: 'Fwd: Spring offer',
    inReplyTo: null,
    files: [{ name: 'Terms and conditions of spring.pdf' }],
  });
  expect(sent?.html).toMatch(/^<p>For you, Ola\.<\/p>.*From: Noor Haddad.*<b>offer<\/b>/);
  const link = card.getByRole('link', { name: 'Ola Berg' });
  await expect(card.getByText(/^Forwarded to/)).toBeVisible({ timeout: 60_000 });
  await expect(link).toBeVisible({ timeout: 60_000 });
  await expectAccessibleInAllLooks(page, 'an e-mail that was forwarded');
  await page.setViewportSize({ width: 1440, height: 900 });
  await link.click();
  await expect(page.getByRole('heading', { name: 'Spring offer' })).toBeVisible();
  await expect(page.getByRole('article')).toHaveCount(1);
  const body = page.getByRole('article').frameLocator('iframe[title^="E-mail"]');
  await expect(body.getByText('Our offer stands until Friday.')).toBeVisible();
  await expect(body.getByText('Forwarded message')).toBeVisible();
});

test('a forward is written, taken back and sent by keyboard alone (C3, 2.8)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account, member } = await seat({ holdSeconds: 10, account: { provider: 'MAIL' } });
  await openOffer(page, world, account);
  await page.keyboard.press('f');
  await expect(page.getByRole('combobox', { name: 'Add to To' })).toBeFocused();
  await page.keyboard.type('ola@client.example');
  await page.keyboard.press('Enter');
  const words = page.getByRole('textbox', { name: 'Words above the forwarded e-mail' });
  for (let steps = 0; steps < 12; steps += 1) {
    if (await words.evaluate((field) => field === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(words).toBeFocused();
  // Without a word of one's own it goes as well.
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Sending to ola@client.example')).toBeVisible();
  const undo = page.getByRole('article').last().getByRole('button', { name: /^Undo/ });
  await expect(undo).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('z');
  await expect(words).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change who gets it' })).toContainText(
    'ola@client.example',
  );
  await expect(
    page.getByRole('list', { name: 'Files of the forwarded e-mail' }).getByRole('listitem'),
  ).toHaveCount(2);
  expect(await sentFrom(sandbox)).toEqual([]);
  await words.focus();
  await page.keyboard.type('See below.');
  await setChatHold(db, member.member, 0);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect
    .poll(async () => (await sentFrom(sandbox)).map(({ to, files }) => [to, files.length]), {
      timeout: 30_000,
    })
    .toEqual([[['ola@client.example'], 2]]);
});

test('a forward whose file is gone is not sent, says so, and goes without it (C3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ account: { provider: 'OUTLOOK' } });
  const card = await openOffer(page, world, account);
  await sandbox.control('POST', '/faults', {
    kind: 'status',
    match: { method: 'GET', path: '/api/v1/emails/*/attachments/*' },
    status: 404,
    type: 'errors/resource_not_found',
    times: 1,
  });
  await card.getByRole('button', { name: 'Forward' }).click();
  const to = page.getByRole('combobox', { name: 'Add to To' });
  await to.fill('ola@client.example');
  await to.press('Enter');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(
    page.getByText(/A file of the forwarded e-mail is no longer at Microsoft/),
  ).toBeVisible();
  expect(await sentFrom(sandbox)).toEqual([]);
  await expectAccessibleInAllLooks(page, 'a forward that was not sent');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('article').last().getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('button', { name: /^Leave out Terms/ }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect
    .poll(async () => (await sentFrom(sandbox)).map(({ files }) => files.map(({ name }) => name)))
    .toEqual([['prices.csv']]);
});

test('a forward can be turned into an answer again (C3)', async ({ page, world, seat }) => {
  const { account } = await seat({ account: { provider: 'MAIL' } });
  const card = await openOffer(page, world, account);
  await card.getByRole('button', { name: 'Forward' }).click();
  await page.getByRole('button', { name: 'Reply instead' }).click();
  await expect(page.getByRole('textbox', { name: 'Reply to Noor Haddad' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Change who gets it' })).toContainText(
    'Noor Haddad',
  );
  await expect(page.getByRole('list', { name: 'Files of the forwarded e-mail' })).toHaveCount(0);
});

for (const isReloaded of [false, true]) {
  const when = isReloaded ? 'while its page is closed' : 'before the thread is read again';
  test(`a forward that its own thread takes ${when} leaves no copy behind (C3)`, async ({
    page,
    db,
    world,
    seat,
  }) => {
    const { account } = await seat({ account: { provider: 'GOOGLE' } });
    const id = await receiveEmail(world, account, OFFER);
    await openPage(page, `/inbox/${id}`);
    await page.getByRole('article').last().getByRole('button', { name: 'Forward' }).click();
    await page.getByRole('combobox', { name: 'Add to To' }).fill('ola@client.example');
    await page.getByRole('combobox', { name: 'Add to To' }).press('Enter');
    const answers = await holdAnswers(page, new RegExp(`/api/conversations/${id}$`));
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const threadOfForward = async () => {
      const [send] = await db.select().from(sends).where(eq(sends.accountId, account.id));
      return send?.conversationId ?? id;
    };
    await expect.poll(threadOfForward, { timeout: 30_000 }).not.toBe(id);
    if (isReloaded) await page.reload();
    answers.release();
    await expect(page.getByText(/^Forwarded to/)).toBeVisible();
    await expect(page.getByRole('article')).toHaveCount(1);
  });
}
