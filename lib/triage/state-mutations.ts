import { and, eq, exists, inArray, sql } from 'drizzle-orm';
import { conversationLabels, conversations, labels, messages } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { followPlaceSoon } from '@/lib/emails/place-mutations';
import { followReadingSoon } from '@/lib/inbox/receipt-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { wakeSnoozedJob } from './jobs';
import { canonical } from './rules';
import type { TriageState } from './types';

export interface StateOf {
  conversationId: string;
  state: TriageState;
}

/** Writes states into conversations that the caller holds locked; equal ones in one statement. */
export async function writeStates(tx: Ctx, states: readonly StateOf[]): Promise<void> {
  const groups = new Map<string, { state: TriageState; ids: string[] }>();
  for (const { conversationId, state } of states) {
    const key = canonical(state);
    const group = groups.get(key) ?? { state, ids: [] };
    group.ids.push(conversationId);
    groups.set(key, group);
  }
  for (const { state, ids } of groups.values()) {
    if (state.reading) await writeReading(tx, ids, state.reading);
    await writeRow(tx, ids, state);
    for (const [labelId, isOn] of Object.entries(state.labels ?? {})) {
      await writeLabel(tx, ids, labelId, isOn);
    }
    if (state.snoozedUntil) await enqueueWake(tx, state.snoozedUntil);
  }
}

async function writeRow(tx: Ctx, ids: string[], state: TriageState): Promise<void> {
  const { place, filedTo, snoozedUntil, reading, isStarred, isMuted, assigneeMemberId } = state;
  await tx.db
    .update(conversations)
    .set({
      isStarred,
      isMuted,
      assigneeMemberId,
      isMarkedUnread: reading?.isMarkedUnread,
      ...(reading && { unreadCount: unreadTotal() }),
      ...(place && {
        place,
        filedTo: filedTo ?? null,
        snoozedUntil: snoozedUntil ? new Date(snoozedUntil) : null,
        placedAt: sql`clock_timestamp()`,
      }),
      updatedAt: sql`clock_timestamp()`,
    })
    .where(inArray(conversations.id, ids));
  if (place) await followPlaceSoon(tx, ids);
  if (reading) await followReadingSoon(tx, ids);
}

/** The count is always read from the messages themselves, so that it equals a recount. */
function unreadTotal() {
  return sql`(select count(*) from ${messages}
    where ${messages.conversationId} = ${conversations.id} and ${messages.isUnread})`;
}

async function writeReading(
  tx: Ctx,
  ids: string[],
  { messageIds }: NonNullable<TriageState['reading']>,
): Promise<void> {
  const ofThese = inArray(messages.conversationId, ids);
  await tx.db
    .update(messages)
    .set({ isUnread: false })
    .where(and(ofThese, eq(messages.isUnread, true)));
  if (messageIds.length === 0) return;
  await tx.db
    .update(messages)
    .set({ isUnread: true })
    .where(and(ofThese, inArray(messages.id, messageIds), eq(messages.isDeleted, false)));
}

async function writeLabel(tx: Ctx, ids: string[], labelId: string, isOn: boolean): Promise<void> {
  if (!isOn) {
    await tx.db
      .delete(conversationLabels)
      .where(
        and(
          inArray(conversationLabels.conversationId, ids),
          eq(conversationLabels.labelId, labelId),
        ),
      );
    return;
  }
  // From the label's own row: one that was deleted meanwhile, or a foreign one, adds nothing.
  const { workspaceId } = tx.scope;
  const wanted = tx.db
    .select({ one: sql`1` })
    .from(labels)
    .where(and(eq(labels.workspaceId, workspaceId), eq(labels.id, labelId)));
  await tx.db
    .insert(conversationLabels)
    .select(
      tx.db
        .select({
          workspaceId: conversations.workspaceId,
          conversationId: conversations.id,
          labelId: sql<string>`${labelId}::uuid`.as('label_id'),
          createdAt: sql<Date>`clock_timestamp()`.as('created_at'),
        })
        .from(conversations)
        .where(
          and(
            eq(conversations.workspaceId, workspaceId),
            inArray(conversations.id, ids),
            exists(wanted),
          ),
        ),
    )
    .onConflictDoNothing();
}

/** One job for everything of the workspace that is due at that time. */
async function enqueueWake(tx: Ctx, until: string): Promise<void> {
  const { workspaceId } = tx.scope;
  await enqueue(
    tx.db,
    wakeSnoozedJob,
    { workspaceId },
    { runAt: new Date(until), key: `triage-wake:${workspaceId}:${until}` },
  );
}
