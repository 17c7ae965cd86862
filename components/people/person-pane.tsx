'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useKeysOf } from '@/components/keyboard/keyboard-provider';
import { LoadError } from '@/components/shell/load-error';
import { PaneHeader } from '@/components/shell/pane-header';
import { buttonStyle } from '@/components/ui/button-style';
import { IconButton } from '@/components/ui/icon-button';
import { personOfConversationOptions, personOptions } from '@/lib/people/options';
import { PersonChannels } from './person-channels';
import { PersonHead } from './person-head';
import { PersonMerges } from './person-merges';
import { togglePersonPane } from './person-pane-store';
import { PersonProfile } from './person-profile';
import { PersonSkeleton } from './person-skeleton';
import { PersonSuggestions } from './person-suggestions';
import { PersonTimeline } from './person-timeline';

/** Who the conversation is with, beside it. */
export function PersonPane({ conversationId }: { conversationId: string }) {
  const keys = useKeysOf('openPerson');
  const found = useQuery(personOfConversationOptions(conversationId));
  const personId = found.data?.personId ?? null;
  return (
    <>
      <PaneHeader
        title="Person"
        titleText="Person"
        actions={
          <>
            {personId && (
              <Link
                href={`/people/${personId}`}
                prefetch={false}
                className={buttonStyle({ variant: 'ghost', size: 28 })}
              >
                Open page
              </Link>
            )}
            <IconButton
              label="Close person"
              keys={keys}
              icon={<X />}
              onClick={() => togglePersonPane()}
            />
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {found.isPending && <PersonSkeleton />}
        {found.isError && <LoadError query={found} title="The person could not be loaded" />}
        {found.data && personId === null && (
          <p className="p-4 text-ui text-fg-2">
            <bdi>{found.data.conversationName}</bdi> is no person yet. Who writes for the first time
            is here within a minute; a group is many people.
          </p>
        )}
        {personId && <Known personId={personId} />}
      </div>
    </>
  );
}

function Known({ personId }: { personId: string }) {
  const query = useQuery(personOptions(personId));
  if (query.isPending) return <PersonSkeleton />;
  if (!query.data) return <LoadError query={query} title="The person could not be loaded" />;
  const person = query.data;
  return (
    <>
      <div className="flex flex-col gap-3 p-4">
        <PersonHead person={person} hasName />
        <PersonSuggestions person={person} />
      </div>
      <PersonChannels person={person} />
      <PersonMerges person={person} />
      <PersonProfile person={person} />
      <div className="border-t border-line">
        <PersonTimeline personId={personId} kind={null} />
      </div>
    </>
  );
}
