'use client';

import { Button } from './button';

type LoadMoreProps = {
  hasMore: boolean;
  isPending: boolean;
  onLoadMore: () => void;
  label?: string;
  /** Said when there is nothing more: "Synced back to 3 Mar 2026". */
  endText?: string;
  /** In place of the button's row when the last page did not come. */
  error?: string;
};

/** The end of a list that comes in pages. A button, not a trap at the bottom: the footer stays reachable. */
export function LoadMore({
  hasMore,
  isPending,
  onLoadMore,
  label = 'Load more',
  endText,
  error,
}: LoadMoreProps) {
  if (!hasMore && !endText && !error) return null;
  return (
    <div className="flex flex-col items-center gap-2 py-4 text-meta text-fg-3">
      {error && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      {hasMore ? (
        <Button variant="secondary" onClick={onLoadMore} isPending={isPending}>
          {error ? 'Retry' : label}
        </Button>
      ) : (
        endText && <p>{endText}</p>
      )}
    </div>
  );
}
