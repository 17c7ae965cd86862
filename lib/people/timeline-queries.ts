import { type SQL, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  invitationPlans,
  invitations,
  members,
  messages,
  notes,
  people,
  personIdentities,
  type StoredAttachment,
  users,
} from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import type { Provider } from '@/lib/core/providers';
import { conversationName, previewOf } from '@/lib/inbox/rules';
import { getVisible } from './person-queries';
import { INVITED, idArray, OF_OTHERS } from './reach-queries';
import { newestFirst } from './timeline-rules';
import type { TimelineEntry, TimelineKind, TimelinePage } from './types';

const PAGE_SIZE = 50;
const MAX_NOTE_PREVIEW = 200;

interface TimelineRequest {
  personId: string;
  kind?: TimelineKind;
  cursor?: string;
}

/**
 * What happened with a person through every account that the reader may read, newest first: messages of chats of two and
 * of e-mail threads, what they said in groups, invitations, notes. Throws `not_found` as `getPerson` does.
 */
export async function listTimeline(
  ctx: Ctx<MemberScope>,
  { personId, kind, cursor }: TimelineRequest,
): Promise<TimelinePage> {
  const { rootId, accounts: known } = await getVisible(ctx, personId);
  const part: Part = { rootId, accountIds: known.map(({ id }) => id), cursor };
  const isAsked = (one: TimelineKind) => kind === undefined || kind === one;
  const parts = await Promise.all([
    isAsked('chat') ? listMessages(ctx, part, 'chat') : [],
    isAsked('email') ? listMessages(ctx, part, 'email') : [],
    isAsked('invitation') ? listInvited(ctx, part) : [],
    isAsked('invitation') ? listPlanned(ctx, part) : [],
    isAsked('note') ? listNotesOf(ctx, part) : [],
  ]);
  const found = newestFirst(parts.flat());
  const items = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? items.at(-1) : undefined;
  return { items, cursor: last ? toCursor(new Date(last.at), last.id) : null };
}

interface Part {
  rootId: string;
  accountIds: string[];
  cursor?: string;
}

function isBehind(at: SQL, id: SQL, cursor: string | undefined): SQL {
  if (!cursor) return sql`true`;
  const place = fromCursor(cursor);
  return sql`(${at}, ${id}) < (${place.at.toISOString()}::timestamptz, ${place.id}::uuid)`;
}

/**
 * Conversations with the person, each once, with the id under which they write there. One of a retired connection also has
 * its copy at the connection that was kept (`kept_id`), where the reader may read that.
 */
function threadsOf(ctx: Ctx, { rootId, accountIds }: Part, kinds: SQL): SQL {
  return sql`threads as materialized (
    select distinct on (${conversations.id}) ${conversations.id}, ${conversations.kind}, ${conversations.title},
      ${conversations.accountId}, ${attendees.providerUserId},
      (select kept.id from ${accounts} former join ${conversations} kept on kept.account_id = former.merged_into_account_id
        where former.id = ${conversations.accountId} and former.removed_at is not null
          and kept.account_id = any(${idArray(accountIds)})
          and kept.provider_chat_id = ${conversations.providerChatId} limit 1) as kept_id
    from ${OF_OTHERS}
    join ${conversationAttendees} on ${conversationAttendees.attendeeId} = ${attendees.id}
    join ${conversations} on ${conversations.id} = ${conversationAttendees.conversationId}
    where ${people.workspaceId} = ${ctx.scope.workspaceId} and ${people.rootId} = ${rootId}
      and ${attendees.accountId} = any(${idArray(accountIds)}) and ${kinds})`;
}

const OF_ACCOUNT = sql`join ${accounts} on ${accounts.id} = threads.account_id
  left join ${members} on ${members.id} = ${accounts.ownerMemberId} left join ${users} on ${users.id} = ${members.userId}`;

