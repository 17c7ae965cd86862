import { queryOptions } from '@tanstack/react-query';
import type { ConnectRequest } from '@/lib/connect/types';
import { fetchJson } from '@/lib/core/fetch-json';

const POLL_MS = 3_000;

/**
 * One's own press of Connect, by its id. Asked again every few seconds while it is open: a refusal has
 * no account whose hint would tell.
 */
export function connectRequestOptions(requestId: string) {
  return queryOptions({
    queryKey: ['accounts', 'request', requestId],
    queryFn: ({ signal }) =>
      fetchJson<ConnectRequest>(`/api/accounts/requests/${requestId}`, signal),
    refetchInterval: (query) => (query.state.data?.state === 'open' ? POLL_MS : false),
  });
}
