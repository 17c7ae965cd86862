'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { BackLink } from '@/components/shell/back-link';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { personOptions } from '@/lib/people/options';
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
  const query = useQuery(personOptions(personId));
  const [{ kind }] = useQueryStates(personParams);
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
    <Page title={person.name} actions={<PersonActions person={person} />}>
      <BackLink href="/people">People</BackLink>
      {query.isRefetchError && (
        <LoadError query={query} title="The person could not be updated" isOldShown />
      )}
      {(person.headline ?? person.links[0]) && <PersonHead person={person} />}
      <PersonSuggestions person={person} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card className="min-w-0 max-lg:order-last">
          <PersonTimeline personId={personId} kind={kind} hasTabs />
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
