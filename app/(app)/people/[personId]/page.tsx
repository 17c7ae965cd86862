import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { createLoader, type SearchParams } from 'nuqs/server';
import { cache } from 'react';
import { PageData } from '@/components/live/page-data';
import { personParams } from '@/components/people/person-params';
import { PersonView } from '@/components/people/person-view';
import { requireCtx } from '@/lib/auth/session';
import { AppError } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { personOptions, timelineOptions } from '@/lib/people/options';
import { getPerson } from '@/lib/people/person-queries';
import { listTimeline } from '@/lib/people/timeline-queries';

interface PersonPageProps {
  params: Promise<{ personId: string }>;
  searchParams: Promise<SearchParams>;
}

const loadParams = createLoader(personParams);

/** Once for the title and the page. A foreign person and a missing one give the same page. */
const loadPerson = cache(async (personId: string) => {
  const ctx = await requireCtx();
  if (!isId(personId)) notFound();
  try {
    return await getPerson(ctx, { personId });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: PersonPageProps): Promise<Metadata> {
  const { name } = await loadPerson((await params).personId);
  return { title: name };
}

export default async function PersonPage({ params, searchParams }: PersonPageProps) {
  const { personId } = await params;
  const { kind } = await loadParams(searchParams);
  const person = await loadPerson(personId);
  const ctx = await requireCtx();
  const queryClient = new QueryClient();
  queryClient.setQueryData(personOptions(personId).queryKey, person);
  await queryClient.prefetchInfiniteQuery({
    ...timelineOptions(personId, kind),
    queryFn: ({ pageParam }) =>
      listTimeline(ctx, { personId, kind: kind ?? undefined, cursor: pageParam }),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <PersonView personId={personId} />
    </PageData>
  );
}
