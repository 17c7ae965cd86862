'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import type { ConversationFilter, ConversationRow } from '@/lib/inbox/types';
import { rowElementId } from './conversation-row';
import { VIEWS } from './list-header';
import type { useConversationRows } from './use-conversation-rows';

const PAGE_ROWS = 10;
/** So many rows before the end the next page is asked for. */
const ROWS_AHEAD = 5;

type InboxKeysInput = {
  list: ReturnType<typeof useConversationRows>;
  openId: string | null;
  open: (id: string) => void;
  close: () => void;
  preload: (row: ConversationRow) => void;
  gridRef: RefObject<HTMLTableElement | null>;
  composerRef: RefObject<HTMLTextAreaElement | null>;
  filter: ConversationFilter;
  setFilter: (change: Partial<ConversationFilter>) => void;
};

/** The keyboard of the inbox: what has the focus, and what each shortcut does. */
export function useInboxKeys(input: InboxKeysInput) {
  const { list, openId, open, close, preload, gridRef, composerRef, filter, setFilter } = input;
  const { rows, query } = list;
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const threadRef = useRef<HTMLElement>(null);
  useKeptFocus(gridRef, focusedId, rows);

  // The neighbours of the open conversation are where a key leads next.
  useEffect(() => {
    const index = rows.findIndex(({ id }) => id === openId);
    if (index < 0) return;
    for (const row of [rows[index + 1], rows[index - 1]]) {
      if (row) preload(row);
    }
  }, [rows, openId, preload]);

  function goTo(index: number): boolean {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return false;
    setFocusedId(row.id);
    focusRow(row.id);
    if (openId) open(row.id);
    if (index >= rows.length - ROWS_AHEAD && query.hasNextPage && !query.isFetching) {
      void query.fetchNextPage();
    }
    return true;
  }

  function move(step: number): boolean {
    const isInGrid = gridRef.current?.contains(document.activeElement) ?? false;
    const fromId = isInGrid ? focusedId : (openId ?? focusedId);
    const from = rows.findIndex(({ id }) => id === fromId);
    return goTo(from < 0 ? 0 : from + step);
  }

  function openOrWrite(): boolean {
    const isInGrid = gridRef.current?.contains(document.activeElement) ?? false;
    if (isInGrid && focusedId && focusedId !== openId) open(focusedId);
    else if (openId) composerRef.current?.focus();
    else return false;
    return true;
  }

  const closeThread = useCallback(() => {
    close();
    // The row takes the focus back once the list is in sight again.
    if (openId) requestAnimationFrame(() => focusRow(openId));
  }, [close, openId]);

  const leaveComposer = useCallback(() => {
    const row = openId === null ? null : document.getElementById(rowElementId(openId));
    if (row?.checkVisibility()) row.focus({ preventScroll: true });
    else threadRef.current?.focus({ preventScroll: true });
  }, [openId]);

  function goToView(step: number): boolean {
    const index = VIEWS.findIndex(({ view }) => view === filter.view) + step;
    const next = VIEWS[index];
    if (next) setFilter({ view: next.view });
    return next !== undefined;
  }

  useCommand('next', () => move(1));
  useCommand('previous', () => move(-1));
  useCommand('first', () => goTo(0));
  useCommand('last', () => goTo(rows.length - 1));
  useCommand('pageDown', () => move(PAGE_ROWS));
  useCommand('pageUp', () => move(-PAGE_ROWS));
  useCommand('open', openOrWrite);
  useCommand(
    'reply',
    () => {
      composerRef.current?.focus();
      return composerRef.current !== null;
    },
    { isEnabled: openId !== null },
  );
  useCommand('nextView', () => goToView(1));
  useCommand('previousView', () => goToView(-1));
  useCommand('back', closeThread, { isEnabled: openId !== null });

  return {
    focusedId,
    setFocusedId,
    threadRef,
    closeThread,
    leaveComposer,
    openRow(id: string) {
      if (id === openId) composerRef.current?.focus();
      else open(id);
    },
  };
}

function focusRow(id: string): void {
  const element = document.getElementById(rowElementId(id));
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}

/** The focus follows the conversation: when its row moves, the browser drops it and we put it back. */
function useKeptFocus(
  gridRef: RefObject<HTMLTableElement | null>,
  focusedId: string | null,
  rows: readonly { id: string }[],
): void {
  const hadFocus = useRef(false);
  useEffect(() => {
    const note = () => {
      hadFocus.current = gridRef.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [gridRef]);
  useLayoutEffect(() => {
    if (!hadFocus.current || document.activeElement !== document.body || !focusedId) return;
    if (!rows.some(({ id }) => id === focusedId)) return;
    document.getElementById(rowElementId(focusedId))?.focus({ preventScroll: true });
  }, [rows, focusedId]);
}
