import { and, eq, sql } from 'drizzle-orm';
import { conversationLabels, labels } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { isViolationOf } from '@/lib/core/violations';
import { publish } from '@/lib/live/publish';
import { MAX_LABELS } from './rules';
import type { ChangeLabelInput, CreateLabelInput, DeleteLabelInput } from './schema';
import type { LabelRef } from './types';

/** A new label of the team. Throws `conflict` where one is called so, whatever the case. */
export async function createLabel(
  ctx: Ctx<MemberScope>,
  { name, colour }: CreateLabelInput,
): Promise<LabelRef> {
  requirePermission(ctx.scope, 'label:create');
  const { workspaceId } = ctx.scope;
  return uniquely(name, () =>
    inTransaction(ctx, async (tx) => {
      const total = await tx.db.$count(labels, eq(labels.workspaceId, workspaceId));
      if (total >= MAX_LABELS) {
        throw new AppError(
          'conflict',
          `A workspace has at most ${MAX_LABELS} labels. Delete one that nobody needs.`,
        );
      }
      const [label] = await tx.db
        .insert(labels)
        .values({ workspaceId, name, colour })
        .returning({ id: labels.id, name: labels.name, colour: labels.colour });
      if (!label) throw new Error('The label was not stored.');
      await record(tx, 'label.create', label.id, { name, colour });
      return label;
    }),
  );
}

/** Another name or colour; every conversation that carries it shows it so. */
export async function changeLabel(
  ctx: Ctx<MemberScope>,
  { labelId, name, colour }: ChangeLabelInput,
): Promise<void> {
  requirePermission(ctx.scope, 'label:manage');
  await uniquely(name, () =>
    inTransaction(ctx, async (tx) => {
      const label = await lockLabel(tx, labelId);
      if (label.name === name && label.colour === colour) return;
      await tx.db
        .update(labels)
        .set({ name, colour, updatedAt: sql`now()` })
        .where(eq(labels.id, label.id));
      await record(tx, 'label.change', label.id, { name, colour });
    }),
  );
}

/** Takes it from every conversation. Answers from how many. */
export async function deleteLabel(
  ctx: Ctx<MemberScope>,
  { labelId }: DeleteLabelInput,
): Promise<{ conversationCount: number }> {
  requirePermission(ctx.scope, 'label:manage');
  return inTransaction(ctx, async (tx) => {
    const label = await lockLabel(tx, labelId);
    const taken = await tx.db
      .delete(conversationLabels)
      .where(eq(conversationLabels.labelId, label.id))
      .returning({ id: conversationLabels.conversationId });
    await tx.db.delete(labels).where(eq(labels.id, label.id));
    const conversationCount = taken.length;
    await record(tx, 'label.delete', label.id, { name: label.name, conversationCount });
    return { conversationCount };
  });
}

async function lockLabel(tx: Ctx<MemberScope>, labelId: string) {
  const [label] = await tx.db
    .select({ id: labels.id, name: labels.name, colour: labels.colour })
    .from(labels)
    .where(and(eq(labels.id, labelId), eq(labels.workspaceId, tx.scope.workspaceId)))
    .for('update');
  if (!label) throw notFound('Label');
  return label;
}

async function record(
  tx: Ctx<MemberScope>,
  action: string,
  labelId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, { action, entityType: 'label', entityId: labelId, detail });
  await publish(tx, { kind: 'label.changed', id: labelId });
}

/** Two people may give the same name at once: the index decides, and the second one is told. */
async function uniquely<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isViolationOf(error, 'labels_name')) throw error;
    const sentence = `There is a label called “${name}” already.`;
    throw new AppError('conflict', sentence, { cause: error, fields: { name: sentence } });
  }
}
