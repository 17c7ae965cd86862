'use client';

import { useEffect } from 'react';

/** "(3) Inbox · Switchboard": what waits is told in the tab too. */
export function useUnreadTitle(unreadCount: number): void {
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\) /, '');
    document.title = unreadCount > 0 ? `(${unreadCount}) ${plain}` : plain;
    return () => {
      document.title = plain;
    };
  }, [unreadCount]);
}
