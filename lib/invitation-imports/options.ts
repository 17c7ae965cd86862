import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { ImportDetail, ImportList } from './types';

export function importsOptions() {
  return queryOptions({
    queryKey: ['invitation-imports', 'list'] as const,
    queryFn: ({ signal }) => fetchJson<ImportList>('/api/people/imports', signal),
  });
}

export function importOptions(importId: string) {
  return queryOptions({
    queryKey: ['invitation-imports', 'one', importId] as const,
    queryFn: ({ signal }) => fetchJson<ImportDetail>(`/api/people/imports/${importId}`, signal),
  });
}

export function importCsvHref(importId: string): string {
  return `/api/people/imports/${importId}/csv`;
}
