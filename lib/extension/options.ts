import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { ExtensionSettings } from '@/lib/extension/types';

export const extensionOptions = () =>
  queryOptions({
    queryKey: ['extension'],
    queryFn: ({ signal }) => fetchJson<ExtensionSettings>('/api/extension/devices', signal),
  });
