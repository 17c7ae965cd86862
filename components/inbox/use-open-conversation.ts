'use client';

import { usePathname } from 'next/navigation';
import { useMemo } from 'react';

const INBOX = '/inbox';

export function conversationPath(id: string): string {
  return `${INBOX}/${id}`;
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
      open(id: string) {
        if (id === openId) return;
        const address = conversationPath(id) + window.location.search;
        // Reading through the list leaves one step in the history: Back leads to the list.
        if (openId) window.history.replaceState(null, '', address);
        else window.history.pushState(null, '', address);
      },
      close() {
        if (openId) window.history.pushState(null, '', INBOX + window.location.search);
      },
    }),
    [openId],
  );
}
