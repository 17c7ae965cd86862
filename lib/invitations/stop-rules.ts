import type { GatewayErrorInfo } from '@/lib/gateway/client';
import type { PlanStop } from './types';

/** How long nothing leaves after which refusal, in milliseconds. */
export interface Pauses {
  throttledMs: number;
  longestThrottledMs: number;
  limitReachedMs: number;
}

/** These say either that the limit is reached or that this one person was invited lately. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'errors/cannot_resend_yet',
  'errors/cannot_resend_within_24hrs',
]);

/**
 * Whether what the API answered to an invitation stops all that wait behind it, and until when; null where
 * it is about this one alone. `sameInRow` counts the same kind of refusal right before it, of other people.
 * From the API's limits: stop on 401, 403, 429 and a reached limit; resume by status or next day.
 */
export function stopAfter(
  error: GatewayErrorInfo,
  sameInRow: number,
  nowMs: number,
  pauses: Pauses,
): PlanStop | null {
  if (error.status === 401 || error.code === 'account_disconnected') {
    return { reason: 'account_not_ok', untilMs: null };
  }
  if (error.status === 403) return { reason: 'provider_stop', untilMs: null };
  if (error.code === 'throttled') {
    const longerMs = pauses.throttledMs * 2 ** Math.min(sameInRow, 20);
    const pauseMs = error.retryAfterMs ?? Math.min(longerMs, pauses.longestThrottledMs);
    return { reason: 'provider_stop', untilMs: nowMs + pauseMs };
  }
  if (error.code !== 'limit_reached') return null;
  if (AMBIGUOUS.has(error.type ?? '') && sameInRow === 0) return null;
  return { reason: 'provider_stop', untilMs: nowMs + pauses.limitReachedMs };
}
