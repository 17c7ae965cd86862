import { and, eq } from 'drizzle-orm';
import { labels } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { findFolder } from '@/lib/emails/folder-queries';
import { folderIdOf } from '@/lib/emails/rules';
import { tellRead } from '@/lib/inbox/receipt-mutations';
import { publishConversations } from '@/lib/live/publish';
import { holdAssignees, requireAnswering } from './assignee-mutations';
import { type LockedConversation, lockForTriage } from './lock-mutations';
import { changeOf, isStillMade } from './rules';
import type {
  AssignInput,
  SetLabelInput,
  SetMutedInput,
  SetPlaceInput,
  SetStarredInput,
  SetUnreadInput,
  SnoozeInput,
  UndoInput,
} from './schema';
import { writeStates } from './state-mutations';
import type { Filing, TriageChange, TriageResult, TriageState } from './types';

/*
 * Every act answers what it changed, with the state before: given back to `undo` that takes exactly
 * this act back. A conversation that is so already is left out. All throw `not_found` or `forbidden`.
 */

/**
 * Done, or back in the inbox. A new message brings a done one back (inbox/return-mutations). A thread of
 * e-mails can end in its mailbox's trash, spam or a folder of its own instead of its archive; `invalid_input` for any
 * other, and for a folder of another mailbox.
 */
export async function setPlace(ctx: Ctx<MemberScope>, input: SetPlaceInput): Promise<TriageResult> {
  return inTransaction(ctx, async (tx) => {
    const { place, filedTo = null } = input;
    const state = { place, filedTo, snoozedUntil: null };
    const result = await act(tx, input, 'conversation.place', state, async (_, rows) => {
      if (filedTo) await requireFolder(tx, filedTo, rows);
    });
    if (input.place === 'done') {
      const ids = result.changes.map((change) => change.conversationId);
      await tellRead(tx, tx.scope.memberId, ids, 'done');
    }
    return result;
  });
}

async function requireFolder(
  tx: Ctx,
  filedTo: Filing,
  rows: readonly LockedConversation[],
): Promise<void> {
  if (rows.some(({ isEmail }) => !isEmail)) {
    throw new AppError('invalid_input', 'Only e-mail can be moved within a mailbox.');
  }
  const folderId = folderIdOf(filedTo);
  if (!folderId) return;
  const folder = await findFolder(tx, folderId);
  if (!folder) throw notFound('Folder');
  if (rows.some(({ accountId }) => accountId !== folder.accountId)) {
    throw new AppError('invalid_input', 'This folder belongs to another mailbox.');
  }
}

/** Away until a time, which must lie ahead. A new message brings it back earlier. */
export async function snooze(ctx: Ctx<MemberScope>, input: SnoozeInput): Promise<TriageResult> {
  const until = new Date(input.until);
  if (until.getTime() <= Date.now()) {
    throw new AppError('invalid_input', 'This time has passed. Choose one that lies ahead.');
  }
  return act(ctx, input, 'conversation.snooze', {
    place: 'snoozed',
    filedTo: null,
    snoozedUntil: until.toISOString(),
  });
}

/** Read is read for the whole team; the other side hears nothing of it. */
export function setUnread(ctx: Ctx<MemberScope>, input: SetUnreadInput): Promise<TriageResult> {
  return act(ctx, input, 'conversation.unread', ({ state: { reading } }) => {
    const isUnread = reading.isMarkedUnread || reading.messageIds.length > 0;
    if (isUnread === input.isUnread) return {};
    return { reading: { isMarkedUnread: input.isUnread, messageIds: [] } };
  });
}

export function setStarred(ctx: Ctx<MemberScope>, input: SetStarredInput): Promise<TriageResult> {
  return act(ctx, input, 'conversation.star', { isStarred: input.isStarred });
}

/** What arrives in a muted conversation is kept, counts nowhere and brings nothing back. */
export function setMuted(ctx: Ctx<MemberScope>, input: SetMutedInput): Promise<TriageResult> {
  return act(ctx, input, 'conversation.mute', { isMuted: input.isMuted });
}

