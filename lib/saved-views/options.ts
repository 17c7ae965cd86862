import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { SavedViews } from './types';

export const savedViewsKey = ['saved-views'] as const;

/** The member's own views and those that the team shares, by name. */
export function savedViewsOptions() {
  return queryOptions({
    queryKey: savedViewsKey,
    queryFn: ({ signal }) => fetchJson<SavedViews>('/api/saved-views', signal),
  });
}
