'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineNotice } from '@/components/ui/inline-notice';
import { LoadMore } from '@/components/ui/load-more';
import { RelativeTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import { LinkTabs } from '@/components/ui/tabs';
import { isId } from '@/lib/core/ids';
import { invitationsOptions } from '@/lib/invitations/options';
import type { InvitationDirection, InvitationRead } from '@/lib/invitations/types';
import { invitationParams } from './invitation-params';
import { InvitationTable } from './invitation-table';
import { InvitationsSkeleton } from './invitations-skeleton';

/** Stands for "do not narrow", since a choice needs a value. */
const ALL = 'all';

/** Every invitation that waits for an answer, of all accounts that the member may read. */
export function InvitationsView() {
  const [{ direction, account }, setParams] = useQueryStates(invitationParams, { history: 'push' });
  const accountId = isId(account) ? account : null;
  const query = useInfiniteQuery(invitationsOptions(direction, accountId));
  const [first] = query.data?.pages ?? [];
  const items = distinct(query.data?.pages.flatMap((page) => page.items) ?? []);
  const reads = first?.reads ?? [];
  return (
    <Page
      title="Invitations"
      width="full"
      actions={<AccountChoice accountId={accountId} reads={reads} onChange={setParams} />}
      tabs={
        <LinkTabs
          label="Direction"
          items={(['received', 'sent'] as const).map((value) => ({
            href: hrefOf(value, accountId),
            label: value === 'received' ? 'Received' : 'Sent',
            count: first?.counts[value],
            isActive: value === direction,
          }))}
        />
      }
    >
      {query.isRefetchError && items.length > 0 && (
        <LoadError query={query} title="The list could not be updated" isOldShown />
      )}
      {query.isPending && <InvitationsSkeleton />}
      {query.isError && items.length === 0 && (
        <LoadError query={query} title="The invitations could not be loaded" />
      )}
      {first && <AsOf reads={reads} />}
      {first && items.length === 0 && <NoInvitations direction={direction} reads={reads} />}
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
    </Page>
  );
}

type AccountChoiceProps = {
  accountId: string | null;
  reads: readonly InvitationRead[];
  onChange: (change: { account: string | null }) => void;
};

function AccountChoice({ accountId, reads, onChange }: AccountChoiceProps) {
  // Of one account there is nothing to choose; of a chosen one there is the way back.
  if (reads.length < 2 && !accountId) return null;
  return (
    <Select
      aria-label="Account"
      value={accountId ?? ALL}
      onValueChange={(value) => onChange({ account: value === ALL ? null : value })}
      options={[
        { value: ALL, label: 'All accounts' },
        ...reads.map((read) => ({ value: read.accountId, label: read.accountName })),
      ]}
    />
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
          As of <RelativeTime date={oldest} />. LinkedIn tells of no change, so the lists are read
          again every quarter of an hour.
        </p>
      )}
    </>
  );
}

type NoInvitationsProps = { direction: InvitationDirection; reads: readonly InvitationRead[] };

function NoInvitations({ direction, reads }: NoInvitationsProps) {
  if (reads.length === 0) {
    return (
      <EmptyState title="No LinkedIn account" icon={<UserPlus />}>
        Invitations of connected LinkedIn accounts are listed here.
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

function hrefOf(direction: InvitationDirection, accountId: string | null): string {
  const query = new URLSearchParams();
  if (direction !== 'received') query.set('direction', direction);
  if (accountId) query.set('account', accountId);
  const search = query.toString();
  return search ? `/invitations?${search}` : '/invitations';
}

/** What moved from one page to the next while both were read stands once. */
function distinct<Item extends { id: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
