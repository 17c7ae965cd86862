import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { invitationImportRows, invitationImports } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { holdErasures } from '@/lib/erasure/keep-out-mutations';
import { toStorableText } from '@/lib/gateway/storable-text';
import { listLimits, tierOf } from '@/lib/invitations/pace-queries';
import { insertPlan } from '@/lib/invitations/plan-mutations';
import { lockPacing, replan } from '@/lib/invitations/replan-mutations';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { listPlannable } from './account-queries';
import { lookUpImportedJob } from './jobs';
import { isMine } from './queries';
import { checkFile } from './rules';
import type { AddImportInput, ChangeImportInput, PlanImportInput } from './schema';

/**
 * Keeps a file with every row, refused or not, and lets its people be looked up one by one. Nobody is invited by it.
 * Throws `invalid_input` with the reason for a file that cannot be taken as a whole.
 */
export async function addImport(
  ctx: Ctx<MemberScope>,
  { fileName, text, accountId }: AddImportInput,
): Promise<{ importId: string }> {
  requirePermission(ctx.scope, 'message:send');
  const { workspaceId, memberId } = ctx.scope;
  return inTransaction(ctx, async (tx) => {
    const limits = await listLimits(tx);
    const accounts = (await listPlannable(tx)).map((account) => ({
      ...account,
      noteCharacters: limits[tierOf(account)].noteCharacters,
    }));
    const file = checkFile(toStorableText(text), accounts, accountId);
    if (file.problem !== null) throw new AppError('invalid_input', file.problem);
    const [added] = await tx.db
      .insert(invitationImports)
      .values({ workspaceId, memberId, fileName: toStorableText(fileName), header: file.header })
      .returning({ id: invitationImports.id });
    if (!added) throw new Error('An insert returned no row.');
    await tx.db.insert(invitationImportRows).values(
      file.rows.map((row) => ({
        ...row,
        workspaceId,
        importId: added.id,
        state: row.reason === null ? ('waiting' as const) : ('refused' as const),
      })),
    );
    const waiting = file.rows.flatMap((row) => (row.reason === null ? (row.accountId ?? []) : []));
    for (const id of new Set(waiting)) await lookUpSoon(tx, id, new Date());
    await recordAudit(tx, {
      action: 'invitation_import.added',
      entityType: 'invitation_import',
      entityId: added.id,
      detail: { rows: file.rows.length, waiting: waiting.length },
    });
    await publish(tx, { kind: 'invitation-imports.changed', id: memberId });
    return { importId: added.id };
  });
}

/** One waiting look-up for each account: LinkedIn is asked by each of them now and then, never in a burst. */
export async function lookUpSoon(tx: Ctx, accountId: string, runAt: Date): Promise<void> {
  await enqueue(
    tx.db,
    lookUpImportedJob,
    { workspaceId: tx.scope.workspaceId, accountId },
    {
      key: `invitation-imports:${accountId}`,
      keyMode: 'preserve_run_at',
      priority: PRIORITY.clock,
      runAt,
    },
  );
}

/**
 * Plans an invitation to everybody who was found, each by the rules of the plan; whoever cannot be planned is refused
 * with the reason, and the others are planned all the same.
 */
export async function planImport(
  ctx: Ctx<MemberScope>,
  { importId, zone }: PlanImportInput,
): Promise<{ planned: number; refused: number }> {
  return inTransaction(ctx, async (tx) => {
    await holdErasures(tx);
    await lockImport(tx, importId);
    const rows = await tx.db
      .select()
      .from(invitationImportRows)
      .where(
        and(eq(invitationImportRows.importId, importId), eq(invitationImportRows.state, 'found')),
      )
      // In one order of accounts for everybody who plans.
      .orderBy(asc(invitationImportRows.accountId), asc(invitationImportRows.line));
    // Every plan before the first audit row, as whoever changes one of them does it.
    const { workspaceId } = tx.scope;
    for (const id of new Set(rows.flatMap(({ accountId }) => accountId ?? []))) {
      await lockPacing(tx, { id, workspaceId }, zone);
    }
    const accountIds = new Set<string>();
    let planned = 0;
    for (const row of rows) {
      const { id, accountId, person, note } = row;
      if (!accountId || !person) continue;
      const outcome = await inTransaction(tx, (inner) =>
        insertPlan(inner, { accountId, clientId: id, person, note, zone }),
      ).catch((error: unknown) => {
        if (error instanceof AppError) return error;
        throw error;
      });
      const isRefused = outcome instanceof AppError;
      if (!isRefused) {
        planned += 1;
        accountIds.add(accountId);
      }
      await tx.db
        .update(invitationImportRows)
        .set({
          state: isRefused ? 'refused' : 'planned',
          reason: isRefused ? 'not_planned' : null,
          detail: isRefused ? outcome.message : null,
          planId: isRefused ? null : outcome.planId,
          updatedAt: sql`now()`,
        })
        .where(eq(invitationImportRows.id, id));
    }
    for (const accountId of accountIds) await replan(tx, accountId);
    await recordAudit(tx, {
      action: 'invitation_import.planned',
      entityType: 'invitation_import',
      entityId: importId,
      detail: { planned, refused: rows.length - planned },
    });
    await publish(tx, { kind: 'invitation-imports.changed', id: tx.scope.memberId });
    return { planned, refused: rows.length - planned };
  });
}

/** Nobody else of it is looked up or planned; what was planned stays in the plan. */
export async function stopImport(
  ctx: Ctx<MemberScope>,
  { importId }: ChangeImportInput,
): Promise<{ stopped: number }> {
  return inTransaction(ctx, async (tx) => {
    await lockImport(tx, importId);
    const stopped = await tx.db
      .update(invitationImportRows)
      .set({ state: 'stopped', updatedAt: sql`now()` })
      .where(
        and(
          eq(invitationImportRows.importId, importId),
          inArray(invitationImportRows.state, ['waiting', 'found']),
        ),
      )
      .returning({ id: invitationImportRows.id });
    await recordAudit(tx, {
      action: 'invitation_import.stopped',
      entityType: 'invitation_import',
      entityId: importId,
      detail: { stopped: stopped.length },
    });
    await publish(tx, { kind: 'invitation-imports.changed', id: tx.scope.memberId });
    return { stopped: stopped.length };
  });
}

async function lockImport(tx: Ctx<MemberScope>, importId: string): Promise<void> {
  const [found] = await tx.db
    .select({ id: invitationImports.id })
    .from(invitationImports)
    .where(and(isMine(tx.scope), eq(invitationImports.id, importId)))
    .for('update');
  if (!found) throw notFound('Import');
  requirePermission(tx.scope, 'message:send');
}
