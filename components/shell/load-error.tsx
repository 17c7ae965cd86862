'use client';

import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { RequestError } from '@/lib/core/fetch-json';

type LoadErrorProps = {
  query: {
    error: Error | null;
    isFetching: boolean;
    dataUpdatedAt: number;
    refetch: () => Promise<unknown>;
  };
  title: string;
  /** Another way on, beside Retry. */
  action?: ReactNode;
  /** What was loaded before is on screen, so this only says how old it is. */
  isOldShown?: boolean;
  className?: string;
};

/** A failed load, in place. Old content stays and says from when it is. */
export function LoadError({ query, title, action, isOldShown = false, className }: LoadErrorProps) {
  const { error, isFetching, dataUpdatedAt } = query;
  const retry = () => void query.refetch();
  if (isOldShown) {
    return (
      <InlineNotice
        tone="warn"
        title={title}
        className={className}
        action={
          <Button size={28} onClick={retry} isPending={isFetching}>
            Retry
          </Button>
        }
      >
        Showing what was here at <RelativeTime date={dataUpdatedAt} />.
      </InlineNotice>
    );
  }
  return (
    <ErrorState
      title={title}
      onRetry={retry}
      action={action}
      isRetrying={isFetching}
      reference={error instanceof RequestError ? error.problem?.reference : undefined}
      className={className}
    >
      {error?.message}
    </ErrorState>
  );
}
