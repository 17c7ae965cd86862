'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { NOTHING_SELECTED, type Selection, targetsOf } from './selection-rules';

type SelectionState = {
  selection: Selection;
  setSelection: (change: Selection | ((before: Selection) => Selection)) => void;
  focusedId: string | null;
  setFocusedId: (id: string | null) => void;
  openId: string | null;
};

const SelectionContext = createContext<SelectionState | null>(null);

/** What is selected and what has the focus, for everything that acts on conversations. */
export function SelectionProvider({
  openId,
  children,
}: {
  openId: string | null;
  children: ReactNode;
}) {
  const [selection, setSelection] = useState<Selection>(NOTHING_SELECTED);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const state = useMemo(
    () => ({ selection, setSelection, focusedId, setFocusedId, openId }),
    [selection, focusedId, openId],
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
 * focus, else the open conversation; at most 500.
 */
export function useSelection() {
  const { selection, setSelection, focusedId, openId } = useSelectionState();
  return {
    selectedIds: selection.ids,
    targetIds: useMemo(
      () => targetsOf(selection, focusedId, openId),
      [selection, focusedId, openId],
    ),
    clear: useCallback(() => setSelection(NOTHING_SELECTED), [setSelection]),
  };
}
