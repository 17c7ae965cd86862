import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';
import { and, eq, isNotNull } from 'drizzle-orm';
import { healingSteps, users } from '@/db/schema';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { sessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { hashPassword } from '@/lib/core/passwords';
import { randomToken } from '@/lib/core/secrets';
import { addDevice, linkDevice } from '@/lib/extension/mutations';
import { startSandbox } from '@/sandbox/server';
import { callAction } from './support/action-calls';
import { builtActions } from './support/build';
import { test as base, expect } from './support/fixtures';
import { turnToNextRung } from './support/healing-clock';
import { addAccount, receiveChat } from './support/inbox';
import { type Secrets, searchFiles, secretsIn } from './support/leak-search';
import { firstMailTo, linkIn } from './support/mailbox';
import { openConversation } from './support/pages';

// A key that no other test has, so that a finding is one of this flow.
const test = base.extend({
  sandbox: async ({ browserName: _ }, use) => {
    const sandbox = await startSandbox({ seed: 'empty', speed: 50, apiKey: randomToken() });
    await use(sandbox);
    await sandbox.stop();
  },
});

test.describe.configure({ timeout: 150_000 });

/** Where the text of a message may stand: as itself, as a preview, and in the raw delivery. */
const PLACES_OF_MESSAGES: readonly string[] = [
  'public.messages.text',
  'public.conversations.last_message_text',
  'public.sends.text',
  'public.webhook_events.body',
];

/** The last part of an address is its token, be it a path or a parameter. */
function tokenOf(link: string): string {
  const url = new URL(link);
  const token = url.searchParams.get('token') ?? url.pathname.split('/').at(-1);
  if (!token) throw new Error('The link has no token.');
  return token;
}

async function cookieOf(context: BrowserContext): Promise<string> {
  const found = (await context.cookies()).find(({ name }) => name === sessionCookie().name);
  if (!found) throw new Error('Nobody is signed in.');
  return found.value;
}

/** Texts of everything that the browser received from us, as far as it can be read. */
function received(page: Page, url: string): Promise<string>[] {
  const texts: Promise<string>[] = [];
  page.on('response', (response) => {
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream');
    if (!response.url().startsWith(url) || isStream) return;
    texts.push(response.text().catch(() => ''));
  });
  return texts;
}

async function webhookSecrets(sandboxUrl: string, apiKey: string): Promise<string[]> {
  const response = await fetch(`${sandboxUrl}/api/v1/webhooks`, {
    headers: { 'x-api-key': apiKey },
  });
  const { items } = (await response.json()) as {
    items: { headers: { key: string; value: string }[] }[];
  };
  return items.flatMap(({ headers }) =>
    headers.map(({ value }) => value).filter((value) => !value.startsWith('application/')),
  );
}

test('after a busy day no secret is in the log, the bundle, the pages or the database (K1, K2)', async ({
  page,
  browser,
  context,
  url,
  db,
  team,
  sandbox,
}) => {
  const password = `canary password ${newId()}`;
  const question = `canary question ${newId()}`;
  const answer = `canary answer ${newId()}`;
  const seller = await team.addMember('owner', 'Jane Ruiz');
  const world = { db, team, sandbox };
  await db
    .update(users)
    .set({ passwordHash: await hashPassword(password) })
    .where(eq(users.id, seller.user.id));
  const texts = received(page, url);
  const tokens: Record<string, string> = {};

  await test.step('sign-in by password, and by a link', async () => {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(seller.user.email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
    tokens['session cookie'] = await cookieOf(context);
    const other = await browser.newContext();
    const otherPage = await other.newPage();
    await otherPage.goto('/sign-in');
    await otherPage.getByLabel('E-mail').fill(seller.user.email);
    await otherPage.getByRole('button', { name: 'Email me a link' }).click();
    const link = linkIn(await firstMailTo(seller.user.email));
    tokens['magic-link token'] = tokenOf(link);
    await otherPage.goto(link);
    await otherPage.getByRole('button', { name: 'Sign in' }).click();
    await expect(otherPage.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
    tokens['second session cookie'] = await cookieOf(other);
    await other.close();
  });

  const owner = await team.addMember('member', 'Omar Haddad');
  const account = await addAccount(world, owner, { row: { visibility: 'team-reply' } });

  await test.step('a message and its answer', async () => {
    const chatId = await receiveChat(world, account, { name: 'Mira Olsen', text: question });
    await openConversation(page, chatId);
    await page.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill(answer);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
  });

  await test.step('a LinkedIn session that a browser reports and that is tried', async () => {
    const repaired = await addAccount(world, owner, { name: 'Repaired' });
    const { id: deviceId, code } = await addDevice(owner.ctx, { name: 'Chrome at work' });
    tokens['pairing token'] = code.split('#')[1] ?? '';
    tokens['LinkedIn session'] = `AQED${randomToken()}`;
    const report = {
      liAt: tokens['LinkedIn session'],
      liA: null,
      userAgent: 'Mozilla/5.0 Chrome/150.0.0.0',
      linkedinMemberId: '4711',
      seenAt: Date.now(),
    };
    const send = (body: string) =>
      fetch(`${url}/api/extension/session`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${tokens['pairing token']}` },
        body,
      });
    expect((await send(JSON.stringify(report))).status).toBe(200);
    expect((await send(`${JSON.stringify(report)}!`)).status).toBe(400);
    await linkDevice(owner.ctx, { deviceId, accountId: repaired.id });
    await sandbox.control('POST', `/accounts/${repaired.providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
    await turnToNextRung(db, repaired.id);
    const isTried = and(eq(healingSteps.accountId, repaired.id), isNotNull(healingSteps.outcome));
    await expect.poll(() => db.$count(healingSteps, isTried)).toBe(1);
  });

  await test.step('an invitation, a reconnect link, and what goes wrong on the way', async () => {
    const email = `new-${newId()}@example.com`;
    await page.goto('/settings/members');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('dialog').getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send invitation' }).click();
    const invitation = linkIn(await firstMailTo(email));
    tokens['invitation token'] = tokenOf(invitation);
    await sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
    const reconnect = linkIn(await firstMailTo(owner.user.email));
    tokens['reconnect token'] = tokenOf(reconnect);
    await sandbox.control('POST', '/faults', { kind: 'garbage_html', times: 0 });
    for (const link of [invitation, reconnect]) {
      await fetch(link);
      await fetch(link, { method: 'POST', headers: { origin: url }, redirect: 'manual' });
    }
    const other = await browser.newContext();
    const otherPage = await other.newPage();
    await otherPage.goto(reconnect);
    await otherPage.getByRole('button', { name: /^Reconnect/ }).click();
    await expect(otherPage.getByText('The sign-in page could not be opened')).toBeVisible();
    await other.close();
    const form = new URLSearchParams({ token: tokens['invitation token'], name: 'x', password });
    await fetch(`${url}/api/auth/invitation`, {
      method: 'POST',
      headers: { origin: url },
      body: form,
      redirect: 'manual',
    });
    await crash(url, tokens['session cookie'] ?? '', password);
    await page.goto('/accounts');
    await page.getByRole('button', { name: 'Connect account' }).first().click();
    await page.getByRole('button', { name: /^LinkedIn/ }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  });

  await sandbox.control('DELETE', '/faults');
  const [webhookSecret] = await webhookSecrets(sandbox.url, sandbox.apiKey);
  expect(webhookSecret?.length, 'a webhook secret of ours').toBeGreaterThan(20);
  const secrets: Secrets = {
    ...tokens,
    password,
    'API key': sandbox.apiKey,
    'webhook secret': webhookSecret ?? '',
    'signing secret': env().AUTH_SECRET,
    'encryption key': process.env.ENCRYPTION_KEYS?.split(':')[1] ?? '',
  };
  for (const [name, value] of Object.entries(secrets)) expect(value, name).not.toBe('');

  const logFile = process.env.E2E_SERVER_LOG ?? '';
  // The file is the right one and complete up to the last act.
  await expect
    .poll(() => readFileSync(logFile, 'utf8'))
    .toContain('"route":"/api/v1/hosted/accounts/link"');
  expect(readFileSync(logFile, 'utf8')).toContain(team.gatewayId);
  expect(searchFiles(logFile, { ...secrets, question, answer })).toEqual([]);

  const actionKey = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8'));
  expect(
    searchFiles('.next/static', { ...secrets, 'action key': actionKey.encryptionKey }),
  ).toEqual([]);

  const pages = (await Promise.all(texts)).join('\n');
  expect(pages).toContain(question);
  expect(secretsIn(pages, secrets)).toEqual([]);

  for (const [name, secret] of Object.entries(secrets)) {
    expect(await placesInDatabase(db, secret), name).toEqual([]);
  }
  for (const text of [question, answer]) {
    const places = await placesInDatabase(db, text);
    expect(places).toContain(text === question ? 'public.messages.text' : 'public.sends.text');
    expect(places.filter((place) => !PLACES_OF_MESSAGES.includes(place))).toEqual([]);
  }
});

/** Requests that no page of ours makes; whatever they end in must not be written down with its secrets. */
async function crash(url: string, cookieValue: string, password: string): Promise<void> {
  const cookie = `${sessionCookie().name}=${cookieValue}`;
  const change = builtActions().find(({ name }) => name.endsWith('#changePasswordAction'));
  if (!change) throw new Error('The build has no changePasswordAction.');
  for (const input of [
    { currentPassword: { password }, newPassword: password },
    { currentPassword: 'wrong', newPassword: password },
    [password],
    password,
  ]) {
    await callAction(url, change, input, { cookie });
  }
  await callAction(url, { ...change, id: '0'.repeat(42) }, { password }, { cookie });
  await fetch(`${url}/accounts`, {
    method: 'POST',
    headers: { cookie, origin: url, 'next-action': change.id, 'content-type': 'text/plain' },
    body: `[{"currentPassword":"${password}"`,
  });
}
