'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { VIEWS } from '@/components/triage/view-bar';
import type { ConversationFilter, ConversationRow } from '@/lib/inbox/types';
import { rowElementId } from './conversation-row';
import { keepPlace, placeOf } from './list-place';
import { useSelectionState } from './selection';
import type { useConversationRows } from './use-conversation-rows';
import { useSelectionKeys } from './use-selection-keys';
import { useThreadKeys } from './use-thread-keys';

const PAGE_ROWS = 10;

type InboxKeysInput = {
  list: ReturnType<typeof useConversationRows>;
  openId: string | null;
  open: (id: string) => void;
  close: () => void;
  preload: (row: ConversationRow) => void;
  gridRef: RefObject<HTMLDivElement | null>;
  composerRef: RefObject<HTMLElement | null>;
  filter: ConversationFilter;
  setFilter: (change: Partial<ConversationFilter>) => void;
};

/** The keyboard of the inbox: what has the focus, and what each command does. */
export function useInboxKeys(input: InboxKeysInput) {
  const { list, openId, open, close, preload, gridRef, composerRef, filter, setFilter } = input;
  const { rows, indexOf } = list;
  const { focusedId, setFocusedId } = useKeptPlace(filter, list);
  const [wanted, setWanted] = useState<{ id: string } | null>(null);
  const threadRef = useRef<HTMLElement>(null);
  useKeptFocus(gridRef, focusedId, indexOf);

  // The neighbours of the open conversation are where a key leads next.
  useEffect(() => {
    const index = indexOf(openId);
    if (index < 0) return;
    for (const row of [rows[index + 1], rows[index - 1]]) {
      if (row) preload(row);
    }
  }, [rows, indexOf, openId, preload]);

  const focusRow = useCallback(
    (id: string) => {
      setFocusedId(id);
      setWanted({ id });
    },
    [setFocusedId],
  );

  /** Where a movement begins: the row with the focus, and while reading the open one. */
  function current(): number {
    const isInGrid = gridRef.current?.contains(document.activeElement) ?? false;
    return indexOf(isInGrid ? focusedId : (openId ?? focusedId));
  }

  function goTo(index: number): boolean {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (!row) return false;
    focusRow(row.id);
    if (openId) open(row.id);
    return true;
  }

  function move(step: number): boolean {
    const from = current();
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
  }, [close, openId, focusRow]);

  const leaveComposer = useCallback(() => {
    const isListed = openId !== null && indexOf(openId) >= 0;
    if (isListed && gridRef.current?.checkVisibility()) focusRow(openId);
    else threadRef.current?.focus({ preventScroll: true });
  }, [openId, indexOf, focusRow, gridRef]);

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
  useCommand('rowControls', () => focusControl(1));
  useCommand('leaveControls', () => focusControl(-1));
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
  const selectRow = useSelectionKeys({ list, openId, current, focusRow });
  useThreadKeys(threadRef, openId !== null);

  return {
    wanted,
    focusRow,
    setFocusedId,
    selectRow,
    threadRef,
    closeThread,
    leaveComposer,
    /** The list takes the focus as soon as it is drawn again: where it was left, else at its head. */
    backToList() {
      const row = rows[Math.max(current(), 0)];
      if (row) focusRow(row.id);
    },
    openRow(id: string) {
      if (id === openId) composerRef.current?.focus();
      else open(id);
    },
  };
}

/** The next control of the row that holds the focus; at its end the key is left alone. */
function focusControl(step: 1 | -1): boolean {
  const row = document.activeElement?.closest('[data-conversation]');
  const controls = [...(row?.querySelectorAll<HTMLElement>('a[href], button') ?? [])];
  const next = controls[controls.findIndex((one) => one.matches(':focus')) + step];
  next?.focus({ preventScroll: true });
  return next !== undefined;
}

/** Which row has the focus, remembered for each list; none that is no longer listed. */
function useKeptPlace(
  filter: ConversationFilter,
  { rows, indexOf }: ReturnType<typeof useConversationRows>,
) {
  const { focusedId, setFocusedId } = useSelectionState();
  useEffect(() => setFocusedId(placeOf(filter).focusedId), [filter, setFocusedId]);
  const keep = useCallback(
    (id: string | null) => {
      keepPlace(filter, { focusedId: id });
      setFocusedId(id);
    },
    [filter, setFocusedId],
  );
  const isGone = focusedId !== null && rows.length > 0 && indexOf(focusedId) < 0;
  useEffect(() => {
    if (isGone) keep(null);
  }, [isGone, keep]);
  return { focusedId, setFocusedId: keep };
}

/** The focus follows the conversation: when its row moves, the browser drops it and we put it back. */
function useKeptFocus(
  gridRef: RefObject<HTMLElement | null>,
  focusedId: string | null,
  indexOf: (id: string | null) => number,
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
    if (indexOf(focusedId) < 0) return;
    document.getElementById(rowElementId(focusedId))?.focus({ preventScroll: true });
  }, [indexOf, focusedId]);
}
