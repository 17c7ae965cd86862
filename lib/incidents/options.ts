import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { IncidentDetail, IncidentList } from '@/lib/incidents/types';

// Under the overview's key: what makes that one old makes these old.
export function incidentsOptions() {
  return queryOptions({
    queryKey: ['overview', 'incidents'] as const,
    queryFn: ({ signal }) => fetchJson<IncidentList>('/api/overview/incidents', signal),
  });
}

export function incidentOptions(incidentId: string) {
  return queryOptions({
    queryKey: ['overview', 'incidents', incidentId] as const,
    queryFn: ({ signal }) =>
      fetchJson<IncidentDetail>(`/api/overview/incidents/${incidentId}`, signal),
  });
}
