import { describe, expect, it } from 'vitest';
import { classifyError, knownErrorTypes } from './error-classes';
import { errorOfAnswer, GatewayError } from './errors';
import { V1_ERRORS, V2_ERRORS } from './testing/error-types';

const ROWS = V1_ERRORS.map(({ status, type }) => ({ status, slug: type.replace('errors/', '') }));

describe('error classes', () => {
  it('has a class for every type of the taxonomy and for nothing else', () => {
    const types = new Set(ROWS.map((row) => row.slug));
    const ofV2 = V2_ERRORS.map(({ type }) => type);
    expect([...knownErrorTypes()].sort()).toEqual([...types, ...ofV2].sort());
    expect(types.size).toBe(85);
  });

  it('of v2 go by the whole type: the same word of the API and of a provider are two', () => {
    const classOf = (status: number, type: string) => errorOfAnswer(status, { type }, null);
    expect(classOf(401, 'api/missing_authorization').code).toBe('key_refused');
    expect(classOf(401, 'provider/invalid_authorization').code).toBe('account_disconnected');
    expect(classOf(401, 'provider/invalid_credentials').code).toBe('checkpoint');
    expect(classOf(504, 'provider/timeout')).toMatchObject({ code: 'timeout', retry: 'unsafe' });
    // Of next year: by its prefix where that says whom it is about, else by status.
    expect(classOf(401, 'api/brand_new').code).toBe('key_refused');
    expect(classOf(401, 'provider/brand_new').code).toBe('account_disconnected');
    expect(classOf(409, 'provider/brand_new').code).toBe('invalid_request');
    expect(errorOfAnswer(400, { type: 'api/conflict', req_id: 'req_1' }, null)).toMatchObject({
      type: 'api/conflict',
      requestId: 'req_1',
    });
  });

  it('tells a problem of our key from a problem of the account', () => {
    const codesOf401 = (slug: string) => classifyError(401, slug).code;
    expect(codesOf401('missing_credentials')).toBe('key_refused');
    expect(codesOf401('invalid_credentials')).toBe('key_refused');
    for (const slug of ['disconnected_account', 'expired_credentials', 'disconnected_feature']) {
      expect(codesOf401(slug)).toBe('account_disconnected');
    }
    expect(classifyError(401, null).code).toBe('key_refused');
    expect(classifyError(401, 'brand_new').code).toBe('not_permitted');
  });

  it('asks nobody to reconnect while the account process is starting', () => {
    for (const slug of ['no_client_session', 'no_channel', 'no_handler']) {
      expect(classifyError(503, slug)).toEqual({ code: 'provider_unavailable', retry: 'yes' });
    }
    expect(classifyError(425, 'auth_in_progress').retry).toBe('later');
  });

  it('never calls a write safe to repeat after a 5xx that may hide its success', () => {
    const safe = ROWS.filter(({ status, slug }) => {
      return status >= 500 && classifyError(status, slug).retry !== 'unsafe';
    });
    expect(safe.map((row) => row.slug).sort()).toEqual([
      'feature_not_implemented',
      'no_channel',
      'no_client_session',
      'no_handler',
    ]);
  });

  it.each([
    [400, 'invalid_request', 'no'],
    [402, 'invalid_request', 'no'],
    [403, 'not_permitted', 'no'],
    [404, 'not_found', 'no'],
    [408, 'timeout', 'unsafe'],
    [413, 'too_large', 'no'],
    [418, 'invalid_request', 'no'],
    [425, 'checkpoint', 'later'],
    [429, 'throttled', 'later'],
    [500, 'provider_unavailable', 'unsafe'],
    [501, 'not_supported', 'no'],
    [502, 'provider_unavailable', 'unsafe'],
    [503, 'provider_unavailable', 'unsafe'],
    [504, 'timeout', 'unsafe'],
    [599, 'provider_unavailable', 'unsafe'],
    [302, 'unexpected', 'unsafe'],
  ])('falls back on the status %i for a type that it does not know', (status, code, retry) => {
    for (const slug of ['from_next_year', 'constructor', '__proto__', null]) {
      expect(classifyError(status, slug)).toEqual({ code, retry });
    }
  });
});

describe('GatewayError', () => {
  it('keeps type, status and request id of an answer, and none of its prose', () => {
    const error = errorOfAnswer(
      422,
      { type: 'errors/limit_exceeded', title: 'prose', detail: 'prose', instance: 'req-9' },
      60_000,
    );
    expect(error).toBeInstanceOf(GatewayError);
    expect(error.info).toEqual({
      code: 'limit_reached',
      type: 'errors/limit_exceeded',
      status: 422,
      requestId: 'req-9',
      retryAfterMs: 60_000,
    });
    expect(JSON.stringify([error.message, error])).not.toContain('prose');
  });

  it.each([undefined, null, 'text', 7, [], {}, { type: 7 }, { type: '' }, { type: null }])(
    'makes an error of the body %j as well',
    (body) => {
      expect(errorOfAnswer(403, body, null).info).toMatchObject({
        code: 'not_permitted',
        type: null,
      });
    },
  );

  it('cuts endless words and takes out what Postgres would refuse', () => {
    const { type } = errorOfAnswer(400, { type: `errors/\0\ud800${'x'.repeat(1e6)}` }, null);
    expect(type).toHaveLength(200);
    expect(type).toMatch(/^errors\/\ufffdx+$/);
  });
});
