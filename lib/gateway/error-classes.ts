import type { GatewayErrorCode } from './client';

/**
 * Whether the same request may be made again without anybody acting first. `yes`: soon, it was
 * refused before anything was done. `later`: hours or days. `no`: never. `unsafe`: a read may be
 * repeated, but a write may already have happened and must be looked for, not repeated.
 */
export type RetryPolicy = 'yes' | 'later' | 'no' | 'unsafe';

export interface ErrorClass {
  code: GatewayErrorCode;
  retry: RetryPolicy;
}

/**
 * The class of an error answer: by type, and by status where the type is not known. New types appear
 * without notice; titles and details say nothing reliable.
 * `slug` is the type without `errors/`, and in v2 with its `api/` or `provider/`.
 */
export function classifyError(status: number, slug: string | null): ErrorClass {
  const known = slug === null ? undefined : CLASSES.get(slug);
  return known ?? classifyStatus(status, slug);
}

/** The types we know, as `classifyError` takes them. */
export function knownErrorTypes(): readonly string[] {
  return [...CLASSES.keys()];
}

function classifyStatus(status: number, slug: string | null): ErrorClass {
  if (status === 501) return { code: 'not_supported', retry: 'no' };
  if (status === 408 || status === 504) return { code: 'timeout', retry: 'unsafe' };
  if (status >= 500) return { code: 'provider_unavailable', retry: 'unsafe' };
  if (status === 401) return { code: unauthorizedCode(slug), retry: 'no' };
  if (status === 403) return { code: 'not_permitted', retry: 'no' };
  if (status === 404 || status === 410) return { code: 'not_found', retry: 'no' };
  if (status === 413) return { code: 'too_large', retry: 'no' };
  if (status === 425) return { code: 'checkpoint', retry: 'later' };
  if (status === 429) return { code: 'throttled', retry: 'later' };
  if (status >= 400) return { code: 'invalid_request', retry: 'no' };
  // Neither success nor error, such as a redirect elsewhere: nothing can be said of a write.
  return { code: 'unexpected', retry: 'unsafe' };
}

/** v2 says by its prefix whom a 401 is about. */
function unauthorizedCode(slug: string | null): GatewayErrorCode {
  // Account problems always name a type; a bare 401 comes from the front door, about the key.
  if (slug === null || slug.startsWith('api/')) return 'key_refused';
  return slug.startsWith('provider/') ? 'account_disconnected' : 'not_permitted';
}

// Every type that the API documents, once. Two of them come with two statuses each:
// request_timeout (408, 504) and limit_too_high (400, 422).
const BAD_REQUEST = {
  invalid_parameters: ['invalid_request', 'no'],
  missing_parameters: ['invalid_request', 'no'],
  malformed_request: ['invalid_request', 'no'],
  content_too_large: ['too_large', 'no'],
  too_many_characters: ['too_large', 'no'],
  unescaped_characters: ['invalid_request', 'no'],
  invalid_url: ['invalid_request', 'no'],
  limit_too_high: ['invalid_request', 'no'],
  invalid_request: ['invalid_request', 'no'],
} as const;

const UNAUTHORIZED = {
  // About our key. A key without a scope still works for the rest, so it is not a refused key.
  missing_credentials: ['key_refused', 'no'],
  invalid_credentials: ['key_refused', 'no'],
  insufficient_privileges: ['not_permitted', 'no'],
  // About the linked account: it works again after a reconnect.
  expired_credentials: ['account_disconnected', 'no'],
  disconnected_account: ['account_disconnected', 'no'],
  disconnected_feature: ['account_disconnected', 'no'],
  multiple_sessions: ['not_permitted', 'no'],
  // About one attempt to sign in.
  wrong_account: ['account_mismatch', 'no'],
  invalid_checkpoint_solution: ['checkpoint', 'no'],
  checkpoint_error: ['checkpoint', 'no'],
  captcha_not_supported: ['checkpoint', 'no'],
  invalid_proxy_credentials: ['invalid_request', 'no'],
  invalid_credentials_but_valid_account_imap: ['checkpoint', 'no'],
  invalid_imap_configuration: ['invalid_request', 'no'],
  invalid_smtp_configuration: ['invalid_request', 'no'],
  expired_link: ['link_expired', 'no'],
} as const;

const FORBIDDEN = {
  account_restricted: ['account_restricted', 'no'],
  account_mismatch: ['account_mismatch', 'no'],
  insufficient_permissions: ['not_permitted', 'no'],
  session_mismatch: ['account_mismatch', 'no'],
  feature_not_subscribed: ['not_permitted', 'no'],
  subscription_required: ['not_permitted', 'no'],
  unknown_authentication_context: ['checkpoint', 'no'],
  action_required: ['checkpoint', 'no'],
  resource_access_restricted: ['not_permitted', 'no'],
} as const;

const NOT_FOUND_TO_TOO_EARLY = {
  resource_not_found: ['not_found', 'no'],
  invalid_resource_identifier: ['not_found', 'no'],
  proxy_auth_error: ['provider_unavailable', 'no'],
  request_timeout: ['timeout', 'unsafe'],
  already_exists: ['already_done', 'no'],
  operation_canceled: ['checkpoint', 'no'],
  unsupported_media_type: ['not_supported', 'no'],
  auth_in_progress: ['checkpoint', 'later'],
} as const;

