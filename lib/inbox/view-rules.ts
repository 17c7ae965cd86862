import { isOfChannel } from '@/lib/core/providers';
import type { ConversationFilter, ConversationRow, UnreadTally } from './types';

/** The lists that stand in the inbox; `all` is what was not put away. */
export const CONVERSATION_VIEWS = [
  'all',
  'unread',
  'mine',
  'unassigned',
  'starred',
  'snoozed',
  'done',
] as const;

/** The inbox without anything that narrows it. */
export const EVERYTHING: ConversationFilter = {
  view: 'all',
  accountId: null,
  provider: null,
  labelId: null,
  assignee: null,
  folderId: null,
  isUnread: false,
  isStarred: false,
};

/** Whether two filters make the same list. */
export function isSameFilter(one: ConversationFilter, other: ConversationFilter): boolean {
  const names = Object.keys(EVERYTHING) as (keyof ConversationFilter)[];
  return names.every((name) => one[name] === other[name]);
}

/** Whether a row belongs to a list: the same decision as the query's, for what changes on screen. */
export function belongsTo(filter: ConversationFilter, row: ConversationRow): boolean {
  if (filter.accountId !== null && row.accountId !== filter.accountId) return false;
  if (filter.provider !== null && !isOfChannel(row.provider, filter.provider)) return false;
  const { labelId } = filter;
  if (labelId !== null && !row.labels.some((label) => label.id === labelId)) return false;
  if (!isAssignedAs(filter, row.assignee?.memberId ?? null)) return false;
  if (filter.isUnread && (!row.isUnread || row.isMuted)) return false;
  if (filter.isStarred && !row.isStarred) return false;
  // Which folder it lies in its mailbox knows; the list says it with its next answer.
  if (filter.folderId !== null && filter.view === 'all') return true;
  switch (filter.view) {
    case 'all':
      return row.place === 'inbox';
    case 'unread':
      return row.place === 'inbox' && row.isUnread && !row.isMuted;
    case 'mine':
      return row.place === 'inbox' && row.assignee?.isMe === true;
    case 'unassigned':
      return row.place === 'inbox' && row.assignee === null;
    case 'starred':
      return row.isStarred;
    case 'snoozed':
    case 'done':
      return row.place === filter.view;
  }
}

function isAssignedAs({ assignee }: ConversationFilter, memberId: string | null): boolean {
  return assignee === null || (assignee === 'nobody' ? memberId === null : memberId === assignee);
}

/** Unread conversations of a list. What was put away counts nowhere. */
export function unreadIn(tally: readonly UnreadTally[], filter: ConversationFilter): number {
  return tally
    .filter((part) => isPartOf(filter, part))
    .reduce((total, part) => total + part.count, 0);
}

function isPartOf(filter: ConversationFilter, part: UnreadTally): boolean {
  const { view, accountId, provider, labelId } = filter;
  // Counts do not know of folders, and of another list they would lie.
  if (filter.folderId !== null) return false;
  if (accountId !== null && part.accountId !== accountId) return false;
  if (provider !== null && !isOfChannel(part.provider, provider)) return false;
  if (labelId !== null && !part.labelIds.includes(labelId)) return false;
  if (!isAssignedAs(filter, part.assigneeMemberId)) return false;
  if (filter.isStarred && !part.isStarred) return false;
  if (view === 'mine') return part.isMine;
  if (view === 'unassigned') return part.assigneeMemberId === null;
  if (view === 'starred') return part.isStarred;
  return view === 'all' || view === 'unread';
}
