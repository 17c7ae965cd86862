'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { NOTHING_SELECTED, type Selection, targetsOf } from './selection-rules';

type SelectionState = {
  selection: Selection;
  setSelection: (change: Selection | ((before: Selection) => Selection)) => void;
  focusedId: string | null;
  setFocusedId: (id: string | null) => void;
  openId: string | null;
  /** While something else stands in its place, what is selected in it is out of sight. */
  isListShown: boolean;
};

const SelectionContext = createContext<SelectionState | null>(null);

/** What is selected and what has the focus, for everything that acts on conversations. */
export function SelectionProvider({
  openId,
  isListShown,
  children,
}: {
  openId: string | null;
  isListShown: boolean;
  children: ReactNode;
}) {
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const state = useMemo(
    () => ({ selection, setSelection, focusedId, setFocusedId, openId, isListShown }),
    [selection, focusedId, openId, isListShown],
  );
  return <SelectionContext value={state}>{children}</SelectionContext>;
}

export function useSelectionState(): SelectionState {
  const state = useContext(SelectionContext);
  if (!state) throw new Error('The selection needs a SelectionProvider around it.');
  return state;
}

/**
 * For the bulk bar and every command of triage. `targetIds`: the selection, else the row with the
 * focus, else the open conversation; at most 500. With the list out of sight only the open one: no key
 * may act on what nobody sees.
 */
export function useSelection() {
  const { selection: kept, setSelection, focusedId, openId, isListShown } = useSelectionState();
  const selection = isListShown ? kept : NOTHING_SELECTED;
  return {
    selectedIds: selection.ids,
    targetIds: useMemo(
      () => targetsOf(selection, isListShown ? focusedId : null, openId),
      [selection, isListShown, focusedId, openId],
    ),
    clear: useCallback(() => setSelection(NOTHING_SELECTED), [setSelection]),
  };
}
