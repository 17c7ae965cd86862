import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { reconnectTokens } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createMember } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { checkStatus } from '@/lib/accounts/handlers';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { remind, sendDigests } from '@/lib/reminders/handlers';
import { remindJob } from '@/lib/reminders/jobs';
import { remindOwners } from '@/lib/reminders/mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

type Account = Awaited<ReturnType<AccountsWorld['addAccount']>>;

async function become(account: Account, status: string): Promise<void> {
  await world.setApiStatus(account, status);
  await checkStatus({ accountId: account.id, hint: status }, world.ctx, world.tools());
}

const inFuture = (ms: number) => new Date(world.clock.now().getTime() + ms);
const minutesUntil = (at: Date | undefined) =>
  Math.round(((at?.getTime() ?? 0) - world.clock.now().getTime()) / MINUTE_MS);
const reconnectMails = async () =>
  (await world.mails()).filter((mail) => mail.kind === 'reconnect');

describe('a lost account', () => {
  it('gets one real e-mail after the delay, with both parts and a link of ours (A4)', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await world.runUntil(inFuture(9 * MINUTE_MS));
    expect(await world.mails()).toEqual([]);
    await world.runUntil(inFuture(2 * MINUTE_MS));
    const [mail, ...rest] = await world.caughtMail(world.owner.user.email);
    expect(rest).toEqual([]);
    expect(mail?.subject).toBe('Reconnect LinkedIn (Jane Ruiz) to keep receiving messages');
    const [link] = mail?.text.match(/http:\/\/localhost:3000\/reconnect\/\S+/) ?? [];
    expect(link).toBeTruthy();
    expect(mail?.html).toContain(`href="${link}"`);
    expect(mail?.text).toContain('Acme');
    const [row] = await reconnectMails();
    expect(row).toMatchObject({ state: 'sent', toMemberId: world.owner.member.id });
    // The table holds no link that lets somebody in.
    const signature = link?.slice(link.lastIndexOf('.') + 1) ?? 'none';
    expect(JSON.stringify(await world.mails())).not.toContain(signature);
  });

  it('is reminded of after a day, three days, then weekly, and no more once it works', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const lostAt = (await world.readAccount(account.id)).statusSince.getTime();
    await world.runUntil(inFuture(18 * DAY_MS));
    const hours = (await reconnectMails()).map((mail) =>
      Math.round((mail.createdAt.getTime() - lostAt) / HOUR_MS),
    );
    expect(hours).toEqual([0, 24, 72, 240, 408]);
    await become(account, 'OK');
    await world.runUntil(inFuture(30 * DAY_MS));
    expect(await reconnectMails()).toHaveLength(5);
  });

  it('that recovered gets none, even when the webhook of the recovery was lost', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await world.setApiStatus(account, 'OK');
    await world.runUntil(inFuture(DAY_MS));
    expect(await world.mails()).toEqual([]);
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });

  it('that flips 100 times in ten minutes gets at most one (A6)', async () => {
    const account = await world.addAccount();
    for (let flip = 0; flip < 100; flip += 1) {
      await world.runUntil(inFuture(6 * SECOND_MS));
      await become(account, flip % 2 === 0 ? 'CREDENTIALS' : 'OK');
    }
    await world.runUntil(inFuture(HOUR_MS));
    expect(await reconnectMails()).toHaveLength(0);
    await become(account, 'CREDENTIALS');
    await world.runUntil(inFuture(HOUR_MS));
    expect(await reconnectMails()).toHaveLength(1);
  });

  it('that is lost every eleven minutes gets at most one an hour (A6)', async () => {
    const account = await world.addAccount();
    for (let count = 0; count < 20; count += 1) {
      await become(account, 'CREDENTIALS');
      await world.runUntil(inFuture(11 * MINUTE_MS));
      await become(account, 'OK');
      await world.runUntil(inFuture(SECOND_MS));
    }
    const times = (await reconnectMails()).map((mail) => mail.createdAt.getTime());
    expect(times.length).toBeGreaterThan(1);
    for (const [index, time] of times.entries()) {
      expect(time - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(HOUR_MS);
    }
  });

  it('reminded twice for the same step, or late for an old loss, is one e-mail', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter((one) => one.name === 'account.remind');
    const payload = remindJob.schema.parse(job?.payload);
    await Promise.all([
      remind(payload, world.ctx, world.tools()),
      remind(payload, world.ctx, world.tools()),
    ]);
    await remind(payload, world.ctx, world.tools());
    expect(await reconnectMails()).toHaveLength(1);
    await become(account, 'OK');
    await become(account, 'CREDENTIALS');
    world.clock.advance(2 * HOUR_MS);
    await remind(payload, world.ctx, world.tools());
    expect(await reconnectMails()).toHaveLength(1);
  });

  it('with an e-mail that has not left when it recovers: it never leaves', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await remindOwners(world.admin.ctx, { accountIds: [account.id] });
    world.clock.advance(SECOND_MS);
    await become(account, 'OK');
    await world.runUntil(inFuture(HOUR_MS));
    expect((await reconnectMails()).map((mail) => mail.state)).toEqual(['cancelled']);
    expect(await world.caughtMail(world.owner.user.email)).toEqual([]);
    expect(
      await test.db.select().from(reconnectTokens).where(eq(reconnectTokens.accountId, account.id)),
    ).toEqual([]);
  });

  it('without an owner gets none', async () => {
    const account = await world.addAccount({ ownerMemberId: null });
    await become(account, 'CREDENTIALS');
    await world.runUntil(inFuture(4 * DAY_MS));
    expect(await reconnectMails()).toEqual([]);
  });
});

