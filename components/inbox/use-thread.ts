'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type RefObject, useCallback, useMemo, useState } from 'react';
import { pastOptions, threadOptions } from '@/lib/inbox/options';
import type { ThreadMessage, ThreadPage } from '@/lib/inbox/types';
import { notesOptions } from '@/lib/notes/options';
import { notesBetween, threadItems } from './thread-entries';
import { type OnHeld, useOutbox } from './use-outbox';

/** How one end of what is loaded goes on. */
export type ThreadEnd = {
  hasMore: boolean;
  isFetching: boolean;
  isError: boolean;
  /** There is more, and nothing is on its way that asking for it would drop. */
  isFree: boolean;
  fetch: () => Promise<unknown>;
};

/**
 * The conversation as loaded, with what is still on its way to our server: its newest part, or the part
 * around the message `at` for as long as these two do not touch.
 */
export function useThread(conversationId: string, at: string | null, onHeldRef: RefObject<OnHeld>) {
  const latest = useInfiniteQuery(threadOptions(conversationId));
  const newest = latest.data?.pages;
  const pastAt = useFarAway(at, newest);
  const past = useInfiniteQuery({
    ...pastOptions(conversationId, at ?? ''),
    // Before the newest part is here nobody knows whether it holds the message.
    enabled: pastAt !== null || (at !== null && newest === undefined),
  });
  const around = pastAt === null ? undefined : past.data?.pages;
  const isPast = around !== undefined && !isJoined(around, newest);
  const messages = useMemo(
    () => [...(isPast ? [] : messagesOf(newest)), ...messagesOf(around)],
    [isPast, newest, around],
  );
  const sends = newest?.[0]?.sends;
  const knownIds = useMemo(
    () =>
      new Set([...messagesOf(newest), ...(sends ?? [])].flatMap(({ clientId }) => clientId ?? [])),
    [newest, sends],
  );
  const onHeld = useCallback<OnHeld>((...held) => onHeldRef.current(...held), [onHeldRef]);
  const outbox = useOutbox(conversationId, knownIds, onHeld);
  const notes = useQuery(notesOptions(conversationId)).data?.notes;
  const older = useEnd(around ? past : latest, 'next');
  const newer = useEnd(past, 'previous');
  const items = useMemo(
    () =>
      threadItems({
        messages,
        notes: notesBetween(notes ?? [], messages, { isOlderLeft: older.hasMore, isPast }),
        sends: isPast ? [] : (sends ?? []),
        outbox: isPast ? [] : outbox.entries,
      }),
    [messages, notes, sends, outbox.entries, isPast, older.hasMore],
  );
  return {
    query: latest,
    header: newest?.[0]?.header,
    items,
    notes,
    outbox,
    older,
    newer: isPast ? newer : null,
    /** What is shown ends before the newest messages. */
    isPast,
    /** Whether the part around the message is still on its way. */
    isSeeking: pastAt !== null && !around && !past.error,
    /** The message is not here, or could not be asked for. */
    pastError: pastAt === null || around ? null : past.error,
  };
}

/** `at` where the newest part, when that was asked first, did not hold it. */
function useFarAway(at: string | null, newest: readonly ThreadPage[] | undefined): string | null {
  const [asked, setAsked] = useState<{ at: string | null; isFar: boolean }>({
    at: null,
    isFar: false,
  });
  if (asked.at !== at && (at === null || newest)) {
    setAsked({ at, isFar: at !== null && !messagesOf(newest).some((one) => isNamed(one, at)) });
  }
  return asked.isFar && asked.at === at ? at : null;
}

/** Whether a message goes by this id, ours or the provider's. */
export function isNamed(message: ThreadMessage, id: string): boolean {
  return message.id === id || message.providerMessageId === id;
}

function messagesOf(pages: readonly ThreadPage[] | undefined): ThreadMessage[] {
  return pages?.flatMap((page) => page.messages) ?? [];
}

/** Whether no message can lie between the two parts. */
function isJoined(
  around: readonly ThreadPage[],
  newest: readonly ThreadPage[] | undefined,
): boolean {
  if (around[0]?.newerCursor === null) return true;
  const end = messagesOf(around)[0];
  const begin = messagesOf(newest).at(-1);
  return end !== undefined && begin !== undefined && end.sentAt > begin.sentAt;
}

type Paged = ReturnType<typeof useInfiniteQuery>;

function useEnd(query: Paged, side: 'next' | 'previous'): ThreadEnd {
  const isNext = side === 'next';
  const hasMore = isNext ? query.hasNextPage : query.hasPreviousPage;
  const isFetching = isNext ? query.isFetchingNextPage : query.isFetchingPreviousPage;
  const isError = isNext ? query.isFetchNextPageError : query.isFetchPreviousPageError;
  const isFree = hasMore && !isError && !query.isFetching;
  const fetchPage = isNext ? query.fetchNextPage : query.fetchPreviousPage;
  return useMemo(
    () => ({
      hasMore,
      isFetching,
      isError,
      isFree,
      fetch: () => fetchPage({ cancelRefetch: false }),
    }),
    [hasMore, isFetching, isError, isFree, fetchPage],
  );
}
