import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import { SECOND_MS } from '@/lib/core/time';
import type { Connection, ConnectionChoice } from './types';

export const connectionKeys = {
  all: ['connections'] as const,
  list: ['connections', 'list'] as const,
  choices: ['connections', 'choices'] as const,
};

/** API connections and their state, for who may change them. Asked again by itself while a first event is awaited. */
export function connectionsOptions() {
  return queryOptions({
    queryKey: connectionKeys.list,
    queryFn: ({ signal }) => fetchJson<Connection[]>('/api/connections', signal),
    refetchInterval: ({ state }) =>
      state.data?.some(({ webhooks }) => webhooks.state !== 'verified') ? 5 * SECOND_MS : false,
  });
}

/** Where an account can be connected. */
export function connectionChoicesOptions() {
  return queryOptions({
    queryKey: connectionKeys.choices,
    queryFn: ({ signal }) => fetchJson<ConnectionChoice[]>('/api/connections/choices', signal),
  });
}
