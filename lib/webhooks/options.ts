import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { EventState, WebhookEventDetail, WebhookEventPage } from './types';

export const webhookKeys = {
  all: ['webhook-events'] as const,
  list: (state: EventState | null) => ['webhook-events', 'list', { state }] as const,
  one: (eventId: string) => ['webhook-events', 'one', eventId] as const,
};

/** The flight recorder, newest delivery first. */
export function webhookEventsOptions(state: EventState | null) {
  return infiniteQueryOptions({
    queryKey: webhookKeys.list(state),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams();
      if (state) query.set('state', state);
      if (pageParam) query.set('cursor', pageParam);
      return fetchJson<WebhookEventPage>(`/api/webhook-events?${query}`, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}

export function webhookEventOptions(eventId: string) {
  return queryOptions({
    queryKey: webhookKeys.one(eventId),
    queryFn: ({ signal }) =>
      fetchJson<WebhookEventDetail>(`/api/webhook-events/${eventId}`, signal),
  });
}
