import { asc, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accountReads, accounts, conversations, messages } from '@/db/schema';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { pollAccountsJob } from '@/lib/coverage/jobs';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import type { RunningSandbox } from '@/sandbox/server';
import { receiveChat } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { expect, test } from './support/seat';
import { checkAllAccounts } from './support/worker-clock';

test.describe.configure({ timeout: 180_000 });

interface Truth {
  chats: { id: string; unreadCount: number }[];
  messages: { id: string; text: string | null; at: string }[];
}

type Account = typeof accounts.$inferSelect;

/** What the sandbox holds and what we hold, in one form. */
async function bothSides(db: Db, sandbox: RunningSandbox, account: Account) {
  const truth = (await sandbox.control('GET', '/truth')) as Truth;
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.accountId, account.id))
    .orderBy(asc(messages.sentAt));
  const chats = await db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, account.id));
  return {
    ours: {
      messages: rows
        .map((row) => [row.gatewayMessageId, row.text, row.sentAt.toISOString()])
        .sort(),
      unread: chats.map((chat) => [chat.gatewayChatId, chat.unreadCount]).sort(),
    },
    theirs: {
      messages: truth.messages.map(({ id, text, at }) => [id, text, at]).sort(),
      unread: truth.chats.map((chat) => [chat.id, chat.unreadCount]).sort(),
    },
  };
}

async function expectEqual(db: Db, sandbox: RunningSandbox, account: Account): Promise<void> {
  await expect(async () => {
    const { ours, theirs } = await bothSides(db, sandbox, account);
    expect(ours).toEqual(theirs);
  }).toPass({ timeout: 60_000 });
}

const write = (sandbox: RunningSandbox, account: Account, fields: Record<string, unknown>) =>
  sandbox.control('POST', `/accounts/${account.providerAccountId}/messages`, fields);

test('the first import shows how much is here and back to when, and is quiet once it is done', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const at = new Date(Date.now() - 40 * 24 * HOUR_MS).toISOString();
  for (const name of ['Mira Olsen', 'Noor Bakker']) {
    await write(sandbox, account, {
      newChat: true,
      name,
      text: 'Hello',
      count: 120,
      at,
      silent: true,
    });
  }
  // Older messages of a long conversation come a page at a time; the second page is held back.
  await sandbox.control('POST', '/faults', {
    kind: 'delay',
    delayMs: 4_000,
    times: 0,
    match: { method: 'GET', path: '/api/v1/chats/*/messages' },
  });
  // As of an account that was just found: not earlier, or the import begins before all this is there.
  await db
    .update(accounts)
    .set({ syncStartedAt: null, syncFinishedAt: null })
    .where(eq(accounts.id, account.id));
  await checkAllAccounts(world);
  await page.goto('/inbox');
  await expect(
    page.getByText(/Importing history of Jane Ruiz · LinkedIn: \d+ messages/),
  ).toBeVisible({
    timeout: 60_000,
  });
  await page.goto('/accounts');
  await expect(page.getByRole('main').getByText(/\d+ messages, back to/)).toBeVisible();
  await sandbox.control('DELETE', '/faults');
  await expect(page.getByRole('main').getByText('Importing history')).toHaveCount(0, {
    timeout: 60_000,
  });
  await expectEqual(db, sandbox, account);
  await page.goto('/inbox');
  await expect(page.getByRole('row', { name: /Mira Olsen/ })).toBeVisible();
  await expect(page.getByText('Importing history')).toHaveCount(0);
});

