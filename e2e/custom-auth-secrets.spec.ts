import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { newId } from '@/lib/core/ids';
import { callAction } from './support/action-calls';
import { builtActions } from './support/build';
import { expect, test } from './support/fixtures';
import { type Secrets, searchFiles, secretsIn } from './support/leak-search';
import { openPage } from './support/pages';

test.describe.configure({ timeout: 150_000 });

const canary = (what: string) => `canary ${what} ${newId()}`;
const name = () => `jane${newId().slice(-8)}`;

/** Everything that the browser received from us and every address that it was at. */
function received(page: Page, url: string): { texts: Promise<string>[]; addresses: string[] } {
  const texts: Promise<string>[] = [];
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('response', (response) => {
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream');
    if (!response.url().startsWith(url) || isStream) return;
    texts.push(response.text().catch(() => ''));
  });
  return { texts, addresses };
}

test('what is typed to sign in stands in no table, log, address or answer (A14, K1, K2)', async ({
  page,
  context,
  url,
  db,
  team,
  sandbox,
}) => {
  const seller = await team.addMember('member');
  await team.signIn(context, seller);
  await sandbox.control('POST', '/options', { qrLifeMs: 1_000_000 });
  const { texts, addresses } = received(page, url);
  const secrets: Record<string, string> = {};
  const secret = (what: string) => {
    secrets[what] = canary(what).replaceAll(' ', '-');
    return secrets[what];
  };
  const open = (provider: string, method?: string) =>
    openPage(page, `/accounts/connect?provider=${provider}${method ? `&method=${method}` : ''}`);
  const password = () => page.getByLabel('Password', { exact: true });
  const go = () => page.getByRole('button', { name: 'Continue' }).click();
  const isIn = () => expect(page).toHaveURL(/\/accounts\?connected=/, { timeout: 20_000 });

  await test.step('LinkedIn, with a code that is wrong', async () => {
    await open('LINKEDIN');
    await page.getByLabel('E-mail or phone').fill(`${name()}+2fa@x.example`);
    await password().fill(secret('LinkedIn password'));
    await go();
    await page.getByLabel(/^Enter the code/).fill(secret('code'));
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByText('This was not right')).toBeVisible();
  });

  await test.step('LinkedIn by cookies', async () => {
    await open('LINKEDIN', 'cookies');
    await page.getByLabel('Cookie li_at').fill(`${secret('li_at')}@${name()}.example`);
    await page.getByLabel('Cookie li_a', { exact: false }).last().fill(secret('li_a'));
    await go();
    await isIn();
  });

  for (const [provider, label] of [
    ['INSTAGRAM', 'User name'],
    ['MESSENGER', 'Facebook e-mail or phone'],
    ['TWITTER', 'User name'],
  ] as const) {
    await test.step(provider, async () => {
      await open(provider);
      await page.getByLabel(label).fill(name());
      if (provider === 'TWITTER') {
        await page.getByLabel('E-mail of the account').fill('jane@x.example');
      }
      await password().fill(secret(`${provider} password`));
      await go();
      await isIn();
    });
  }

  await test.step('a mailbox that refuses its server', async () => {
    await open('MAIL');
    await page.getByLabel('E-mail address').fill(`${name()}@x.example`);
    await page.getByLabel('IMAP server').fill('refused.example');
    await password().fill(secret('mailbox password'));
    await go();
    await expect(page.getByText('The server for incoming mail')).toBeVisible();
  });

  await test.step('Telegram with its second password, and WhatsApp', async () => {
    await open('TELEGRAM');
    await page.getByLabel('Two-step password').fill(secret('Telegram password'));
    await page.getByRole('button', { name: 'Show the QR code' }).click();
    await expect(page.getByRole('img', { name: 'QR code of Telegram' })).toBeVisible();
    await open('WHATSAPP');
    await page.getByRole('button', { name: 'Show the QR code' }).click();
    await expect(page.getByRole('img', { name: 'QR code of WhatsApp' })).toBeVisible();
  });
  const waiting = await sandbox.control<{ qrcode: string | null }[]>('GET', '/intents');
  const qrcode = waiting.at(-1)?.qrcode ?? '';
  expect(qrcode).not.toBe('');

  await test.step('an API that does not answer, and requests that no page of ours makes', async () => {
    await sandbox.control('POST', '/faults', {
      kind: 'garbage_html',
      match: { method: 'POST', path: '/api/v1/accounts' },
    });
    await open('INSTAGRAM');
    await page.getByLabel('User name').fill(name());
    await password().fill(secret('lost password'));
    await go();
    await expect(page.getByText('could not be confirmed')).toBeVisible();
    const cookie = await team.cookieOf(seller);
    const start = builtActions().find(({ name: one }) => one.endsWith('#startAttemptAction'));
    if (!start) throw new Error('The build has no startAttemptAction.');
    const odd = secret('odd password');
    for (const input of [
      { credentials: { form: 'linkedin', username: '', password: odd } },
      { credentials: { form: odd, password: { odd } } },
      [odd],
      odd,
    ]) {
      await callAction(url, start, input, { cookie });
    }
  });

  const all: Secrets = { ...secrets, 'QR code': qrcode };
  expect(Object.keys(all)).toHaveLength(12);
  for (const [what, text] of Object.entries(all)) {
    expect(await placesInDatabase(db, text), what).toEqual([]);
  }
  const logFile = process.env.E2E_SERVER_LOG ?? '';
  // The file is the right one and complete up to the last act.
  await expect.poll(() => readFileSync(logFile, 'utf8')).toContain(team.gatewayId);
  await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('"route":"/api/v1/accounts"');
  expect(searchFiles(logFile, all)).toEqual([]);
  expect(secretsIn(addresses.join('\n'), all)).toEqual([]);
  const pages = (await Promise.all(texts)).join('\n');
  expect(pages).toContain('QR code of');
  expect(secretsIn(pages, all)).toEqual([]);
});
