import { and, eq, isNull, sql } from 'drizzle-orm';
import { accounts, invitationLimits, invitationPacing } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { DAY_MS } from '@/lib/core/time';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { DEFAULT_LIMITS } from './default-rules';
import { pacingQueue, replanInvitationsJob } from './jobs';
import type { ChangeLimitsInput } from './schema';

/**
 * Sets what the accounts of a tier may send, with the day on which it was said. What waits is planned anew. Throws
 * `forbidden`, and `invalid_input` for a day above its week.
 */
export async function changeLimits(
  ctx: Ctx<MemberScope>,
  { tier, day, week, notesPerMonth, noteCharacters }: ChangeLimitsInput,
): Promise<void> {
  requirePermission(ctx.scope, 'workspace:manage');
  if (day > week) throw new AppError('invalid_input', 'A day cannot have more than its week.');
  const { workspaceId, memberId } = ctx.scope;
  await inTransaction(ctx, async (tx) => {
    const { rows } = await tx.db.execute<{ day: string }>(
      sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day`,
    );
    const limits = {
      ...DEFAULT_LIMITS[tier],
      asOf: rows[0]?.day ?? '',
      source: 'Set by an admin of this workspace.',
      rolling: [
        { id: 'day' as const, durationMs: DAY_MS, max: day },
        { id: 'week' as const, durationMs: 7 * DAY_MS, max: week },
      ],
      notesPerMonth,
      noteCharacters,
    };
    await tx.db
      .insert(invitationLimits)
      .values({ workspaceId, tier, limits })
      .onConflictDoUpdate({
        target: [invitationLimits.workspaceId, invitationLimits.tier],
        set: { limits, updatedAt: sql`now()` },
      });
    await recordAudit(tx, {
      action: 'invitation.limits',
      entityType: 'workspace',
      entityId: workspaceId,
      detail: { tier, day, week, notesPerMonth, noteCharacters },
      actorMemberId: memberId,
    });
    const paced = await tx.db
      .select({ accountId: invitationPacing.accountId })
      .from(invitationPacing)
      .innerJoin(accounts, eq(accounts.id, invitationPacing.accountId))
      .where(and(eq(invitationPacing.workspaceId, workspaceId), isNull(accounts.removedAt)));
    for (const { accountId } of paced) {
      const payload = { workspaceId, accountId };
      await enqueue(tx.db, replanInvitationsJob, payload, {
        key: `invitations-replan:${accountId}`,
        queue: pacingQueue(accountId),
      });
    }
    await publish(tx, { kind: 'workspace.changed', id: workspaceId });
  });
}
