import type { Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { MINUTE_MS } from '@/lib/core/time';
import type { RunningSandbox } from '@/sandbox/server';
import { addAccount, countAtProvider, receiveChat } from './support/inbox';
import { openConversation, openPage } from './support/pages';
import { expect, test } from './support/seat';
import { checkAllAccounts } from './support/worker-clock';

test.describe.configure({ timeout: 120_000 });

const QUESTION = 'Could you show it to us on Tuesday?';

type Fault = Record<string, unknown> & { kind: string };

async function breakApi(sandbox: RunningSandbox, path: string, fault: Fault): Promise<void> {
  const { method, ...rule } = fault;
  await sandbox.control('POST', '/faults', { times: 0, ...rule, match: { path, method } });
}

const KEY_REFUSED: Fault = { kind: 'status', status: 401, type: 'errors/invalid_credentials' };
const THROTTLED: Fault = { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } };
const BROKEN: Fault = { kind: 'status', status: 500 };

async function startConnect(page: Page): Promise<void> {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  await page.getByRole('button', { name: /^LinkedIn/ }).click();
}

test('without a sign-in page from the API, Connect says so in one sentence (A1)', async ({
  page,
  context,
  team,
  sandbox,
}) => {
  await team.signIn(context, await team.addMember('member'));
  const faults: Fault[] = [
    KEY_REFUSED,
    THROTTLED,
    BROKEN,
    { kind: 'garbage_html' },
    { kind: 'garbage_html', status: 502 },
    { kind: 'truncated_json' },
    { kind: 'reset' },
    { kind: 'answer', contentType: 'application/json', body: '{"url":"javascript:alert(1)"}' },
  ];
  for (const fault of faults) {
    await test.step(JSON.stringify(fault), async () => {
      await breakApi(sandbox, '/api/v1/hosted/accounts/link', fault);
      await startConnect(page);
      const alert = page.getByRole('dialog').getByRole('alert');
      await expect(alert).toHaveText(
        'The sign-in page could not be opened, because the API is not answering as it should. Nothing was changed. Try again in a minute.',
      );
      await sandbox.control('DELETE', '/faults');
    });
  }
  await page.getByRole('button', { name: /^LinkedIn/ }).click();
  await expect(page.getByRole('heading', { name: 'Connect LinkedIn' })).toBeVisible();
});

test('with the API gone, all that was read stays readable, and nothing claims to be connected (A3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { member: owner, account } = await seat({ role: 'admin' });
  const stale = await addAccount(world, owner, { name: 'Stale' });
  await receiveChat(world, account, { name: 'Mira Olsen', text: QUESTION });
  await sandbox.stop();
  // Only now: while the API answers, the worker may prove it again at any time.
  const old = new Date(Date.now() - 20 * MINUTE_MS);
  await world.db
    .update(accounts)
    .set({ lastOkAt: old, lastCheckedAt: old })
    .where(eq(accounts.id, stale.id));

  await test.step('the inbox is readable', async () => {
    await page.goto('/inbox');
    await page.getByRole('row', { name: /Mira Olsen/ }).click();
    await expect(page.getByRole('log').getByText(QUESTION)).toBeVisible();
  });

  await test.step('an account says "Not verified" as soon as its evidence is old', async () => {
    await page.goto('/accounts');
    const main = page.getByRole('main');
    await expect(main.getByText('Connected', { exact: true })).toHaveCount(1);
    await expect(main.getByText('Not verified', { exact: true })).toHaveCount(1);
    await page.clock.install();
    // Time may only jump once the page has taken over.
    await openPage(page, '/accounts');
    await expect(main.getByText('Connected', { exact: true })).toHaveCount(1);
    await page.clock.fastForward(16 * MINUTE_MS);
    await expect(main.getByText('Not verified', { exact: true })).toHaveCount(2);
    await expect(main.getByText('Connected', { exact: true })).toHaveCount(0);
  });

  await test.step('the overview says that the API does not answer', async () => {
    await checkAllAccounts(world);
    await page.goto('/overview');
    await expect(page.getByText('does not work')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('We keep trying.')).toBeVisible();
  });

  await test.step('Connect says so, too', async () => {
    await startConnect(page);
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Nothing was changed');
  });
});

test('whatever the API answers instead of accounts, no status changes without evidence (A3)', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const old = new Date(Date.now() - 20 * MINUTE_MS);
  const stale = { lastOkAt: old, lastCheckedAt: old };
  const { member: admin, account } = await seat({
    role: 'admin',
    account: { name: 'Stale', row: stale },
  });
  await addAccount(world, admin, { name: 'Fresh' });
  const main = page.getByRole('main');
  for (const [fault, words] of [
    [KEY_REFUSED, 'The API refuses its key. An admin has to renew it.'],
    [{ kind: 'garbage_html' }, 'We keep trying.'],
    [BROKEN, 'We keep trying.'],
  ] as const) {
    await test.step(JSON.stringify(fault), async () => {
      await breakApi(sandbox, '/api/v1/*', fault);
      await checkAllAccounts(world);
      await expect(async () => {
        await page.goto('/overview');
        await expect(page.getByText(words)).toBeVisible({ timeout: 2_000 });
      }).toPass({ timeout: 30_000 });
      // Only now: a check that had its answer before the fault may have proved it anew.
      await db.update(accounts).set(stale).where(eq(accounts.id, account.id));
      await page.goto('/accounts');
      await expect(main.getByText('Not verified', { exact: true })).toHaveCount(1);
      await expect(main.getByText('Connected', { exact: true })).toHaveCount(1);
      await sandbox.control('DELETE', '/faults');
      await checkAllAccounts(world);
      await expect(main.getByText('Connected', { exact: true })).toHaveCount(2);
    });
  }
});

