'use client';

import { type Query, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { RequestError } from '@/lib/core/fetch-json';
import { mayRetry } from './may-retry';

/** Hints say when data is old, so that time alone makes a screen refetch only rarely. */
const STALE_MS = 60_000;

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhatIsRefused }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        refetchOnWindowFocus: true,
        retry: mayRetry,
      },
    },
  });
}

/**
 * What was read before stays on screen after a failure, but not after a refusal: the rights are gone,
 * and so must be what they showed (Z5). Without a session the whole page goes.
 */
function leaveWhatIsRefused(error: Error, query: Query<unknown, unknown>): void {
  const status = error instanceof RequestError ? error.status : null;
  if (status === 403 || status === 404) query.setState({ data: undefined });
  if (status !== 401) return;
  const { pathname, search } = window.location;
  window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search)}`);
}

export function QueryProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>;
}
