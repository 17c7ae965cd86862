import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { outgoingMails, users } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createMember } from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { checkStatus } from '@/lib/accounts/handlers';
import { listAccounts } from '@/lib/accounts/queries';
import { inTransaction } from '@/lib/auth/scope';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { queueMail } from '@/lib/notices/mutations';
import { changePreferences } from '@/lib/preferences/mutations';
import { escalate, sendDigests } from '@/lib/reminders/handlers';
import { escalateJob, remindJob } from '@/lib/reminders/jobs';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;
let lead: Awaited<ReturnType<typeof createMember>>;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
  lead = await createMember(test.db, world.workspace, 'lead', { name: 'Lea Lead' });
});

type Account = Awaited<ReturnType<AccountsWorld['addAccount']>>;
type Person = Pick<typeof lead, 'ctx'>;

async function become(account: Account, status: string): Promise<void> {
  await world.setApiStatus(account, status);
  await checkStatus({ accountId: account.id, hint: status }, world.ctx, world.tools());
}

const inFuture = (ms: number) => new Date(world.clock.now().getTime() + ms);

/** What left, in order: to whom, what, and how many minutes after `sinceMs`, to the quarter of an hour. */
async function left(sinceMs: number) {
  const names = new Map([
    [world.owner.member.id, 'owner'],
    [lead.member.id, 'lead'],
    [world.admin.member.id, 'admin'],
  ]);
  return (await world.mails())
    .filter(({ state }) => state === 'sent')
    .sort((one, two) => (one.startedAt?.getTime() ?? 0) - (two.startedAt?.getTime() ?? 0))
    .map(({ toMemberId, kind, startedAt }) => [
      names.get(toMemberId ?? ''),
      kind,
      Math.round(((startedAt?.getTime() ?? 0) - sinceMs) / (15 * MINUTE_MS)) / 4,
    ]);
}

/** Quiet hours that hold from half an hour ago for so many hours from now, where the reader lives. */
async function beQuiet({ ctx }: Person, hours: number): Promise<void> {
  const zone = 'Asia/Kathmandu';
  const wallMinute = Math.floor(world.clock.now().getTime() / MINUTE_MS) + 345;
  const minuteOf = (minute: number) => (((wallMinute + minute) % 1_440) + 1_440) % 1_440;
  const quietHours = { zone, fromMinute: minuteOf(-30), toMinute: minuteOf(hours * 60) };
  await changePreferences(ctx, { quietHours });
}

