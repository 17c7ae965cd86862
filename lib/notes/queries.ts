import { and, asc, desc, eq, isNull, ne, or, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversations,
  members,
  noteMentions,
  notes,
  users,
} from '@/db/schema';
import { can, readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { conversationName } from '@/lib/inbox/rules';
import type { ConversationNotes, Mention, NamedMember, ThreadNote } from './types';

const MAX_NOTES = 500;
const MAX_MENTIONS = 30;

/** The notes of a conversation that the member may read, oldest first; else `not_found`. */
export async function listNotes(
  ctx: Ctx<MemberScope>,
  input: { conversationId: string },
): Promise<ConversationNotes> {
  const [conversation] = await ctx.db
    .select({ accountId: conversations.accountId })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(and(readsMessagesOf(ctx.scope), eq(conversations.id, input.conversationId)));
  if (!conversation) throw notFound('Conversation');
  const [rows, people] = await Promise.all([
    selectNotes(ctx, input.conversationId),
    listNamedMembers(ctx, conversation.accountId),
  ]);
  return { notes: rows.reverse(), people };
}

async function selectNotes(ctx: Ctx<MemberScope>, conversationId: string): Promise<ThreadNote[]> {
  const { memberId } = ctx.scope;
  const rows = await ctx.db
    .select({
      note: notes,
      authorName: users.name,
      mentions: sql<{ memberId: string; name: string; isSeen: boolean }[]>`coalesce((
        select json_agg(json_build_object(
          'memberId', m.member_id, 'name', u.name, 'isSeen', m.seen_at is not null
        ) order by u.name)
        from ${noteMentions} m
        join ${members} c on c.id = m.member_id
        join ${users} u on u.id = c.user_id
        where m.note_id = ${notes.id}), '[]'::json)`,
    })
    .from(notes)
    .innerJoin(members, eq(members.id, notes.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(notes.conversationId, conversationId), isNull(notes.deletedAt)))
    .orderBy(desc(notes.createdAt), desc(notes.id))
    .limit(MAX_NOTES);
  return rows.map(({ note, authorName, mentions }) => {
    const isMine = note.authorMemberId === memberId;
    return {
      id: note.id,
      text: note.text,
      authorName,
      isMine,
      canDelete: isMine || can(ctx.scope, 'note:delete-any'),
      createdAt: note.createdAt.toISOString(),
      editedAt: note.editedAt?.toISOString() ?? null,
      mentions: mentions.map(({ name }) => name),
      isNewToMe: mentions.some((one) => one.memberId === memberId && !one.isSeen),
    };
  });
}

/** Everybody else in the workspace, by name, and who of them may see what the account holds. */
export async function listNamedMembers(
  ctx: Ctx<MemberScope>,
  accountId: string,
): Promise<NamedMember[]> {
  return ctx.db
    .select({
      memberId: members.id,
      name: users.name,
      canRead: sql<boolean>`${mayRead()}`,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(accounts, eq(accounts.id, accountId))
    .where(
      and(
        eq(members.workspaceId, ctx.scope.workspaceId),
        eq(accounts.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
        ne(members.id, ctx.scope.memberId),
      ),
    )
    .orderBy(asc(users.name), asc(members.id));
}

/** Whether the joined member may read what the joined account holds: `readsMessagesOf`, of somebody else. */
function mayRead() {
  return or(eq(accounts.ownerMemberId, members.id), ne(accounts.visibility, 'private'));
}

/** The latest notes that name the member, newest first; only where they may still read. */
export async function listMentions(ctx: Ctx<MemberScope>): Promise<Mention[]> {
  const rows = await ctx.db
    .select({
      noteId: notes.id,
      conversationId: notes.conversationId,
      text: notes.text,
      createdAt: notes.createdAt,
      seenAt: noteMentions.seenAt,
      authorName: users.name,
      provider: accounts.provider,
      kind: conversations.kind,
      title: conversations.title,
      attendeeProviderId: conversations.attendeeProviderId,
      attendeeName: attendees.name,
    })
    .from(noteMentions)
    .innerJoin(notes, eq(notes.id, noteMentions.noteId))
    .innerJoin(members, eq(members.id, notes.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(conversations, eq(conversations.id, notes.conversationId))
    .innerJoin(accounts, eq(accounts.id, notes.accountId))
    .leftJoin(
      attendees,
      and(
        eq(attendees.accountId, conversations.accountId),
        eq(attendees.providerUserId, conversations.attendeeProviderId),
      ),
    )
    .where(
      and(
        readsMessagesOf(ctx.scope),
        eq(noteMentions.memberId, ctx.scope.memberId),
        isNull(notes.deletedAt),
      ),
    )
    .orderBy(desc(notes.createdAt), desc(notes.id))
    .limit(MAX_MENTIONS);
  return rows.map((row) => ({
    noteId: row.noteId,
    conversationId: row.conversationId,
    conversationName: conversationName({ ...row, otherNames: [] }),
    provider: row.provider,
    authorName: row.authorName,
    text: row.text,
    createdAt: row.createdAt.toISOString(),
    isSeen: row.seenAt !== null,
  }));
}

/** What the e-mail about a mention says; null once it is pointless: seen, deleted, or not theirs to read. */
export async function findMailedMention(
  ctx: Ctx,
  input: { noteId: string; memberId: string },
): Promise<{ authorName: string; accountName: string; conversationId: string } | null> {
  const [row] = await ctx.db
    .select({
      conversationId: notes.conversationId,
      accountName: accounts.name,
      authorName: sql<string>`(select u.name from ${members} a
        join ${users} u on u.id = a.user_id where a.id = ${notes.authorMemberId})`,
    })
    .from(noteMentions)
    .innerJoin(notes, eq(notes.id, noteMentions.noteId))
    .innerJoin(accounts, eq(accounts.id, notes.accountId))
    .innerJoin(members, eq(members.id, noteMentions.memberId))
    .where(
      and(
        eq(notes.workspaceId, ctx.scope.workspaceId),
        eq(notes.id, input.noteId),
        eq(noteMentions.memberId, input.memberId),
        isNull(noteMentions.seenAt),
        isNull(notes.deletedAt),
        isNull(members.removedAt),
        mayRead(),
      ),
    );
  return row ?? null;
}
