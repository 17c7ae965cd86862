import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accounts, gateways } from '@/db/schema';
import { type CheckTarget, refreshAccount, storeTruth } from '@/lib/accounts/check-mutations';
import { checkAccountsJob, checkAllJob, checkStatusJob } from '@/lib/accounts/jobs';
import { applyAccountTruth, type Evidence, insertAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { nullIfNotFound } from '@/lib/core/errors';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { GatewayAccount, GatewayClient } from '@/lib/gateway/client';
import { ensureWebhooksJob, gatewayQueue } from '@/lib/gateways/jobs';
import { callGateway, findApiAccount } from '@/lib/gateways/mutations';
import { findHeldElsewhere, getGateway } from '@/lib/gateways/queries';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { systemCtx } from '@/lib/jobs/system-scope';

const PAGE_SIZE = 100;
/** An API that never stops handing out cursors must not hold a worker. */
const MAX_PAGES = 100;

/** What an account is, the API decides; the webhook only made us look (W6, W7). */
export function checkStatus(
  payload: CheckTarget,
  ctx: Ctx<SystemScope>,
  { clock }: JobTools,
): Promise<void> {
  return refreshAccount(ctx, payload, clock.now());
}

/** Every account of one gateway: the net below lost webhooks, callbacks and deletions. */
export async function checkAccounts(
  { gatewayId }: { gatewayId: string },
  ctx: Ctx<SystemScope>,
  { clock, log }: JobTools,
): Promise<void> {
  const readAt = clock.now();
  const gateway = await getGateway(ctx, gatewayId).catch(nullIfNotFound);
  // Removed since the job was enqueued.
  if (!gateway) return;
  const known = await listKnown(ctx, gatewayId);
  const listed = await callGateway(ctx, gatewayId, listAll);
  const isNew = (account: GatewayAccount) => !known.has(account.providerAccountId);
  const heldElsewhere = await findHeldElsewhere(
    ctx,
    gateway,
    listed.filter(isNew).map((account) => account.providerAccountId),
  );
  const evidence: Evidence = { cause: 'check', readAt };
  for (const truth of listed) {
    const row = known.get(truth.providerAccountId);
    if (row) await applyAccountTruth(ctx, row.id, truth, evidence);
    else if (!heldElsewhere.has(truth.providerAccountId)) {
      await insertAccount(ctx, truth, { gatewayId, ownerMemberId: null }, evidence);
    }
  }
  const listedIds = new Set(listed.map((account) => account.providerAccountId));
  for (const [providerAccountId, { id, status }] of known) {
    if (status === 'removed' || listedIds.has(providerAccountId)) continue;
    // A list may leave one out; only the account's own answer says that it is gone.
    const truth = await findApiAccount(ctx, gatewayId, providerAccountId);
    await storeTruth(ctx, { id, gatewayId, providerAccountId }, truth, evidence);
  }
  log.info({ gatewayId, accounts: listed.length }, 'gateway.accounts_checked');
}

/** Runs each minute; looks for work and enqueues it, one waiting job per gateway. */
export async function checkAll(_payload: unknown, db: Db, { clock }: JobTools): Promise<void> {
  const now = clock.now();
  const isDue = isCheckDue(now, env().ACCOUNT_CHECK_INTERVAL_SECONDS);
  const staleBefore = new Date(now.getTime() - HOUR_MS);
  const rows = await db
    .select({
      id: gateways.id,
      workspaceId: gateways.workspaceId,
      webhooksCheckedAt: gateways.webhooksCheckedAt,
    })
    .from(gateways)
    .where(isNull(gateways.removedAt));
  for (const row of rows) {
    const { db: scoped, scope } = systemCtx(db, row.workspaceId);
    const payload = { workspaceId: scope.workspaceId, gatewayId: row.id };
    if (isDue) {
      await enqueue(scoped, checkAccountsJob, payload, {
        key: `check-accounts:${row.id}`,
        keyMode: 'preserve_run_at',
        priority: PRIORITY.clock,
      });
    }
    if (!row.webhooksCheckedAt || row.webhooksCheckedAt < staleBefore) {
      await enqueue(scoped, ensureWebhooksJob, payload, {
        queue: gatewayQueue(row.id),
        key: `ensure-webhooks:${row.id}`,
        keyMode: 'preserve_run_at',
        priority: PRIORITY.clock,
      });
    }
  }
}

/** The cron ticks each minute; an interval below that means each minute. Needs no memory. */
export function isCheckDue(now: Date, intervalSeconds: number): boolean {
  const everyMinutes = Math.max(1, Math.round(intervalSeconds / 60));
  return Math.floor(now.getTime() / MINUTE_MS) % everyMinutes === 0;
}

export const accountHandlers = [
  handles(checkStatusJob, checkStatus),
  handles(checkAccountsJob, checkAccounts),
  handlesGlobally(checkAllJob, checkAll),
];

async function listAll(client: GatewayClient): Promise<readonly GatewayAccount[]> {
  const found = new Map<string, GatewayAccount>();
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.listAccounts({ cursor, limit: PAGE_SIZE });
    for (const account of answer.items) found.set(account.providerAccountId, account);
    cursor = answer.cursor;
    if (!cursor) break;
  }
  return [...found.values()];
}

/** Our accounts of a gateway by the API's id; removed ones too, since they may be back. */
async function listKnown(ctx: Ctx, gatewayId: string) {
  const rows = await ctx.db
    .select({
      id: accounts.id,
      providerAccountId: accounts.providerAccountId,
      status: accounts.status,
    })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), eq(accounts.gatewayId, gatewayId)));
  return new Map(rows.map((row) => [row.providerAccountId, row]));
}
