import { asc, eq } from 'drizzle-orm';
import type pg from 'pg';
import { healingSteps as steps } from '@/db/schema';
import { createAccountsWorld, type SharedSandbox } from '@/db/testing/accounts-world';
import { checkStatus } from '@/lib/accounts/handlers';
import { MINUTE_MS } from '@/lib/core/time';
import { addDevice, linkDevice } from '@/lib/extension/mutations';
import { storeReport } from '@/lib/extension/report-mutations';

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150.0.0.0 Safari/537.36';

/** A world of accounts with a browser that may sign one of them in again. */
export async function createHealingWorld(pool: pg.Pool, sandbox: SharedSandbox) {
  const world = await createAccountsWorld(pool, sandbox);
  type Account = Awaited<ReturnType<typeof world.addAccount>>;
  const inFuture = (ms: number) => new Date(world.clock.now().getTime() + ms);

  async function report(deviceId: string, liAt: string, fields: object = {}) {
    const now = world.clock.now();
    const sent = { liAt, liA: null, userAgent: CHROME, linkedinMemberId: '4711' };
    return storeReport(world.ctx, deviceId, { ...sent, seenAt: now.getTime(), ...fields }, now);
  }

  /** An account of Jane's that her Chrome keeps connected. */
  async function addHealed(cookie = 'wrong') {
    const account = await world.addAccount({ lastOkAt: inFuture(-5 * MINUTE_MS) });
    const { id: deviceId } = await addDevice(world.owner.ctx, { name: 'Chrome at work' });
    await report(deviceId, cookie);
    await linkDevice(world.owner.ctx, { deviceId, accountId: account.id });
    return { account, deviceId };
  }

  async function become(account: Account, status: string): Promise<void> {
    await world.setApiStatus(account, status);
    await checkStatus({ accountId: account.id, hint: status }, world.ctx, world.tools());
  }

  const stepsOf = (account: Account) =>
    world.db
      .select()
      .from(steps)
      .where(eq(steps.accountId, account.id))
      .orderBy(asc(steps.at), asc(steps.id));

  /** Minutes after the loss at which there was a step of this kind. */
  async function minutesOf(account: Account, kind: string): Promise<number[]> {
    const all = await stepsOf(account);
    const lost = all[0]?.at.getTime() ?? 0;
    return all
      .filter((step) => step.kind === kind)
      .map((step) => Math.round((step.at.getTime() - lost) / MINUTE_MS));
  }

  /** "tried refused", "missed no_cookie", … from the first step to the last. */
  async function kinds(account: Account): Promise<string[]> {
    return (await stepsOf(account)).map(({ kind, outcome, reason }) =>
      [kind, outcome ?? reason].filter(Boolean).join(' '),
    );
  }

  /** How often a cookie reached the API for this account. */
  async function cookiesSent({ providerAccountId }: Account): Promise<number> {
    const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
      'GET',
      '/log',
    );
    const path = `/api/v1/accounts/${providerAccountId}`;
    return requests.filter((one) => one.method === 'POST' && one.path === path).length;
  }

  /** What the API answers to the next cookie. */
  const addFault = ({ providerAccountId }: Account, rule: object) =>
    sandbox.control('POST', '/faults', {
      on: 'request',
      match: { method: 'POST', path: `/api/v1/accounts/${providerAccountId}` },
      contentType: 'application/json',
      ...rule,
    });

  return {
    ...world,
    inFuture,
    report,
    addHealed,
    become,
    minutesOf,
    kinds,
    cookiesSent,
    addFault,
    reconnectMails: async () => (await world.mails()).filter(({ kind }) => kind === 'reconnect'),
  };
}

export type HealingWorld = Awaited<ReturnType<typeof createHealingWorld>>;
