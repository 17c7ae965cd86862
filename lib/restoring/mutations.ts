import { and, eq, exists, isNull, sql } from 'drizzle-orm';
import { gateways, invitationPacing, invitationPlans, outgoingMails } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { ensureWebhooksJob, gatewayQueue } from '@/lib/gateways/jobs';
import { doubtOpenSends } from '@/lib/inbox/restore-mutations';
import { readInvitationsJob } from '@/lib/invitations/jobs';
import { replan } from '@/lib/invitations/replan-mutations';
import { enqueue } from '@/lib/jobs/enqueue';

/** What was kept from leaving by itself. */
export interface RestoredCounts {
  /** Messages that are looked for at the provider. */
  messages: number;
  /** Accounts whose planned invitations wait for somebody to go on with them. */
  pausedAccounts: number;
  /** E-mails of ours to members. */
  mails: number;
}

/**
 * For a database that was restored from a backup, before the product runs on it: nothing that waited then leaves by
 * itself, since it may have left in the time that is lost (D7). Run again it finds nothing.
 */
export async function settleRestored(ctx: Ctx): Promise<RestoredCounts> {
  const messages = await doubtOpenSends(ctx);
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx.scope;
    const mails = await tx.db
      .update(outgoingMails)
      .set({ state: 'cancelled', errorCode: 'restored' })
      .where(and(eq(outgoingMails.workspaceId, workspaceId), eq(outgoingMails.state, 'queued')))
      .returning({ id: outgoingMails.id });
    const paused = await pauseInvitations(tx);
    for (const accountId of paused) {
      await replan(tx, accountId);
      await enqueue(
        tx.db,
        readInvitationsJob,
        { workspaceId, accountId },
        {
          key: `invitations-read:${accountId}`,
        },
      );
    }
    // The secrets that the API has may be newer than those of the backup.
    const connections = await tx.db
      .select({ id: gateways.id })
      .from(gateways)
      .where(and(eq(gateways.workspaceId, workspaceId), isNull(gateways.removedAt)));
    for (const { id } of connections) {
      await enqueue(
        tx.db,
        ensureWebhooksJob,
        { workspaceId, gatewayId: id },
        {
          queue: gatewayQueue(id),
        },
      );
    }
    const counts = { messages, pausedAccounts: paused.length, mails: mails.length };
    await recordAudit(tx, {
      action: 'workspace.restored',
      entityType: 'workspace',
      entityId: workspaceId,
      detail: counts,
    });
    return counts;
  });
}

/** Whom somebody goes on with is invited only after the list of sent ones was read again. */
async function pauseInvitations(tx: Ctx): Promise<string[]> {
  const isWaiting = exists(
    tx.db
      .select({ one: sql`1` })
      .from(invitationPlans)
      .where(
        and(
          eq(invitationPlans.accountId, invitationPacing.accountId),
          eq(invitationPlans.state, 'planned'),
        ),
      ),
  );
  const rows = await tx.db
    .update(invitationPacing)
    .set({ pausedAt: sql`now()`, updatedAt: sql`now()` })
    .where(
      and(
        eq(invitationPacing.workspaceId, tx.scope.workspaceId),
        isNull(invitationPacing.pausedAt),
        isWaiting,
      ),
    )
    .returning({ accountId: invitationPacing.accountId });
  return rows.map(({ accountId }) => accountId);
}
