'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Avatar } from '@/components/ui/avatar';
import { Card } from '@/components/ui/card';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { CHANNEL_NAMES } from '@/lib/core/providers';
import { personOptions } from '@/lib/people/options';
import type { PersonDetail } from '@/lib/people/types';
import { PersonActions } from './person-actions';
import { PersonChannels } from './person-channels';
import { PersonMerges } from './person-merges';
import { PersonProfile } from './person-profile';
import { PersonSkeleton } from './person-skeleton';
import { PersonSuggestions } from './person-suggestions';
import { PersonTimeline } from './person-timeline';

/** Everything that the member may know of one person, over all channels and colleagues. */
export function PersonView({ personId }: { personId: string }) {
  const query = useQuery(personOptions(personId));
  if (!query.data) {
    return (
      <Page title="Person">
        <BackLink />
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
      <BackLink />
      {query.isRefetchError && (
        <LoadError query={query} title="The person could not be updated" isOldShown />
      )}
      <PersonHead person={person} />
      <PersonSuggestions person={person} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card className="min-w-0 max-lg:order-last">
          <PersonTimeline personId={personId} />
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

function PersonHead({ person }: { person: PersonDetail }) {
  return (
    <div className="flex items-center gap-3">
      <Avatar name={person.name} size={48} />
      <div className="min-w-0">
        <p className="truncate text-h3" title={person.name}>
          <bdi>{person.name}</bdi>
        </p>
        {person.headline && (
          <p className="text-body text-fg-2" title={person.headline}>
            <bdi className="line-clamp-2">{person.headline}</bdi>
          </p>
        )}
        <ul className="flex flex-wrap gap-x-3 gap-y-1" aria-label="Profiles">
          {person.links.map(({ kind, url }) => (
            <li key={url}>
              <a
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                title={url}
                className="inline-flex min-h-6 items-center gap-1.5 rounded-[4px] text-ui text-accent-text underline-offset-2 hover:underline pointer-coarse:min-h-11"
              >
                <ChannelGlyph channel={kind} isDecorative />
                Open in {CHANNEL_NAMES[kind]}
                <ExternalLink className="size-3" aria-hidden="true" />
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function BackLink() {
  return (
    <Link
      href="/people"
      className="-ms-1 inline-flex min-h-6 items-center gap-1 self-start rounded-[4px] pe-1 text-ui text-fg-2 hover:text-fg pointer-coarse:min-h-11"
    >
      <ChevronLeft className="size-4" aria-hidden="true" />
      People
    </Link>
  );
}
