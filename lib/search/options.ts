import { infiniteQueryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { SearchPage } from './types';

/** Under `conversations`, so that a hint makes results old too. */
export const searchKeys = {
  all: ['conversations', 'search'] as const,
  query: (q: string, zone: string) => ['conversations', 'search', q, zone] as const,
};

/** What a search finds, page by page, newest first. `zone` gives the days of `before:` and `after:`. */
export function searchOptions(q: string, zone: string) {
  return infiniteQueryOptions({
    queryKey: searchKeys.query(q, zone),
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ q, zone });
      if (pageParam) search.set('cursor', pageParam);
      return fetchJson<SearchPage>(`/api/search?${search}`, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}
