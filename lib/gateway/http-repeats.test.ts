import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from './http';
import { type Answering, envelope, inTurn, json, serversPerTest } from './testing/api-server';
import { failure, testHttp } from './testing/clients';

const READ: Call = { method: 'GET', route: '/api/v1/things/{id}', params: { id: 'a' } };
const WRITE: Call = { method: 'POST', route: '/api/v1/things' };

const serve = serversPerTest(afterEach);

describe('repeats', () => {
  const ok: Answering = (response) => json(response, 200, { fine: true });
  const fail =
    (status: number, slug: string, headers = {}): Answering =>
    (response) =>
      envelope(response, status, slug, headers);

  it.each([
    [500, 'unexpected_error'],
    [500, 'provider_error'],
    [502, 'proxy_error'],
    [503, 'no_client_session'],
    [504, 'request_timeout'],
    [422, 'provider_unreachable'],
    [503, 'of_next_year'],
  ])('a read after %i %s, with growing pauses', async (status, slug) => {
    const server = await serve(inTurn(fail(status, slug), fail(status, slug), ok));
    const { http, pausesMs } = testHttp(server.url);
    await expect(http.call(READ)).resolves.toEqual({ fine: true });
    expect(pausesMs).toEqual([225, 450]);
  });

  it('a read at most twice', async () => {
    const server = await serve(fail(500, 'provider_error'));
    const { http, entries } = testHttp(server.url);
    expect((await failure(http.call(READ))).type).toBe('errors/provider_error');
    expect(server.seen).toHaveLength(3);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.fields).toMatchObject({ tries: 3, status: 500 });
  });

  it('a read whose connection was reset', async () => {
    const reset: Answering = (_response, _request, socket) => socket.resetAndDestroy();
    const server = await serve(inTurn(reset, ok));
    await expect(testHttp(server.url).http.call(READ)).resolves.toEqual({ fine: true });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('never a %s', async (method) => {
    const server = await serve(fail(503, 'no_client_session'));
    const { http } = testHttp(server.url);
    expect((await failure(http.call({ ...WRITE, method }))).retry).toBe('yes');
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    [401, 'disconnected_account'],
    [401, 'invalid_credentials'],
    [403, 'account_restricted'],
    [404, 'resource_not_found'],
    [422, 'limit_exceeded'],
    [425, 'auth_in_progress'],
    [501, 'feature_not_implemented'],
    [429, 'too_many_requests'],
  ])('nothing after %i %s', async (status, slug) => {
    const server = await serve(fail(status, slug));
    expect((await failure(testHttp(server.url).http.call(READ))).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  it('nothing after garbage, which would only come again', async () => {
    const server = await serve((response) => response.end('<html>'));
    expect((await failure(testHttp(server.url).http.call(READ))).code).toBe('garbage');
    expect(server.seen).toHaveLength(1);
  });

  it('after 429 as late as Retry-After says', async () => {
    const server = await serve(inTurn(fail(429, 'too_many_requests', { 'retry-after': '4' }), ok));
    const { http, pausesMs } = testHttp(server.url);
    await expect(http.call(READ)).resolves.toEqual({ fine: true });
    expect(pausesMs).toEqual([4000]);
  });

  it('a Retry-After that is a date is understood', async () => {
    const date = new Date(Date.now() + 5000).toUTCString();
    const server = await serve(inTurn(fail(503, 'no_handler', { 'retry-after': date }), ok));
    const { http, pausesMs } = testHttp(server.url);
    await expect(http.call(READ)).resolves.toEqual({ fine: true });
    expect(pausesMs[0]).toBeGreaterThan(3000);
    expect(pausesMs[0]).toBeLessThanOrEqual(5000);
  });

  it('not when Retry-After is longer than anybody here waits', async () => {
    const server = await serve(fail(429, 'too_many_requests', { 'retry-after': '3600' }));
    const error = await failure(testHttp(server.url).http.call(READ));
    expect(error).toMatchObject({ code: 'throttled', retryAfterMs: 3_600_000 });
    expect(server.seen).toHaveLength(1);
  });

  it.each(['soon', '-1', '1e9', ''])('a Retry-After of "%s" counts as none', async (value) => {
    const server = await serve(fail(429, 'too_many_requests', { 'retry-after': value }));
    expect((await failure(testHttp(server.url).http.call(READ))).retryAfterMs).toBe(null);
  });
});
