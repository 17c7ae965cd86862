'use client';

import { PageReady } from '@/components/live/page-data';
import { ErrorState } from '@/components/ui/error-state';

/** A page that could not be rendered; the frame around it stays. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="p-4">
      <ErrorState title="This page could not be shown" onRetry={reset} reference={error.digest}>
        Nothing you entered elsewhere is lost. Try again; if it stays, give us the reference below.
      </ErrorState>
      <PageReady />
    </div>
  );
}
