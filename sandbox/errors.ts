/** The error envelope of the API: what every refused request answers, with the same HTTP status. */
export interface ErrorBody {
  title: string;
  detail?: string;
  instance?: string;
  type: string;
  status: number;
}

/** Thrown by a route; the error handler of the API turns it into the envelope. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly detail: string | undefined;

  /** `slug` is the type without its `errors/` prefix. */
  constructor(status: number, slug: string, detail?: string) {
    super(`${status} ${slug}`);
    this.status = status;
    this.type = `errors/${slug}`;
    this.detail = detail;
  }

  body(): ErrorBody {
    const body: ErrorBody = {
      title: titleOf(this.type, this.status),
      type: this.type,
      status: this.status,
    };
    if (this.detail !== undefined) body.detail = this.detail;
    return body;
  }
}

/** 404 whose detail names the thing, as the API does ("Account not found"). */
export function notFound(
  thing:
    | 'Account'
    | 'Chat'
    | 'Message'
    | 'Attendee'
    | 'Attachment'
    | 'Webhook'
    | 'User'
    | 'Invitation'
    | 'Email'
    | 'Folder',
) {
  return new ApiError(404, 'resource_not_found', `${thing} not found`);
}

/** 400 naming the field that does not fit. */
export function invalid(detail: string) {
  return new ApiError(400, 'invalid_parameters', detail);
}

/** 400 naming the field that is absent. */
export function missing(field: string) {
  return new ApiError(400, 'missing_parameters', `${field} is required`);
}

const defaultTypeByStatus: Record<number, string> = {
  400: 'invalid_parameters',
  401: 'disconnected_account',
  403: 'insufficient_permissions',
  404: 'resource_not_found',
  407: 'proxy_auth_error',
  408: 'request_timeout',
  409: 'operation_canceled',
  415: 'unsupported_media_type',
  422: 'unprocessable_entity',
  425: 'auth_in_progress',
  429: 'too_many_requests',
  500: 'unexpected_error',
  501: 'feature_not_implemented',
  502: 'proxy_error',
  503: 'service_unavailable',
  504: 'request_timeout',
};

/** The most usual slug of a status; used by fault rules that name only a status. */
export function defaultSlug(status: number): string {
  return defaultTypeByStatus[status] ?? 'unexpected_error';
}

// Titles that are not simply the slug as a phrase, as the v1 OpenAPI texts print them.
const titles: Record<string, string> = {
  'errors/resource_not_found': 'Resource not found.',
  'errors/proxy_auth_error': 'Proxy authentication error',
  'errors/request_timeout': 'Request timed out',
  'errors/unsupported_media_type': 'Unsupported media',
  'errors/no_connection_with_recipient': 'Recipient cannot be reached',
  'errors/invalid_recipient': 'Recipient cannot be reached',
  'errors/invalid_message': "Message couldn't pass validation",
  'errors/auth_in_progress': 'Authentication in progress',
  'errors/feature_not_implemented': 'Missing feature',
  'errors/no_handler': 'Handler missing',
  'errors/invalid_imap_configuration': 'Invalid IMAP configuration',
  'errors/invalid_smtp_configuration': 'Invalid SMTP configuration',
};

function titleOf(type: string, status: number): string {
  const known = titles[type];
  if (known !== undefined) return known;
  const slug = type.replace(/^errors\//, '').replaceAll('_', ' ');
  if (slug === '') return `Error ${status}`;
  return slug.charAt(0).toUpperCase() + slug.slice(1);
}
