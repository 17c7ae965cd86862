import { isId } from '@/lib/core/ids';
import { CHANNELS } from '@/lib/core/providers';
import type { ConversationFilter } from '@/lib/inbox/types';
import { CONVERSATION_VIEWS, isSameFilter } from '@/lib/inbox/view-rules';
import type { SavedView } from './types';

/** So many can one member keep. */
export const MAX_SAVED_VIEWS = 50;
export const MAX_VIEW_CHARACTERS = 40;

/** As the address of the inbox holds it: what does not narrow is left out. */
export function toSearch(filter: ConversationFilter): string {
  const { view, accountId, provider, labelId, assignee, folderId, isUnread, isStarred } = filter;
  const given = Object.entries({
    view: view === 'all' ? null : view,
    account: accountId,
    channel: provider,
    label: labelId,
    assignee,
    folder: folderId,
    unread: isUnread ? 'true' : null,
    starred: isStarred ? 'true' : null,
  }).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(given).toString();
}

/** The other way. What an earlier version wrote and nobody understands any more does not narrow. */
export function fromSearch(search: string): ConversationFilter {
  const params = new URLSearchParams(search);
  const assignee = params.get('assignee');
  const idOf = (name: string) => {
    const text = params.get(name);
    return isId(text) ? text : null;
  };
  return {
    view: CONVERSATION_VIEWS.find((view) => view === params.get('view')) ?? 'all',
    accountId: idOf('account'),
    provider: CHANNELS.find((channel) => channel === params.get('channel')) ?? null,
    labelId: idOf('label'),
    assignee: assignee === 'nobody' ? assignee : idOf('assignee'),
    folderId: idOf('folder'),
    isUnread: params.get('unread') === 'true',
    isStarred: params.get('starred') === 'true',
  };
}

/** The saved view that the list shows now; an own one before a shared one. */
export function viewOf(
  views: readonly SavedView[],
  filter: ConversationFilter,
): SavedView | undefined {
  const same = views.filter((view) => isSameFilter(view.filter, filter));
  return same.find(({ isMine }) => isMine) ?? same[0];
}
