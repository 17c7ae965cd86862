import { and, eq, isNull, sql } from 'drizzle-orm';
import { lockByName } from '@/db/advisory-locks';
import { people, personDistinctions, personMerges } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { isBeingErased } from '@/lib/erasure/queries';
import { publish } from '@/lib/live/publish';
import { getVisible, listMergeLinks, listMerges } from './person-queries';
import { subtreeOf } from './person-rules';
import type { DistinguishPeopleInput, MergePeopleInput, UnmergePeopleInput } from './schema';
import { listSuggestions } from './suggestion-queries';

/**
 * Says that two people are one. Nothing of either is written over: a link joins them, which `unmergePeople` takes away.
 * Returns the link and the person that now stands for both.
 */
export async function mergePeople(
  ctx: Ctx<MemberScope>,
  input: MergePeopleInput,
): Promise<{ mergeId: string; personId: string }> {
  requirePermission(ctx.scope, 'person:merge');
  return inTransaction(ctx, async (tx) => {
    await lockMerges(tx);
    const one = await getVisible(tx, input.personId);
    const other = await getVisible(tx, input.otherPersonId);
    if (one.rootId === other.rootId) {
      throw new AppError('conflict', 'These are one person already.');
    }
    // Whoever is merged with them would be taken away too.
    if (await isBeingErased(tx, [one.rootId, other.rootId])) {
      throw new AppError('conflict', 'One of them is just being erased.');
    }
    const { workspaceId, memberId } = ctx.scope;
    const suggestions = await listSuggestions(
      tx,
      one.rootId,
      one.facts,
      one.accounts.map(({ id }) => id),
    );
    const suggested = suggestions.find(({ personId }) => personId === other.rootId);
    const evidence = suggested?.evidence ?? 'by_hand';
    const [merge] = await tx.db
      .insert(personMerges)
      .values({
        workspaceId,
        personId: other.rootId,
        intoPersonId: one.rootId,
        evidence,
        mergedByMemberId: memberId,
      })
      .returning({ id: personMerges.id });
    if (!merge) throw new Error('An insert returned no row.');
    await tx.db.update(people).set({ rootId: one.rootId }).where(eq(people.rootId, other.rootId));
    await forgetDistinction(tx, one.rootId, other.rootId);
    await recordAudit(tx, {
      action: 'person.merged',
      entityType: 'person',
      entityId: one.rootId,
      detail: { mergeId: merge.id, otherPersonId: other.rootId, evidence },
    });
    await publish(tx, { kind: 'people.changed', id: one.rootId });
    return { mergeId: merge.id, personId: one.rootId };
  });
}

/**
 * Takes a merge back: whoever was merged stands alone again, with everybody who had been merged into them before. Throws
 * `not_found` for a merge that stands no more, or of which the reader may not know both sides.
 */
export async function unmergePeople(
  ctx: Ctx<MemberScope>,
  { mergeId }: UnmergePeopleInput,
): Promise<{ personId: string; otherPersonId: string }> {
  requirePermission(ctx.scope, 'person:merge');
  return inTransaction(ctx, async (tx) => {
    await lockMerges(tx);
    const [merge] = await tx.db
      .select()
      .from(personMerges)
      .where(
        and(
          eq(personMerges.workspaceId, ctx.scope.workspaceId),
          eq(personMerges.id, mergeId),
          isNull(personMerges.undoneAt),
        ),
      );
    if (!merge) throw notFound('Merge');
    const { rootId, facts } = await getVisible(tx, merge.personId);
    const seen = await listMerges(tx, rootId, facts);
    if (!seen.some(({ id }) => id === merge.id)) throw notFound('Merge');
    const part = subtreeOf(merge.personId, await listMergeLinks(tx, rootId));
    await tx.db
      .update(personMerges)
      .set({ undoneAt: sql`now()` })
      .where(eq(personMerges.id, merge.id));
    await tx.db
      .update(people)
      .set({ rootId: merge.personId })
      .where(sql`${people.id} = any(${sql.param([...part])}::uuid[])`);
    await recordAudit(tx, {
      action: 'person.unmerged',
      entityType: 'person',
      entityId: rootId,
      detail: { mergeId: merge.id, otherPersonId: merge.personId },
    });
    await publish(tx, { kind: 'people.changed', id: rootId });
    return { personId: rootId, otherPersonId: merge.personId };
  });
}

/** Says that two people are not one, so that nobody suggests it again, or takes that back. */
export async function distinguishPeople(
  ctx: Ctx<MemberScope>,
  { personId, otherPersonId, isDistinct }: DistinguishPeopleInput,
): Promise<void> {
  requirePermission(ctx.scope, 'person:merge');
  await inTransaction(ctx, async (tx) => {
    await lockMerges(tx);
    const one = await getVisible(tx, personId);
    const other = await getVisible(tx, otherPersonId);
    if (one.rootId === other.rootId) throw new AppError('conflict', 'These are one person.');
    await forgetDistinction(tx, one.rootId, other.rootId);
    if (isDistinct) {
      await tx.db.insert(personDistinctions).values({
        workspaceId: ctx.scope.workspaceId,
        ...inOrder(one.rootId, other.rootId),
        memberId: ctx.scope.memberId,
      });
    }
    await recordAudit(tx, {
      action: isDistinct ? 'person.distinguished' : 'person.distinction_forgotten',
      entityType: 'person',
      entityId: one.rootId,
      detail: { otherPersonId: other.rootId },
    });
    await publish(tx, { kind: 'people.changed', id: one.rootId });
  });
}

/** One after the other in a workspace: two merges at once could otherwise close a circle. */
export async function lockMerges(tx: Ctx): Promise<void> {
  await lockByName(tx, `people:${tx.scope.workspaceId}`);
}

async function forgetDistinction(tx: Ctx, one: string, two: string): Promise<void> {
  const { personId, otherPersonId } = inOrder(one, two);
  await tx.db
    .delete(personDistinctions)
    .where(
      and(
        eq(personDistinctions.workspaceId, tx.scope.workspaceId),
        eq(personDistinctions.personId, personId),
        eq(personDistinctions.otherPersonId, otherPersonId),
      ),
    );
}

function inOrder(one: string, two: string) {
  return one < two ? { personId: one, otherPersonId: two } : { personId: two, otherPersonId: one };
}
