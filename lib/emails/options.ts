import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import { MINUTE_MS } from '@/lib/core/time';
import type { MailFolder } from './types';

/** Folders of every mailbox that the reader may see, by name. They change at the provider, without a hint. */
export function foldersOptions() {
  return queryOptions({
    queryKey: ['email-folders'] as const,
    queryFn: ({ signal }) => fetchJson<MailFolder[]>('/api/emails/folders', signal),
    staleTime: MINUTE_MS,
  });
}
