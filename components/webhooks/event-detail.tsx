'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { LoadError } from '@/components/shell/load-error';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton, SkeletonGroup } from '@/components/ui/skeleton';
import { StatusPill } from '@/components/ui/status-pill';
import { webhookEventOptions } from '@/lib/webhooks/options';
import type { WebhookEventDetail } from '@/lib/webhooks/types';
import { EVENT_STATE_WORDS, lagText, outcomeText } from './event-words';
import { ReplayButton } from './replay-button';

type EventDetailProps = { eventId: string; onClose: () => void };

/** One delivery with what it did and its body. */
export function EventDetail({ eventId, onClose }: EventDetailProps) {
  const query = useQuery(webhookEventOptions(eventId));
  const [isReplayed, setIsReplayed] = useState(false);
  const event = query.data;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      size="lg"
      title={event?.kind ?? 'Delivery'}
      footer={
        event?.canReplay && <ReplayButton event={event} onReplayed={() => setIsReplayed(true)} />
      }
    >
      <div className="flex flex-col gap-4 pb-4">
        {query.isPending && <DetailSkeleton />}
        {query.isError && !event && (
          <LoadError query={query} title="This delivery could not be loaded" />
        )}
        {event && (
          <>
            {isReplayed && <ReplayResult event={event} />}
            <Facts event={event} />
            <Body event={event} />
          </>
        )}
      </div>
    </Dialog>
  );
}

function ReplayResult({ event }: { event: WebhookEventDetail }) {
  if (event.state === 'received') {
    return <InlineNotice tone="info">Replaying. The result appears here.</InlineNotice>;
  }
  const { label, tone } = EVENT_STATE_WORDS[event.state];
  return (
    <InlineNotice tone={tone} title={`Replayed: ${label.toLowerCase()}`}>
      {outcomeText(event)}
    </InlineNotice>
  );
}

function Facts({ event }: { event: WebhookEventDetail }) {
  const { label, tone, help } = EVENT_STATE_WORDS[event.state];
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5 text-ui">
      <Fact term="State">
        <StatusPill tone={tone} label={label} since={help} />
      </Fact>
      <Fact term="Outcome">{outcomeText(event)}</Fact>
      <Fact term="Received">
        <RelativeTime date={event.receivedAt} format="absolute" />
      </Fact>
      <Fact term="Lag">
        {event.lagMs === null
          ? 'Not processed yet'
          : `${lagText(event.lagMs)} from receipt to effect`}
      </Fact>
      <Fact term="Tries">{event.attempts}</Fact>
      <Fact term="Repeats">
        {event.duplicateCount === 0
          ? 'Delivered once'
          : `${event.duplicateCount} more, recognised and not processed again`}
      </Fact>
      <Fact term="Account">
        <bdi>{event.accountName ?? 'None'}</bdi>
      </Fact>
      <Fact term="Source">
        {event.origin === 'webhook' ? 'Webhook' : 'Callback of the sign-in wizard'}
      </Fact>
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

// Reachable by Tab, so that the arrows can scroll it.
const scrollableByKeys = { tabIndex: 0 };

function Body({ event }: { event: WebhookEventDetail }) {
  return (
    <section aria-label="Body" className="flex flex-col gap-2">
      <div className="flex min-h-7 items-center gap-2">
        <h3 className="text-ui font-medium">Body</h3>
        <span className="text-meta text-fg-3">
          {event.sizeBytes.toLocaleString('en')} bytes
          {event.contentType && ` · ${event.contentType}`}
        </span>
        {event.body && (
          <span className="ms-auto">
            <CopyButton text={event.body} label="Copy body" />
          </span>
        )}
      </div>
      {event.isMasked && (
        <p className="text-meta text-fg-3">
          What people wrote and who they are is replaced by its length, because you may not read the
          messages of this account.
        </p>
      )}
      {event.body === null ? (
        <p className="text-ui text-fg-2">
          The body is not JSON, so it cannot be shown without showing its words.
        </p>
      ) : (
        <pre
          {...scrollableByKeys}
          className="max-h-80 overflow-auto rounded-card border border-line bg-subtle p-3 font-mono text-meta"
        >
          {event.body || '(empty)'}
        </pre>
      )}
    </section>
  );
}

function DetailSkeleton() {
  return (
    <SkeletonGroup label="Loading delivery">
      <div className="flex flex-col gap-2">
        <Skeleton className="h-4 w-1/3" />
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-4 w-2/5" />
        <Skeleton className="h-60 w-full" />
      </div>
    </SkeletonGroup>
  );
}
