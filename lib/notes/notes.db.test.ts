import { and, eq, like } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, notes, outgoingMails } from '@/db/schema';
import {
  createConversation,
  createMember,
  createMessage,
  createTeam,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { getThread } from '@/lib/inbox/thread-queries';
import { deleteNote, editNote, restoreNote, seeMentions, writeNote } from './mutations';
import { findMailedMention, listMentions, listNotes } from './queries';

setTestEnv();
const test = testDb();

async function team(visibility: 'private' | 'team-read' | 'team-reply' = 'team-reply') {
  const { workspace, jane, omar, account } = await createTeam(test.db, { visibility });
  const admin = await createMember(test.db, workspace, 'admin', { name: 'Ada Berg' });
  const viewer = await createMember(test.db, workspace, 'viewer', { name: 'Vera Lind' });
  const { id: conversationId } = await createConversation(test.db, account);
  const write = (text: string, clientId = newId()) =>
    writeNote(jane.ctx, { conversationId, clientId, text });
  const mailsOf = (noteId: string) =>
    test.db
      .select()
      .from(outgoingMails)
      .where(like(outgoingMails.dedupeKey, `mention:${noteId}:%`));
  const audits = (action: string) =>
    test.db.$count(
      auditLog,
      and(eq(auditLog.workspaceId, workspace.id), eq(auditLog.action, action)),
    );
  return { workspace, jane, omar, admin, viewer, account, conversationId, write, mailsOf, audits };
}

describe('a private note', () => {
  it('is there for everybody who may read the conversation, once however often it is asked for', async () => {
    const { jane, omar, conversationId, write, audits } = await team();
    const clientId = newId();
    const [first, second] = await Promise.all([
      write('He is on holiday.', clientId),
      write('He is on holiday.', clientId),
    ]);
    expect(second.noteId).toBe(first.noteId);
    expect(await audits('note.write')).toBe(1);
    const { notes: shown } = await listNotes(omar.ctx, { conversationId });
    expect(shown).toMatchObject([
      { text: 'He is on holiday.', authorName: 'Jane Ruiz', isMine: false, canDelete: false },
    ]);
    expect((await listNotes(jane.ctx, { conversationId })).notes).toMatchObject([
      { isMine: true, canDelete: true },
    ]);
    await expect(write('Something else', clientId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is kept out of what is sent: the conversation’s own rows do not change', async () => {
    const { jane, conversationId, write } = await team();
    const before = await getThread(jane.ctx, { conversationId });
    await write('Never tell him.');
    expect(await getThread(jane.ctx, { conversationId })).toEqual(before);
  });

  it('is changed by its author only, and deleted by the author or an admin, with a way back', async () => {
    const { jane, omar, admin, conversationId, write, audits } = await team();
    const { noteId } = await write('Draft');
    await expect(editNote(omar.ctx, { noteId, text: 'Mine now' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(editNote(admin.ctx, { noteId, text: 'Mine now' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await editNote(jane.ctx, { noteId, text: 'Final' });
    await editNote(jane.ctx, { noteId, text: 'Final' });
    expect(await audits('note.edit')).toBe(1);
    await expect(deleteNote(omar.ctx, { noteId })).rejects.toMatchObject({ code: 'forbidden' });
    await deleteNote(admin.ctx, { noteId });
    expect((await listNotes(jane.ctx, { conversationId })).notes).toEqual([]);
    await expect(restoreNote(omar.ctx, { noteId })).rejects.toMatchObject({ code: 'not_found' });
    await restoreNote(jane.ctx, { noteId });
    const [note] = (await listNotes(jane.ctx, { conversationId })).notes;
    expect(note).toMatchObject({ text: 'Final' });
    expect(note?.editedAt).not.toBeNull();
    expect(await audits('note.delete')).toBe(1);
    expect(await audits('note.restore')).toBe(1);
  });

  it('is a secret to who may not read the conversation, and a viewer reads without writing', async () => {
    const { omar, admin, viewer, account, conversationId, write } = await team();
    const { noteId } = await write('Quietly');
    const stranger = (await team()).jane;
    await expect(
      writeNote(viewer.ctx, { conversationId, clientId: newId(), text: 'Hello' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listNotes(viewer.ctx, { conversationId })).notes).toHaveLength(1);
    await test.db
      .update(accounts)
      .set({ visibility: 'private' })
      .where(eq(accounts.id, account.id));
    for (const { ctx } of [omar, admin, stranger]) {
      const refused = { code: 'not_found' };
      const clientId = newId();
      await expect(listNotes(ctx, { conversationId })).rejects.toMatchObject(refused);
      await expect(seeMentions(ctx, { conversationId })).rejects.toMatchObject(refused);
      await expect(deleteNote(ctx, { noteId })).rejects.toMatchObject(refused);
      await expect(editNote(ctx, { noteId, text: 'Hello' })).rejects.toMatchObject(refused);
      await expect(
        writeNote(ctx, { conversationId, clientId, text: 'Hello' }),
      ).rejects.toMatchObject(refused);
    }
  });

  it('opens its conversation at its own place', async () => {
    const { jane, account, conversationId, write } = await team();
    const place = { ...account, id: conversationId, accountId: account.id };
    for (const days of [3, 2]) {
      const sentAt = new Date(Date.now() - days * 86_400_000);
      await createMessage(test.db, place, { sentAt });
    }
    const { noteId } = await write('Here');
    const sentAt = new Date(Date.now() + 60_000);
    const later = await createMessage(test.db, place, { sentAt });
    const page = await getThread(jane.ctx, { conversationId, at: noteId });
    expect(page.messages.map(({ id }) => id)).toContain(later.id);
    expect(page.messages).toHaveLength(3);
    await deleteNote(jane.ctx, { noteId });
    await expect(getThread(jane.ctx, { conversationId, at: noteId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a mention', () => {
  it('reaches the colleague: in their list, and by one e-mail however often the note is changed', async () => {
    const { jane, omar, conversationId, write, mailsOf, audits } = await team();
    const { noteId, unreached } = await write('@Omar Haddad knows him.');
    expect(unreached).toEqual([]);
    expect(await listMentions(omar.ctx)).toMatchObject([
      { noteId, conversationId, conversationName: 'Mira Olsen', isSeen: false },
    ]);
    expect(await listMentions(jane.ctx)).toEqual([]);
    await editNote(jane.ctx, { noteId, text: 'Somebody knows him.' });
    expect(await listMentions(omar.ctx)).toEqual([]);
    await editNote(jane.ctx, { noteId, text: '@omar haddad knows him.' });
    const mails = await mailsOf(noteId);
    expect(mails).toMatchObject([{ toMemberId: omar.member.id, toEmail: omar.user.email }]);
    expect(JSON.stringify(mails)).not.toContain('knows him');
    expect(await seeMentions(omar.ctx, { conversationId })).toEqual({ isChanged: true });
    expect(await seeMentions(omar.ctx, { conversationId })).toEqual({ isChanged: false });
    expect(await audits('mention.see')).toBe(1);
    expect(await listMentions(omar.ctx)).toMatchObject([{ isSeen: true }]);
  });

  it('of somebody who cannot see the conversation says so, and opens nothing to them', async () => {
    const { jane, omar, conversationId, write, mailsOf } = await team('private');
    const { noteId, unreached } = await write('@Omar Haddad and @Ada Berg');
    expect(unreached).toEqual(['Ada Berg', 'Omar Haddad']);
    expect(await listMentions(omar.ctx)).toEqual([]);
    expect(await mailsOf(noteId)).toEqual([]);
    const { people } = await listNotes(jane.ctx, { conversationId });
    expect(people.map(({ name, canRead }) => [name, canRead])).toEqual([
      ['Ada Berg', false],
      ['Omar Haddad', false],
      ['Vera Lind', false],
    ]);
  });

  it('is not mailed any more once it was seen, taken back, or is out of reach', async () => {
    const { jane, omar, account, conversationId, write } = await team();
    const { noteId } = await write('@Omar Haddad?');
    const find = () => findMailedMention(jane.ctx, { noteId, memberId: omar.member.id });
    expect(await find()).toEqual({
      authorName: 'Jane Ruiz',
      accountName: account.name,
      conversationId,
    });
    await deleteNote(jane.ctx, { noteId });
    expect(await find()).toBeNull();
    expect(await listMentions(omar.ctx)).toEqual([]);
    await restoreNote(jane.ctx, { noteId });
    const share = (visibility: 'private' | 'team-read') =>
      test.db.update(accounts).set({ visibility }).where(eq(accounts.id, account.id));
    await share('private');
    expect(await find()).toBeNull();
    expect(await listMentions(omar.ctx)).toEqual([]);
    await share('team-read');
    expect(await find()).not.toBeNull();
    await seeMentions(omar.ctx, { conversationId });
    expect(await find()).toBeNull();
    expect(await test.db.$count(notes, eq(notes.id, noteId))).toBe(1);
  });
});
