import { eq } from 'drizzle-orm';
import { workspaces } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import type { AllowTrackingInput } from './schema';

/**
 * Lets members have openings and clicks of their e-mails told, or forbids it: what was forbidden leaves untracked from
 * then on, also what waits already. Throws `forbidden`.
 */
export async function allowTracking(
  ctx: Ctx<MemberScope>,
  { isTrackingAllowed }: AllowTrackingInput,
): Promise<void> {
  requirePermission(ctx.scope, 'workspace:manage');
  const { workspaceId } = ctx.scope;
  await inTransaction(ctx, async (tx) => {
    await tx.db.update(workspaces).set({ isTrackingAllowed }).where(eq(workspaces.id, workspaceId));
    await recordAudit(tx, {
      action: 'workspace.allow-tracking',
      entityType: 'workspace',
      entityId: workspaceId,
      detail: { isTrackingAllowed },
    });
    await publish(tx, { kind: 'workspace.changed', id: workspaceId });
  });
}
