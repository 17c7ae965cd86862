import { RequestError } from '@/lib/core/fetch-json';

/** With the pauses of TanStack Query 7 s, in which a server or a database that starts again is back. */
const TRIES_NOT_REACHED = 3;
const TRIES = 2;

/** A refusal stays one; what failed is asked for again, longer where nobody was reached. */
export function mayRetry(failureCount: number, error: Error): boolean {
  if (!(error instanceof RequestError)) return failureCount < TRIES;
  if (error.isNotReached) return failureCount < TRIES_NOT_REACHED;
  return (error.status ?? 500) >= 500 && failureCount < TRIES;
}
