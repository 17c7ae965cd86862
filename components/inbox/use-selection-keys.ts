'use client';

import { useEffect } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { useSelectionState } from './selection';
import {
  MAX_SELECTED,
  NOTHING_SELECTED,
  selectAllOf,
  selectRange,
  stillListed,
  toggleSelected,
} from './selection-rules';
import type { useConversationRows } from './use-conversation-rows';

type SelectionKeysInput = {
  list: ReturnType<typeof useConversationRows>;
  openId: string | null;
  /** Where the next movement begins, as a place in the list. */
  current: () => number;
  focusRow: (id: string) => void;
};

/** The keys that select rows. Returns what a click on a row's box does. */
export function useSelectionKeys({ list, openId, current, focusRow }: SelectionKeysInput) {
  const { rows, indexOf, query } = list;
  const { selection, setSelection, focusedId } = useSelectionState();

  useEffect(() => {
    setSelection((before) => stillListed(before, (id) => indexOf(id) >= 0));
  }, [indexOf, setSelection]);

  function extend(step: 1 | -1): boolean {
    const from = current();
    const row = rows[Math.min(Math.max(from + step, 0), rows.length - 1)];
    if (!row) return false;
    setSelection((before) => selectRange(before, rows, rows[from]?.id ?? null, row.id));
    focusRow(row.id);
    return true;
  }

  /** First everything that is loaded; once that is selected, everything that matches. */
  async function selectAll() {
    const isAllSelected = rows.every(({ id }) => selection.ids.has(id));
    setSelection(selectAllOf(rows));
    if (!isAllSelected || !query.hasNextPage) return;
    let known = rows.length;
    for (let hasMore = true; hasMore && known < MAX_SELECTED; ) {
      const { data, hasNextPage, isError } = await query.fetchNextPage();
      const loaded = data?.pages.flatMap((page) => page.items) ?? [];
      hasMore = hasNextPage && !isError && loaded.length > known;
      known = loaded.length;
      // The list draws them in a moment; until then they count as listed.
      requestAnimationFrame(() => setSelection(selectAllOf(loaded)));
    }
  }

  useCommand('select', () => {
    const row = rows[current()];
    if (row) setSelection((before) => toggleSelected(before, row.id));
    return row !== undefined;
  });
  useCommand('selectDown', () => extend(1));
  useCommand('selectUp', () => extend(-1));
  useCommand('selectAll', () => void selectAll(), { isEnabled: rows.length > 0 });
  useCommand('back', () => setSelection(NOTHING_SELECTED), {
    isEnabled: openId === null && selection.ids.size > 0,
  });

  return (id: string, isRange: boolean) =>
    setSelection((before) =>
      isRange ? selectRange(before, rows, focusedId, id) : toggleSelected(before, id),
    );
}
