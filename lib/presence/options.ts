import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import { PRESENCE_BEAT_MS } from './rules';
import type { PresentMember } from './types';

export const presenceKeys = {
  of: (conversationId: string) => ['presence', conversationId] as const,
};

/** Colleagues who are in a conversation now. Asked again while it is open, because absence sends no hint. */
export function presenceOptions(conversationId: string) {
  return queryOptions({
    queryKey: presenceKeys.of(conversationId),
    queryFn: ({ signal }) =>
      fetchJson<PresentMember[]>(`/api/conversations/${conversationId}/presence`, signal),
    staleTime: 0,
    refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? PRESENCE_BEAT_MS : false),
  });
}
