import { and, count, desc, eq, exists, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { prepared } from '@/db/prepared';
import {
  accounts,
  conversationLabels,
  conversations,
  emailFolders,
  emails,
  labels,
  messages,
} from '@/db/schema';
import { readsMessagesOf, triages } from '@/lib/auth/permissions';
import type { Ctx, Scope } from '@/lib/auth/scope';
import type { Channel } from '@/lib/core/providers';
import type { LabelRef } from '@/lib/triage/types';
import { listReadableAccountIds } from './reach-queries';
import type { ConversationView, UnreadTally } from './types';

const TALLY_LIMIT = 5_000;

export interface ListFilter {
  view: ConversationView;
  accountId?: string;
  provider?: Channel;
  labelId?: string;
  assignee?: string | 'nobody';
  folderId?: string;
  isUnread?: boolean;
  isStarred?: boolean;
}

/**
 * The rows of a list, over `conversations` joined with their `accounts`. `accountIds` are those that
 * the scope may read and the filter leaves (reach-queries).
 */
export function isInList(
  ctx: Ctx,
  filter: Omit<ListFilter, 'accountId' | 'provider'>,
  accountIds: readonly string[],
): SQL | undefined {
  return and(
    readsMessagesOf(ctx.scope),
    // In the words of the indexes that begin with the workspace.
    eq(conversations.workspaceId, ctx.scope.workspaceId),
    isOfAccounts(accountIds),
    filter.folderId && filter.view === 'all' ? undefined : isInView(ctx.scope, filter.view),
    filter.folderId ? liesIn(ctx, filter.folderId) : undefined,
    filter.labelId ? carries(ctx, filter.labelId) : undefined,
    filter.assignee ? isAssignedAs(filter.assignee) : undefined,
    filter.isUnread ? isUnread() : undefined,
    filter.isStarred ? sql`${conversations.isStarred}` : undefined,
  );
}

/** Of one account the index gives the rows in their order; of a set, even of one, it gives them to be sorted. */
function isOfAccounts(accountIds: readonly string[]): SQL {
  const [first] = accountIds;
  if (first !== undefined && accountIds.length === 1) return eq(conversations.accountId, first);
  return sql`${conversations.accountId} = any(${sql.param([...accountIds])}::uuid[])`;
}

function isInView(scope: Scope, view: ConversationView): SQL | undefined {
  const isInInbox = sql`${conversations.place} = 'inbox'`;
  switch (view) {
    case 'all':
      return isInInbox;
    case 'unread':
      return isUnreadInInbox();
    case 'mine':
      return and(isInInbox, isAssignedTo(scope));
    case 'unassigned':
      return and(isInInbox, isNull(conversations.assigneeMemberId));
    case 'starred':
      return sql`${conversations.isStarred}`;
    case 'snoozed':
      return sql`${conversations.place} = 'snoozed'`;
    case 'done':
      return sql`${conversations.place} = 'done'`;
  }
}

/** Written as the partial index `conversations_unread_recent` has it, or the planner passes it by. */
function isUnreadInInbox(): SQL {
  return sql`${conversations.place} = 'inbox' and ${isUnread()}`;
}

function isUnread(): SQL {
  return sql`(${conversations.unreadCount} > 0 or ${conversations.isMarkedUnread})
    and not ${conversations.isMuted}`;
}

function isAssignedAs(assignee: string | 'nobody'): SQL {
  return assignee === 'nobody'
    ? isNull(conversations.assigneeMemberId)
    : eq(conversations.assigneeMemberId, assignee);
}

function isAssignedTo(scope: Scope): SQL {
  return scope.kind === 'member' ? eq(conversations.assigneeMemberId, scope.memberId) : sql`false`;
}

function carries(ctx: Ctx, labelId: string): SQL {
  return exists(
    ctx.db
      .select({ one: sql`1` })
      .from(conversationLabels)
      .where(
        and(
          eq(conversationLabels.conversationId, conversations.id),
          eq(conversationLabels.labelId, labelId),
        ),
      ),
  );
}

/** Some e-mail of it lies there at its provider. */
function liesIn(ctx: Ctx, folderId: string): SQL {
  return inArray(
    conversations.id,
    ctx.db
      .select({ id: messages.conversationId })
      .from(emailFolders)
      .innerJoin(
        emails,
        and(
          eq(emails.accountId, emailFolders.accountId),
          sql`${emails.folderIds} @> jsonb_build_array(${emailFolders.providerFolderId})`,
        ),
      )
      .innerJoin(messages, eq(messages.id, emails.messageId))
      .where(
        and(
          eq(emailFolders.workspaceId, ctx.scope.workspaceId),
          eq(emailFolders.id, folderId),
          eq(messages.isDeleted, false),
        ),
      ),
  );
}

/**
 * One pass over the unread conversations of the inbox; every count on screen is a sum of this. Of
 * more than `TALLY_LIMIT` the newest count: nobody sees more digits, and every page asks.
 */
export async function tallyUnread(ctx: Ctx): Promise<UnreadTally[]> {
  const accountIds = await listReadableAccountIds(ctx);
  if (accountIds.length === 0) return [];
  const unread = ctx.db
    .select({
      accountId: conversations.accountId,
      provider: accounts.provider,
      assigneeMemberId: conversations.assigneeMemberId,
      isStarred: conversations.isStarred,
      labelIds: sql<string[]>`array(select ${conversationLabels.labelId}::text
        from ${conversationLabels}
        where ${conversationLabels.conversationId} = ${conversations.id} order by 1)`.as(
        'label_ids',
      ),
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(isInList(ctx, { view: 'unread' }, accountIds))
    .orderBy(desc(conversations.sortAt), desc(conversations.id))
    .limit(TALLY_LIMIT)
    .as('unread');
  const rows = await ctx.db
    .select({
      accountId: unread.accountId,
      provider: unread.provider,
      assigneeMemberId: unread.assigneeMemberId,
      isStarred: unread.isStarred,
      labelIds: unread.labelIds,
      count: count(),
    })
    .from(unread)
    .groupBy(
      unread.accountId,
      unread.provider,
      unread.assigneeMemberId,
      unread.isStarred,
      unread.labelIds,
    );
  const { scope } = ctx;
  const own = scope.kind === 'member' ? scope.memberId : null;
  return rows.map((row) => ({
    ...row,
    isMine: own !== null && row.assigneeMemberId === own,
  }));
}

const labelsOfAll = prepared('labels_of', (db) =>
  db
    .select({
      conversationId: conversationLabels.conversationId,
      id: labels.id,
      name: labels.name,
      colour: labels.colour,
    })
    .from(conversationLabels)
    .innerJoin(labels, eq(labels.id, conversationLabels.labelId))
    .where(
      sql`${conversationLabels.conversationId} = any(${sql.placeholder('conversationIds')}::uuid[])`,
    )
    .orderBy(sql`lower(${labels.name})`),
);

/** Labels of each conversation, by name. */
export async function labelsOf(
  ctx: Ctx,
  conversationIds: readonly string[],
): Promise<Map<string, LabelRef[]>> {
  const found = new Map<string, LabelRef[]>();
  if (conversationIds.length === 0) return found;
  const rows = await labelsOfAll(ctx.db).execute({ conversationIds });
  for (const { conversationId, ...label } of rows) {
    found.set(conversationId, [...(found.get(conversationId) ?? []), label]);
  }
  return found;
}

/** Columns behind `TriageFacts`, over `conversations` joined with `accounts`. */
export function triageColumns(scope: Scope) {
  return {
    place: conversations.place,
    filedTo: conversations.filedTo,
    snoozedUntil: conversations.snoozedUntil,
    isMarkedUnread: conversations.isMarkedUnread,
    unreadCount: conversations.unreadCount,
    isStarred: conversations.isStarred,
    isMuted: conversations.isMuted,
    assigneeMemberId: conversations.assigneeMemberId,
    assigneeName: sql<string | null>`(select u.name from members m join users u on u.id = m.user_id
      where m.id = ${conversations.assigneeMemberId})`,
    canTriage: sql<boolean>`coalesce(${triages(scope) ?? sql`false`}, false)`,
  };
}