describe('escalation of a loss (A7, A8)', () => {
  it('goes from the screen to the owner, the lead and the digest of admins, in this order', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    const { accounts } = await listAccounts(world.owner.ctx, world.clock.now());
    expect(accounts.map(({ status }) => status)).toEqual(['reconnect_needed']);
    expect(await world.mails()).toEqual([]);
    await world.runUntil(inFuture(25 * HOUR_MS));
    await sendDigests({}, test.db, world.tools());
    await world.runUntil(inFuture(HOUR_MS));
    expect(await left(lostMs)).toEqual([
      ['owner', 'reconnect', 0.25],
      ['lead', 'escalation', 8.25],
      ['owner', 'reconnect', 24],
      ['admin', 'admin-digest', 25],
    ]);
    const [mail] = await world.caughtMail(lead.user.email);
    expect(mail?.subject).toBe('LinkedIn (Jane Ruiz) is still signed out');
    expect(mail?.text).toContain('Its owner Jane Ruiz was asked');
    await world.runUntil(inFuture(10 * DAY_MS));
    const escalations = (await world.mails()).filter(({ kind }) => kind === 'escalation');
    expect(escalations).toHaveLength(1);
  });

  it('ends where somebody signed in again', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await world.runUntil(inFuture(3 * HOUR_MS));
    await become(account, 'OK');
    await world.runUntil(inFuture(3 * DAY_MS));
    expect((await world.mails()).map(({ kind }) => kind)).toEqual(['reconnect']);
  });

  it('begins with the lead where nobody owns the account', async () => {
    const account = await world.addAccount({ ownerMemberId: null });
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(2 * HOUR_MS));
    expect(await left(lostMs)).toEqual([['lead', 'escalation', 0.25]]);
    const [mail] = await world.caughtMail(lead.user.email);
    expect(mail?.text).toContain('Nobody owns it');
  });

  it('says to the lead that the owner could not be asked where that e-mail did not leave', async () => {
    await test.db
      .update(users)
      .set({ email: 'jane ruiz at nowhere' })
      .where(eq(users.id, world.owner.user.id));
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await world.runUntil(inFuture(3 * HOUR_MS));
    const states = (await world.mails()).map(({ kind, state }) => [kind, state]);
    expect(states).toEqual([
      ['reconnect', 'failed'],
      ['escalation', 'sent'],
    ]);
    const [mail] = await world.caughtMail(lead.user.email);
    expect(mail?.text).toContain('Its owner Jane Ruiz could not be asked by e-mail');
  });

  it('tells an admin where the only lead is the owner', async () => {
    const account = await world.addAccount({ ownerMemberId: lead.member.id });
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(9 * HOUR_MS));
    expect(await left(lostMs)).toEqual([
      ['lead', 'reconnect', 0.25],
      ['admin', 'escalation', 8.25],
    ]);
  });

  it('twice at the same moment is one e-mail', async () => {
    const account = await world.addAccount({ ownerMemberId: null });
    await become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.remind');
    const { step: _, ...payload } = job?.payload ?? {};
    const parsed = escalateJob.schema.parse(payload);
    await Promise.all([1, 2, 3].map(() => escalate(parsed, world.ctx, world.tools())));
    expect((await world.mails()).map(({ kind }) => kind)).toEqual(['escalation']);
  });

  it('does not leave where somebody signs in again while it is being planned', async () => {
    const account = await world.addAccount({ ownerMemberId: null });
    await become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.remind');
    const { step: _, ...payload } = job?.payload ?? {};
    const parsed = escalateJob.schema.parse(payload);
    const dedupeKey = `escalation:${parsed.transitionId}:${lead.member.id}`;
    const { acts } = await inTransaction(world.ctx, async (tx) => {
      // The e-mail to the lead waits for another of its key, which is given up in the end.
      await queueMail(tx, {
        kind: 'escalation',
        toMemberId: lead.member.id,
        toEmail: lead.user.email,
        dedupeKey,
        params: {},
        at: world.clock.now(),
      });
      const planning = escalate(parsed, world.ctx, world.tools());
      await untilBlocked(test.pool);
      const signingIn = become(account, 'OK');
      await untilBlocked(test.pool, 2);
      await tx.db.delete(outgoingMails).where(eq(outgoingMails.dedupeKey, dedupeKey));
      return { acts: [planning, signingIn] };
    });
    await Promise.all(acts);
    await world.runUntil(inFuture(HOUR_MS));
    expect((await world.mails()).map(({ kind, state }) => [kind, state])).toEqual([
      ['escalation', 'cancelled'],
    ]);
    expect(await world.caughtMail(lead.user.email)).toEqual([]);
  });

  it('waits for the end of a provider-wide outage', async () => {
    const lost: Account[] = [];
    for (let index = 0; index < 6; index += 1) {
      lost.push(await world.addAccount({ name: `Account ${index}`, ownerMemberId: null }));
    }
    for (const account of lost) {
      await become(account, 'CREDENTIALS');
      world.clock.advance(10 * SECOND_MS);
    }
    await world.runUntil(inFuture(12 * HOUR_MS));
    const kinds = async () => (await world.mails()).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['admin-outage']);
    for (const account of lost.slice(1)) await become(account, 'OK');
    await world.runUntil(inFuture(HOUR_MS));
    expect(await kinds()).toEqual(['admin-outage', 'escalation']);
  });

  it('waits for the API while it is away', async () => {
    const account = await world.addAccount({ ownerMemberId: null });
    await become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.remind');
    const { step: _, ...payload } = remindJob.schema.parse(job?.payload);
    await sandbox.control('POST', '/faults', { kind: 'status', status: 503, times: 0, match: {} });
    await escalate(payload, world.ctx, world.tools());
    const [again] = (await world.waitingJobs()).filter(({ name }) => name === 'account.escalate');
    const waitMs = (again?.runAt.getTime() ?? 0) - world.clock.now().getTime();
    expect(Math.round(waitMs / MINUTE_MS)).toBe(30);
    expect(await world.mails()).toEqual([]);
    await sandbox.control('DELETE', '/faults');
    await world.runUntil(inFuture(31 * MINUTE_MS));
    expect((await world.mails()).map(({ kind }) => kind)).toEqual(['escalation']);
  });
});