test('a reply ends as what is true of it, whatever the API answers (A3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const chatId = await receiveChat(world, account, { name: 'Mira Olsen', text: QUESTION });
  await sandbox.control('POST', '/options', { echoOrder: 'never' });
  await openConversation(page, chatId);
  const cases: { text: string; fault: Fault; state: string; why: string; sent: number }[] = [
    {
      text: 'One',
      fault: {
        kind: 'answer',
        status: 401,
        body: JSON.stringify({
          type: 'errors/invalid_credentials',
          status: 401,
          instance: 'r-401',
        }),
      },
      state: 'Not sent',
      why: 'refused our key',
      sent: 0,
    },
    { text: 'Two', fault: THROTTLED, state: 'Not sent', why: 'asks us to slow down', sent: 0 },
    { text: 'Three', fault: BROKEN, state: 'Not confirmed', why: 'could not confirm', sent: 0 },
    {
      text: 'Four',
      fault: { kind: 'garbage_html', afterAction: true },
      state: 'Not confirmed',
      why: 'could not confirm',
      sent: 1,
    },
    {
      text: 'Five',
      fault: { kind: 'reset_after_action' },
      state: 'Not confirmed',
      why: 'could not confirm',
      sent: 1,
    },
  ];
  const thread = page.getByRole('log');
  for (const { text, fault, state, why, sent } of cases) {
    await test.step(`${text}: ${JSON.stringify(fault)}`, async () => {
      await breakApi(sandbox, '/api/v1/chats/*/messages', { ...fault, method: 'POST' });
      await page.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill(text);
      await page.keyboard.press('Enter');
      const bubble = thread.getByRole('article').filter({ hasText: text });
      await expect(bubble.getByText(state, { exact: true })).toBeVisible();
      await expect(bubble.getByText(why)).toBeVisible();
      await sandbox.control('DELETE', '/faults');
      expect(await countAtProvider(sandbox, text)).toBe(sent);
    });
  }

  await test.step('one that certainly did not leave says why it waits, and leaves by itself', async () => {
    const fault = { kind: 'status', status: 503, type: 'errors/no_client_session' };
    await breakApi(sandbox, '/api/v1/chats/*/messages', { ...fault, method: 'POST' });
    await page.getByRole('textbox', { name: 'Reply to Mira Olsen' }).fill('Six');
    await page.keyboard.press('Enter');
    const bubble = thread.getByRole('article').filter({ hasText: 'Six' });
    await expect(
      bubble.getByText(/is just being started.*We try it again by ourselves/),
    ).toBeVisible();
    await sandbox.control('DELETE', '/faults');
    await expect(bubble.getByText('Sent', { exact: true })).toBeVisible({ timeout: 20_000 });
    expect(await countAtProvider(sandbox, 'Six')).toBe(1);
  });

  await test.step('what the provider calls the request is behind Details (D6)', async () => {
    const bubble = thread.getByRole('article').filter({ hasText: 'One' });
    await expect(bubble.getByText('r-401')).toBeHidden();
    await bubble.getByText('Details').click();
    await expect(bubble.getByText('r-401')).toBeVisible();
    await expect(bubble.getByRole('button', { name: 'Copy reference' })).toBeVisible();
  });

  await test.step('a look at the provider finds the one that did arrive', async () => {
    const bubble = thread.getByRole('article').filter({ hasText: 'Five' });
    await bubble.getByRole('button', { name: 'Check now' }).click();
    await expect(bubble.getByText(/^(Sent|Delivered|Seen)/)).toBeVisible();
    expect(await countAtProvider(sandbox, 'Five')).toBe(1);
  });
});

test('a slow API makes nobody wait: the pages come from our own rows (A3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat({ role: 'admin' });
  const chatId = await receiveChat(world, account, { name: 'Mira Olsen', text: QUESTION });
  await breakApi(sandbox, '/api/v1/*', { kind: 'delay', delayMs: 60_000 });
  const pages: [string, string][] = [
    [`/inbox/${chatId}`, QUESTION],
    ['/accounts', 'Connected'],
    [`/accounts/${account.id}`, 'Sharing'],
    ['/overview', 'Jane Ruiz'],
  ];
  for (const [path, text] of pages) {
    const startedMs = Date.now();
    await page.goto(path);
    const shown = page.getByRole('main').getByText(text).filter({ visible: true });
    await expect(shown.first()).toBeVisible();
    expect(Date.now() - startedMs, path).toBeLessThan(10_000);
  }
});

test('each status that the API reports shows its own word at once (A3)', async ({
  page,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  // Waits until our webhooks are registered.
  await receiveChat(world, account, { name: 'Mira Olsen', text: QUESTION });
  await page.goto('/accounts');
  const main = page.getByRole('main');
  const words: [string, string][] = [
    ['CREDENTIALS', 'Reconnect needed'],
    ['OK', 'Connected'],
    ['ERROR', 'Interrupted'],
    ['STOPPED', 'Paused'],
    ['CONNECTING', 'Connecting'],
    ['PERMISSIONS', 'Reconnect needed'],
    ['OK', 'Connected'],
  ];
  for (const [status, word] of words) {
    await test.step(`${status}: ${word}`, async () => {
      await sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, { status });
      await expect(main.getByText(word, { exact: true })).toBeVisible();
    });
  }
  await sandbox.control('DELETE', `/accounts/${account.providerAccountId}`);
  await expect(main.getByRole('list', { name: 'Removed' })).toBeVisible();
});
