import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { accountReads, accounts, coverageSpans } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import { findCoverage } from './queries';
import { hasGapBefore, mergeSpans, readingPauseMs, windowFrom } from './rules';
import type { Span } from './types';

interface AccountRef {
  id: string;
  workspaceId: string;
}

/** A stretch of time up to `readAt` that is being read again, page by page. */
export interface ReadWindow {
  from: Date;
  readAt: Date;
  cursor: string | null;
}

/**
 * The window that is being read, or a new one that closes every gap that there is now. It lives in a
 * row and not in a job: a crash, or somebody who asks again meanwhile, goes on where it stood.
 * @param noLaterThan widens a new window back to this time
 */
export function beginWindow(
  ctx: Ctx,
  account: AccountRef,
  noLaterThan?: Date,
): Promise<ReadWindow> {
  return inTransaction(ctx, async (tx) => {
    const read = await lockRead(tx, account);
    if (read.windowFrom && read.windowReadAt) {
      return { from: read.windowFrom, readAt: read.windowReadAt, cursor: read.windowCursor };
    }
    const readAt = await readNow(tx);
    const found = await findCoverage(tx, account.id, readAt);
    const last = read.lastReadAt ?? found?.syncStartedAt ?? readAt;
    const { coverage = { originMs: null, gaps: [] } } = found ?? {};
    const fromMs = Math.min(
      windowFrom(coverage, last.getTime()),
      noLaterThan?.getTime() ?? Number.POSITIVE_INFINITY,
    );
    const from = new Date(fromMs);
    await update(tx, account.id, { windowFrom: from, windowReadAt: readAt, windowCursor: null });
    return { from, readAt, cursor: null };
  });
}

/** Remembers where the next page of the window begins, in the transaction that stored this one. */
export async function advanceWindow(tx: Ctx, accountId: string, cursor: string): Promise<void> {
  await update(tx, accountId, { windowCursor: cursor });
}

/** Until when an account must not be read; null: it may be. */
export async function findReadingPause(ctx: Ctx, accountId: string): Promise<Date | null> {
  const [row] = await ctx.db
    .select({ until: accountReads.pausedUntil })
    .from(accountReads)
    .where(
      and(
        eq(accountReads.workspaceId, ctx.scope.workspaceId),
        eq(accountReads.accountId, accountId),
        sql`${accountReads.pausedUntil} > now()`,
      ),
    );
  return row?.until ?? null;
}

/**
 * Nothing of the account is read for a while: the API asked for a pause of `retryAfterMs`, or for one whose
 * length it did not say. @returns its end
 */
export function pauseReading(
  ctx: Ctx,
  account: AccountRef,
  retryAfterMs: number | null,
): Promise<Date> {
  return inTransaction(ctx, async (tx) => {
    const { pauses } = await lockRead(tx, account);
    const pauseMs = readingPauseMs(pauses, retryAfterMs, Math.random());
    const pausedUntil = new Date((await readNow(tx)).getTime() + pauseMs);
    await update(tx, account.id, { pausedUntil, pauses: pauses + 1 });
    return pausedUntil;
  });
}

/** The API answered: the next pause is a short one again. */
export async function endReadingPauses(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.db
    .update(accountReads)
    .set({ pausedUntil: null, pauses: 0 })
    .where(
      and(
        eq(accountReads.workspaceId, ctx.scope.workspaceId),
        eq(accountReads.accountId, accountId),
        gt(accountReads.pauses, 0),
      ),
    );
}

/** Lets the window begin anew, for a cursor that the API no longer takes. */
export async function forgetWindow(ctx: Ctx, accountId: string): Promise<void> {
  await update(ctx, accountId, { windowFrom: null, windowReadAt: null, windowCursor: null });
}

/**
 * Every page of the window was stored: its time is proven.
 * @returns whether a gap is left that reading once more would close
 */
export async function finishWindow(
  tx: Ctx,
  account: AccountRef,
  window: ReadWindow,
): Promise<{ hasMore: boolean }> {
  await lockRead(tx, account);
  await addSpan(tx, account, { fromMs: window.from.getTime(), toMs: window.readAt.getTime() });
  await update(tx, account.id, {
    windowFrom: null,
    windowReadAt: null,
    windowCursor: null,
    lastReadAt: window.readAt,
  });
  const now = await readNow(tx);
  const found = await findCoverage(tx, account.id, now);
  return { hasMore: found !== null && hasGapBefore(found.coverage, window.readAt.getTime()) };
}

