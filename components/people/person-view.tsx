'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useEffect, useState } from 'react';
import { BackLink } from '@/components/shell/back-link';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { isNotFound } from '@/lib/core/fetch-json';
import { personOptions } from '@/lib/people/options';
import { NoSuchPerson } from './no-such-person';
import { PersonActions } from './person-actions';
import { PersonChannels } from './person-channels';
import { PersonHead } from './person-head';
import { PersonMerges } from './person-merges';
import { personParams } from './person-params';
import { PersonProfile } from './person-profile';
import { PersonSkeleton } from './person-skeleton';
import { PersonSuggestions } from './person-suggestions';
import { PersonTimeline } from './person-timeline';

/** Everything that the member may know of one person, over all channels and colleagues. */
export function PersonView({ personId }: { personId: string }) {
  const [isErasing, setIsErasing] = useState(false);
  const query = useQuery({ ...personOptions(personId), enabled: !isErasing });
  const [{ kind }] = useQueryStates(personParams);
  const isMissing = isNotFound(query.error);
  useTitleOfMissing(isMissing);
  if (isMissing) return <NoSuchPerson />;
  if (!query.data) {
    return (
      <Page title="Person">
        <BackLink href="/people">People</BackLink>
        {query.isError ? (
          <LoadError query={query} title="The person could not be loaded" />
        ) : (
          <PersonSkeleton />
        )}
      </Page>
    );
  }
  const person = query.data;
  return (
    <Page title={person.name} actions={<PersonActions person={person} onErasing={setIsErasing} />}>
      <BackLink href="/people">People</BackLink>
      {query.isRefetchError && (
        <LoadError query={query} title="The person could not be updated" isOldShown />
      )}
      {(person.headline ?? person.links[0]) && <PersonHead person={person} />}
      <PersonSuggestions person={person} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card className="min-w-0 max-lg:order-last">
          <PersonTimeline personId={personId} kind={kind} hasTabs isErasing={isErasing} />
        </Card>
        <Card className="min-w-0">
          <PersonChannels person={person} />
          <PersonMerges person={person} />
          <PersonProfile person={person} />
        </Card>
      </div>
    </Page>
  );
}

/** Somebody who went while they were looked at gives the title its name no more: the server says what the page is. */
function useTitleOfMissing(isMissing: boolean): void {
  const router = useRouter();
  useEffect(() => {
    if (isMissing) router.refresh();
  }, [isMissing, router]);
}
