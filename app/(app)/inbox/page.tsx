import { dehydrate } from '@tanstack/react-query';
import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { InboxHydration } from '@/components/inbox/inbox-hydration';
import { InboxView } from '@/components/inbox/inbox-view';
import { loadInbox } from './load-inbox';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { queryClient, facts } = await loadInbox(searchParams);
  return (
    <InboxHydration state={dehydrate(queryClient)}>
      <InboxView facts={facts} />
    </InboxHydration>
  );
}