describe('quiet hours', () => {
  it('let no e-mail leave, while the screen says it; afterwards it is made up for and only then escalated', async () => {
    await beQuiet(world.owner, 10);
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(9 * HOUR_MS));
    expect(await left(lostMs)).toEqual([]);
    expect(await world.caughtMail(world.owner.user.email)).toEqual([]);
    const { accounts } = await listAccounts(world.owner.ctx, world.clock.now());
    expect(accounts.map(({ status }) => status)).toEqual(['reconnect_needed']);
    await world.runUntil(inFuture(12 * HOUR_MS));
    const [owner, escalation, ...rest] = await left(lostMs);
    expect(rest).toEqual([]);
    expect(owner?.slice(0, 2)).toEqual(['owner', 'reconnect']);
    expect(Number(owner?.[2])).toBeCloseTo(10, 0);
    expect(escalation?.slice(0, 2)).toEqual(['lead', 'escalation']);
    // Whole hours after it left, since that is looked at each hour while it waits.
    expect(Number(escalation?.[2]) - Number(owner?.[2])).toBeGreaterThanOrEqual(8);
    expect(Number(escalation?.[2]) - Number(owner?.[2])).toBeLessThanOrEqual(9.25);
    expect(await world.caughtMail(world.owner.user.email)).toHaveLength(1);
  });

  it('that are switched off at night let go what waits for the morning, once', async () => {
    await beQuiet(world.owner, 10);
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(2 * HOUR_MS));
    // Another preference is no reason to write at night.
    await changePreferences(world.owner.ctx, { chatHoldSeconds: 10 });
    await world.runDue();
    expect(await left(lostMs)).toEqual([]);
    await changePreferences(world.owner.ctx, { quietHours: null });
    await world.runDue();
    expect(await left(lostMs)).toEqual([['owner', 'reconnect', 2]]);
    await world.runUntil(inFuture(10 * HOUR_MS));
    expect(await world.caughtMail(world.owner.user.email)).toHaveLength(1);
  });

  it.each([
    ['an earlier time', 3],
    ['a later time', 15],
  ])('whose end is moved to %s let it leave then', async (_, hours) => {
    await beQuiet(world.owner, 10);
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(HOUR_MS));
    await beQuiet(world.owner, hours - 1);
    await world.runUntil(inFuture(20 * HOUR_MS));
    const [owner] = await left(lostMs);
    expect(owner?.slice(0, 2)).toEqual(['owner', 'reconnect']);
    expect(Number(owner?.[2])).toBeCloseTo(hours, 0);
  });

  it('are those of each reader: the lead’s do not hold back the owner’s e-mail', async () => {
    await beQuiet(lead, 20);
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const lostMs = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(19 * HOUR_MS));
    expect(await left(lostMs)).toEqual([['owner', 'reconnect', 0.25]]);
    await world.runUntil(inFuture(2 * HOUR_MS));
    expect((await left(lostMs)).map(([to, kind]) => [to, kind])).toEqual([
      ['owner', 'reconnect'],
      ['lead', 'escalation'],
    ]);
  });

  it('make nothing up that has become pointless', async () => {
    await beQuiet(world.owner, 10);
    await beQuiet(lead, 23);
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await world.runUntil(inFuture(22 * HOUR_MS));
    await become(account, 'OK');
    await world.runUntil(inFuture(2 * DAY_MS));
    const states = (await world.mails()).map(({ kind, state }) => [kind, state]);
    expect(states).toEqual([
      ['reconnect', 'sent'],
      ['escalation', 'cancelled'],
    ]);
    expect(await world.caughtMail(lead.user.email)).toEqual([]);
  });
});
