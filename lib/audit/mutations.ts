import { auditLog } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';

/** Names what was done, to what; `detail` holds ids and settings, never message text or secrets. */
export interface AuditEntry {
  action: string;
  entityType: string;
  entityId: string | null;
  detail?: Record<string, unknown>;
  /** The member to hold to account where the scope is the system's, e.g. a redeemed mail link. */
  actorMemberId?: string;
}

/** One row per mutation, in the mutation's own transaction; the database chains and guards it. */
export async function recordAudit(ctx: Ctx, entry: AuditEntry): Promise<void> {
  const scopeMember = ctx.scope.kind === 'member' ? ctx.scope.memberId : null;
  await ctx.db.insert(auditLog).values({
    workspaceId: ctx.scope.workspaceId,
    actorMemberId: entry.actorMemberId ?? scopeMember,
    action: entry.action,
    entityType: entry.entityType,
    entityId: entry.entityId,
    detail: entry.detail ?? {},
  });
}