async function listMessages(
  ctx: Ctx,
  part: Part,
  kind: 'chat' | 'email',
): Promise<TimelineEntry[]> {
  const kinds =
    kind === 'email' ? sql`${conversations.kind} = 'email'` : sql`${conversations.kind} <> 'email'`;
  const { rows } = await ctx.db.execute<StoredMessage>(sql`
    with ${threadsOf(ctx, part, kinds)}
    select m.*, threads.id as conversation_id, threads.kind, threads.title, ${accounts.name} as account_name,
      ${accounts.provider} as provider, ${users.name} as member_name
    from threads
    cross join lateral (
      select ${messages.id}, ${messages.sentAt} as at, ${messages.isOurs} as is_ours, ${messages.text} as text,
        ${messages.subject} as subject, ${messages.isDeleted} as is_deleted, ${messages.attachments} as attachments
      from ${messages}
      where ${messages.conversationId} = threads.id and not ${messages.isHidden} and ${messages.eventType} is null
        and (threads.kind in ('direct', 'email') or ${messages.senderProviderId} = threads.provider_user_id)
        and (threads.kept_id is null or not exists (select 1 from ${messages} as kept
          where kept.conversation_id = threads.kept_id and kept.provider_message_id = ${messages.providerMessageId}))
        and ${isBehind(sql`${messages.sentAt}`, sql`${messages.id}`, part.cursor)}
      order by ${messages.sentAt} desc, ${messages.id} desc limit ${PAGE_SIZE + 1}) m
    ${OF_ACCOUNT}
    order by m.at desc, m.id desc limit ${PAGE_SIZE + 1}`);
  return rows.map((row) => ({
    ...baseOf(row, kind),
    isOurs: row.is_ours,
    subject: row.subject,
    text: previewOf({
      text: row.text,
      isDeleted: row.is_deleted,
      eventType: null,
      attachments: row.attachments,
    }),
    state: null,
  }));
}

async function listNotesOf(ctx: Ctx, part: Part): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.execute<StoredNote>(sql`
    with ${threadsOf(ctx, part, sql`${conversations.kind} in ('direct', 'email')`)}
    select n.*, threads.id as conversation_id, threads.kind, threads.title, ${accounts.name} as account_name,
      ${accounts.provider} as provider, ${users.name} as member_name
    from threads
    join lateral (
      select ${notes.id}, ${notes.createdAt} as at, ${notes.text} as text, ${notes.authorMemberId} as author_id
      from ${notes}
      where ${notes.conversationId} = threads.id and ${notes.deletedAt} is null
        and ${isBehind(sql`${notes.createdAt}`, sql`${notes.id}`, part.cursor)}
      order by ${notes.createdAt} desc, ${notes.id} desc limit ${PAGE_SIZE + 1}) n on true
    join ${accounts} on ${accounts.id} = threads.account_id
    join ${members} on ${members.id} = n.author_id join ${users} on ${users.id} = ${members.userId}
    order by n.at desc, n.id desc limit ${PAGE_SIZE + 1}`);
  return rows.map((row) => ({
    ...baseOf(row, 'note'),
    isOurs: true,
    subject: null,
    text: row.text.replace(/\s+/g, ' ').slice(0, MAX_NOTE_PREVIEW),
    state: null,
  }));
}

async function listInvited(ctx: Ctx, part: Part): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.execute<StoredInvitation>(sql`
    select ${invitations.id}, ${invitations.sentAbout} as at, ${invitations.direction} as direction,
      ${invitations.note} as note, ${invitations.goneAt} as gone_at, ${invitations.endedAs} as ended_as,
      ${accounts.name} as account_name, ${accounts.provider} as provider, ${users.name} as member_name
    from ${INVITED}
    join ${accounts} on ${accounts.id} = ${invitations.accountId}
    left join ${members} on ${members.id} = ${accounts.ownerMemberId}
    left join ${users} on ${users.id} = ${members.userId}
    where ${people.workspaceId} = ${ctx.scope.workspaceId} and ${people.rootId} = ${part.rootId}
      and ${invitations.accountId} = any(${idArray(part.accountIds)})
      and ${isBehind(sql`${invitations.sentAbout}`, sql`${invitations.id}`, part.cursor)}
    order by ${invitations.sentAbout} desc, ${invitations.id} desc limit ${PAGE_SIZE + 1}`);
  return rows.map((row) => ({
    ...baseOf({ ...row, conversation_id: null, kind: 'direct', title: null }, 'invitation'),
    isOurs: row.direction === 'sent',
    subject: null,
    text: row.note,
    state: row.gone_at === null ? 'open' : (row.ended_as ?? 'gone'),
  }));
}

