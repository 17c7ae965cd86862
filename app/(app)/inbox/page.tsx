import { dehydrate } from '@tanstack/react-query';
import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { InboxView } from '@/components/inbox/inbox-view';
import { PageData } from '@/components/live/page-data';
import { loadInbox } from './load-inbox';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { queryClient, facts } = await loadInbox(searchParams);
  return (
    <PageData state={dehydrate(queryClient)}>
      <InboxView facts={facts} />
    </PageData>
  );
}
