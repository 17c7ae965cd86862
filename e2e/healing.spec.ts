import type { BrowserContext, Page } from '@playwright/test';
import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { addDevice, linkDevice } from '@/lib/extension/mutations';
import { storeReport } from '@/lib/extension/report-mutations';
import { systemCtx } from '@/lib/jobs/system-scope';
import { test as base, expect } from './support/fixtures';
import { turnToNextRung } from './support/healing-clock';
import { addAccount, untilWebhooksAreThere, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { firstMailTo, mailsTo } from './support/mailbox';
import { openPage } from './support/pages';

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150.0.0.0 Safari/537.36';

/** An account that its owner's browser keeps connected; the session is a new one. */
async function addHealed(world: World, login: string) {
  const seller = await world.team.addMember('member', 'Jane Ruiz');
  const account = await addAccount(world, seller, { login });
  await untilWebhooksAreThere(world);
  const { id: deviceId } = await addDevice(seller.ctx, { name: 'Chrome at work' });
  const send = async (liAt: string) => {
    const sent = { liAt, liA: null, userAgent: CHROME, linkedinMemberId: '4711' };
    const ctx = systemCtx(world.db, world.team.workspace.id);
    const now = new Date();
    expect(await storeReport(ctx, deviceId, { ...sent, seenAt: now.getTime() }, now)).toBeNull();
  };
  const signInAtLinkedIn = async () => {
    const cookies = { login, userAgent: CHROME };
    const made = await world.sandbox.control<{ accessToken: string }>('POST', '/cookies', cookies);
    await send(made.accessToken);
    return made.accessToken;
  };
  const cookie = await signInAtLinkedIn();
  await linkDevice(seller.ctx, { deviceId, accountId: account.id });
  const signOut = () =>
    world.sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
  return { seller, account, signInAtLinkedIn, reportAgain: () => send(cookie), signOut };
}

/** The page of an account that its owner's browser keeps connected, and everything that may happen to it. */
const test = base.extend<{ openHealed: (name: string) => ReturnType<typeof makeHealed> }>({
  openHealed: async ({ page, context, db, team, sandbox }, use) => {
    await use((name) => makeHealed(page, context, { db, team, sandbox }, name));
  },
});

async function makeHealed(page: Page, context: BrowserContext, world: World, name: string) {
  const login = `ladder.${name}@harbourline.example`;
  const { seller, account, signOut, ...browser } = await addHealed(world, login);
  await world.team.signIn(context, seller);
  await openPage(page, `/accounts/${account.id}`);
  const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
  return {
    ...browser,
    seller,
    account,
    steps,
    stepsWith: (hasText: string) => steps.filter({ hasText }),
    lose: async () => {
      await signOut();
      await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
    },
    /** LinkedIn signs the person out everywhere, as after a new password. */
    endSessions: () => world.sandbox.control('POST', '/cookies/end', { login }),
    nextRung: () => turnToNextRung(world.db, account.id),
    mails: () => mailsTo(seller.user.email),
    firstMail: () => firstMailTo(seller.user.email),
  };
}

test.describe.configure({ timeout: 120_000 });

test('each rung is tried and told, and after the fourth the owner is asked by e-mail (A6, A8)', async ({
  page,
  openHealed,
}) => {
  const healed = await openHealed('all');
  await expect(page.getByRole('list', { name: 'Tried by itself' })).toHaveCount(0);
  await healed.endSessions();
  await healed.lose();
  await expect(page.getByText(/^Next try/)).toBeVisible();
  for (const count of [1, 2, 3, 4]) {
    await healed.nextRung();
    await expect(healed.stepsWith('LinkedIn refused it.')).toHaveCount(count);
    // The browser still holds it, and the extension says so.
    await healed.reportAgain();
  }
  await expectAccessibleInAllLooks(page, 'healing-tried');
  expect(await healed.mails()).toEqual([]);

  await healed.nextRung();
  await expect(healed.stepsWith('Asked the owner by e-mail')).toHaveCount(1);
  expect((await healed.firstMail()).text).toContain(
    'We tried the session of your browser 4 times; it did not help.',
  );

  await openPage(page, '/settings/extension');
  const uses = page.getByRole('list', { name: 'Uses' }).getByRole('listitem');
  await expect(uses.filter({ hasText: 'LinkedIn refused it' })).toHaveCount(4);
  await expect(page.getByText('nothing is tried by itself any more')).toBeVisible();
  await expectAccessibleInAllLooks(page, 'extension-uses');
});

test('while it is repaired every list says when it is tried next, and the e-mail asks for the extension that fell silent (A6, A8)', async ({
  page,
  openHealed,
}) => {
  const { account, endSessions, lose, nextRung, stepsWith, firstMail } = await openHealed('silent');
  await endSessions();
  await lose();
  await nextRung();
  await expect(stepsWith('LinkedIn refused it.')).toHaveCount(1);

  const isSaid = page.getByText(/Being repaired, next try/).filter({ visible: true });
  await openPage(page, '/accounts');
  await expect(isSaid).toHaveCount(1);
  await expectAccessibleInAllLooks(page, 'accounts-repaired');
  await openPage(page, '/inbox');
  await expect(isSaid).toHaveCount(1);
  await expectAccessibleInAllLooks(page, 'inbox-repaired');

  await openPage(page, `/accounts/${account.id}`);
  for (const count of [1, 2, 3]) {
    await nextRung();
    await expect(stepsWith('no session that is newer')).toHaveCount(count);
  }
  await nextRung();
  const { text } = await firstMail();
  expect(text).toContain('We tried the session of your browser once; it did not help.');
  expect(text).toContain('Check the browser extension: it has given us no session');
  await openPage(page, '/inbox');
  await expect(page.getByText(/has not received messages since/)).toBeVisible();
  await expect(isSaid).toHaveCount(0);
});

test('a lead sees in the overview that a signed-out account is being repaired', async ({
  page,
  context,
  team,
  openHealed,
}) => {
  const { lose } = await openHealed('overview');
  await lose();
  await team.signIn(context, await team.addMember('lead', 'Lena Lead'));
  await openPage(page, '/overview');
  const needs = page.getByRole('list', { name: 'Needs attention' });
  await expect(needs.getByText(/Being repaired, next try/)).toBeVisible();
  await expectAccessibleInAllLooks(page, 'overview-repaired');
});

test('a session that is newer than the loss brings the account back, and the page says so by itself (A6)', async ({
  page,
  openHealed,
}) => {
  const healed = await openHealed('fresh');
  await healed.endSessions();
  await healed.lose();
  await healed.nextRung();
  await expect(healed.stepsWith('LinkedIn refused it.')).toHaveCount(1);

  await healed.signInAtLinkedIn();
  await healed.nextRung();
  await expect(healed.stepsWith('LinkedIn took it.')).toHaveCount(1);
  await expect(healed.stepsWith('Works again')).toHaveCount(1);
  await expect(page.getByText(/^Next try/)).toHaveCount(0);
  expect(await healed.mails()).toEqual([]);
});

const FOR_A_PERSON = [
  {
    what: 'somebody else in the browser',
    name: 'other',
    answer: { kind: 'status', status: 401, type: 'errors/wrong_account' },
    says: 'It belongs to somebody else.',
  },
  {
    what: 'a question of LinkedIn that a cookie does not answer',
    name: 'checkpoint',
    answer: {
      kind: 'answer',
      status: 202,
      contentType: 'application/json',
      body: JSON.stringify({
        object: 'Checkpoint',
        account_id: 'provisional',
        checkpoint: { type: 'IN_APP_VALIDATION' },
      }),
    },
    says: 'LinkedIn asks for more than the cookie',
  },
  {
    what: 'a limit of LinkedIn on the account',
    name: 'restricted',
    answer: { kind: 'status', status: 403, type: 'errors/account_restricted' },
    says: 'LinkedIn limits this account.',
  },
];

for (const { what, name, answer, says } of FOR_A_PERSON) {
  test(`${what} ends the tries, and the owner is asked at once (A6)`, async ({
    sandbox,
    openHealed,
  }) => {
    const { account, lose, nextRung, stepsWith, firstMail } = await openHealed(name);
    await lose();
    const match = { method: 'POST', path: `/api/v1/accounts/${account.providerAccountId}` };
    await sandbox.control('POST', '/faults', { ...answer, match });
    await nextRung();
    await expect(stepsWith(says).filter({ hasText: 'Tried the session' })).toHaveCount(1);
    await expect(stepsWith('Asked the owner by e-mail')).toHaveCount(1);
    expect((await firstMail()).text).toContain('We tried the session of your browser once');
  });
}

test('a session that is back by itself is tried nothing for (A6)', async ({
  sandbox,
  openHealed,
}) => {
  const { account, lose, steps, stepsWith } = await openHealed('flap');
  await lose();
  await sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, { status: 'OK' });
  await expect(stepsWith('Works again')).toHaveCount(1);
  await expect(steps).toHaveCount(2);
});

test('while many accounts of LinkedIn are down nothing is tried and nobody is asked (A6)', async ({
  db,
  team,
  sandbox,
  openHealed,
}) => {
  const { lose, nextRung, stepsWith, mails } = await openHealed('outage');
  const world = { db, team, sandbox };
  // Of somebody else, who may be asked before the outage is one.
  const omar = await team.addMember('member', 'Omar Haddad');
  const others = [];
  for (let count = 0; count < 5; count += 1) others.push(await addAccount(world, omar));
  for (const { providerAccountId } of others) {
    await sandbox.control('POST', `/accounts/${providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
  }
  await lose();
  const areLost = and(
    eq(accounts.workspaceId, team.workspace.id),
    eq(accounts.status, 'reconnect_needed'),
  );
  await expect.poll(() => db.$count(accounts, areLost)).toBe(6);
  await nextRung();
  await expect(stepsWith('Many LinkedIn accounts dropped at once.')).toHaveCount(1);
  await expect(stepsWith('Tried the session')).toHaveCount(0);
  expect(await mails()).toEqual([]);
});
