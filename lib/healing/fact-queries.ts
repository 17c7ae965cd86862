import { and, desc, eq, gt, gte, inArray, isNull } from 'drizzle-orm';
import {
  accounts,
  authAttempts,
  extensionCookies,
  extensionDevices,
  extensionUses,
  healingRuns,
  healingSteps,
  hostedAuthRequests,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { isSameBrowser } from '@/lib/extension/rules';
import type { CookieFacts } from '@/lib/healing/ladder-rules';
import type { TryOutcome } from '@/lib/healing/types';

export type HealedAccount = typeof accounts.$inferSelect;

/** A cookie with the browser it is of; what is in it stays sealed. */
export interface FoundCookie {
  row: typeof extensionCookies.$inferSelect;
  device: typeof extensionDevices.$inferSelect;
}

/** The repair while it is open, with its account. */
export async function findOpenRun(ctx: Ctx, runId: string) {
  const [row] = await ctx.db
    .select({ run: healingRuns, account: accounts })
    .from(healingRuns)
    .innerJoin(accounts, eq(accounts.id, healingRuns.accountId))
    .where(
      and(
        eq(healingRuns.id, runId),
        eq(healingRuns.workspaceId, ctx.scope.workspaceId),
        isNull(healingRuns.endedAt),
      ),
    );
  return row ?? null;
}

/** The cookie that the account's browsers held last, and what may stand against it. */
export async function findCookie(ctx: Ctx, account: HealedAccount): Promise<FoundCookie | null> {
  const [found] = await ctx.db
    .select({ row: extensionCookies, device: extensionDevices })
    .from(extensionCookies)
    .innerJoin(extensionDevices, eq(extensionDevices.id, extensionCookies.deviceId))
    .where(and(eq(extensionCookies.workspaceId, ctx.scope.workspaceId), isOf(account)))
    .orderBy(desc(extensionCookies.seenAt))
    .limit(1);
  return found ?? null;
}

/** The name of a browser of the account, for a rung that has no cookie. */
export async function findDeviceName(ctx: Ctx, account: HealedAccount): Promise<string | null> {
  const [device] = await ctx.db
    .select({ name: extensionDevices.name })
    .from(extensionDevices)
    .where(and(eq(extensionDevices.workspaceId, ctx.scope.workspaceId), isOf(account)))
    .orderBy(desc(extensionDevices.lastUsedAt))
    .limit(1);
  return device?.name ?? null;
}

export async function readCookieFacts(
  ctx: Ctx,
  accountId: string,
  { row, device }: FoundCookie,
): Promise<CookieFacts> {
  const [use] = await ctx.db
    .select({ at: extensionUses.at, outcome: extensionUses.outcome })
    .from(extensionUses)
    .where(
      and(
        eq(extensionUses.deviceId, device.id),
        eq(extensionUses.accountId, accountId),
        // Of this value, not of the one before it.
        gte(extensionUses.at, row.valueSince),
      ),
    )
    .orderBy(desc(extensionUses.at), desc(extensionUses.id))
    .limit(1);
  return {
    lastUse: use ? { atMs: use.at.getTime(), outcome: use.outcome } : null,
    seenAtMs: row.seenAt.getTime(),
    refusal: device.refusal,
    isSameMember: device.linkedinMemberId === row.linkedinMemberId,
    isSameBrowser: device.userAgent !== null && isSameBrowser(device.userAgent, row.userAgent),
  };
}

/** Until when somebody may be signing in to the account by hand; null: nobody is. */
export async function findPersonUntil(
  ctx: Ctx,
  accountId: string,
  now: Date,
): Promise<Date | null> {
  const { workspaceId } = ctx.scope;
  const [[request], [attempt]] = await Promise.all([
    ctx.db
      .select({ expiresAt: hostedAuthRequests.expiresAt })
      .from(hostedAuthRequests)
      .where(
        and(
          eq(hostedAuthRequests.workspaceId, workspaceId),
          eq(hostedAuthRequests.accountId, accountId),
          eq(hostedAuthRequests.type, 'reconnect'),
          eq(hostedAuthRequests.state, 'open'),
          gt(hostedAuthRequests.expiresAt, now),
        ),
      )
      .orderBy(desc(hostedAuthRequests.expiresAt))
      .limit(1),
    ctx.db
      .select({ expiresAt: authAttempts.expiresAt })
      .from(authAttempts)
      .where(
        and(
          eq(authAttempts.workspaceId, workspaceId),
          eq(authAttempts.accountId, accountId),
          eq(authAttempts.type, 'reconnect'),
          eq(authAttempts.state, 'open'),
          gt(authAttempts.expiresAt, now),
        ),
      )
      .orderBy(desc(authAttempts.expiresAt))
      .limit(1),
  ]);
  // The wizard first: it is given the longer time.
  return request?.expiresAt ?? attempt?.expiresAt ?? null;
}

/** What came of the last try of a repair, and whether the account was read after it. */
export interface LastTry {
  outcome: TryOutcome | null;
  isSettled: boolean;
}

/** Null: nothing was tried. */
export async function findLastTry(ctx: Ctx, runId: string): Promise<LastTry | null> {
  const [step] = await ctx.db
    .select({ kind: healingSteps.kind, outcome: healingSteps.outcome })
    .from(healingSteps)
    .where(and(eq(healingSteps.runId, runId), inArray(healingSteps.kind, ['tried', 'settled'])))
    .orderBy(desc(healingSteps.at), desc(healingSteps.id))
    .limit(1);
  if (!step) return null;
  const isSettled = step.kind === 'settled';
  return { outcome: isSettled ? 'unknown' : step.outcome, isSettled };
}

function isOf(account: HealedAccount) {
  return and(
    eq(extensionDevices.accountId, account.id),
    eq(extensionDevices.memberId, account.ownerMemberId ?? ''),
  );
}
