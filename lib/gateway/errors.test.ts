import { describe, expect, it } from 'vitest';
import { classifyError, knownErrorTypes } from './error-classes';
import { errorOfAnswer, GatewayError } from './errors';

// Every type that the API documents, status by status; two words stand under two of them.
const TAXONOMY: Record<number, string> = {
  400: `invalid_parameters missing_parameters malformed_request content_too_large
    too_many_characters unescaped_characters invalid_url limit_too_high invalid_request`,
  401: `missing_credentials invalid_credentials insufficient_privileges expired_credentials
    disconnected_account disconnected_feature multiple_sessions wrong_account
    invalid_checkpoint_solution checkpoint_error captcha_not_supported invalid_proxy_credentials
    invalid_credentials_but_valid_account_imap invalid_imap_configuration
    invalid_smtp_configuration expired_link`,
  403: `account_restricted account_mismatch insufficient_permissions session_mismatch
    feature_not_subscribed subscription_required unknown_authentication_context action_required
    resource_access_restricted`,
  404: 'resource_not_found invalid_resource_identifier',
  407: 'proxy_auth_error',
  408: 'request_timeout',
  409: 'already_exists operation_canceled',
  415: 'unsupported_media_type',
  422: `already_connected already_invited_recently action_already_performed cannot_resend_yet
    cannot_resend_within_24hrs limit_exceeded connection_limit_reached cannot_invite_attendee
    invalid_recipient no_connection_with_recipient blocked_recipient user_unreachable
    not_allowed_inmail insufficient_credits invalid_account unprocessable_entity
    provider_unreachable invalid_message cant_send_message invalid_post parent_mail_not_found
    invalid_reply_subject invalid_headers send_as_denied invalid_folder invalid_thread
    sender_rejected recipient_rejected ip_rejected_by_server account_configuration_error
    unauthorized realtime_client_not_initialized limit_too_high`,
  425: 'auth_in_progress',
  429: 'too_many_requests',
  500: 'unexpected_error provider_error authentication_intent_error',
  501: 'feature_not_implemented',
  502: 'proxy_error',
  503: 'no_client_session no_channel no_handler network_down service_unavailable',
  504: 'request_timeout',
};
const ROWS = Object.entries(TAXONOMY).flatMap(([status, slugs]) =>
  slugs.split(/\s+/).map((slug) => ({ status: Number(status), slug })),
);

describe('error classes', () => {
  it('has a class for every type of the taxonomy and for nothing else', () => {
    const types = new Set(ROWS.map((row) => row.slug));
    expect([...knownErrorTypes()].sort()).toEqual([...types].sort());
    expect(types.size).toBe(85);
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
