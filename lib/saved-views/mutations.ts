import { and, eq, isNull, sql } from 'drizzle-orm';
import { accounts, labels, members, savedViews } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { can, readsMessagesOf, requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { isViolationOf } from '@/lib/core/violations';
import type { ConversationFilter } from '@/lib/inbox/types';
import { publish } from '@/lib/live/publish';
import { MAX_SAVED_VIEWS, toSearch } from './rules';
import type { ChangeViewInput, DeleteViewInput, SaveViewInput } from './schema';

type MemberCtx = Ctx<MemberScope>;

/** Keeps a list under a name, for the member or for the team. Throws `conflict` for a second one. */
export async function saveView(
  ctx: MemberCtx,
  { name, filter, isShared }: SaveViewInput,
): Promise<{ viewId: string }> {
  if (isShared) requirePermission(ctx.scope, 'view:share');
  const { workspaceId, memberId } = ctx.scope;
  return uniquely(name, () =>
    inTransaction(ctx, async (tx) => {
      await requireKnown(tx, filter);
      const total = await tx.db.$count(savedViews, eq(savedViews.memberId, memberId));
      if (total >= MAX_SAVED_VIEWS) {
        throw new AppError(
          'conflict',
          `You can keep ${MAX_SAVED_VIEWS} views. Delete one that you no longer need.`,
        );
      }
      const [row] = await tx.db
        .insert(savedViews)
        .values({ workspaceId, memberId, name, search: toSearch(filter), isShared })
        .returning({ id: savedViews.id });
      if (!row) throw new Error('The view was not stored.');
      await record(tx, 'view.save', row.id, { name, isShared });
      return { viewId: row.id };
    }),
  );
}

/** Another name, or shared with the team or no longer. */
export async function changeView(
  ctx: MemberCtx,
  { viewId, name, isShared }: ChangeViewInput,
): Promise<void> {
  await uniquely(name, () =>
    inTransaction(ctx, async (tx) => {
      const view = await lockView(tx, viewId);
      if (view.name === name && view.isShared === isShared) return;
      if (isShared) requirePermission(tx.scope, 'view:share');
      await tx.db
        .update(savedViews)
        .set({ name, isShared, updatedAt: sql`now()` })
        .where(eq(savedViews.id, view.id));
      await record(tx, 'view.change', view.id, { name, isShared });
    }),
  );
}

export async function deleteView(ctx: MemberCtx, { viewId }: DeleteViewInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const view = await lockView(tx, viewId);
    await tx.db.delete(savedViews).where(eq(savedViews.id, view.id));
    await record(tx, 'view.delete', view.id, { name: view.name, isShared: view.isShared });
  });
}

/** A view that somebody keeps for themselves does not exist for anybody else, whatever the role. */
async function lockView(tx: MemberCtx, viewId: string) {
  const [view] = await tx.db
    .select()
    .from(savedViews)
    .where(and(eq(savedViews.id, viewId), eq(savedViews.workspaceId, tx.scope.workspaceId)))
    .for('update');
  const isMine = view?.memberId === tx.scope.memberId;
  if (!view || !(isMine || view.isShared)) throw notFound('View');
  if (!isMine && !can(tx.scope, 'view:manage')) {
    throw new AppError('forbidden', 'Only its author, a lead or an admin can change this view.');
  }
  return view;
}

/** What the filter names must be there for this member: a view must not tell ids that exist. */
async function requireKnown(
  tx: MemberCtx,
  { accountId, labelId, assignee }: ConversationFilter,
): Promise<void> {
  const { workspaceId } = tx.scope;
  if (accountId) {
    const isReadable = and(readsMessagesOf(tx.scope), eq(accounts.id, accountId));
    if ((await tx.db.$count(accounts, isReadable)) === 0) throw notFound('Account');
  }
  if (labelId) {
    const isOurs = and(eq(labels.workspaceId, workspaceId), eq(labels.id, labelId));
    if ((await tx.db.$count(labels, isOurs)) === 0) throw notFound('Label');
  }
  if (assignee && assignee !== 'nobody') {
    const isHere = and(
      eq(members.workspaceId, workspaceId),
      eq(members.id, assignee),
      isNull(members.removedAt),
    );
    if ((await tx.db.$count(members, isHere)) === 0) throw notFound('Member');
  }
}

async function record(
  tx: MemberCtx,
  action: string,
  viewId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, { action, entityType: 'saved-view', entityId: viewId, detail });
  await publish(tx, { kind: 'saved-views.changed', id: viewId });
}

async function uniquely<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isViolationOf(error, 'saved_views_name')) throw error;
    const sentence = `There is a view called “${name}” already.`;
    throw new AppError('conflict', sentence, { cause: error, fields: { name: sentence } });
  }
}
