'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { RequestError } from '@/lib/core/fetch-json';
import { conversationsOptions, threadOptions } from '@/lib/inbox/options';
import type { ConversationFilter, ConversationRow } from '@/lib/inbox/types';
import { arrangeRows, type HeldOrder, holdOrder } from './row-order';

type Held = { filter: ConversationFilter; order: HeldOrder; openRow: ConversationRow | null };

/** The rows of a filter, in an order that does not move while somebody points at it or has scrolled. */
export function useConversationRows(filter: ConversationFilter, openId: string | null) {
  const query = useInfiniteQuery(conversationsOptions(filter));
  const fresh = useMemo(() => distinct(query.data?.pages ?? []), [query.data]);
  const [held, setHeld] = useState<Held | null>(null);
  const openRow = useKeptRow(fresh, filter, openId);
  const complete = useMemo(() => withRow(fresh, openRow), [fresh, openRow]);
  const order = held?.filter === filter ? held.order : null;
  const { rows, newCount } = useMemo(() => arrangeRows(complete, order), [complete, order]);
  return {
    query,
    rows,
    newCount,
    hold() {
      if (!order && rows.length > 0) setHeld({ filter, order: holdOrder(rows), openRow });
    },
    release() {
      if (held) setHeld(null);
    },
  };
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
  const current = fresh.find(({ id }) => id === openId) ?? null;
  const [kept, setKept] = useState<{ filter: ConversationFilter; row: ConversationRow } | null>(
    null,
  );
  const isLost = useIsLost(openId);
  if (current && (kept?.row !== current || kept.filter !== filter))
    setKept({ filter, row: current });
  if (current) return current;
  const isStillOpen = kept !== null && kept.filter === filter && kept.row.id === openId && !isLost;
  return isStillOpen ? { ...kept.row, unreadCount: 0 } : null;
}

/** Whether the open conversation is refused by now: nothing of it may stay on screen (Z5). */
function useIsLost(openId: string | null): boolean {
  const { error } = useInfiniteQuery({ ...threadOptions(openId ?? ''), enabled: false });
  return error instanceof RequestError && error.status === 404;
}

function withRow(rows: readonly ConversationRow[], row: ConversationRow | null) {
  if (!row || rows.some(({ id }) => id === row.id)) return rows;
  const place = rows.findIndex((other) => other.lastMessageAt < row.lastMessageAt);
  return place < 0 ? [...rows, row] : rows.toSpliced(place, 0, row);
}

/** A conversation that moved while pages were read may stand in two of them. */
function distinct(pages: readonly { items: readonly ConversationRow[] }[]): ConversationRow[] {
  const byId = new Map<string, ConversationRow>();
  for (const row of pages.flatMap((page) => page.items)) {
    if (!byId.has(row.id)) byId.set(row.id, row);
  }
  return [...byId.values()];
}
