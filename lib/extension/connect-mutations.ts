import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { extensionCookies, extensionDevices, extensionUses } from '@/db/schema';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, nullIfNotFound } from '@/lib/core/errors';
import { startAttempt } from '@/lib/custom-auth/mutations';
import { getAttempt } from '@/lib/custom-auth/queries';
import { BUSY_SECONDS } from '@/lib/custom-auth/state-mutations';
import type { Attempt } from '@/lib/custom-auth/types';
import { lockDevice } from '@/lib/extension/mutations';
import { openCookies } from '@/lib/extension/report-mutations';
import { outcomeOfAttempt } from '@/lib/extension/rules';
import type { UseOutcome } from '@/lib/extension/types';
import { publish } from '@/lib/live/publish';

/**
 * Connects the LinkedIn account in which a browser is signed in, by the press of its owner: the same sign-in as
 * on the page with its cookies typed in, so that a checkpoint is answered there. The browser keeps the account
 * connected from then on.
 */
export async function connectDevice(
  ctx: Ctx<MemberScope>,
  input: { deviceId: string; gatewayId: string; attemptId: string },
): Promise<Pick<Attempt, 'id' | 'state' | 'accountId'>> {
  requirePermission(ctx.scope, 'account:connect');
  const { cookie, useId } = await takeCookie(ctx, input.deviceId);
  const { liAt, liA } = openCookies(cookie);
  const { attemptId, gatewayId } = input;
  try {
    await startAttempt(ctx, {
      attemptId,
      gatewayId,
      accountId: null,
      country: null,
      credentials: {
        form: 'linkedin-cookies',
        accessToken: liAt,
        premiumToken: liA ?? '',
        userAgent: cookie.userAgent,
      },
    });
  } finally {
    const attempt = await getAttempt(ctx, { attemptId }).catch(nullIfNotFound);
    await settleUse(ctx, input.deviceId, useId, attempt);
  }
  const { id, state, accountId } = await getAttempt(ctx, { attemptId });
  return { id, state, accountId };
}

/** The cookie of the member's own browser, with its use written down before it goes anywhere. */
function takeCookie(ctx: Ctx<MemberScope>, deviceId: string) {
  return inTransaction(ctx, async (tx) => {
    const device = await lockDevice(tx, deviceId);
    if (device.accountId) {
      throw new AppError('conflict', 'This browser keeps an account connected already.');
    }
    if (await isConnecting(tx, deviceId)) {
      throw new AppError('conflict', 'Your last press is still on its way. Wait a moment.');
    }
    const [cookie] = await tx.db
      .select()
      .from(extensionCookies)
      .where(eq(extensionCookies.deviceId, deviceId));
    if (!cookie || device.refusal) {
      throw new AppError('conflict', 'This browser has reported no session that can be used.');
    }
    const [use] = await tx.db
      .insert(extensionUses)
      .values({
        workspaceId: device.workspaceId,
        memberId: device.memberId,
        deviceId,
        deviceName: device.name,
        purpose: 'connect',
        cookieSeenAt: cookie.seenAt,
      })
      .returning({ id: extensionUses.id });
    return { cookie, useId: use?.id ?? '' };
  });
}

/** An earlier press sent the cookie and has no answer yet; one whose process died holds nobody up for longer. */
async function isConnecting({ db }: Ctx, deviceId: string): Promise<boolean> {
  const open = and(
    eq(extensionUses.deviceId, deviceId),
    eq(extensionUses.purpose, 'connect'),
    isNull(extensionUses.outcome),
    gt(extensionUses.at, sql`now() - make_interval(secs => ${BUSY_SECONDS})`),
  );
  return (await db.$count(extensionUses, open)) > 0;
}

async function settleUse(
  ctx: Ctx<MemberScope>,
  deviceId: string,
  useId: string,
  attempt: Attempt | null,
): Promise<void> {
  // Without an attempt it was refused here, before anything left.
  const outcome: UseOutcome = attempt ? outcomeOfAttempt(attempt) : 'not_reached';
  const accountId = outcome === 'signed_in' ? (attempt?.accountId ?? null) : null;
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(extensionUses)
      .set({ outcome, accountId })
      .where(eq(extensionUses.id, useId));
    if (accountId) {
      await tx.db
        .update(extensionDevices)
        .set({ accountId })
        .where(and(eq(extensionDevices.id, deviceId), isNull(extensionDevices.accountId)));
    }
    await publish(tx, { kind: 'extension.changed', id: ctx.scope.memberId });
  });
}