test('events that are dropped, doubled, swapped or late leave the inbox equal to the provider', async ({
  page,
  db,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  await receiveChat(world, account, { name: 'Mira Olsen', text: 'Before' });
  await page.goto('/inbox');
  await page.getByRole('row', { name: /Mira Olsen/ }).click();
  for (const kind of ['duplicate', 'reorder', 'delay', 'drop']) {
    await sandbox.control('POST', '/faults', {
      kind,
      on: 'webhook',
      times: 2,
      delayMs: 500,
      match: { source: 'messaging' },
    });
    await write(sandbox, account, { text: `Event ${kind}`, count: 3 });
  }
  await sandbox.control('POST', '/settle');
  await db
    .update(accountReads)
    .set({ lastReadAt: new Date(Date.now() - 10 * MINUTE_MS) })
    .where(eq(accountReads.accountId, account.id));
  await db
    .update(accounts)
    .set({ syncFinishedAt: new Date(Date.now() - 10 * MINUTE_MS) })
    .where(eq(accounts.id, account.id));
  await enqueue(db, pollAccountsJob, {});
  await expectIdsEqual(db, sandbox, account);
  const log = page.getByRole('log');
  for (const kind of ['duplicate', 'reorder', 'delay', 'drop']) {
    for (const index of [1, 2, 3]) {
      await expect(log.getByText(`Event ${kind} (${index}/3)`)).toHaveCount(1);
    }
  }
});

/** The conversation is open on screen and so read here, which the provider does not hear of. */
async function expectIdsEqual(db: Db, sandbox: RunningSandbox, account: Account): Promise<void> {
  await expect(async () => {
    const { ours, theirs } = await bothSides(db, sandbox, account);
    expect(ours.messages).toEqual(theirs.messages);
  }).toPass({ timeout: 60_000 });
}

test('an account that comes back says since when it is checked, and what it missed is new', async ({
  page,
  db,
  team,
  sandbox,
  world,
  seat,
}) => {
  const { account } = await seat();
  const id = await receiveChat(world, account, { name: 'Mira Olsen', text: 'Before' });
  const status = (word: string) =>
    sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, {
      status: word,
      silent: true,
    });
  await status('CREDENTIALS');
  await checkAllAccounts(world);
  await page.goto('/inbox');
  await expect(page.getByText(/has not received messages since/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('row', { name: /Mira Olsen/ }).click();
  const log = page.getByRole('log');
  await expect(log.getByText(/^Messages since \S+ may be missing\.$/)).toBeVisible();
  await write(sandbox, account, {
    newChat: true,
    name: 'Noor Bakker',
    text: 'Missed',
    silent: true,
  });
  await sandbox.control('POST', '/faults', {
    kind: 'status',
    status: 500,
    times: 0,
    match: { method: 'GET', path: '/api/v1/chats' },
  });
  await status('OK');
  await checkAllAccounts(world);
  const notice = page.getByText(/Catching up: checking Jane Ruiz · LinkedIn for messages since/);
  await expect(notice).toBeVisible({ timeout: 30_000 });
  // Live, in the conversation that is open.
  const gap = log.getByText(
    /^Messages from \S+ to \S+ may be missing\. We are reading them again\.$/,
  );
  await expect(gap).toBeVisible();
  await expect(log.getByText(/^Messages since/)).toHaveCount(0);
  await expectAccessibleInAllLooks(page, 'catching up, in a conversation');
  await page.goto('/inbox');
  await expectAccessibleInAllLooks(page, 'catching up');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/inbox/${id}`);
  await expect(gap).toBeVisible();
  await sandbox.control('DELETE', '/faults');
  // As the poll would within the minute: the waiting try is brought forward.
  const payload = { workspaceId: team.workspace.id, accountId: account.id, reason: 'catch_up' };
  await enqueue(db, syncAccountJob, syncAccountJob.schema.parse(payload), {
    ...syncAccountOptions(account.id, 'catch_up'),
  });
  await expect(gap).toHaveCount(0, { timeout: 60_000 });
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Noor Bakker.*unread/i })).toBeVisible();
  await expectIdsEqual(db, sandbox, account);
  await page.goto(`/accounts/${account.id}`);
  await expect(page.getByText('Complete', { exact: true })).toBeVisible();
  await expect(page.getByText(/being closed/)).toHaveCount(0);
});
