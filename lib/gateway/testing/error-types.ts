/** Every error type that the API documents, by the status it comes with. Words apart by blanks. */
type Listing = Readonly<Record<number, string>>;

const V1: Listing = {
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

/** What PostPress names for an invitation. */
const POSTPRESS: Listing = {
  400: `invalid_parameters malformed_request content_too_large invalid_url too_many_characters
    unescaped_characters missing_parameters limit_too_high`,
  401: `missing_credentials multiple_sessions invalid_checkpoint_solution invalid_proxy_credentials
    checkpoint_error invalid_credentials expired_credentials insufficient_privileges
    disconnected_account disconnected_feature invalid_credentials_but_valid_account_imap
    expired_link wrong_account`,
  403: `account_restricted account_mismatch insufficient_permissions session_mismatch
    feature_not_subscribed subscription_required unknown_authentication_context action_required
    resource_access_restricted`,
  404: 'resource_not_found invalid_resource_identifier',
  422: `invalid_account invalid_recipient blocked_recipient user_unreachable unprocessable_entity
    action_already_performed not_allowed_inmail insufficient_credits limit_exceeded
    already_invited_recently already_connected cannot_invite_attendee provider_unreachable`,
  429: 'too_many_requests',
  500: 'unexpected_error provider_error authentication_intent_error',
  501: 'feature_not_implemented',
  503: 'no_client_session no_channel no_handler network_down service_unavailable',
  504: 'request_timeout',
};

/** Some of the statuses are read from the name of the type alone. */
const V2: Listing = {
  400: 'api/invalid_parameters provider/invalid_parameters api/invalid_auth_format',
  401: `api/missing_authorization api/expired_authorization provider/invalid_authorization
    provider/invalid_credentials provider/invalid_checkpoint_code`,
  402: 'api/inactive_subscription',
  403: `api/insufficient_permissions provider/insufficient_permissions provider/account_mismatch
    api/account_restricted provider/unknown_authentication_context`,
  404: 'api/resource_not_found provider/resource_not_found',
  405: 'provider/method_not_allowed',
  407: 'api/proxy_auth_error',
  409: 'api/conflict provider/conflict api/already_exists',
  415: 'provider/invalid_file',
  422: 'provider/unprocessable_entity',
  429: 'api/too_many_requests provider/too_many_requests',
  500: 'api/internal_error provider/server_error',
  501: 'api/not_implemented',
  502: 'api/proxy_error',
  504: 'provider/timeout api/proxy_timeout',
};

export interface DocumentedError {
  status: number;
  /** As on the wire, e.g. `errors/expired_link`. */
  type: string;
}

export const V1_ERRORS = rowsOf(V1, 'errors/');
export const POSTPRESS_ERRORS = rowsOf(POSTPRESS, 'errors/');
export const V2_ERRORS = rowsOf(V2, '');

function rowsOf(listing: Listing, prefix: string): readonly DocumentedError[] {
  return Object.entries(listing).flatMap(([status, types]) =>
    types.split(/\s+/).map((type) => ({ status: Number(status), type: `${prefix}${type}` })),
  );
}
