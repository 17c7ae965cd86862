import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { ConversationNotes, Mention } from './types';

export const noteKeys = {
  of: (conversationId: string) => ['notes', conversationId] as const,
  mentions: ['mentions'] as const,
};

/** The private notes of a conversation, and whom one can name there. */
export function notesOptions(conversationId: string) {
  return queryOptions({
    queryKey: noteKeys.of(conversationId),
    queryFn: ({ signal }) =>
      fetchJson<ConversationNotes>(`/api/conversations/${conversationId}/notes`, signal),
  });
}

/** The latest notes that name the member. */
export function mentionsOptions() {
  return queryOptions({
    queryKey: noteKeys.mentions,
    queryFn: ({ signal }) => fetchJson<Mention[]>('/api/mentions', signal),
  });
}
