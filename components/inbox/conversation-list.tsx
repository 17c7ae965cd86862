'use client';

import type { RefObject } from 'react';
import { usePreferences } from '@/components/preferences/use-preferences';
import { LoadError } from '@/components/shell/load-error';
import { Button } from '@/components/ui/button';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { ConversationRows, type RowActs } from './conversation-rows';
import { ROW_HEIGHTS } from './density';
import { ListEmpty } from './list-empty';
import type { useConversationRows } from './use-conversation-rows';

const LOADING_ROWS = 12;

export type ConversationListProps = RowActs & {
  list: ReturnType<typeof useConversationRows>;
  filter: ConversationFilter;
  accounts: readonly InboxAccount[] | undefined;
  openId: string | null;
  /** A row that is to be brought into sight and to get the focus. */
  wanted: { id: string } | null;
  gridRef: RefObject<HTMLDivElement | null>;
  onClearFilter: () => void;
};

/** The rows and everything that may stand in their place. Scrolls by itself. */
export function ConversationList({ onClearFilter, ...props }: ConversationListProps) {
  const { query, rows, newCount } = props.list;
  const { density } = usePreferences();
  if (query.isPending || (rows.length === 0 && query.isFetching && !query.isError)) {
    const height = ROW_HEIGHTS[density] as 36 | 60 | 72;
    return (
      <SkeletonRows
        count={LOADING_ROWS}
        label="Loading conversations"
        height={height}
        className="ps-2"
      />
    );
  }
  if (query.isError && rows.length === 0) {
    return (
      <LoadError query={query} title="The conversations could not be loaded" className="m-3" />
    );
  }
  if (rows.length === 0) {
    return <ListEmpty filter={props.filter} accounts={props.accounts} onClear={onClearFilter} />;
  }
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {query.isRefetchError && (
        <LoadError query={query} title="The list could not be updated" className="m-3" isOldShown />
      )}
      {newCount > 0 && <NewRows count={newCount} onShow={props.list.release} />}
      {/* Each list has a place of its own. */}
      <ConversationRows key={JSON.stringify(props.filter)} density={density} {...props} />
    </div>
  );
}

/** Counts what waits above, because rows never move under a pointer. */
function NewRows({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <div className="sticky top-2 z-10 flex h-0 justify-center">
      <Button
        size={28}
        onClick={(event) => {
          const pane = event.currentTarget.closest('section');
          pane?.querySelector('[data-scroller]')?.scrollTo({ top: 0 });
          onShow();
        }}
        className="mt-2 rounded-full! shadow-popover"
      >
        {count} new
      </Button>
    </div>
  );
}
