import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import { FOLLOW_MS } from './form-rules';
import type { Attempt } from './types';

export const attemptKey = (attemptId: string) => ['accounts', 'attempt', attemptId] as const;

/** One's own sign-in, asked again while it is open: a code that is scanned ends it without a press. */
export function attemptOptions(attemptId: string) {
  return queryOptions({
    queryKey: attemptKey(attemptId),
    queryFn: ({ signal }) => fetchJson<Attempt>(`/api/accounts/attempts/${attemptId}`, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'open' ? FOLLOW_MS : false),
  });
}