/**
 * Events may have been lost between `provenUntil` and `from`: what the stream proved before is written
 * down, and from now on it proves only what comes later.
 */
export async function restartStream(
  tx: Ctx,
  account: AccountRef & { syncStartedAt: Date | null },
  gap: { provenUntil: Date | null; from: Date },
): Promise<void> {
  if (!account.syncStartedAt) return;
  const read = await lockRead(tx, account);
  const since = read.streamSince ?? account.syncStartedAt;
  if (since >= gap.from) return;
  if (gap.provenUntil && gap.provenUntil > since) {
    await addSpan(tx, account, { fromMs: since.getTime(), toMs: gap.provenUntil.getTime() });
  }
  await update(tx, account.id, { streamSince: gap.from });
}

/** The API connection's webhooks were not registered: of no account did events come since `since`. */
export async function breakStreams(
  ctx: Ctx,
  gatewayId: string,
  since: Date,
): Promise<readonly { id: string }[]> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(accounts)
      .where(
        and(
          eq(accounts.workspaceId, tx.scope.workspaceId),
          eq(accounts.gatewayId, gatewayId),
          isNull(accounts.removedAt),
        ),
      )
      .orderBy(accounts.id);
    const from = await readNow(tx);
    for (const row of rows) await restartStream(tx, row, { provenUntil: since, from });
    return rows.filter((row) => row.syncFinishedAt !== null);
  });
}

/** Adds to the count that screens show; called in the transaction that stored the messages. */
export async function countMessages(tx: Ctx, account: AccountRef, added: number): Promise<void> {
  if (added === 0) return;
  await tx.db
    .insert(accountReads)
    .values({ accountId: account.id, workspaceId: account.workspaceId, messageCount: added })
    .onConflictDoUpdate({
      target: accountReads.accountId,
      set: { messageCount: sql`${accountReads.messageCount} + ${added}` },
    });
}

/** The first import has seen every conversation of the account. */
export async function recordListed(tx: Ctx, account: AccountRef): Promise<void> {
  await lockRead(tx, account);
  await update(tx, account.id, { listedAt: await readNow(tx) });
}

/** Locks the account's row of the ledger, which is made when there is none. */
async function lockRead(tx: Ctx, account: AccountRef) {
  await tx.db
    .insert(accountReads)
    .values({ accountId: account.id, workspaceId: account.workspaceId })
    .onConflictDoNothing();
  const [row] = await tx.db
    .select()
    .from(accountReads)
    .where(
      and(
        eq(accountReads.workspaceId, tx.scope.workspaceId),
        eq(accountReads.accountId, account.id),
      ),
    )
    .for('update');
  if (!row) throw new Error('An account of another workspace was read.');
  return row;
}

/** Keeps the spans disjoint, so that an account has few of them however often it is read. */
async function addSpan(tx: Ctx, account: AccountRef, span: Span): Promise<void> {
  if (span.fromMs >= span.toMs) return;
  const isOurs = eq(coverageSpans.accountId, account.id);
  const known = await tx.db.select().from(coverageSpans).where(isOurs);
  const spans = mergeSpans([
    ...known.map(({ fromAt, toAt }) => ({ fromMs: fromAt.getTime(), toMs: toAt.getTime() })),
    span,
  ]);
  await tx.db.delete(coverageSpans).where(isOurs);
  await tx.db.insert(coverageSpans).values(
    spans.map(({ fromMs, toMs }) => ({
      workspaceId: account.workspaceId,
      accountId: account.id,
      fromAt: new Date(fromMs),
      toAt: new Date(toMs),
    })),
  );
  await publish(tx, { kind: 'account.changed', id: account.id, accountId: account.id });
}

async function update(
  ctx: Ctx,
  accountId: string,
  fields: Partial<typeof accountReads.$inferInsert>,
): Promise<void> {
  await ctx.db
    .update(accountReads)
    .set(fields)
    .where(
      and(
        eq(accountReads.workspaceId, ctx.scope.workspaceId),
        eq(accountReads.accountId, accountId),
      ),
    );
}

async function readNow(tx: Ctx): Promise<Date> {
  const { rows } = await tx.db.execute<{ now: Date }>(
    sql`select clock_timestamp()::timestamptz(3) as now`,
  );
  return new Date(rows[0]?.now ?? Date.now());
}
