'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { Checkbox } from '@/components/ui/checkbox';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineNotice } from '@/components/ui/inline-notice';
import { LoadMore } from '@/components/ui/load-more';
import { RelativeTime } from '@/components/ui/relative-time';
import { itemsOf } from '@/lib/core/pages';
import { invitationsOptions } from '@/lib/invitations/options';
import type { InvitationDirection, InvitationRead, PaceCard } from '@/lib/invitations/types';
import { InvitationTable } from './invitation-table';
import { InvitationsSkeleton } from './invitations-skeleton';
import { WithdrawOld } from './withdraw-old';

/** How many wait, both ways; undefined until it is known. */
export function usePendingCounts(accountId: string | null) {
  const query = useInfiniteQuery({ ...invitationsOptions('received', accountId) });
  return query.data?.pages[0]?.counts;
}

type PendingViewProps = {
  direction: InvitationDirection;
  accountId: string | null;
  isMine: boolean;
  onMineChange: (isMine: boolean) => void;
  cards: readonly PaceCard[];
};

/** Those that wait for an answer, in one direction. */
export function PendingView(props: PendingViewProps) {
  const { direction, accountId, isMine, onMineChange, cards } = props;
  const query = useInfiniteQuery(invitationsOptions(direction, accountId, isMine));
  const [first] = query.data?.pages ?? [];
  const items = itemsOf(query.data?.pages);
  const reads = first?.reads ?? [];
  const chosen = cards.find((card) => card.accountId === accountId) ?? only(cards);
  return (
    <>
      {query.isRefetchError && items.length > 0 && (
        <LoadError query={query} title="The list could not be updated" isOldShown />
      )}
      {query.isPending && <InvitationsSkeleton />}
      {query.isError && items.length === 0 && (
        <LoadError query={query} title="The invitations could not be loaded" />
      )}
      {first && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 empty:hidden">
          <div className="flex min-w-0 flex-col gap-2 wrap-anywhere empty:hidden">
            <AsOf reads={reads} />
          </div>
          {direction === 'received' && (isMine || first.counts.received > 0) && (
            <Checkbox label="Given to me" isChecked={isMine} onCheckedChange={onMineChange} />
          )}
          {direction === 'sent' && chosen?.canChange && first.counts.sent > 0 && (
            <WithdrawOld card={chosen} />
          )}
        </div>
      )}
      {first && items.length === 0 && (
        <NoInvitations direction={direction} reads={reads} isMine={isMine} />
      )}
      {items.length > 0 && (
        <div>
          <InvitationTable direction={direction} items={items} hasAccounts={reads.length > 1} />
          <LoadMore
            hasMore={query.hasNextPage}
            isPending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
            endText="No older invitations"
            error={
              query.isFetchNextPageError ? 'Older invitations could not be loaded.' : undefined
            }
          />
        </div>
      )}
    </>
  );
}

/** As of when the lists are right: LinkedIn tells of no change, so they are read again from time to time. */
function AsOf({ reads }: { reads: readonly InvitationRead[] }) {
  const unread = reads.filter(({ readAt }) => readAt === null);
  const times = reads.flatMap(({ readAt }) => readAt ?? []);
  const oldest = times.toSorted()[0];
  return (
    <>
      {unread.length > 0 && (
        <InlineNotice tone="info">
          Not read yet: <bdi>{unread.map(({ accountName }) => accountName).join(', ')}</bdi>. Their
          invitations appear here by themselves.
        </InlineNotice>
      )}
      {oldest && (
        <p className="text-meta text-fg-3">
          As of <RelativeTime date={oldest} />. LinkedIn tells of no change and counts what is
          asked, so the lists are read again every few hours.
        </p>
      )}
    </>
  );
}

type NoInvitationsProps = {
  direction: InvitationDirection;
  reads: readonly InvitationRead[];
  isMine: boolean;
};

function NoInvitations({ direction, reads, isMine }: NoInvitationsProps) {
  if (reads.length === 0) {
    return (
      <EmptyState title="No LinkedIn account" icon={<UserPlus />}>
        Invitations of connected LinkedIn accounts are listed here.
      </EmptyState>
    );
  }
  if (isMine) {
    return (
      <EmptyState title="None is given to you" icon={<UserPlus />}>
        Invitations that a colleague gives you appear here.
      </EmptyState>
    );
  }
  // What was never read may have some.
  if (reads.every(({ readAt }) => readAt === null)) return null;
  return (
    <EmptyState
      title={direction === 'received' ? 'Nobody waits for an answer' : 'No invitation is pending'}
      icon={<UserPlus />}
    >
      {direction === 'received'
        ? 'New invitations appear here.'
        : 'What you sent was answered, taken back, or has run out.'}
    </EmptyState>
  );
}

function only<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}
