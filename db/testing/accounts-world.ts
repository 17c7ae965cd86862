import { asc, eq } from 'drizzle-orm';
import type pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { createDb } from '@/db/client';
import { accounts, accountTransitions, auditLog, outgoingMails } from '@/db/schema';
import {
  createAccount,
  createGateway,
  createMember,
  createWorkspace,
} from '@/db/testing/factories';
import { accountHandlers } from '@/lib/accounts/handlers';
import { env } from '@/lib/core/env';
import type { Clock } from '@/lib/core/time';
import { customAuthHandlers } from '@/lib/custom-auth/handlers';
import { gatewayHandlers } from '@/lib/gateways/handlers';
import { healingHandlers } from '@/lib/healing/handlers';
import { hostedCallbackHandlers } from '@/lib/hosted-callback/handlers';
import type { JobTools } from '@/lib/jobs/define';
import { systemCtx } from '@/lib/jobs/system-scope';
import { noticeHandlers } from '@/lib/notices/handlers';
import { reminderHandlers } from '@/lib/reminders/handlers';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';

const JOBS = [
  ...accountHandlers,
  ...customAuthHandlers,
  ...gatewayHandlers,
  ...healingHandlers,
  ...hostedCallbackHandlers,
  ...noticeHandlers,
  ...reminderHandlers,
];
const MAX_JOBS = 2_000;

/** The real time, moved ahead: tokens and jobs live on the database's clock, which nobody turns. */
export class TestClock implements Clock {
  #aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  advanceTo(date: Date): void {
    this.#aheadMs = Math.max(this.#aheadMs, date.getTime() - Date.now());
  }
}

export function jobTools(clock: Clock, attempt = 1): JobTools {
  const log = pino({ level: 'silent' });
  return { clock, log, attempt, signal: new AbortController().signal };
}

/** A sandbox that its file stops. */
export type SharedSandbox = Omit<RunningSandbox, 'stop'>;

/**
 * For a `*.db.test.ts`: one empty sandbox for the file, whose mailbox is where the product sends, stopped afterwards, and
 * without a fault at the beginning of each test. Use inside tests only.
 */
export function accountsSandbox(): SharedSandbox {
  let running: RunningSandbox | undefined;
  const get = () => {
    if (!running) throw new Error('The sandbox exists only while tests run.');
    return running;
  };
  beforeAll(async () => {
    running = await startSandbox({ seed: 'empty', speed: 1000 });
    vi.stubEnv('SMTP_URL', running.smtpUrl);
  });
  beforeEach(() => get().control('DELETE', '/faults'));
  afterAll(() => running?.stop());
  return {
    get url() {
      return get().url;
    },
    get apiKey() {
      return get().apiKey;
    },
    get apiKeyV2() {
      return get().apiKeyV2;
    },
    get apiKeyPostpress() {
      return get().apiKeyPostpress;
    },
    get smtpUrl() {
      return get().smtpUrl;
    },
    get smtpPort() {
      return get().smtpPort;
    },
    get mailboxUrl() {
      return get().mailboxUrl;
    },
    control: (...request) => get().control(...request),
  };
}

