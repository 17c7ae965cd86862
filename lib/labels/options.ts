import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { LabelList, LabelUses } from './types';

export const labelKeys = {
  all: ['labels'] as const,
  list: ['labels', 'list'] as const,
  uses: ['labels', 'uses'] as const,
};

/** Every label of the workspace, by name. */
export function labelsOptions() {
  return queryOptions({
    queryKey: labelKeys.list,
    queryFn: ({ signal }) => fetchJson<LabelList>('/api/labels', signal),
  });
}

/** How many conversations carry each label; for whoever manages them. */
export function labelUsesOptions() {
  return queryOptions({
    queryKey: labelKeys.uses,
    queryFn: ({ signal }) => fetchJson<LabelUses>('/api/labels/uses', signal),
  });
}
