import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { createDb, createPool } from '@/db/client';
import { markDatabase } from '@/db/database-identity';
import { auditLog, conversations, invitationPacing, invitationPlans, sends } from '@/db/schema';
import { importedWorld } from '@/db/testing/imported-world';
import { messagesOf } from '@/db/testing/inbox-world';
import { runScript, startServerProcess } from '@/db/testing/server-process';
import { copyTestDatabase, testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { checkStatusJob } from '@/lib/accounts/jobs';
import { newId } from '@/lib/core/ids';
import { pollAccounts } from '@/lib/coverage/handlers';
import { findCoverage } from '@/lib/coverage/queries';
import { sendReply } from '@/lib/inbox/send-mutations';
import { sendDueInvitation } from '@/lib/invitations/plan-handlers';
import { addPlan, changePace, pausePlans } from '@/lib/invitations/plan-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 25_000, interval: 100 };
const DAY_MS = 24 * 60 * 60 * 1000;

/** Backs up, lives on, loses everything, restores: the drill of docs/operating.md. */
it('after a restore what came since is fetched, and nothing that left since leaves again (D7)', {
  timeout: 240_000,
}, async () => {
  const world = await importedWorld(test.db, test.pool, { chats: 2, messages: 6 });
  const { account, owner, workspace } = world;
  const [conversation] = await test.db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, account.id));
  const write = async (text: string, sendAt?: Date) => {
    const more = sendAt ? { sendAt: sendAt.toISOString() } : {};
    const conversationId = conversation?.id ?? '';
    return (await sendReply(owner.ctx, { conversationId, clientId: newId(), text, ...more }))
      .sendId;
  };
  const atOnce = await write('Waits for a worker');
  const due = await write('Waits for its time', new Date(Date.now() + DAY_MS));
  const later = await write('Waits for tomorrow', new Date(Date.now() + DAY_MS));
  await test.db
    .update(sends)
    .set({ heldUntil: new Date(Date.now() - 1_000), scheduledFor: new Date(Date.now() - 1_000) })
    .where(eq(sends.id, due));
  const planId = await planInvitation();

  // The product runs on the original, as it does when the backup is made.
  await markDatabase(test.pool);
  const backup = await copyTestDatabase(test.url);
  const pool = createPool(backup.url, 4);
  onTestFinished(async () => {
    await pool.end();
    await backup.drop();
  });

  // Life goes on: the two leave, so does the invitation, one more is written, and a contact answers.
  await world.runLaterJobs();
  await write('Written after the backup');
  await world.runJobs();
  await sendInvitation(test.db);
  const { messageIds } = await world.write({ newChat: true, text: 'Came after the backup' });
  expect(await world.posts()).toBe(3);
  expect(await invited()).toBe(1);

  // All of that is lost; the backup is restored, an hour old, and the product starts on it.
  const db = createDb(pool);
  const ctx = systemCtx(db, workspace.id);
  const gapsNow = async () => (await findCoverage(ctx, account.id))?.coverage.gaps ?? [];
  await pool.query(`update accounts set last_ok_at = now() - interval '1 hour'`);
  await pool.query(`update account_reads set last_read_at = now() - interval '1 hour'`);
  // Who forgets the step is told of it, and nothing starts.
  const early = runScript('server/main.ts', backup.url);
  expect([early.status, early.stderr]).toEqual([1, expect.stringContaining('npm run restored')]);
  const step = runScript('scripts/restored.ts', backup.url);
  expect([step.status, step.stdout]).toEqual([
    0,
    expect.stringContaining('3 messages are looked for'),
  ]);
  expect(await gapsNow()).not.toEqual([]);
  await startServerProcess(backup.url);
  // As the worker does every minute.
  await pollAccounts({}, db);
  await enqueue(db, checkStatusJob, { workspaceId: workspace.id, accountId: account.id });
  const stored = async () => (await messagesOf(db, account.id)).map((row) => row.gatewayMessageId);
  await expect.poll(stored, POLL).toContain(messageIds[0]);
  const truth = await world.truth();
  await expect
    .poll(async () => (await stored()).sort(), POLL)
    .toEqual(truth.messages.map(({ id }) => id).sort());
  await expect.poll(gapsNow, POLL).toEqual([]);

  // What left is found; of what cannot be found its author is told.
  const fates = async () => {
    await pool.query(
      'update graphile_worker._private_jobs set run_at = now() where locked_at is null',
    );
    const rows = await db.select().from(sends);
    return Object.fromEntries(rows.map(({ id, state, errorCode }) => [id, [state, errorCode]]));
  };
  await expect.poll(fates, POLL).toEqual({
    [atOnce]: ['sent', null],
    [due]: ['sent', null],
    [later]: ['unknown', 'restored'],
  });
  const acts = await db.select({ action: auditLog.action }).from(auditLog);
  expect(acts).toContainEqual({ action: 'workspace.restored' });

  // The invitations wait for a person, and the list of sent ones was read meanwhile.
  const pacing = async () => (await db.select().from(invitationPacing))[0];
  expect((await pacing())?.pausedAt).not.toBeNull();
  const restored = { ...owner.ctx, db };
  await pausePlans(restored, { accountId: account.id, isPaused: false });
  await sendInvitation(db);
  const [plan] = await db.select().from(invitationPlans).where(eq(invitationPlans.id, planId));
  expect(plan).toMatchObject({ state: 'already_done' });
  expect(await world.posts()).toBe(3);
  expect(await invited()).toBe(1);

  async function planInvitation(): Promise<string> {
    await changePace(owner.ctx, {
      accountId: account.id,
      zone: 'UTC',
      days: [0, 1, 2, 3, 4, 5, 6],
      fromMinute: 0,
      toMinute: 1_440,
      isWarmedUp: true,
    });
    const person = await world.sandbox.control<{
      providerId: string;
      publicIdentifier: string;
      name: string;
    }>('POST', `/accounts/${world.controlId}/contacts`, {});
    const { providerId, publicIdentifier, name } = person;
    const { planId: id } = await addPlan(owner.ctx, {
      accountId: account.id,
      clientId: randomUUID(),
      person: { providerUserId: providerId, publicIdentifier, name, headline: null },
      note: '',
      email: null,
      zone: 'UTC',
    });
    return id;
  }

  /** Its time has come, and the worker looks. */
  async function sendInvitation(where: typeof test.db): Promise<void> {
    const [plan] = await where.select().from(invitationPlans).where(eq(invitationPlans.id, planId));
    if (!plan?.plannedAt) throw new Error('no time');
    const target = { workspaceId: workspace.id, accountId: account.id };
    await sendDueInvitation(target, systemCtx(where, workspace.id), plan.plannedAt);
  }

  async function invited(): Promise<number> {
    const { requests } = await world.sandbox.control<{
      requests: { method: string; path: string }[];
    }>('GET', '/log');
    return requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/users/invite'),
    ).length;
  }
});
