'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { LoadError } from '@/components/shell/load-error';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { EmptyState } from '@/components/ui/empty-state';
import { InlineNotice } from '@/components/ui/inline-notice';
import { LoadMore } from '@/components/ui/load-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import { searchOptions } from '@/lib/search/options';
import type { SearchResult } from '@/lib/search/types';
import { RESULTS_ID, resultLinks } from './result-links';
import { SearchRow } from './search-row';
import { SearchStart } from './search-start';

const TYPING_MS = 150;
const LOADING_ROWS = 8;

type SearchResultsProps = {
  q: string;
  memberId: string;
  openId: string | null;
  onOpen: (result: SearchResult) => void;
  onSearch: (q: string) => void;
  onClose: () => void;
};

/** What stands in place of the list while somebody searches. */
export function SearchResults({ q, memberId, openId, ...act }: SearchResultsProps) {
  const settled = useSettled(q.trimStart());
  const zone = useClock()?.timeZone ?? 'UTC';
  const query = useInfiniteQuery({
    ...searchOptions(settled, zone),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
  });
  useCommand('back', act.onClose, { isEnabled: openId === null });

  if (settled.trim() === '') {
    return <SearchStart memberId={memberId} onSearch={act.onSearch} />;
  }
  if (query.isPending) {
    return <SkeletonRows count={LOADING_ROWS} label="Searching" className="ps-2" />;
  }
  if (query.isError && !query.data) {
    return <LoadError query={query} title="The search failed" className="m-3" />;
  }
  const [first] = query.data.pages;
  if (first && first.problems.length > 0) {
    return (
      <InlineNotice tone="warn" title="This search cannot be read" live="polite" className="m-3">
        {first.problems.join(' ')}
      </InlineNotice>
    );
  }
  const people = first?.people ?? [];
  const results = distinct(query.data.pages.flatMap((page) => page.conversations));
  if (people.length === 0 && results.length === 0) {
    return (
      <EmptyState
        title="Nothing matches"
        icon={<SearchX />}
        action={<Button onClick={act.onClose}>Close search</Button>}
      >
        Every word must be there. Done and snoozed conversations were searched too.
      </EmptyState>
    );
  }
  return (
    <div
      id={RESULTS_ID}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
      aria-busy={query.isPlaceholderData}
    >
      <ResultKeys />
      <Group title="People" results={people} openId={openId} onOpen={act.onOpen} />
      <Group title="Messages" results={results} openId={openId} onOpen={act.onOpen} />
      <LoadMore
        hasMore={query.hasNextPage}
        isPending={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        label="Load older"
        error={query.isFetchNextPageError ? 'Older results could not be loaded.' : undefined}
      />
    </div>
  );
}

/** There only with results, so later than the keys of the list, which it takes over. */
function ResultKeys() {
  useCommand('next', () => moveFocus(1));
  useCommand('previous', () => moveFocus(-1));
  return null;
}

type GroupProps = Pick<SearchResultsProps, 'openId' | 'onOpen'> & {
  title: string;
  results: readonly SearchResult[];
};

function Group({ title, results, openId, onOpen }: GroupProps) {
  if (results.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="px-5 pt-3 pb-1 text-meta font-medium text-fg-3">{title}</h2>
      <ul>
        {results.map((result) => (
          <li key={result.conversationId}>
            <SearchRow
              result={result}
              isOpen={result.conversationId === openId}
              onOpen={onOpen}
              onMove={moveFocus}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function moveFocus(step: number): boolean {
  const links = resultLinks();
  const active = document.activeElement;
  const from = active instanceof HTMLAnchorElement ? links.indexOf(active) : -1;
  const next = links[Math.min(Math.max(from + step, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return next !== undefined;
}

/** A conversation that moved while pages were read may stand in two of them. */
function distinct(results: readonly SearchResult[]): SearchResult[] {
  return [...new Map(results.map((result) => [result.conversationId, result])).values()];
}

/** The text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
