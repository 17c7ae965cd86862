import { HOUR_MS } from '@/lib/core/time';
import type { GatewayErrorCode, GatewayErrorInfo } from '@/lib/gateway/client';
import type { PlanStop } from './types';

/** How long nothing leaves after which refusal, in milliseconds. */
export interface Pauses {
  throttledMs: number;
  longestThrottledMs: number;
  limitReachedMs: number;
}

/** These say either that the limit is reached or that this one person was invited lately. */
const AMBIGUOUS = /\/cannot_resend_(?:yet|within_24hrs)$/;
/** v2 has this one for all that a provider refuses. */
const VAGUE = 'provider/unprocessable_entity';

/** The way to the provider is broken, or it says nothing: the next one would fare alike. */
const OUT_OF_REACH: ReadonlySet<GatewayErrorCode> = new Set([
  'not_reached',
  'provider_unavailable',
  'timeout',
  'garbage',
  'unexpected',
]);

/** An account that never went down in our eyes is tried again after that long. */
const TRIED_AGAIN_AFTER_MS = HOUR_MS;

/**
 * Whether a refusal may be about this one person as well as about the limit, which several in a row tell apart. Where the
 * profile of the person said why (the class is then another), it is about them.
 */
export function isAmbiguous({ type, code }: Pick<GatewayErrorInfo, 'type' | 'code'>): boolean {
  return type === VAGUE ? code === 'invalid_request' : AMBIGUOUS.test(type ?? '');
}

/**
 * Whether what the API answered to an invitation stops all that wait behind it, and until when; null where
 * it is about this one alone. `sameInRow` counts the same kind of refusal right before it, of other people.
 * From the API's limits: stop on 401, 402, 403, 429 and a reached limit; resume by status or next day. Silence and a provider
 * that is away stop it too, so that not one after the other ends in doubt.
 */
export function stopAfter(
  error: GatewayErrorInfo,
  sameInRow: number,
  nowMs: number,
  pauses: Pauses,
): PlanStop | null {
  const isSignedOut = error.code === 'account_disconnected' || error.code === 'key_refused';
  if (error.status === 401 || isSignedOut) {
    return { reason: 'account_not_ok', untilMs: null };
  }
  if (error.status === 402 || error.status === 403)
    return { reason: 'provider_stop', untilMs: null };
  if (error.code === 'throttled' || OUT_OF_REACH.has(error.code)) {
    const longerMs = pauses.throttledMs * 2 ** Math.min(sameInRow, 20);
    const pauseMs = error.retryAfterMs ?? Math.min(longerMs, pauses.longestThrottledMs);
    return { reason: 'provider_stop', untilMs: nowMs + pauseMs };
  }
  const isOfOne = isAmbiguous(error) ? sameInRow === 0 : error.type === VAGUE;
  if (isOfOne || !(error.code === 'limit_reached' || isAmbiguous(error))) return null;
  return { reason: 'provider_stop', untilMs: nowMs + pauses.limitReachedMs };
}

/**
 * Whether a stop has ended by itself: its time is over, or the account is well again, which its status tells or, where
 * that never changed, a check that found it well later on.
 */
export function isStopOver(
  stop: PlanStop & { atMs: number },
  account: { status: string; statusSince: Date; lastOkAt: Date | null },
  nowMs: number,
): boolean {
  if (stop.untilMs !== null) return stop.untilMs <= nowMs;
  if (stop.reason !== 'account_not_ok' || account.status !== 'connected') return false;
  if (account.statusSince.getTime() > stop.atMs) return true;
  const okMs = account.lastOkAt?.getTime() ?? 0;
  return okMs > stop.atMs && nowMs >= stop.atMs + TRIED_AGAIN_AFTER_MS;
}
