'use client';

import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RequestError } from '@/lib/core/fetch-json';

interface AccountsErrorProps {
  error: Error;
  isRetrying: boolean;
  hasData: boolean;
  onRetry: () => void;
}

/** Above old data when there is some, in place of the list otherwise. */
export function AccountsError({ error, isRetrying, hasData, onRetry }: AccountsErrorProps) {
  const problem = error instanceof RequestError ? error.problem : null;
  if (hasData) {
    return (
      <InlineNotice
        tone="warn"
        title="This list could not be refreshed"
        action={
          <Button onClick={onRetry} isPending={isRetrying}>
            Retry
          </Button>
        }
      >
        {error.message} You see what was last known.
      </InlineNotice>
    );
  }
  return (
    <ErrorState
      title="The accounts could not be loaded"
      onRetry={onRetry}
      isRetrying={isRetrying}
      reference={problem?.reference}
    >
      {error.message} Your accounts themselves are not touched by this.
    </ErrorState>
  );
}
