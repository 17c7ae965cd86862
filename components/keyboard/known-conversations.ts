import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { inboxKeys } from '@/lib/inbox/options';
import type { ConversationPage, ConversationRow } from '@/lib/inbox/types';

/** Conversations of every list that this browser has loaded, each once, newest lists first. */
export function knownConversations(client: QueryClient): ConversationRow[] {
  const lists = client.getQueriesData<InfiniteData<ConversationPage>>({
    queryKey: [...inboxKeys.all, 'list'],
  });
  const rows = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.items) ?? []);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