/** What waits for its time, or left without being confirmed; what was sent is in the provider's list. */
async function listPlanned(ctx: Ctx, part: Part): Promise<TimelineEntry[]> {
  const at = sql`coalesce(${invitationPlans.leftAt}, ${invitationPlans.plannedAt}, ${invitationPlans.createdAt})`;
  const { rows } = await ctx.db.execute<StoredPlan>(sql`
    select ${invitationPlans.id}, ${at} as at, ${invitationPlans.note} as note, ${invitationPlans.state} as state,
      ${accounts.name} as account_name, ${accounts.provider} as provider, ${users.name} as member_name
    from ${invitationPlans}
    join ${personIdentities} on ${personIdentities.workspaceId} = ${invitationPlans.workspaceId}
      and ${personIdentities.kind} = 'LINKEDIN' and ${personIdentities.value} = ${invitationPlans.providerUserId}
    join ${people} on ${people.id} = ${personIdentities.personId}
    join ${accounts} on ${accounts.id} = ${invitationPlans.accountId}
    join ${members} on ${members.id} = ${invitationPlans.authorMemberId}
    join ${users} on ${users.id} = ${members.userId}
    where ${people.workspaceId} = ${ctx.scope.workspaceId} and ${people.rootId} = ${part.rootId}
      and ${invitationPlans.accountId} = any(${idArray(part.accountIds)})
      and ${invitationPlans.state} in ('planned', 'sending', 'failed', 'unknown')
      and ${isBehind(at, sql`${invitationPlans.id}`, part.cursor)}
    order by at desc, ${invitationPlans.id} desc limit ${PAGE_SIZE + 1}`);
  return rows.map((row) => ({
    ...baseOf({ ...row, conversation_id: null, kind: 'direct', title: null }, 'invitation'),
    isOurs: true,
    subject: null,
    text: row.note,
    state: row.state === 'sending' ? 'unknown' : row.state,
  }));
}

function baseOf(row: StoredEntry, kind: TimelineKind) {
  const isGroup = row.kind === 'group' || row.kind === 'channel';
  return {
    id: row.id,
    kind,
    at: new Date(row.at).toISOString(),
    accountName: row.account_name,
    provider: row.provider,
    conversationId: row.conversation_id,
    groupName: isGroup
      ? conversationName({ ...row, attendeeName: null, attendeeProviderId: null })
      : null,
    memberName: row.member_name,
  };
}

type StoredEntry = {
  id: string;
  at: string | Date;
  account_name: string;
  provider: Provider;
  conversation_id: string | null;
  kind: 'direct' | 'group' | 'channel' | 'email';
  title: string | null;
  member_name: string | null;
};
type StoredMessage = StoredEntry & {
  is_ours: boolean;
  text: string | null;
  subject: string | null;
  is_deleted: boolean;
  attachments: StoredAttachment[];
};
type StoredPlan = Omit<StoredEntry, 'conversation_id' | 'kind' | 'title'> & {
  note: string | null;
  state: 'planned' | 'sending' | 'failed' | 'unknown';
};
type StoredNote = StoredEntry & { text: string };
type StoredInvitation = Omit<StoredEntry, 'conversation_id' | 'kind' | 'title'> & {
  direction: 'received' | 'sent';
  note: string | null;
  gone_at: string | Date | null;
  ended_as: 'accepted' | 'refused' | 'withdrawn' | null;
};
