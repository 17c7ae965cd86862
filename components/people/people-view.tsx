'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ContactRound, SearchX } from 'lucide-react';
import { useDeferredValue } from 'react';
import { LoadError } from '@/components/shell/load-error';
import { Page } from '@/components/shell/page';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LoadMore } from '@/components/ui/load-more';
import { itemsOf } from '@/lib/core/pages';
import { peopleOptions } from '@/lib/people/options';
import { PeopleFilterBar } from './people-filter-bar';
import { PeopleSkeleton } from './people-skeleton';
import { PeopleTable } from './people-table';
import { type PeopleFiltering, usePeopleFilter } from './use-people-filter';

/** Everybody whom the accounts know that the member may read, the last touch first. */
export function PeopleView() {
  const filtering = usePeopleFilter();
  const query = useInfiniteQuery({
    ...peopleOptions(useDeferredValue(filtering.filter)),
    // While somebody types, who was found last stays.
    placeholderData: keepPreviousData,
  });
  const [first] = query.data?.pages ?? [];
  const items = itemsOf(query.data?.pages);
  return (
    <Page
      title="People"
      width="full"
      actions={<LinkButton href="/people/imports">Import</LinkButton>}
    >
      <PeopleFilterBar accounts={first?.accounts} filtering={filtering} />
      {query.isRefetchError && items.length > 0 && (
        <LoadError query={query} title="The list could not be updated" isOldShown />
      )}
      {query.isPending && <PeopleSkeleton />}
      {query.isError && items.length === 0 && (
        <LoadError query={query} title="The people could not be loaded" />
      )}
      {first && items.length === 0 && (
        <Nobody hasAccounts={first.accounts.length > 0} filtering={filtering} />
      )}
      {items.length > 0 && (
        <div>
          <PeopleTable items={items} />
          <LoadMore
            hasMore={query.hasNextPage}
            isPending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
            endText="Nobody else"
            error={query.isFetchNextPageError ? 'More people could not be loaded.' : undefined}
          />
        </div>
      )}
    </Page>
  );
}

function Nobody({ hasAccounts, filtering }: { hasAccounts: boolean; filtering: PeopleFiltering }) {
  const { count, clear } = filtering;
  if (count > 0) {
    return (
      <EmptyState
        title="Nobody matches"
        icon={<SearchX />}
        action={
          <Button onClick={clear}>Clear {count === 1 ? 'the filter' : `${count} filters`}</Button>
        }
      />
    );
  }
  return (
    <EmptyState
      title="Nobody yet"
      icon={<ContactRound />}
      action={!hasAccounts && <LinkButton href="/accounts">Accounts</LinkButton>}
    >
      {hasAccounts
        ? 'Whoever writes, is written to or is invited is here within a minute.'
        : 'People of connected accounts are listed here.'}
    </EmptyState>
  );
}
