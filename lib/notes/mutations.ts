import { and, eq, inArray, isNull, not, sql } from 'drizzle-orm';
import { accounts, members, noteMentions, notes, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { can, readsMessagesOf, requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { SECOND_MS, systemClock } from '@/lib/core/time';
import { toStorableText } from '@/lib/gateway/storable-text';
import { lockReadable } from '@/lib/inbox/mutations';
import { publish } from '@/lib/live/publish';
import { queueMail } from '@/lib/notices/mutations';
import { listNamedMembers } from './queries';
import { mentionedIn } from './rules';
import type { EditNoteInput, NoteIdInput, SeeMentionsInput, WriteNoteInput } from './schema';
import type { WrittenNote } from './types';

/** So long the e-mail waits: whoever looks, or a note that is taken back, makes it pointless. */
const MAIL_DELAY_MS = 15 * SECOND_MS;

type Place = { conversationId: string; accountId: string };

/**
 * Writes a private note under the id that the browser made; the same intent again gives the same note.
 * Colleagues whom it names are told, once; who cannot see the conversation is not, and gets no way in.
 * Nothing of it goes to the provider. Throws `not_found`, `forbidden`.
 */
export async function writeNote(
  ctx: Ctx<MemberScope>,
  input: WriteNoteInput,
): Promise<WrittenNote> {
  const text = toStorableText(input.text).trim();
  return inTransaction(ctx, async (tx) => {
    const { id: conversationId, accountId } = await lockReadable(tx, input.conversationId);
    requirePermission(tx.scope, 'note:write');
    const { workspaceId, memberId } = tx.scope;
    const [row] = await tx.db
      .insert(notes)
      .values({
        workspaceId,
        accountId,
        conversationId,
        authorMemberId: memberId,
        clientId: input.clientId,
        text,
      })
      .onConflictDoNothing({ target: [notes.workspaceId, notes.clientId] })
      .returning({ id: notes.id });
    const place = { conversationId, accountId };
    if (!row) return known(tx, place, input.clientId, text);
    const unreached = await mention(tx, row.id, place, text);
    await recordAudit(tx, {
      action: 'note.write',
      entityType: 'note',
      entityId: row.id,
      detail: { conversationId },
    });
    await show(tx, place);
    return { noteId: row.id, unreached };
  });
}

/** Changes one's own note. Only colleagues whom it names anew are told. */
export async function editNote(ctx: Ctx<MemberScope>, input: EditNoteInput): Promise<WrittenNote> {
  const text = toStorableText(input.text).trim();
  return inTransaction(ctx, async (tx) => {
    const note = await lockNote(tx, input.noteId);
    requirePermission(tx.scope, 'note:write');
    if (note.authorMemberId !== tx.scope.memberId) {
      throw new AppError('forbidden', 'Only who wrote a note can change it.');
    }
    if (note.deletedAt) throw new AppError('conflict', 'This note was deleted.');
    if (note.text === text) return { noteId: note.id, unreached: [] };
    await tx.db
      .update(notes)
      .set({ text, editedAt: sql`clock_timestamp()` })
      .where(eq(notes.id, note.id));
    const unreached = await mention(tx, note.id, note, text);
    await recordAudit(tx, { action: 'note.edit', entityType: 'note', entityId: note.id });
    await show(tx, note);
    return { noteId: note.id, unreached };
  });
}

/** Takes a note out of the thread: its author, or an admin. `restoreNote` brings it back. */
export async function deleteNote(
  ctx: Ctx<MemberScope>,
  input: NoteIdInput,
): Promise<{ text: string }> {
  return setDeleted(ctx, input.noteId, true);
}

/** Undoes the deletion of a note. */
export async function restoreNote(
  ctx: Ctx<MemberScope>,
  input: NoteIdInput,
): Promise<{ text: string }> {
  return setDeleted(ctx, input.noteId, false);
}

async function setDeleted(ctx: Ctx<MemberScope>, noteId: string, isDeleted: boolean) {
  return inTransaction(ctx, async (tx) => {
    const note = await lockNote(tx, noteId);
    const isMine = note.authorMemberId === tx.scope.memberId;
    requirePermission(tx.scope, isMine ? 'note:write' : 'note:delete-any');
    if ((note.deletedAt !== null) === isDeleted) return { text: note.text };
    await tx.db
      .update(notes)
      .set({ deletedAt: isDeleted ? sql`clock_timestamp()` : null })
      .where(eq(notes.id, note.id));
    await recordAudit(tx, {
      action: isDeleted ? 'note.delete' : 'note.restore',
      entityType: 'note',
      entityId: note.id,
    });
    await show(tx, note);
    return { text: note.text };
  });
}

/** The member has seen what names them in a conversation. */
export async function seeMentions(
  ctx: Ctx<MemberScope>,
  input: SeeMentionsInput,
): Promise<{ isChanged: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const { id: conversationId, accountId } = await lockReadable(tx, input.conversationId);
    const here = tx.db
      .select({ id: notes.id })
      .from(notes)
      .where(eq(notes.conversationId, conversationId));
    const seen = await tx.db
      .update(noteMentions)
      .set({ seenAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(noteMentions.memberId, tx.scope.memberId),
          isNull(noteMentions.seenAt),
          inArray(noteMentions.noteId, here),
        ),
      )
      .returning({ noteId: noteMentions.noteId });
    if (seen.length === 0) return { isChanged: false };
    await recordAudit(tx, {
      action: 'mention.see',
      entityType: 'conversation',
      entityId: conversationId,
    });
    await show(tx, { conversationId, accountId });
    return { isChanged: true };
  });
}

