import { queryOptions } from '@tanstack/react-query';
import type { AccountDetail, AccountList } from '@/lib/accounts/types';
import { fetchJson } from '@/lib/core/fetch-json';

/** Hints tell of changes; this keeps the proof of "Connected" young, which changes silently. */
const REFETCH_MS = 60_000;

export function accountsOptions() {
  return queryOptions({
    queryKey: ['accounts', 'list'],
    queryFn: ({ signal }) => fetchJson<AccountList>('/api/accounts', signal),
    refetchInterval: REFETCH_MS,
  });
}

export function accountOptions(accountId: string) {
  return queryOptions({
    queryKey: ['accounts', 'detail', accountId],
    queryFn: ({ signal }) => fetchJson<AccountDetail>(`/api/accounts/${accountId}`, signal),
    refetchInterval: REFETCH_MS,
  });
}
