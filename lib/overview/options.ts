import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { Overview, OverviewFilters } from '@/lib/overview/types';

const REFETCH_MS = 60_000;

export function overviewOptions() {
  return queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => fetchJson<Overview>('/api/overview', signal),
    refetchInterval: REFETCH_MS,
  });
}

/** Address of the export with the same filters as the page. */
export function overviewCsvHref(filters: OverviewFilters): string {
  const query = new URLSearchParams();
  if (filters.provider) query.set('provider', filters.provider);
  if (filters.owner) query.set('owner', filters.owner);
  if (filters.status) query.set('status', filters.status);
  if (filters.sort !== 'need') query.set('sort', filters.sort);
  if (filters.isDescending) query.set('desc', 'true');
  const text = query.toString();
  return text ? `/api/overview/csv?${text}` : '/api/overview/csv';
}
