import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { GatewayErrorCode } from '@/lib/gateway/client';
import { classifyError, knownErrorTypes } from '@/lib/gateway/error-classes';
import { DEFAULT_PAUSES } from './default-rules';
import { isStopOver, stopAfter } from './stop-rules';

const NOW_MS = Date.parse('2026-11-20T09:00:00Z');

const stop = (status: number, slug: string, sameInRow = 0, retryAfterMs: number | null = null) => {
  const { code } = classifyError(status, slug);
  const error = { code, type: `errors/${slug}`, status, requestId: null, retryAfterMs };
  return stopAfter(error, sameInRow, NOW_MS, DEFAULT_PAUSES);
};

describe('what stops all that wait', () => {
  it.each([
    [401, 'disconnected_account'],
    [401, 'expired_credentials'],
    [401, 'multiple_sessions'],
    [422, 'account_configuration_error'],
  ])('%d %s, until the account is well', (status, slug) => {
    expect(stop(status, slug)).toEqual({ reason: 'account_not_ok', untilMs: null });
  });

  it.each(['account_restricted', 'action_required', 'a_type_of_next_year'])(
    '403 %s, until somebody resumes',
    (slug) => expect(stop(403, slug)).toEqual({ reason: 'provider_stop', untilMs: null }),
  );

  it('a reached limit, for a day', () => {
    const day = { reason: 'provider_stop', untilMs: NOW_MS + DAY_MS };
    expect(stop(422, 'limit_exceeded')).toEqual(day);
    expect(stop(422, 'connection_limit_reached')).toEqual(day);
  });

  it('the wish to slow down, for as long as it says, or longer each time', () => {
    const pauseMs = (sameInRow: number, retryAfterMs: number | null = null) =>
      (stop(429, 'too_many_requests', sameInRow, retryAfterMs)?.untilMs ?? 0) - NOW_MS;
    expect([0, 1, 2, 4, 5, 5_000].map((inRow) => pauseMs(inRow) / HOUR_MS)).toEqual([
      1, 2, 4, 16, 24, 24,
    ]);
    expect(pauseMs(3, 20 * MINUTE_MS)).toBe(20 * MINUTE_MS);
  });

  it('"not yet" only when several people get it: of one alone it is about that one', () => {
    expect(stop(422, 'cannot_resend_yet')).toBeNull();
    expect(stop(422, 'cannot_resend_yet', 1)?.reason).toBe('provider_stop');
  });

  it('one word of v2 for all refusals as well, unless the profile said that it is about the person', () => {
    const type = 'provider/unprocessable_entity';
    const refused = (code: GatewayErrorCode, sameInRow: number) => {
      const error = { code, type, status: 422, requestId: null };
      return stopAfter(error, sameInRow, NOW_MS, DEFAULT_PAUSES);
    };
    expect(refused('invalid_request', 0)).toBeNull();
    expect(refused('invalid_request', 1)).toEqual({
      reason: 'provider_stop',
      untilMs: NOW_MS + DAY_MS,
    });
    for (const code of ['limit_reached', 'recipient_unreachable'] as const) {
      expect(refused(code, 5)).toBeNull();
    }
  });

  it('a key that is refused, and an API that is not paid for', () => {
    const of = (code: GatewayErrorCode, type: string, status: number) =>
      stopAfter({ code, type, status, requestId: null }, 0, NOW_MS, DEFAULT_PAUSES)?.reason;
    expect(of('key_refused', 'api/invalid_auth_format', 400)).toBe('account_not_ok');
    expect(of('not_permitted', 'api/inactive_subscription', 402)).toBe('provider_stop');
  });

  it('silence and a provider that is away, longer each time', () => {
    const hours = ([status, slug, inRow]: readonly [number, string, number]) =>
      ((stop(status, slug, inRow)?.untilMs ?? 0) - NOW_MS) / HOUR_MS;
    const answers = [
      [504, 'request_timeout', 0],
      [500, 'unexpected_error', 1],
      [503, 'no_client_session', 2],
      [503, 'of_next_year', 9],
    ] as const;
    expect(answers.map(hours)).toEqual([1, 2, 4, 24]);
  });

  it('nothing else', () => {
    const stopping = ['account_disconnected', 'key_refused', 'throttled', 'limit_reached'];
    const away = ['not_reached', 'provider_unavailable', 'timeout', 'garbage', 'unexpected'];
    for (const slug of knownErrorTypes()) {
      const { code } = classifyError(422, slug);
      if ([...stopping, ...away].includes(code)) continue;
      expect(stop(422, slug), slug).toBeNull();
    }
    for (const status of [400, 404]) expect(stop(status, 'new')).toBeNull();
  });
});

describe('a stop ends', () => {
  const account = (more: { status?: string; sinceMs?: number; okMs?: number | null } = {}) => ({
    status: more.status ?? 'connected',
    statusSince: new Date(NOW_MS + (more.sinceMs ?? -DAY_MS)),
    lastOkAt: more.okMs === null ? null : new Date(NOW_MS + (more.okMs ?? -MINUTE_MS)),
  });
  const until = (untilMs: number | null, reason: 'provider_stop' | 'account_not_ok') => ({
    reason,
    untilMs,
    atMs: NOW_MS,
  });

  it('when its time is over', () => {
    const stopped = until(NOW_MS + HOUR_MS, 'provider_stop');
    expect(isStopOver(stopped, account(), NOW_MS + HOUR_MS - 1)).toBe(false);
    expect(isStopOver(stopped, account(), NOW_MS + HOUR_MS)).toBe(true);
  });

  it('when the account is well again, and never while it is not', () => {
    const stopped = until(null, 'account_not_ok');
    const later = NOW_MS + DAY_MS;
    expect(isStopOver(stopped, account(), later)).toBe(false);
    expect(isStopOver(stopped, account({ sinceMs: HOUR_MS }), later)).toBe(true);
    const ill = account({ status: 'reconnect_needed', sinceMs: HOUR_MS });
    expect(isStopOver(stopped, ill, later)).toBe(false);
  });

  it('when checks found the account well for an hour', () => {
    const stopped = until(null, 'account_not_ok');
    const well = account({ okMs: 5 * MINUTE_MS });
    expect(isStopOver(stopped, well, NOW_MS + 10 * MINUTE_MS)).toBe(false);
    expect(isStopOver(stopped, well, NOW_MS + HOUR_MS)).toBe(true);
    expect(isStopOver(stopped, account({ okMs: null }), NOW_MS + DAY_MS)).toBe(false);
  });

  it('by a person alone after the provider forbade it', () => {
    const stopped = until(null, 'provider_stop');
    expect(isStopOver(stopped, account({ sinceMs: HOUR_MS }), NOW_MS + 30 * DAY_MS)).toBe(false);
  });
});
