'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { applyPending } from '@/components/triage/acts';
import { useTriage } from '@/components/triage/triage-provider';
import { isNotFound } from '@/lib/core/fetch-json';
import { conversationsOptions, fetchConversations, threadOptions } from '@/lib/inbox/options';
import { compareRows } from '@/lib/inbox/order-rules';
import type { ConversationFilter, ConversationRow } from '@/lib/inbox/types';
import { distinctRows, isWindowOld, type PageWindow, windowedPages, windowOf } from './list-pages';
import { arrangeRows, type HeldOrder, holdOrder } from './row-order';

/** A list that was left is kept for so long: whoever comes back finds the place. */
const KEPT_MS = 30 * 60_000;

type Held = { filter: ConversationFilter; order: HeldOrder; openRow: ConversationRow | null };

/** The rows of a filter, in an order that does not move while somebody points at it or has scrolled. */
export function useConversationRows(filter: ConversationFilter, openId: string | null) {
  const { query, look } = useWindowedList(filter);
  const { pending } = useTriage();
  const fresh = useMemo(
    () => applyPending(distinctRows(query.data?.pages ?? []), pending, filter),
    [query.data, pending, filter],
  );
  const [held, setHeld] = useState<Held | null>(null);
  const openRow = useKeptRow(fresh, filter, openId);
  const complete = useMemo(() => withRow(fresh, openRow, filter), [fresh, openRow, filter]);
  const order = held?.filter === filter ? held.order : null;
  const { rows, newCount } = useMemo(() => arrangeRows(complete, order), [complete, order]);
  const places = useMemo(() => new Map(rows.map((row, index) => [row.id, index])), [rows]);
  return {
    query,
    rows,
    newCount,
    /** Where a conversation stands among the rows, or -1. */
    indexOf: useCallback((id: string | null) => places.get(id ?? '') ?? -1, [places]),
    /** Says which rows are in sight: they are kept current. */
    look,
    hold() {
      if (!order && rows.length > 0) setHeld({ filter, order: holdOrder(rows), openRow });
    },
    release() {
      if (held) setHeld(null);
    },
  };
}

/** The pages of the list, of which only those in sight are asked for again. */
function useWindowedList(filter: ConversationFilter) {
  const window = useRef<PageWindow>({ from: 0, to: 1 });
  const query = useInfiniteQuery({
    ...conversationsOptions(filter),
    queryFn: windowedPages(
      (cursor, signal) => fetchConversations(filter, cursor, signal),
      () => window.current,
      filter.view,
    ),
    gcTime: KEPT_MS,
  });
  const { data, isFetching, refetch } = query;
  const look = useCallback(
    (first: ConversationRow | undefined, last: ConversationRow | undefined) => {
      const pages = data?.pages ?? [];
      window.current = windowOf(pages, first?.id, last?.id);
      if (!isFetching && isWindowOld(pages, window.current)) void refetch();
    },
    [data, isFetching, refetch],
  );
  return { query, look };
}

/**
 * The open row of a list that it no longer belongs to: read while "Unread" is shown, it stays until
 * another one is opened.
 */
function useKeptRow(
  fresh: readonly ConversationRow[],
  filter: ConversationFilter,
  openId: string | null,
): ConversationRow | null {
  const current = useMemo(() => fresh.find(({ id }) => id === openId) ?? null, [fresh, openId]);
  const [kept, setKept] = useState<{ filter: ConversationFilter; row: ConversationRow } | null>(
    null,
  );
  const isLost = useIsLost(openId);
  if (current && (kept?.row !== current || kept.filter !== filter))
    setKept({ filter, row: current });
  const isStillOpen = kept !== null && kept.filter === filter && kept.row.id === openId && !isLost;
  const left = isStillOpen ? kept.row : null;
  // The same object as long as it is the same row, so that the list is not arranged for nothing.
  const leftRow = useMemo(() => left && { ...left, unreadCount: 0, isUnread: false }, [left]);
  return current ?? leftRow;
}

/** Whether the open conversation is refused by now: nothing of it may stay on screen (Z5). */
function useIsLost(openId: string | null): boolean {
  const { error } = useInfiniteQuery({ ...threadOptions(openId ?? ''), enabled: false });
  return isNotFound(error);
}

function withRow(
  rows: readonly ConversationRow[],
  row: ConversationRow | null,
  { view }: ConversationFilter,
) {
  if (!row || rows.some(({ id }) => id === row.id)) return rows;
  const place = rows.findIndex((other) => compareRows(view, row, other) < 0);
  return place < 0 ? [...rows, row] : rows.toSpliced(place, 0, row);
}
