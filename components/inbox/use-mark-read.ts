'use client';

import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { markReadAction } from '@/lib/inbox/actions';
import { inboxKeys } from '@/lib/inbox/options';
import type { ConversationPage, ThreadHeader, ThreadPage } from '@/lib/inbox/types';

/** Passing by is not reading. */
const DWELL_MS = 1_000;
const NEXT_TRY_MS = 10_000;

/** Marks the open conversation as read in our app, after a second of looking at it. */
export function useMarkRead(header: ThreadHeader | undefined): void {
  const queryClient = useQueryClient();
  const isVisible = useSyncExternalStore(subscribe, readIsVisible, () => false);
  const { id, canMarkRead = false, unreadCount = 0 } = header ?? {};
  const [failedTries, setFailedTries] = useState(0);
  // A mark that stood at the opening goes with it; one that is set while reading is meant to stay.
  const [isMarkDue, setIsMarkDue] = useState<boolean | null>(null);
  if (isMarkDue === null && header) setIsMarkDue(header.isUnread);
  const isDue = canMarkRead && (unreadCount > 0 || isMarkDue === true) && isVisible;
  // Another count restarts the second: another message came.
  const due = isDue ? `due ${unreadCount}` : null;

  useEffect(() => {
    if (!id || due === null) return;
    const delayMs = failedTries === 0 ? DWELL_MS : NEXT_TRY_MS;
    const timer = setTimeout(async () => {
      const result = await markReadAction({ conversationId: id }).catch(() => null);
      if (!result?.ok) {
        setFailedTries((count) => count + 1);
        return;
      }
      setIsMarkDue(false);
      queryClient.setQueriesData<InfiniteData<ConversationPage>>(
        { queryKey: [...inboxKeys.all, 'list'] },
        (data) => data && clearUnread(data, id),
      );
      queryClient.setQueriesData<InfiniteData<ThreadPage>>(
        { queryKey: inboxKeys.thread(id) },
        (data) => data && clearHeader(data),
      );
      void queryClient.invalidateQueries({ queryKey: inboxKeys.thread(id) });
      void queryClient.invalidateQueries({ queryKey: inboxKeys.unread });
    }, delayMs);
    return () => clearTimeout(timer);
  }, [id, due, failedTries, queryClient]);
}

function clearUnread(
  data: InfiniteData<ConversationPage>,
  id: string,
): InfiniteData<ConversationPage> {
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((row) =>
        row.id === id ? { ...row, unreadCount: 0, isUnread: false } : row,
      ),
    })),
  };
}

/** At once: the key that marks it unread again asks what it is now. */
function clearHeader(data: InfiniteData<ThreadPage>): InfiniteData<ThreadPage> {
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      header: { ...page.header, unreadCount: 0, isUnread: false },
    })),
  };
}

function subscribe(notify: () => void): () => void {
  document.addEventListener('visibilitychange', notify);
  return () => document.removeEventListener('visibilitychange', notify);
}

function readIsVisible(): boolean {
  return document.visibilityState === 'visible';
}