/** Gives conversations to somebody who may answer in each of them; null to nobody. */
export function assign(ctx: Ctx<MemberScope>, input: AssignInput): Promise<TriageResult> {
  const { memberId, conversationIds } = input;
  return inTransaction(ctx, async (tx) => {
    await holdAssignees(tx, memberId ? [memberId] : [], conversationIds);
    return act(
      tx,
      input,
      'conversation.assign',
      { assigneeMemberId: memberId },
      async (_, rows) => {
        if (memberId) await requireAnswering(tx, memberId, rows);
      },
    );
  });
}

export function setLabel(ctx: Ctx<MemberScope>, input: SetLabelInput): Promise<TriageResult> {
  const { labelId, isOn } = input;
  return act(ctx, input, 'conversation.label', { labels: { [labelId]: isOn } }, async (tx) => {
    const inWorkspace = eq(labels.workspaceId, tx.scope.workspaceId);
    // Under a key lock: nobody deletes the label between here and its use.
    const [label] = await tx.db
      .select({ id: labels.id })
      .from(labels)
      .where(and(inWorkspace, eq(labels.id, labelId)))
      .for('key share');
    if (!label) throw notFound('Label');
  });
}

/** Takes an act back where nobody has done anything else since; the rest is left as it is. */
export async function undo(ctx: Ctx<MemberScope>, input: UndoInput): Promise<TriageResult> {
  const wanted = new Map(input.changes.map((change) => [change.conversationId, change]));
  return inTransaction(ctx, async (tx) => {
    const assignees = input.changes.flatMap(({ before }) => before.assigneeMemberId ?? []);
    await holdAssignees(tx, assignees, [...wanted.keys()]);
    const rows = await lockForTriage(tx, [...wanted.keys()]);
    const undone: TriageChange[] = [];
    for (const row of rows) {
      const change = wanted.get(row.id);
      if (change && isStillMade(row.state, change.after)) {
        undone.push({ conversationId: row.id, before: change.after, after: change.before });
      }
    }
    for (const memberId of assigneesOf(undone)) {
      const given = new Set(
        undone
          .filter((change) => change.after.assigneeMemberId === memberId)
          .map((change) => change.conversationId),
      );
      await requireAnswering(
        tx,
        memberId,
        rows.filter((row) => given.has(row.id)),
      );
    }
    await record(tx, 'conversation.undo', rows, undone);
    return { changes: undone };
  });
}

type Wanted = TriageState | ((row: LockedConversation) => TriageState);

async function act(
  ctx: Ctx<MemberScope>,
  input: { conversationIds: readonly string[] },
  action: string,
  wanted: Wanted,
  check?: (tx: Ctx<MemberScope>, rows: readonly LockedConversation[]) => Promise<void>,
): Promise<TriageResult> {
  return inTransaction(ctx, async (tx) => {
    const rows = await lockForTriage(tx, input.conversationIds);
    await check?.(tx, rows);
    const changes = rows.flatMap((row) => {
      const state = typeof wanted === 'function' ? wanted(row) : wanted;
      return changeOf(row.id, row.state, state) ?? [];
    });
    await record(tx, action, rows, changes);
    return { changes };
  });
}

/** Writes what changed, one line of it for the audit and a hint for the screens of the others. */
async function record(
  tx: Ctx<MemberScope>,
  action: string,
  rows: readonly LockedConversation[],
  changes: readonly TriageChange[],
): Promise<void> {
  const [first] = changes;
  if (!first) return;
  await writeStates(
    tx,
    changes.map(({ conversationId, after }) => ({ conversationId, state: after })),
  );
  const { reading, ...state } = first.after;
  await recordAudit(tx, {
    action,
    entityType: 'conversation',
    entityId: changes.length === 1 ? first.conversationId : null,
    detail: {
      conversationIds: changes.map((change) => change.conversationId),
      ...(action !== 'conversation.undo' && state),
      ...(reading && { isUnread: reading.isMarkedUnread || reading.messageIds.length > 0 }),
    },
  });
  const changedIds = new Set(changes.map((change) => change.conversationId));
  await publishConversations(
    tx,
    rows.filter((row) => changedIds.has(row.id)),
  );
}

function assigneesOf(changes: readonly TriageChange[]): Set<string> {
  return new Set(changes.flatMap((change) => change.after.assigneeMemberId ?? []));
}