describe('a provider-wide outage (A6)', () => {
  it('holds the owners’ e-mails and tells the admin once; after it only the rest are told', async () => {
    const lost: Account[] = [];
    for (let index = 0; index < 8; index += 1) {
      lost.push(await world.addAccount({ name: `Account ${index}` }));
    }
    for (const account of lost) {
      await become(account, 'CREDENTIALS');
      world.clock.advance(20 * SECOND_MS);
    }
    await world.runUntil(inFuture(3 * HOUR_MS));
    expect(await reconnectMails()).toEqual([]);
    const admins = (await world.mails()).filter((mail) => mail.kind === 'admin-outage');
    expect(admins.map((mail) => mail.toMemberId)).toEqual([world.admin.member.id]);
    const [mail] = await world.caughtMail(world.admin.user.email);
    expect(mail?.subject).toBe('8 LinkedIn accounts dropped at once');
    for (const account of lost.slice(2)) await become(account, 'OK');
    await world.runUntil(inFuture(HOUR_MS));
    expect(await reconnectMails()).toHaveLength(2);
  });

  it('is no outage when accounts of one provider drop over hours', async () => {
    for (let index = 0; index < 5; index += 1) {
      await become(await world.addAccount(), 'CREDENTIALS');
      await world.runUntil(inFuture(40 * MINUTE_MS));
    }
    expect(await reconnectMails()).toHaveLength(5);
  });
});

describe('an API that is away', () => {
  it('is asked again after half an hour, and the e-mail comes once it answers', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.remind');
    const payload = remindJob.schema.parse(job?.payload);
    await sandbox.control('POST', '/faults', { kind: 'status', status: 503, times: 0, match: {} });
    await remind(payload, world.ctx, world.tools());
    const [again, ...rest] = (await world.waitingJobs()).filter(
      ({ name }) => name === 'account.remind',
    );
    expect(rest).toEqual([]);
    expect(again?.payload).toEqual(payload);
    expect(minutesUntil(again?.runAt)).toBe(30);
    expect(await reconnectMails()).toEqual([]);
    await sandbox.control('DELETE', '/faults');
    await world.runUntil(inFuture(31 * MINUTE_MS));
    expect(await reconnectMails()).toHaveLength(1);
  });
});

describe('asking owners by hand', () => {
  it('answers for each account by itself, and is limited to one an hour', async () => {
    const lost = await world.addAccount();
    const fine = await world.addAccount();
    const unowned = await world.addAccount({ ownerMemberId: null });
    await become(lost, 'CREDENTIALS');
    await become(unowned, 'CREDENTIALS');
    const other = await createAccountsWorld(test.pool, sandbox);
    const foreign = await other.addAccount();
    const accountIds = [lost.id, fine.id, unowned.id, foreign.id];
    const ask = async () => {
      const results = await remindOwners(world.admin.ctx, { accountIds }, world.clock.now());
      const byId = new Map(results.map((result) => [result.accountId, result.outcome]));
      return accountIds.map((id) => byId.get(id));
    };
    expect(await ask()).toEqual(['queued', 'not_needed', 'no_owner', 'not_found']);
    expect(await ask()).toEqual(['recent', 'not_needed', 'no_owner', 'not_found']);
    world.clock.advance(HOUR_MS + MINUTE_MS);
    expect((await ask())[0]).toBe('queued');
    await world.runDue();
    const [mail] = await world.caughtMail(world.owner.user.email);
    expect(mail?.text).toContain('Ada Admin of Acme asked us to send this to you');
    const audits = (await world.audits()).filter((row) => row.action.includes('remind'));
    expect(audits).toHaveLength(3);
  });

  it('ten times at once queues one e-mail', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    const all = await Promise.all(
      Array.from({ length: 10 }, () => remindOwners(world.admin.ctx, { accountIds: [account.id] })),
    );
    expect(all.flat().filter((result) => result.outcome === 'queued')).toHaveLength(1);
    expect(await reconnectMails()).toHaveLength(1);
  });

  it.each(['member', 'viewer'] as const)('is refused to a %s', async (role) => {
    const account = await world.addAccount();
    const person = await createMember(test.db, world.workspace, role);
    await expect(remindOwners(person.ctx, { accountIds: [account.id] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('the daily digest', () => {
  it('tells admins once a day of accounts that were lost a day ago, and nobody of none', async () => {
    const account = await world.addAccount();
    await become(account, 'CREDENTIALS');
    await sendDigests({}, test.db, world.tools());
    const digests = async () =>
      (await world.mails()).filter((mail) => mail.kind === 'admin-digest');
    expect(await digests()).toEqual([]);
    world.clock.advance(25 * HOUR_MS);
    await sendDigests({}, test.db, world.tools());
    await sendDigests({}, test.db, world.tools());
    expect((await digests()).map((mail) => mail.toMemberId)).toEqual([world.admin.member.id]);
    await world.runDue();
    const mails = await world.caughtMail(world.admin.user.email);
    const [digest] = mails.filter((mail) => mail.subject.includes('a day or longer'));
    expect(digest?.text).toContain('Jane Ruiz · LinkedIn (Jane Ruiz), since');
  });
});
