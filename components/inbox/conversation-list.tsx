'use client';

import { type RefObject, useRef } from 'react';
import { LoadError } from '@/components/shell/load-error';
import { Button } from '@/components/ui/button';
import { LoadMore } from '@/components/ui/load-more';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { ConversationRow } from './conversation-row';
import { EndOfList } from './end-of-list';
import { ListEmpty } from './list-empty';
import type { useConversationRows } from './use-conversation-rows';

const LOADING_ROWS = 12;
// One tab stop, moved by keys: the only cell of each row holds one link, which takes the focus.
const layoutGrid = { role: 'grid', 'aria-colcount': 1 } as const;

type ConversationListProps = {
  list: ReturnType<typeof useConversationRows>;
  filter: ConversationFilter;
  accounts: readonly InboxAccount[] | undefined;
  openId: string | null;
  focusedId: string | null;
  gridRef: RefObject<HTMLTableElement | null>;
  onOpen: (id: string) => void;
  onFocusRow: (id: string) => void;
  onNear: (id: string) => void;
  onClearFilter: () => void;
};

/** The rows and everything that may stand in their place. Scrolls by itself. */
export function ConversationList(props: ConversationListProps) {
  const { list, accounts } = props;
  const { query, rows } = list;
  if (query.isPending || (rows.length === 0 && query.isFetching && !query.isError)) {
    return <SkeletonRows count={LOADING_ROWS} label="Loading conversations" className="ps-2" />;
  }
  if (query.isError && rows.length === 0) {
    return (
      <LoadError query={query} title="The conversations could not be loaded" className="m-3" />
    );
  }
  if (rows.length === 0) {
    return <ListEmpty filter={props.filter} accounts={accounts} onClear={props.onClearFilter} />;
  }
  return <Rows {...props} />;
}

function Rows({
  list,
  filter,
  accounts,
  openId,
  focusedId,
  gridRef,
  ...act
}: ConversationListProps) {
  const { query, rows } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const isPointerOver = useRef(false);
  const isAccountShown = (accounts?.length ?? 0) > 1 && filter.accountId === null;
  const tabStopId = tabStopOf(rows, [focusedId, openId]);

  function settle() {
    const isAtTop = (scroller.current?.scrollTop ?? 0) <= 0;
    if (isAtTop && !isPointerOver.current) list.release();
    else list.hold();
  }

  return (
    <div
      ref={scroller}
      className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
      onScroll={settle}
      onPointerEnter={(event) => {
        isPointerOver.current = event.pointerType === 'mouse';
        settle();
      }}
      onPointerLeave={() => {
        isPointerOver.current = false;
        settle();
      }}
    >
      {query.isRefetchError && (
        <LoadError query={query} title="The list could not be updated" className="m-3" isOldShown />
      )}
      {list.newCount > 0 && (
        <NewRows
          count={list.newCount}
          onShow={() => {
            list.release();
            scroller.current?.scrollTo({ top: 0 });
          }}
        />
      )}
      <table
        ref={gridRef}
        {...layoutGrid}
        className="w-full table-fixed border-separate border-spacing-0"
        aria-label="Conversations"
        aria-rowcount={query.hasNextPage ? -1 : rows.length}
        {...rowEvents(act)}
      >
        <tbody>
          {rows.map((row, index) => (
            <ConversationRow
              key={row.id}
              row={row}
              position={index + 1}
              isOpen={row.id === openId}
              isTabStop={row.id === tabStopId}
              isAccountShown={isAccountShown}
            />
          ))}
        </tbody>
      </table>
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

/** Counts what waits above, because rows never move under a pointer. */
function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <div className="sticky top-2 z-10 flex h-0 justify-center">
      <Button size={28} onClick={onShow} className="rounded-full! shadow-popover">
        {count} new
      </Button>
    </div>
  );
}

type RowEvents = Pick<ConversationListProps, 'onOpen' | 'onFocusRow' | 'onNear'>;

/** One set of listeners for all rows. */
function rowEvents({ onOpen, onFocusRow, onNear }: RowEvents) {
  return {
    onClick(event: React.MouseEvent) {
      const id = idOf(event.target);
      // A new tab or window stays what the browser makes of it.
      if (!id || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
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

function tabStopOf(rows: readonly { id: string }[], wanted: readonly (string | null)[]) {
  const found = wanted.find((id) => id !== null && rows.some((row) => row.id === id));
  return found ?? rows[0]?.id;
}
