import { createSerializer, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { isId } from '@/lib/core/ids';
import { CHANNELS } from '@/lib/core/providers';
import type { ConversationFilter } from '@/lib/inbox/types';
import { CONVERSATION_VIEWS } from '@/lib/inbox/view-rules';

/** What narrows the list, as the address holds it; page and browser read it alike. */
export const filterParams = {
  view: parseAsStringLiteral(CONVERSATION_VIEWS).withDefault('all'),
  account: parseAsString,
  channel: parseAsStringLiteral(CHANNELS),
  label: parseAsString,
  assignee: parseAsString,
  folder: parseAsString,
  unread: parseAsBoolean.withDefault(false),
  starred: parseAsBoolean.withDefault(false),
};

type FilterValues = {
  view: ConversationFilter['view'];
  account: string | null;
  channel: ConversationFilter['provider'];
  label: string | null;
  assignee: string | null;
  folder: string | null;
  unread: boolean;
  starred: boolean;
};

/** The filter behind the address; an account or a label that cannot be one is left out. */
export function toFilter(values: FilterValues): ConversationFilter {
  const { view, account, channel, label, assignee, folder, unread, starred } = values;
  return {
    view,
    accountId: isId(account) ? account : null,
    provider: channel,
    labelId: isId(label) ? label : null,
    assignee: assignee === 'nobody' || isId(assignee) ? assignee : null,
    folderId: isId(folder) ? folder : null,
    isUnread: unread,
    isStarred: starred,
  };
}

/** The filter as the address holds it. */
export function toParams(filter: ConversationFilter): FilterValues {
  return {
    view: filter.view,
    account: filter.accountId,
    channel: filter.provider,
    label: filter.labelId,
    assignee: filter.assignee,
    folder: filter.folderId,
    unread: filter.isUnread,
    starred: filter.isStarred,
  };
}

const serialize = createSerializer(filterParams);

/** The other way: where the inbox with this filter stands. */
export function inboxHref(filter: ConversationFilter): string {
  return serialize('/inbox', toParams(filter));
}

/** How many things narrow the list; the view counts, since clearing brings everything back. */
export function countFilters(filter: ConversationFilter): number {
  return countNarrowings(filter) + (filter.view === 'all' ? 0 : 1);
}

/** The same without the view. */
export function countNarrowings(filter: ConversationFilter): number {
  const { accountId, provider, labelId, assignee, folderId, isUnread, isStarred } = filter;
  return [accountId, provider, labelId, assignee, folderId, isUnread, isStarred].filter(Boolean)
    .length;
}
