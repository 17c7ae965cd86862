import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { Preferences } from './types';

export const preferencesKey = ['preferences'] as const;

/** The member's own preferences; the layout of the app fills them in before the first paint. */
export function preferencesOptions() {
  return queryOptions({
    queryKey: preferencesKey,
    queryFn: ({ signal }) => fetchJson<Preferences>('/api/preferences', signal),
  });
}
