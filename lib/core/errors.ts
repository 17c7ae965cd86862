/** Every way an operation can fail that a caller may tell apart. Anything else is `internal`. */
export const ERROR_CODES = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'gateway',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

const STATUS_BY_CODE: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  gateway: 502,
  unavailable: 503,
  internal: 500,
};

/**
 * The one error class of the product. `message` is a sentence a person may read: it never holds
 * secrets, ids of foreign rows or message text. `fields` names inputs that were refused; `requestId` is by what the
 * provider finds its refusal again.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly fields: Readonly<Record<string, string>>;
  readonly requestId: string | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; fields?: Record<string, string>; requestId?: string | null } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? {};
    this.requestId = options.requestId ?? null;
  }

  /** HTTP status that stands for the code. */
  get status(): number {
    return statusOf(this.code);
  }
}

export function statusOf(code: ErrorCode): number {
  return STATUS_BY_CODE[code];
}

/** A foreign row and a missing row give the same answer, so that ids cannot be probed. */
export function notFound(what: string): AppError {
  return new AppError('not_found', `${what} not found.`);
}

/** For `catch`: null stands for what is not there; any other error comes through. */
export function nullIfNotFound(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
