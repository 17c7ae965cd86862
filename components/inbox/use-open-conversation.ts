'use client';

import { usePathname } from 'next/navigation';
import { useMemo } from 'react';

const INBOX = '/inbox';

/** The address of a conversation, opened at one of its messages where that is given. */
export function conversationPath(id: string, at: string | null = null): string {
  return `${INBOX}/${id}${at ? `?at=${encodeURIComponent(at)}` : ''}`;
}

/**
 * The open conversation lives in the address. It is changed by the browser's own history, which the
 * router follows without asking the server: the next conversation is on screen at the next frame.
 */
export function useOpenConversation() {
  const pathname = usePathname();
  const openId = pathname.startsWith(`${INBOX}/`) ? pathname.slice(INBOX.length + 1) : null;
  return useMemo(
    () => ({
      openId,
      open(id: string, at: string | null = null) {
        if (id === openId && at === null) return;
        const address = conversationPath(id) + searchAt(at);
        // Reading through the list leaves one step in the history: Back leads to the list.
        if (openId) window.history.replaceState(null, '', address);
        else window.history.pushState(null, '', address);
      },
      close() {
        if (openId) window.history.pushState(null, '', INBOX + searchAt(null));
      },
    }),
    [openId],
  );
}

/** What narrows the list stays in the address; the message that was opened at belongs to its conversation. */
function searchAt(at: string | null): string {
  const { search } = window.location;
  const params = new URLSearchParams(search);
  if (at === null && !params.has('at')) return search;
  if (at === null) params.delete('at');
  else params.set('at', at);
  return params.size > 0 ? `?${params}` : '';
}