/** Keeps whom the text names, tells the new ones, and returns the names of those who cannot be told. */
async function mention(
  tx: Ctx<MemberScope>,
  noteId: string,
  { accountId }: Place,
  text: string,
): Promise<string[]> {
  const named = mentionedIn(text, await listNamedMembers(tx, accountId));
  const ids = named.filter(({ canRead }) => canRead).map(({ memberId }) => memberId);
  await tx.db
    .delete(noteMentions)
    .where(
      and(
        eq(noteMentions.noteId, noteId),
        ids.length > 0 ? not(inArray(noteMentions.memberId, ids)) : undefined,
      ),
    );
  if (ids.length > 0) {
    const added = await tx.db
      .insert(noteMentions)
      .values(ids.map((memberId) => ({ noteId, memberId })))
      .onConflictDoNothing()
      .returning({ memberId: noteMentions.memberId });
    for (const { memberId } of added) await queueMention(tx, noteId, memberId);
  }
  return named.filter(({ canRead }) => !canRead).map(({ name }) => name);
}

/** One e-mail for each note and colleague, however often the note is changed. */
async function queueMention(tx: Ctx, noteId: string, memberId: string): Promise<void> {
  const [user] = await tx.db
    .select({ email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.id, memberId));
  if (!user) return;
  const at = systemClock.now();
  await queueMail(tx, {
    kind: 'mention',
    toMemberId: memberId,
    toEmail: user.email,
    dedupeKey: `mention:${noteId}:${memberId}`,
    params: { noteId },
    at,
    notBefore: new Date(at.getTime() + MAIL_DELAY_MS),
  });
}

async function known(
  tx: Ctx<MemberScope>,
  { conversationId }: Place,
  clientId: string,
  text: string,
): Promise<WrittenNote> {
  const [row] = await tx.db
    .select()
    .from(notes)
    .where(and(eq(notes.workspaceId, tx.scope.workspaceId), eq(notes.clientId, clientId)));
  const isSame =
    row?.authorMemberId === tx.scope.memberId &&
    row.conversationId === conversationId &&
    row.text === text;
  if (!isSame) throw new AppError('conflict', 'This note was already taken with another text.');
  return { noteId: row.id, unreached: [] };
}

/** A note in a conversation that the member may read, under lock; else `not_found`. */
async function lockNote(tx: Ctx<MemberScope>, noteId: string) {
  const [row] = await tx.db
    .select({ note: notes })
    .from(notes)
    .innerJoin(accounts, eq(accounts.id, notes.accountId))
    .where(and(readsMessagesOf(tx.scope), eq(notes.id, noteId)))
    .for('no key update', { of: notes });
  if (!row) throw notFound('Note');
  // A deleted one is there for those who may bring it back, and for nobody else.
  const isMine = row.note.authorMemberId === tx.scope.memberId;
  if (row.note.deletedAt && !isMine && !can(tx.scope, 'note:delete-any')) throw notFound('Note');
  return row.note;
}

async function show(tx: Ctx, { conversationId, accountId }: Place): Promise<void> {
  await publish(tx, { kind: 'note.changed', id: conversationId, accountId });
}