const UNPROCESSABLE = {
  already_connected: ['already_done', 'no'],
  already_invited_recently: ['already_done', 'later'],
  action_already_performed: ['already_done', 'no'],
  cannot_resend_yet: ['limit_reached', 'later'],
  cannot_resend_within_24hrs: ['limit_reached', 'later'],
  limit_exceeded: ['limit_reached', 'later'],
  connection_limit_reached: ['limit_reached', 'later'],
  insufficient_credits: ['limit_reached', 'later'],
  cannot_invite_attendee: ['recipient_unreachable', 'no'],
  invalid_recipient: ['recipient_unreachable', 'no'],
  no_connection_with_recipient: ['recipient_unreachable', 'no'],
  blocked_recipient: ['recipient_unreachable', 'no'],
  user_unreachable: ['recipient_unreachable', 'no'],
  not_allowed_inmail: ['recipient_unreachable', 'no'],
  recipient_rejected: ['recipient_unreachable', 'no'],
  invalid_account: ['account_mismatch', 'no'],
  unprocessable_entity: ['invalid_request', 'no'],
  provider_unreachable: ['provider_unavailable', 'yes'],
  realtime_client_not_initialized: ['provider_unavailable', 'yes'],
  invalid_message: ['invalid_request', 'no'],
  cant_send_message: ['invalid_request', 'no'],
  invalid_post: ['invalid_request', 'no'],
  parent_mail_not_found: ['not_found', 'no'],
  invalid_reply_subject: ['invalid_request', 'no'],
  invalid_headers: ['invalid_request', 'no'],
  send_as_denied: ['not_permitted', 'no'],
  invalid_folder: ['invalid_request', 'no'],
  invalid_thread: ['invalid_request', 'no'],
  sender_rejected: ['not_permitted', 'no'],
  ip_rejected_by_server: ['not_permitted', 'no'],
  account_configuration_error: ['account_disconnected', 'no'],
  unauthorized: ['account_disconnected', 'no'],
} as const;

const THROTTLED_AND_SERVER = {
  too_many_requests: ['throttled', 'later'],
  unexpected_error: ['unexpected', 'unsafe'],
  provider_error: ['provider_unavailable', 'unsafe'],
  authentication_intent_error: ['checkpoint', 'unsafe'],
  feature_not_implemented: ['not_supported', 'no'],
  // The account's process does not run (yet), so nobody can have carried out the request.
  no_client_session: ['provider_unavailable', 'yes'],
  no_channel: ['provider_unavailable', 'yes'],
  no_handler: ['provider_unavailable', 'yes'],
  // A line can break after the bytes went out, so these three do not prove that nothing was done.
  proxy_error: ['provider_unavailable', 'unsafe'],
  network_down: ['provider_unavailable', 'unsafe'],
  service_unavailable: ['provider_unavailable', 'unsafe'],
} as const;

// v2 has few types: what a provider refuses is one of them, whatever the reason (errors.md §3).
const V2 = {
  'api/invalid_parameters': ['invalid_request', 'no'],
  'provider/invalid_parameters': ['invalid_request', 'no'],
  'api/invalid_auth_format': ['key_refused', 'no'],
  'api/missing_authorization': ['key_refused', 'no'],
  'api/expired_authorization': ['key_refused', 'no'],
  'provider/invalid_authorization': ['account_disconnected', 'no'],
  'provider/invalid_credentials': ['checkpoint', 'no'],
  'provider/invalid_checkpoint_code': ['checkpoint', 'no'],
  'api/insufficient_permissions': ['not_permitted', 'no'],
  'provider/insufficient_permissions': ['not_permitted', 'no'],
  'provider/account_mismatch': ['account_mismatch', 'no'],
  'api/account_restricted': ['account_restricted', 'no'],
  'api/inactive_subscription': ['not_permitted', 'no'],
  'provider/unknown_authentication_context': ['checkpoint', 'no'],
  'api/resource_not_found': ['not_found', 'no'],
  'provider/resource_not_found': ['not_found', 'no'],
  'provider/method_not_allowed': ['not_supported', 'no'],
  'api/proxy_auth_error': ['provider_unavailable', 'no'],
  'api/conflict': ['invalid_request', 'no'],
  'provider/conflict': ['invalid_request', 'no'],
  'api/already_exists': ['already_done', 'no'],
  'provider/invalid_file': ['not_supported', 'no'],
  'provider/unprocessable_entity': ['invalid_request', 'no'],
  'api/too_many_requests': ['throttled', 'later'],
  'provider/too_many_requests': ['throttled', 'later'],
  'api/internal_error': ['unexpected', 'unsafe'],
  'api/not_implemented': ['not_supported', 'no'],
  'api/proxy_error': ['provider_unavailable', 'unsafe'],
  'provider/server_error': ['provider_unavailable', 'unsafe'],
  'provider/timeout': ['timeout', 'unsafe'],
  'api/proxy_timeout': ['timeout', 'unsafe'],
} as const;

type Row = readonly [GatewayErrorCode, RetryPolicy];

const GROUPS: readonly Readonly<Record<string, Row>>[] = [
  BAD_REQUEST,
  UNAUTHORIZED,
  FORBIDDEN,
  NOT_FOUND_TO_TOO_EARLY,
  UNPROCESSABLE,
  THROTTLED_AND_SERVER,
  V2,
];

// A Map, because a type named `constructor` must not be found.
const CLASSES: ReadonlyMap<string, ErrorClass> = new Map(
  GROUPS.flatMap((group) => Object.entries(group)).map(([slug, [code, retry]]) => [
    slug,
    { code, retry },
  ]),
);
