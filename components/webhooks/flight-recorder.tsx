'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { Webhook } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { CountBadge } from '@/components/ui/count-badge';
import { EmptyState } from '@/components/ui/empty-state';
import { LoadMore } from '@/components/ui/load-more';
import { itemsOf } from '@/lib/core/pages';
import { webhookEventsOptions } from '@/lib/webhooks/options';
import { EVENT_STATES, type EventState } from '@/lib/webhooks/types';
import { EventDetail } from './event-detail';
import { EventTable } from './event-table';
import { EVENT_STATE_WORDS } from './event-words';
import { recorderParams } from './recorder-params';
import { RecorderSkeleton, recorderDescription } from './recorder-skeleton';

/** Every delivery of the API: when it came, what it did, and the way to process it again. */
export function FlightRecorder() {
  const [{ state, event: openId }, setParams] = useQueryStates(recorderParams, { history: 'push' });
  const query = useInfiniteQuery(webhookEventsOptions(state));
  const pages = query.data?.pages ?? [];
  const events = itemsOf(pages);
  return (
    <Page title="Webhooks" width="full" description={recorderDescription}>
      <StateFilter
        state={state}
        quarantinedCount={pages[0]?.quarantinedCount ?? 0}
        onChange={(next) => void setParams({ state: next })}
      />
      {query.isRefetchError && events.length > 0 && (
        <LoadError query={query} title="The list could not be updated" isOldShown />
      )}
      {query.isPending && <RecorderSkeleton />}
      {query.isError && events.length === 0 && (
        <LoadError query={query} title="The deliveries could not be loaded" />
      )}
      {query.isSuccess && events.length === 0 && (
        <NoEvents state={state} onClear={() => void setParams({ state: null })} />
      )}
      {events.length > 0 && (
        <div>
          <EventTable events={events} onOpen={(id) => void setParams({ event: id })} />
          <LoadMore
            hasMore={query.hasNextPage}
            isPending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
            endText="No older deliveries"
            error={query.isFetchNextPageError ? 'Older deliveries could not be loaded.' : undefined}
          />
        </div>
      )}
      {openId && <EventDetail eventId={openId} onClose={() => void setParams({ event: null })} />}
    </Page>
  );
}

type StateFilterProps = {
  state: EventState | null;
  quarantinedCount: number;
  onChange: (state: EventState | null) => void;
};

function StateFilter({ state, quarantinedCount, onChange }: StateFilterProps) {
  const choices = [
    { value: null, label: 'All' },
    ...EVENT_STATES.map((value) => ({ value, label: EVENT_STATE_WORDS[value].label })),
  ];
  return (
    <fieldset aria-label="State" className="-mx-1 flex flex-wrap items-center gap-1">
      {choices.map(({ value, label }) => (
        <button
          key={label}
          type="button"
          aria-pressed={state === value}
          onClick={() => onChange(value)}
          className={cx(
            'inline-flex h-7 items-center gap-1.5 rounded-control px-2.5 text-ui transition-colors pointer-coarse:h-11',
            state === value
              ? 'bg-hover font-medium text-fg'
              : 'text-fg-2 hover:bg-hover hover:text-fg',
          )}
        >
          {label}
          {value === 'quarantined' && <CountBadge count={quarantinedCount} unit="in quarantine" />}
        </button>
      ))}
    </fieldset>
  );
}

function NoEvents({ state, onClear }: { state: EventState | null; onClear: () => void }) {
  if (state === null) {
    return (
      <EmptyState title="No deliveries yet" icon={<Webhook />}>
        Each event that the API sends is listed here as soon as it arrives.
      </EmptyState>
    );
  }
  if (state === 'quarantined' || state === 'failed') {
    return (
      <EmptyState
        title={state === 'failed' ? 'Nothing failed' : 'Nothing in quarantine'}
        icon={<Webhook />}
        action={<Button onClick={onClear}>Show all</Button>}
      >
        Every delivery was understood.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No delivery is ${EVENT_STATE_WORDS[state].label.toLowerCase()}`}
      icon={<Webhook />}
      action={<Button onClick={onClear}>Show all</Button>}
    />
  );
}
