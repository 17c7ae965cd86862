import { LoadMore } from '@/components/ui/load-more';
import type { ThreadHeader } from '@/lib/inbox/types';

type ThreadHeadProps = {
  older: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  header: ThreadHeader;
  isEmpty: boolean;
};

/** Above the oldest message that is loaded. */
export function ThreadHead({ older, header, isEmpty }: ThreadHeadProps) {
  if (older.hasNextPage) {
    return (
      <LoadMore
        hasMore
        isPending={older.isFetchingNextPage}
        onLoadMore={() => void older.fetchNextPage()}
        label="Load older messages"
        error={older.isFetchNextPageError ? 'Older messages could not be loaded.' : undefined}
      />
    );
  }
  if (!header.isHistoryLoaded) {
    return (
      <p className="py-4 text-center text-meta text-fg-3" role="status">
        Older messages are being imported.
      </p>
    );
  }
  if (isEmpty) return <p className="py-4 text-center text-meta text-fg-3">No messages yet.</p>;
  return null;
}
