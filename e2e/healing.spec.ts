import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { addDevice, linkDevice } from '@/lib/extension/mutations';
import { storeReport } from '@/lib/extension/report-mutations';
import { systemCtx } from '@/lib/jobs/system-scope';
import { expect, test } from './support/fixtures';
import { turnToNextRung } from './support/healing-clock';
import { addAccount, type World } from './support/inbox';
import { expectAccessibleInAllLooks } from './support/looks';
import { mailsTo } from './support/mailbox';
import { openPage } from './support/pages';

test.describe.configure({ timeout: 120_000 });

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150.0.0.0 Safari/537.36';

/** An account that its owner's browser keeps connected; the session is a new one. */
async function addHealed(world: World, login: string) {
  const seller = await world.team.addMember('member', 'Jane Ruiz');
  const account = await addAccount(world, seller, { login });
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

test('each rung is tried and told, and after the fourth the owner is asked by e-mail (A6, A8)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const login = 'ladder.all@harbourline.example';
  const world = { db, team, sandbox };
  const { seller, account, reportAgain, signOut } = await addHealed(world, login);
  await team.signIn(context, seller);
  await openPage(page, `/accounts/${account.id}`);
  await expect(page.getByRole('list', { name: 'Tried by itself' })).toHaveCount(0);

  // LinkedIn signs the person out everywhere, as after a new password.
  await sandbox.control('POST', '/cookies/end', { login });
  await signOut();
  const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
  await expect(page.getByText(/^Next try/)).toBeVisible();
  for (const count of [1, 2, 3, 4]) {
    await turnToNextRung(db, account.id);
    await expect(steps.filter({ hasText: 'LinkedIn refused it.' })).toHaveCount(count);
    // The browser still holds it, and the extension says so.
    await reportAgain();
  }
  await expectAccessibleInAllLooks(page, 'healing-tried');
  expect(await mailsTo(seller.user.email)).toEqual([]);

  await turnToNextRung(db, account.id);
  await expect(steps.filter({ hasText: 'Asked the owner by e-mail' })).toHaveCount(1);
  await expect.poll(async () => (await mailsTo(seller.user.email)).length).toBe(1);

  await openPage(page, '/settings/extension');
  const uses = page.getByRole('list', { name: 'Uses' }).getByRole('listitem');
  await expect(uses.filter({ hasText: 'LinkedIn refused it' })).toHaveCount(4);
  await expectAccessibleInAllLooks(page, 'extension-uses');
});

test('a session that is newer than the loss brings the account back, and the page says so by itself (A6)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const login = 'ladder.fresh@harbourline.example';
  const world = { db, team, sandbox };
  const { seller, account, signInAtLinkedIn, signOut } = await addHealed(world, login);
  await team.signIn(context, seller);
  await openPage(page, `/accounts/${account.id}`);
  await sandbox.control('POST', '/cookies/end', { login });
  await signOut();
  const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
  await turnToNextRung(db, account.id);
  await expect(steps.filter({ hasText: 'LinkedIn refused it.' })).toHaveCount(1);

  await signInAtLinkedIn();
  await turnToNextRung(db, account.id);
  await expect(steps.filter({ hasText: 'LinkedIn took it.' })).toHaveCount(1);
  await expect(steps.filter({ hasText: 'Works again' })).toHaveCount(1);
  await expect(page.getByText(/^Next try/)).toHaveCount(0);
  expect(await mailsTo(seller.user.email)).toEqual([]);
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
];

for (const { what, name, answer, says } of FOR_A_PERSON) {
  test(`${what} ends the tries, and the owner is asked at once (A6)`, async ({
    page,
    context,
    db,
    team,
    sandbox,
  }) => {
    const login = `ladder.${name}@harbourline.example`;
    const { seller, account, signOut } = await addHealed({ db, team, sandbox }, login);
    await team.signIn(context, seller);
    await openPage(page, `/accounts/${account.id}`);
    await signOut();
    const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
    await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
    const match = { method: 'POST', path: `/api/v1/accounts/${account.providerAccountId}` };
    await sandbox.control('POST', '/faults', { ...answer, match });
    await turnToNextRung(db, account.id);
    await expect(steps.filter({ hasText: says })).toHaveCount(1);
    await expect(steps.filter({ hasText: 'Asked the owner by e-mail' })).toHaveCount(1);
    await expect.poll(async () => (await mailsTo(seller.user.email)).length).toBe(1);
  });
}

test('a session that is back by itself is tried nothing for (A6)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const login = 'ladder.flap@harbourline.example';
  const { seller, account, signOut } = await addHealed({ db, team, sandbox }, login);
  await team.signIn(context, seller);
  await openPage(page, `/accounts/${account.id}`);
  await signOut();
  const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
  await sandbox.control('POST', `/accounts/${account.providerAccountId}/status`, { status: 'OK' });
  await expect(steps.filter({ hasText: 'Works again' })).toHaveCount(1);
  await expect(steps).toHaveCount(2);
});

test('while many accounts of LinkedIn are down nothing is tried and nobody is asked (A6)', async ({
  page,
  context,
  db,
  team,
  sandbox,
}) => {
  const world = { db, team, sandbox };
  const login = 'ladder.outage@harbourline.example';
  const { seller, account, signOut } = await addHealed(world, login);
  const others = [];
  for (let count = 0; count < 5; count += 1) others.push(await addAccount(world, seller));
  await team.signIn(context, seller);
  await openPage(page, `/accounts/${account.id}`);
  for (const { providerAccountId } of others) {
    await sandbox.control('POST', `/accounts/${providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
  }
  await signOut();
  const steps = page.getByRole('list', { name: 'Tried by itself' }).getByRole('listitem');
  await expect(steps.filter({ hasText: 'Signed out' })).toHaveCount(1);
  const areLost = and(
    eq(accounts.workspaceId, team.workspace.id),
    eq(accounts.status, 'reconnect_needed'),
  );
  await expect.poll(() => db.$count(accounts, areLost)).toBe(6);
  await turnToNextRung(db, account.id);
  await expect(steps.filter({ hasText: 'Many LinkedIn accounts dropped at once.' })).toHaveCount(1);
  await expect(steps.filter({ hasText: 'Tried the session' })).toHaveCount(0);
  expect(await mailsTo(seller.user.email)).toEqual([]);
});
