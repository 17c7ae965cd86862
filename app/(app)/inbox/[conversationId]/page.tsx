import { dehydrate } from '@tanstack/react-query';
import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { ConversationView } from '@/components/inbox/conversation-view';
import { InboxHydration } from '@/components/inbox/inbox-hydration';
import { isId } from '@/lib/core/ids';
import { pastOptions, threadOptions } from '@/lib/inbox/options';
import { getThreadInput } from '@/lib/inbox/schema';
import { getThread } from '@/lib/inbox/thread-queries';
import { loadInbox } from '../load-inbox';

export const metadata: Metadata = { title: 'Inbox' };

interface ConversationPageProps {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<SearchParams>;
}

/** The inbox with one conversation open. One that is not there says so in its pane, beside the list. */
export default async function ConversationPage({ params, searchParams }: ConversationPageProps) {
  const [{ conversationId }, { ctx, queryClient, facts }] = await Promise.all([
    params,
    loadInbox(searchParams),
  ]);
  const { at } = await searchParams;
  if (isId(conversationId)) {
    const input = getThreadInput.safeParse({ conversationId, at });
    if (input.data?.at) {
      await queryClient.prefetchInfiniteQuery({
        ...pastOptions(conversationId, input.data.at),
        queryFn: ({ pageParam }) => getThread(ctx, { conversationId, ...pageParam }),
      });
    }
    await queryClient.prefetchInfiniteQuery({
      ...threadOptions(conversationId),
      queryFn: ({ pageParam }) => getThread(ctx, { conversationId, cursor: pageParam }),
    });
  }
  return (
    <InboxHydration state={dehydrate(queryClient)}>
      <ConversationView facts={facts} />
    </InboxHydration>
  );
}
