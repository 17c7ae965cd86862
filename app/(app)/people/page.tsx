import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { PageData } from '@/components/live/page-data';
import { peopleParams, toPeopleFilter } from '@/components/people/people-params';
import { PeopleView } from '@/components/people/people-view';
import { requireCtx } from '@/lib/auth/session';
import { peopleOptions } from '@/lib/people/options';
import { listPeople } from '@/lib/people/queries';

export const metadata: Metadata = { title: 'People' };

const loadParams = createLoader(peopleParams);

export default async function PeoplePage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireCtx();
  const filter = toPeopleFilter(await loadParams(searchParams));
  const queryClient = new QueryClient();
  await queryClient.prefetchInfiniteQuery({
    ...peopleOptions(filter),
    queryFn: ({ pageParam }) => listPeople(ctx, { filter, cursor: pageParam }),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <PeopleView />
    </PageData>
  );
}
