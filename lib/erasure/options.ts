import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { ErasureRow } from './types';

/** Who was erased in the workspace, the latest first. */
export function erasuresOptions() {
  return queryOptions({
    queryKey: ['people', 'erasures'] as const,
    queryFn: ({ signal }) => fetchJson<ErasureRow[]>('/api/erasures', signal),
  });
}

/** All that is held of a person, as a file. */
export function personExportHref(personId: string): string {
  return `/api/people/${personId}/export`;
}
