'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Mail, MessageCircle, StickyNote, UserPlus } from 'lucide-react';
import Link from 'next/link';
import { LoadError } from '@/components/shell/load-error';
import { useClock } from '@/components/ui/clock';
import { formatter } from '@/components/ui/format-time';
import { LoadMore } from '@/components/ui/load-more';
import { RelativeTime } from '@/components/ui/relative-time';
import { SkeletonRows } from '@/components/ui/skeleton';
import { LinkTabs } from '@/components/ui/tabs';
import { itemsOf } from '@/lib/core/pages';
import { timelineOptions } from '@/lib/people/options';
import { groupTimeline, type TimelineMonth, type TimelineRow } from '@/lib/people/timeline-rules';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '@/lib/people/types';
import { hrefOf, titleOf } from './timeline-words';

const KIND_WORDS: Record<TimelineKind, string> = {
  chat: 'Chats',
  email: 'E-mails',
  invitation: 'Invitations',
  note: 'Notes',
};

type PersonTimelineProps = {
  personId: string;
  kind: TimelineKind | null;
  /** The kinds to choose from, each in the address of the person's page. */
  hasTabs?: boolean;
  /** The person may be gone: what is shown stays, and nothing is asked for. */
  isErasing?: boolean;
};

/** What happened with a person, by month, newest first; each row leads to its thread. */
export function PersonTimeline({
  personId,
  kind,
  hasTabs = false,
  isErasing = false,
}: PersonTimelineProps) {
  const clock = useClock();
  const query = useInfiniteQuery({ ...timelineOptions(personId, kind), enabled: !isErasing });
  const entries = itemsOf(query.data?.pages);
  const months = groupTimeline(entries, clock?.timeZone ?? 'UTC');
  return (
    <section aria-label="Timeline">
      {hasTabs && (
        <LinkTabs
          label="Timeline"
          className="[--tabs-inset:1rem]"
          items={[null, ...TIMELINE_KINDS].map((one) => ({
            href: one ? `/people/${personId}?kind=${one}` : `/people/${personId}`,
            label: one ? KIND_WORDS[one] : 'All',
            isActive: one === kind,
          }))}
        />
      )}
      <div className="p-4">
        {query.isPending && <SkeletonRows count={6} height={60} label="Loading the timeline" />}
        {query.isError && (
          <LoadError
            query={query}
            title="The timeline could not be loaded"
            isOldShown={entries.length > 0}
          />
        )}
        {query.data && entries.length === 0 && (
          <p className="text-ui text-fg-2">
            {kind ? `No ${KIND_WORDS[kind].toLowerCase()}.` : 'Nothing that you may read yet.'}
          </p>
        )}
        {months.map((month) => (
          <Month key={month.month} month={month} locale={clock?.locale} />
        ))}
        <LoadMore
          hasMore={query.hasNextPage}
          isPending={query.isFetchingNextPage}
          onLoadMore={() => void query.fetchNextPage()}
          error={query.isFetchNextPageError ? 'Older entries could not be loaded.' : undefined}
        />
      </div>
    </section>
  );
}

function Month({ month, locale }: { month: TimelineMonth; locale: string | undefined }) {
  const name = formatter(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month.month}-15T00:00:00Z`),
  );
  return (
    <section aria-label={name} className="not-first:mt-4">
      <h2 className="pb-1 text-meta text-fg-3">{name}</h2>
      <ol className="flex flex-col">
        {month.rows.map((row) => (
          <Line key={row.entry.id} row={row} />
        ))}
      </ol>
    </section>
  );
}

const ICONS = { chat: MessageCircle, email: Mail, invitation: UserPlus, note: StickyNote };

function Line({ row: { entry, count } }: { row: TimelineRow }) {
  const Icon = ICONS[entry.kind];
  const title = titleOf(entry);
  return (
    <li className="relative grid grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-3 border-line px-2 py-2.5 not-first:border-t has-[a]:hover:bg-hover">
      <Icon className="mt-0.5 size-4 text-fg-3" aria-hidden="true" />
      <div className="min-w-0">
        <p className="truncate text-ui font-medium text-fg" title={title}>
          {entry.conversationId ? (
            <Link
              href={hrefOf(entry)}
              prefetch={false}
              className="after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text"
            >
              <bdi>{title}</bdi>
            </Link>
          ) : (
            <bdi>{title}</bdi>
          )}
        </p>
        {entry.text && (
          <p className="flex gap-1 text-ui text-fg-2">
            {entry.isOurs && entry.kind !== 'note' && (
              <span className="shrink-0 text-fg-3">From us:</span>
            )}
            <span className="line-clamp-2 min-w-0" dir="auto">
              {entry.text}
            </span>
          </p>
        )}
        <p className="truncate text-meta text-fg-3">
          {count > 1 && <>{count} messages · </>}
          <Through entry={entry} />
        </p>
      </div>
      <span className="text-meta text-fg-3">
        <RelativeTime date={entry.at} />
      </span>
    </li>
  );
}

function Through({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'note') return <bdi>{entry.memberName}</bdi>;
  return (
    <>
      via <bdi>{entry.accountName}</bdi>
      {entry.memberName && entry.memberName !== entry.accountName && (
        <>
          {' '}
          (<bdi>{entry.memberName}</bdi>)
        </>
      )}
    </>
  );
}