/** A workspace of one test, with its people and its gateway on a sandbox that the file shares. */
export async function createAccountsWorld(pool: pg.Pool, sandbox: SharedSandbox) {
  const db = createDb(pool);
  const workspace = await createWorkspace(db);
  const owner = await createMember(db, workspace, 'member', { name: 'Jane Ruiz' });
  const admin = await createMember(db, workspace, 'admin', { name: 'Ada Admin' });
  const gateway = await createGateway(db, workspace, {
    baseUrl: sandbox.url,
    apiKey: sandbox.apiKey,
    keyRing: env().ENCRYPTION_KEYS,
  });
  const clock = new TestClock();
  const ctx = systemCtx(db, workspace.id);
  const control = sandbox.control;
  /** Jobs of other domains that were due; this world only looks at whether they were enqueued. */
  const otherJobs: { name: string; payload: Record<string, unknown> }[] = [];
  const run = (until: () => Date) => runJobs(pool, clock, workspace.id, until, otherJobs);

  /** An account that both sides know, connected and owned by Jane. */
  async function addAccount(fields: Partial<typeof accounts.$inferInsert> = {}) {
    const made = await control<{ id: string; providerId: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: `jane+${Math.random().toString(36).slice(2)}@example.com`,
      name: fields.name ?? 'Jane Ruiz',
    });
    const row = await createAccount(db, gateway, {
      providerAccountId: made.id,
      identity: null,
      ownerMemberId: owner.member.id,
      ...fields,
    });
    return row;
  }

  return {
    db,
    pool,
    sandbox,
    workspace,
    owner,
    admin,
    gateway,
    clock,
    ctx,
    tools: (attempt = 1) => jobTools(clock, attempt),
    addAccount,
    /** What the provider says from now on; no webhook leaves. */
    setApiStatus: (account: { providerAccountId: string }, status: string) =>
      control('POST', `/accounts/${account.providerAccountId}/status`, { status, silent: true }),
    readAccount: async (accountId: string) => {
      const [row] = await db.select().from(accounts).where(eq(accounts.id, accountId));
      if (!row) throw new Error('no account');
      return row;
    },
    transitions: (accountId: string) =>
      db
        .select()
        .from(accountTransitions)
        .where(eq(accountTransitions.accountId, accountId))
        .orderBy(asc(accountTransitions.at), asc(accountTransitions.id)),
    mails: () =>
      db
        .select()
        .from(outgoingMails)
        .where(eq(outgoingMails.workspaceId, workspace.id))
        .orderBy(asc(outgoingMails.createdAt)),
    audits: () =>
      db
        .select({ action: auditLog.action, actor: auditLog.actorMemberId })
        .from(auditLog)
        .where(eq(auditLog.workspaceId, workspace.id))
        .orderBy(asc(auditLog.seq)),
    caughtMail: async (to: string) =>
      (await control<{ mails: CaughtMail[] }>('GET', `/mail?to=${encodeURIComponent(to)}`)).mails,
    waitingJobs: () => listJobs(pool, workspace.id),
    /** Runs what is due up to then, in order, turning the clock from job to job. */
    runUntil: (until: Date) => run(() => until),
    runDue: () => run(() => clock.now()),
    otherJobs,
  };
}

export type AccountsWorld = Awaited<ReturnType<typeof createAccountsWorld>>;

export interface CaughtMail {
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
}

interface WaitingJob {
  name: string;
  key: string | null;
  payload: Record<string, unknown>;
  runAt: Date;
}

async function listJobs(pool: pg.Pool, workspaceId: string): Promise<WaitingJob[]> {
  const { rows } = await pool.query<WaitingJob>(
    `select task.identifier as name, job.key, job.payload, job.run_at as "runAt"
     from graphile_worker._private_jobs job
     join graphile_worker._private_tasks task on task.id = job.task_id
     where job.payload ->> 'workspaceId' = $1 order by job.run_at, job.id`,
    [workspaceId],
  );
  return rows;
}

/** Stands in for the worker so that days pass in milliseconds. */
async function runJobs(
  pool: pg.Pool,
  clock: TestClock,
  workspaceId: string,
  until: () => Date,
  otherJobs: { name: string; payload: Record<string, unknown> }[],
): Promise<void> {
  const db = createDb(pool);
  for (let count = 0; count < MAX_JOBS; count += 1) {
    const { rows } = await pool.query<{
      name: string;
      payload: Record<string, unknown>;
      run_at: Date;
    }>(
      `with next as (
         delete from graphile_worker._private_jobs where id = (
           select id from graphile_worker._private_jobs
           where payload ->> 'workspaceId' = $1 and run_at <= $2
           order by run_at, priority, id limit 1)
         returning task_id, payload, run_at)
       select task.identifier as name, next.payload, next.run_at from next
       join graphile_worker._private_tasks task on task.id = next.task_id`,
      [workspaceId, until()],
    );
    const [next] = rows;
    if (!next) {
      clock.advanceTo(until());
      return;
    }
    clock.advanceTo(next.run_at);
    const job = JOBS.find((candidate) => candidate.name === next.name);
    if (job) await job.run(next.payload, db, jobTools(clock));
    else otherJobs.push({ name: next.name, payload: next.payload });
  }
  throw new Error('The jobs never come to an end.');
}

/**
 * Signs in at the wizard as a browser without scripts would: LinkedIn, without a second factor.
 * @returns the address that the wizard sends the browser to
 */
export async function signInAtWizard(url: string, login: string): Promise<string> {
  const opened = await fetch(url, { redirect: 'follow' });
  const form = new URLSearchParams({ login: login.replace('@', '+no2fa@'), password: 'secret' });
  const answer = await fetch(opened.url, { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (!location) throw new Error(`The wizard stayed at ${opened.url}: ${answer.status}`);
  return location;
}
