import type { Provider } from '@/lib/core/providers';
import { allowTracking, NOOR, STOPPED_SCRIPTS, sentFrom } from './support/email';
import { receiveEmail } from './support/inbox';
import { openPage } from './support/pages';
import { comeDue } from './support/scheduled';
import { expect, test } from './support/seat';

test.describe.configure({ timeout: 120_000 });
test.use({ allowedConsoleErrors: STOPPED_SCRIPTS });

const OFFER = 'https://ours.example/offer';

for (const provider of ['GOOGLE', 'OUTLOOK', 'MAIL'] satisfies Provider[]) {
  const answerText = `Here it is, at ${provider}: ${OFFER}`;
  test(`at ${provider} an answer leaves at its time and tells when it is read, and a forward takes the files (C3, C4)`, async ({
    page,
    db,
    sandbox,
    world,
    seat,
  }) => {
    const { account } = await seat({ role: 'admin', account: { provider } });
    const id = await receiveEmail(world, account, {
      from: NOOR,
      subject: 'Offer',
      text: 'Well?',
      files: [{ name: 'terms.pdf', mime: 'application/pdf' }],
    });
    await allowTracking(page);
    await openPage(page, `/inbox/${id}`);
    await page.getByRole('textbox', { name: 'Reply to Noor Haddad' }).fill(answerText);
    await page.getByRole('checkbox', { name: /Track opens and links/ }).click();
    await page.keyboard.press('ControlOrMeta+Shift+L');
    await page.getByRole('dialog', { name: 'Send later' }).getByRole('textbox').fill('in 3 days');
    await page.keyboard.press('Enter');
    const own = page.getByRole('article').filter({ hasText: 'You' }).last();
    await expect(own.getByText(/^Scheduled for/)).toBeVisible();
    expect(await sentFrom(sandbox)).toEqual([]);
    await comeDue(db, answerText);
    await expect.poll(() => sentFrom(sandbox), { timeout: 30_000 }).toHaveLength(1);
    const [answer] = await sentFrom(sandbox);
    expect(answer).toMatchObject({ to: [NOOR.address], subject: 'Re: Offer' });
    expect(answer?.html).toContain('open.gif');
    await sandbox.control('POST', `/emails/${answer?.id}/open`);
    await sandbox.control('POST', `/emails/${answer?.id}/click`, { url: OFFER });
    await expect(own.getByText(/^Opened once, links followed once · last/)).toBeVisible({
      timeout: 30_000,
    });

    const card = page.getByRole('article').first();
    await card.getByRole('button', { name: 'Forward' }).click();
    const to = page.getByRole('combobox', { name: 'Add to To' });
    await to.fill('ola@client.example');
    await to.press('Enter');
    await page
      .getByRole('textbox', { name: 'Words above the forwarded e-mail' })
      .fill('For you, Ola.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect.poll(() => sentFrom(sandbox), { timeout: 30_000 }).toHaveLength(2);
    const forward = (await sentFrom(sandbox)).find(({ subject }) => subject === 'Fwd: Offer');
    expect(forward).toMatchObject({
      to: ['ola@client.example'],
      cc: [],
      files: [{ name: 'terms.pdf' }],
    });
    expect(forward?.html).toMatch(/^<p>For you, Ola\.<\/p>.*Well\?/s);
    // What was chosen for one e-mail holds for that alone.
    expect(forward?.html).not.toContain('open.gif');
  });
}
