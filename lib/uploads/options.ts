import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { WaitingFile } from './types';

/** Null is the draft of the message that begins a conversation. */
export const uploadKeys = {
  all: ['uploads'] as const,
  waiting: (conversationId: string | null) => ['uploads', conversationId ?? 'new'] as const,
};

/** Files of a draft of the member, in the order in which they came. */
export function waitingOptions(conversationId: string | null) {
  return queryOptions({
    queryKey: uploadKeys.waiting(conversationId),
    queryFn: ({ signal }) =>
      fetchJson<WaitingFile[]>(
        conversationId ? `/api/uploads?conversationId=${conversationId}` : '/api/uploads',
        signal,
      ),
  });
}

/** Where a file is put, for the draft of a conversation or of a new message from an account. */
export function uploadPath(target: { conversationId: string } | { accountId: string }): string {
  return `/api/uploads?${new URLSearchParams({ ...target })}`;
}
