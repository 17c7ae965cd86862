import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { Healing } from '@/lib/healing/types';

/** Below `accounts`, so that a hint about the account asks for it again. */
export const healingOptions = (accountId: string) =>
  queryOptions({
    queryKey: ['accounts', 'healing', accountId],
    queryFn: ({ signal }) => fetchJson<Healing>(`/api/accounts/${accountId}/healing`, signal),
  });
