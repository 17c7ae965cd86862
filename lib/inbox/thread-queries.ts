import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { prepared } from '@/db/prepared';
import {
  accounts,
  accountViews,
  attendees,
  conversationAttendees,
  conversations,
  members,
  messages,
  sends,
  users,
} from '@/db/schema';
import { can, managesAccount, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import type { Provider } from '@/lib/core/providers';
import type { TriageFacts } from '@/lib/triage/types';
import { findOthersAnswer } from './answer-queries';
import { capabilitiesOf } from './capability-rules';
import { listCopies } from './copy-queries';
import { listEmailFacts } from './email-queries';
import { listSendFiles } from './file-queries';
import { listMessagePage, type PagePlace } from './message-page-queries';
import { toThreadMessage } from './message-queries';
import { senderNameOf } from './message-rules';
import { routingOf } from './outgoing-email-rules';
import { sendProblem } from './problem-rules';
import { isOtherPerson, isReadableConversation, isUnlinked } from './queries';
import { conversationName, personName, providerUrlOf, replyBlock } from './rules';
import { triageFacts } from './triage-rules';
import type { Participant, SendFile, ThreadHeader, ThreadPage, ThreadSend } from './types';
import { labelsOf, triageColumns } from './view-queries';

const MAX_SENDS = 100;

/**
 * One page of a conversation, newest message first, with what its head and its composer need: the
 * newest one, one behind or before a cursor, or the one around a message. The newest also holds what was
 * sent and has no copy from the provider yet. Reading somebody else's account leaves a line for its
 * owner, so reading cannot be had without it. Throws `not_found`, also for a message that is not in it.
 */
export async function getThread(
  ctx: Ctx<MemberScope>,
  input: { conversationId: string } & PagePlace,
): Promise<ThreadPage> {
  const found = await findConversation(ctx, input.conversationId);
  if (!found) throw notFound('Conversation');
  const { account, conversation } = found;
  if (account.ownerMemberId !== ctx.scope.memberId) await recordView(ctx, conversation);
  const isFirstPage = (input.cursor ?? input.newer ?? input.at) === undefined;
  const [participants, page, openSends, labels, othersAnswer, copies] = await Promise.all([
    listParticipants(ctx, account.provider, conversation.id),
    listMessagePage(ctx, conversation.id, input),
    isFirstPage ? listSends(ctx, conversation.id) : [],
    labelsOf(ctx, [conversation.id]),
    isFirstPage
      ? findOthersAnswer(ctx, { conversationId: conversation.id, accountId: account.id })
      : null,
    isFirstPage || input.at ? listCopies(ctx, account, conversation) : [],
  ]);
  const files = await listSendFiles(
    ctx,
    openSends.map(({ send }) => send.id),
  );
  const facts =
    conversation.kind === 'email'
      ? await listEmailFacts(
          ctx,
          page.rows.map(({ message }) => message.id),
        )
      : new Map();
  const names = new Map(participants.map((person) => [person.providerUserId, person.name]));
  const header = {
    ...toHeader(ctx.scope, found, participants),
    othersAnswer,
    copies,
    ...triageFacts(ctx.scope, found.triage, labels.get(conversation.id) ?? []),
  };
  // A message of a direct chat can only come from the other person, whatever its sender is called.
  const nameOf = (senderId: string) =>
    names.get(senderId) ??
    (conversation.kind === 'direct' && senderId
      ? header.name
      : senderNameOf(account.provider, null, senderId));
  const selfIds = new Set(
    participants.filter((person) => person.isSelf).map((person) => person.providerUserId),
  );
  const incoming = page.rows.find(({ message }) => !message.isOurs && message.eventType === null);
  const lastIncomingAt = incoming?.message.sentAt ?? new Date(0);
  return {
    header,
    messages: page.rows.map((row) =>
      toThreadMessage(row, { readerMemberId: ctx.scope.memberId, nameOf, selfIds, emails: facts }),
    ),
    sends: openSends.map((row) =>
      toSend(row, header, files.get(row.send.id), ctx.scope.memberId, nameOf, lastIncomingAt),
    ),
    cursor: page.cursor,
    newerCursor: page.newerCursor,
  };
}

async function findConversation(ctx: Ctx<MemberScope>, conversationId: string) {
  const [row] = await ctx.db
    .select({
      conversation: conversations,
      account: accounts,
      attendeeName: attendees.name,
      headline: attendees.headline,
      maySend: sql<boolean>`coalesce(${sendsFrom(ctx.scope) ?? sql`false`}, false)`,
      triage: triageColumns(ctx.scope),
      canTrack: sql<boolean>`(select is_tracking_allowed from workspaces
        where workspaces.id = ${conversations.workspaceId})`,
      mayManage: sql<boolean>`coalesce(${managesAccount(ctx.scope) ?? sql`false`}, false)`,
      firstUnreadMessageId: sql<string | null>`(select m.id from messages m
        where m.conversation_id = ${conversations.id} and m.is_unread
        order by m.sent_at, m.id limit 1)`,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .leftJoin(attendees, isOtherPerson())
    .where(isReadableConversation(ctx.scope, conversationId))
    // What a scope asks for differs by role and in nothing else.
    .prepare(`thread_head_${ctx.scope.role}`)
    .execute();
  return row;
}

type FoundConversation = NonNullable<Awaited<ReturnType<typeof findConversation>>>;

/** Whose account it is can see who looked; one line per person and conversation. */
async function recordView(
  ctx: Ctx<MemberScope>,
  conversation: { id: string; workspaceId: string; accountId: string },
): Promise<void> {
  await ctx.db
    .insert(accountViews)
    .values({
      workspaceId: conversation.workspaceId,
      accountId: conversation.accountId,
      memberId: ctx.scope.memberId,
      conversationId: conversation.id,
    })
    .onConflictDoUpdate({
      target: [accountViews.conversationId, accountViews.memberId],
      set: { lastAt: sql`now()` },
      // An open thread asks again at each message; a minute is exact enough and saves the writes.
      setWhere: lt(accountViews.lastAt, sql`now() - interval '1 minute'`),
    });
}

const participantsOf = prepared('thread_participants', (db) =>
  db
    .select({
      providerUserId: attendees.providerUserId,
      name: attendees.name,
      isSelf: attendees.isSelf,
    })
    .from(conversationAttendees)
    .innerJoin(attendees, eq(attendees.id, conversationAttendees.attendeeId))
    .where(eq(conversationAttendees.conversationId, sql.placeholder('conversationId')))
    .orderBy(asc(attendees.id)),
);

async function listParticipants(
  ctx: Ctx,
  provider: Provider,
  conversationId: string,
): Promise<Participant[]> {
  const rows = await participantsOf(ctx.db).execute({ conversationId });
  return rows.map((row) => ({
    ...row,
    name: personName(provider, row.name, row.providerUserId),
  }));
}

function toHeader(
  scope: MemberScope,
  found: FoundConversation,
  participants: Participant[],
): Omit<ThreadHeader, keyof TriageFacts | 'othersAnswer' | 'copies'> {
  const { conversation, account } = found;
  const others = participants.filter((person) => !person.isSelf);
  return {
    id: conversation.id,
    accountId: account.id,
    accountName: account.name,
    accountStatus: account.status,
    accountStatusSince: account.statusSince.toISOString(),
    provider: account.provider,
    sendAs: account.sendAs,
    kind: conversation.kind,
    name: conversationName({
      provider: account.provider,
      kind: conversation.kind,
      title: conversation.title,
      attendeeName: found.attendeeName,
      attendeeProviderId: conversation.attendeeProviderId,
      otherNames: others.map((person) => person.name),
    }),
    headline: found.headline,
    subject: conversation.subject,
    participants,
    providerUrl: providerUrlOf({ ...conversation, provider: account.provider }),
    replyBlock: replyBlock({
      provider: account.provider,
      accountStatus: account.removedAt ? 'removed' : account.status,
      isSendingPaused: account.sendsPausedAt !== null,
      isConversationReadOnly: conversation.isReadOnly,
      mayRoleSend: can(scope, 'message:send'),
      maySendFromAccount: found.maySend,
    }),
    capabilities: capabilitiesOf({
      provider: account.provider,
      features: account.features,
      disabledFeatures: conversation.disabledFeatures,
      kind: conversation.kind,
    }),
    emailTerms:
      conversation.kind === 'email'
        ? { canTrack: found.canTrack, signature: account.signature }
        : null,
    canManageAccount: found.mayManage,
    canWriteNotes: can(scope, 'note:write'),
    canMarkRead: found.maySend,
    unreadCount: conversation.unreadCount,
    firstUnreadMessageId: found.firstUnreadMessageId,
    isHistoryLoaded: conversation.messagesSyncedAt !== null,
  };
}

const sendsOf = prepared('thread_sends', (db) =>
  db
    .select({
      send: sends,
      authorName: users.name,
      quoted: {
        text: messages.text,
        isDeleted: messages.isDeleted,
        isOurs: messages.isOurs,
        senderProviderId: messages.senderProviderId,
        providerMessageId: messages.providerMessageId,
        attachments: messages.attachments,
      },
    })
    .from(sends)
    .innerJoin(members, eq(members.id, sends.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(messages, eq(messages.id, sends.quotedMessageId))
    .where(and(eq(sends.conversationId, sql.placeholder('conversationId')), isUnlinked()))
    .orderBy(desc(sends.createdAt), desc(sends.id))
    .limit(MAX_SENDS),
);

async function listSends(ctx: Ctx, conversationId: string) {
  return (await sendsOf(ctx.db).execute({ conversationId })).reverse();
}

function toSend(
  { send, authorName, quoted }: Awaited<ReturnType<typeof listSends>>[number],
  header: Pick<ThreadHeader, 'accountName' | 'provider' | 'name'>,
  files: SendFile[] = [],
  readerMemberId: string,
  nameOf: (providerUserId: string) => string,
  lastIncomingAt: Date,
): ThreadSend {
  const isMine = send.authorMemberId === readerMemberId;
  return {
    id: send.id,
    clientId: send.clientId,
    text: send.text,
    files,
    quoted: quoted && {
      senderName: quoted.isOurs ? 'You' : nameOf(quoted.senderProviderId),
      text: quoted.isDeleted ? null : quoted.text,
      providerMessageId: quoted.providerMessageId,
      attachment: (!quoted.isDeleted && quoted.attachments[0]) || null,
    },
    quotedMessageId: send.quotedMessageId,
    email: send.email && routingOf(send.email),
    state: send.state,
    createdAt: send.createdAt.toISOString(),
    heldUntil: send.state === 'held' ? (send.heldUntil?.toISOString() ?? null) : null,
    scheduledFor: send.scheduledFor?.toISOString() ?? null,
    isAnsweredSince: send.createdAt < lastIncomingAt,
    settledAt: send.settledAt?.toISOString() ?? null,
    problem: sendProblem(send, {
      account: header.accountName,
      provider: header.provider,
      person: header.name,
    }),
    errorRequestId: send.errorRequestId,
    authorName: isMine ? null : authorName,
    isMine,
  };
}
