'use client';

import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { LoadMore } from '@/components/ui/load-more';
import type { ConversationRow as Row } from '@/lib/inbox/types';
import type { Density } from '@/lib/preferences/types';
import type { ConversationListProps } from './conversation-list';
import { ConversationRow, rowElementId } from './conversation-row';
import { ROW_HEIGHTS } from './density';
import { EndOfList } from './end-of-list';
import { keepPlace, placeOf } from './list-place';
import { drawnIndexes, type RowRange, useRowsInSight } from './rows-in-sight';
import { useSelectionState } from './selection';

/** So many rows before the end the next page is asked for. */
const ROWS_AHEAD = 25;

const gridProps = (rowCount: number) => ({
  role: 'grid',
  'aria-label': 'Conversations',
  'aria-multiselectable': true,
  'aria-colcount': 3,
  'aria-rowcount': rowCount,
});
const ROW_GROUP = { role: 'rowgroup' } as const;

export type RowActs = {
  onOpen: (id: string) => void;
  onFocusRow: (id: string) => void;
  onNear: (id: string) => void;
  /** `isRange`: everything from the row that was selected last. */
  onSelect: (id: string, isRange: boolean) => void;
};

type ConversationRowsProps = Omit<ConversationListProps, 'onClearFilter'> & { density: Density };

/**
 * The rows that are in sight out of any number. The row with the focus is always drawn, wherever it
 * stands, so that the focus follows the conversation and is never lost to scrolling.
 */
export function ConversationRows({
  list,
  filter,
  accounts,
  openId,
  wanted,
  gridRef,
  density,
  ...acts
}: ConversationRowsProps) {
  const { query, rows } = list;
  const { selection, focusedId } = useSelectionState();
  const scroller = useRef<HTMLDivElement>(null);
  const height = ROW_HEIGHTS[density];
  const tabStop = Math.max(
    [focusedId, openId].map(list.indexOf).find((index) => index >= 0) ?? 0,
    0,
  );
  const { range, look } = useRowsInSight({
    scroller,
    rowCount: rows.length,
    rowHeight: height,
    firstTop: () => placeOf(filter).scrollTop,
  });
  useWantedFocus(wanted, list.indexOf, scroller, height);
  useWindow(list, range);
  const settle = useSettle(list, scroller);
  const isAccountShown = (accounts?.length ?? 0) > 1 && filter.accountId === null;

  return (
    <div
      ref={scroller}
      data-scroller
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain"
      onScroll={(event) => {
        // Drawn with the same frame that shows the new place.
        flushSync(look);
        // A hidden pane reports 0, which is nobody's place.
        if (event.currentTarget.clientHeight > 0) {
          keepPlace(filter, { scrollTop: event.currentTarget.scrollTop });
        }
        settle.onScroll();
      }}
      onPointerEnter={settle.onPointerEnter}
      onPointerLeave={settle.onPointerLeave}
    >
      <div ref={gridRef} {...gridProps(query.hasNextPage ? -1 : rows.length)} {...rowEvents(acts)}>
        <div {...ROW_GROUP} className="relative" style={{ height: rows.length * height }}>
          {drawnIndexes(range, rows.length, tabStop).map((index) => {
            const row = rows[index];
            return (
              row && (
                <ConversationRow
                  key={row.id}
                  row={row}
                  position={index + 1}
                  density={density}
                  isOpen={row.id === openId}
                  isSelected={selection.ids.has(row.id)}
                  isSelecting={selection.ids.size > 0}
                  isTabStop={index === tabStop}
                  isAccountShown={isAccountShown}
                />
              )
            );
          })}
        </div>
      </div>
      <LoadMore
        hasMore={query.hasNextPage}
        isPending={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        label="Load older"
        error={query.isFetchNextPageError ? 'Older conversations could not be loaded.' : undefined}
      />
      {!query.hasNextPage && <EndOfList filter={filter} accounts={accounts} />}
    </div>
  );
}

/** What has had its focus; a list that is drawn anew is given the same once more. */
const brought = new WeakSet<object>();

/** Brings a row into sight and gives it the focus, before the next paint. */
function useWantedFocus(
  wanted: { id: string } | null,
  indexOf: (id: string) => number,
  scroller: React.RefObject<HTMLDivElement | null>,
  height: number,
): void {
  const bring = useEffectEvent((id: string) => {
    const box = scroller.current;
    const index = indexOf(id);
    if (!box || index < 0) return;
    const top = index * height;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + height > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + height - box.clientHeight;
    }
    document.getElementById(rowElementId(id))?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    if (!wanted) return;
    // A list that comes late must not take the focus from what was opened over it meanwhile.
    const isCovered = document.activeElement?.closest('[role="dialog"]') ?? false;
    if (!isCovered || !brought.has(wanted)) bring(wanted.id);
    brought.add(wanted);
  }, [wanted]);
}

/** Keeps what is in sight current, and asks for the next page before its place comes into sight. */
function useWindow(
  { query, rows, look }: ConversationListProps['list'],
  { startIndex, endIndex }: RowRange,
): void {
  const first: Row | undefined = rows[startIndex];
  const last: Row | undefined = rows[endIndex];
  useEffect(() => look(first, last), [look, first, last]);
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const isDue =
    endIndex >= rows.length - ROWS_AHEAD && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (isDue) void fetchNextPage();
  }, [isDue, fetchNextPage]);
}

/** Rows stand still while somebody points at them or has scrolled away from the top. */
function useSettle(
  list: ConversationListProps['list'],
  scroller: React.RefObject<HTMLDivElement | null>,
) {
  const isPointerOver = useRef(false);
  const settle = () => {
    const isAtTop = (scroller.current?.scrollTop ?? 0) <= 0;
    if (isAtTop && !isPointerOver.current) list.release();
    else list.hold();
  };
  return {
    onScroll: settle,
    onPointerEnter(event: React.PointerEvent) {
      isPointerOver.current = event.pointerType === 'mouse';
      settle();
    },
    onPointerLeave() {
      isPointerOver.current = false;
      settle();
    },
  };
}

/** One set of listeners for all rows. */
function rowEvents({ onOpen, onFocusRow, onNear, onSelect }: RowActs) {
  return {
    onMouseDown(event: React.MouseEvent) {
      // A range of rows is meant, not of their text.
      if (event.shiftKey) event.preventDefault();
    },
    onClick(event: React.MouseEvent) {
      const id = idOf(event.target);
      if (!id || !(event.target instanceof Element)) return;
      if (event.shiftKey || event.target.closest('[data-select]')) {
        event.preventDefault();
        onSelect(id, event.shiftKey);
        return;
      }
      // A new tab or window stays what the browser makes of it.
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (!event.target.closest('a')) return;
      event.preventDefault();
      onOpen(id);
    },
    onFocus(event: React.FocusEvent) {
      const id = idOf(event.target);
      if (id) onFocusRow(id);
    },
    onPointerOver(event: React.PointerEvent) {
      const id = idOf(event.target);
      if (id) onNear(id);
    },
  };
}

function idOf(target: EventTarget): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('[data-conversation]')?.dataset.conversation;
}
