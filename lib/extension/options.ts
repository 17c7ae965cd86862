import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { ExtensionSettings } from '@/lib/extension/types';

/** Hints tell of changes; this keeps the proof that an account works young, which changes silently. */
const REFETCH_MS = 60_000;

export const extensionOptions = () =>
  queryOptions({
    queryKey: ['extension'],
    queryFn: ({ signal }) => fetchJson<ExtensionSettings>('/api/extension/devices', signal),
    refetchInterval: REFETCH_MS,
  });
