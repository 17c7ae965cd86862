import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { Teammate } from './types';

/** Members who may read every one of the accounts, by name. */
export function teammatesOptions(accountIds: readonly string[]) {
  const ids = [...new Set(accountIds)].sort();
  return queryOptions({
    queryKey: ['teammates', ids] as const,
    queryFn: ({ signal }) =>
      fetchJson<Teammate[]>(`/api/teammates?accountIds=${ids.join(',')}`, signal),
  });
}
