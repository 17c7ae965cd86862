import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors';
import type { FaultRule } from '../faults';

/** A refusal in the words of v2; `type` has its prefix, `api/` or `provider/`. */
export class V2Error extends Error {
  readonly status: number;
  readonly type: string;
  readonly detail: string;
  readonly headers: Record<string, string>;

  constructor(status: number, type: string, detail: string, headers: Record<string, string> = {}) {
    super(`${status} ${type}`);
    this.status = status;
    this.type = type;
    this.detail = detail;
    this.headers = headers;
  }
}

export function invalidParameters(detail: string): V2Error {
  return new V2Error(400, 'api/invalid_parameters', detail);
}

/** What the domain refuses in the words of v1, in those of v2: many words of v1 become one. */
const types: Record<string, [status: number, type: string]> = {
  missing_credentials: [401, 'api/missing_authorization'],
  invalid_credentials: [401, 'provider/invalid_credentials'],
  invalid_credentials_but_valid_account_imap: [401, 'provider/invalid_credentials'],
  invalid_imap_configuration: [400, 'provider/invalid_parameters'],
  invalid_smtp_configuration: [400, 'provider/invalid_parameters'],
  invalid_checkpoint_solution: [401, 'provider/invalid_checkpoint_code'],
  wrong_account: [403, 'provider/account_mismatch'],
  checkpoint_error: [403, 'provider/unknown_authentication_context'],
  captcha_not_supported: [403, 'provider/unknown_authentication_context'],
  action_required: [403, 'provider/unknown_authentication_context'],
  multiple_sessions: [422, 'provider/unprocessable_entity'],
  operation_canceled: [409, 'api/conflict'],
  request_timeout: [404, 'api/resource_not_found'],
  authentication_intent_error: [500, 'provider/server_error'],
  provider_error: [500, 'provider/server_error'],
  disconnected_account: [401, 'provider/invalid_authorization'],
  account_restricted: [403, 'api/account_restricted'],
  feature_not_subscribed: [403, 'provider/insufficient_permissions'],
  resource_access_restricted: [403, 'provider/insufficient_permissions'],
  limit_exceeded: [429, 'provider/too_many_requests'],
  no_client_session: [503, 'provider/server_error'],
  content_too_large: [400, 'provider/invalid_file'],
  unsupported_media_type: [415, 'provider/invalid_file'],
  feature_not_implemented: [501, 'api/not_implemented'],
};

const typesByStatus: Record<number, string> = {
  400: 'api/invalid_parameters',
  401: 'provider/invalid_authorization',
  403: 'provider/insufficient_permissions',
  404: 'provider/resource_not_found',
  405: 'provider/method_not_allowed',
  407: 'api/proxy_auth_error',
  409: 'api/conflict',
  422: 'provider/unprocessable_entity',
  429: 'provider/too_many_requests',
  500: 'api/internal_error',
  501: 'api/not_implemented',
  502: 'api/proxy_error',
  503: 'provider/server_error',
  504: 'provider/timeout',
};

export function toV2(error: unknown): V2Error {
  if (error instanceof V2Error) return error;
  if (!(error instanceof ApiError)) {
    return new V2Error(500, 'api/internal_error', 'Something went wrong');
  }
  const slug = error.type.replace(/^errors\//, '');
  const [status, type] = types[slug] ?? [error.status, usualType(error.status)];
  return new V2Error(status, type, error.detail ?? phraseOf(slug));
}

export function envelopeV2(error: V2Error): Response {
  const { status, type, detail, headers } = error;
  const title = phraseOf(type.slice(type.indexOf('/') + 1));
  const body = { object: 'Error', type, status, title, detail, req_id: `req_${randomUUID()}` };
  return Response.json(body, { status, headers });
}

export function faultEnvelopeV2(rule: FaultRule): Response {
  const status = rule.status ?? 500;
  const type = rule.type ?? usualType(status);
  return envelopeV2(new V2Error(status, type, rule.detail ?? 'Asked for by a test', rule.headers));
}

function usualType(status: number): string {
  return typesByStatus[status] ?? 'api/internal_error';
}

function phraseOf(slug: string): string {
  const words = slug.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
