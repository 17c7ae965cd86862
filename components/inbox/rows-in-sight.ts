'use client';

import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

/** Drawn above and below what is in sight, so that a fast wheel finds no hole. */
const OVERSCAN_ROWS = 8;
/** What the server draws; the browser measures. */
const FIRST_HEIGHT = 900;

export type RowRange = { startIndex: number; endIndex: number };

type RowsInSightInput = {
  scroller: RefObject<HTMLElement | null>;
  rowCount: number;
  /** Of each row, in px. */
  rowHeight: number;
  /** Where the list was left, in px. */
  firstTop: () => number;
};

/** Which rows of a scrolled list are in sight, and what asks for them anew. */
export function useRowsInSight({ scroller, rowCount, rowHeight, firstTop }: RowsInSightInput) {
  const [first] = useState(firstTop);
  const [seen, setSeen] = useState(() => rangeAt(first, FIRST_HEIGHT, rowHeight));
  const look = useCallback(() => {
    const box = scroller.current;
    // Hidden behind a conversation it shows nothing, and comes back as it was.
    if (!box || box.clientHeight === 0) return;
    const next = rangeAt(box.scrollTop, box.clientHeight, rowHeight);
    setSeen((last) =>
      last.startIndex === next.startIndex && last.endIndex === next.endIndex ? last : next,
    );
  }, [scroller, rowHeight]);
  useLayoutEffect(() => {
    if (first > 0) scroller.current?.scrollTo({ top: first });
  }, [first, scroller]);
  useLayoutEffect(() => {
    look();
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(look);
    observer.observe(box);
    return () => observer.disconnect();
  }, [look, scroller]);
  return { range: within(seen, rowCount), look };
}

/** The rows between two edges of the list, in px; the last may lie behind its end. */
export function rangeAt(top: number, height: number, rowHeight: number): RowRange {
  const startIndex = Math.max(Math.floor(top / rowHeight), 0);
  return {
    startIndex,
    endIndex: Math.max(Math.ceil((top + height) / rowHeight) - 1, startIndex),
  };
}

function within({ startIndex, endIndex }: RowRange, rowCount: number): RowRange {
  const last = Math.max(rowCount - 1, 0);
  return { startIndex: Math.min(startIndex, last), endIndex: Math.min(endIndex, last) };
}

/** What is drawn, in order: the rows in sight, some around them, and one that is never left out. */
export function drawnIndexes(
  { startIndex, endIndex }: RowRange,
  rowCount: number,
  always: number,
): number[] {
  const from = Math.max(startIndex - OVERSCAN_ROWS, 0);
  const to = Math.min(endIndex + OVERSCAN_ROWS, rowCount - 1);
  const indexes = Array.from({ length: Math.max(to - from + 1, 0) }, (_, step) => from + step);
  if (always >= rowCount || (always >= from && always <= to)) return indexes;
  return always < from ? [always, ...indexes] : [...indexes, always];
}
