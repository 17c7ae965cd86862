import type { GatewayErrorCode, GatewayErrorInfo } from './client';
import { classifyError, type ErrorClass, type RetryPolicy } from './error-classes';
import { toStorableText } from './storable-text';
import type { TransportProblem } from './transport';

const MAX_WORD_LENGTH = 200;

/**
 * A call to the API that gave no usable answer. Its message holds nothing of the answer's text:
 * titles and details come from outside and may quote what people wrote.
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayErrorCode;
  /** The provider's own word, e.g. `errors/disconnected_account`. */
  readonly type: string | null;
  /** HTTP status, null where no answer came. */
  readonly status: number | null;
  readonly requestId: string | null;
  readonly retry: RetryPolicy;
  /** The pause that the API asked for. */
  readonly retryAfterMs: number | null;

  constructor(fields: ErrorClass & Partial<Omit<GatewayErrorInfo, 'code'>>, cause?: unknown) {
    super(`The API call failed: ${fields.code} (${fields.status ?? 'no answer'}).`, { cause });
    this.code = fields.code;
    this.retry = fields.retry;
    this.type = fields.type ?? null;
    this.status = fields.status ?? null;
    this.requestId = fields.requestId ?? null;
    this.retryAfterMs = fields.retryAfterMs ?? null;
  }

  /** What is kept of it, e.g. in a row of a send. */
  get info(): GatewayErrorInfo {
    const { code, type, status, requestId, retryAfterMs } = this;
    return { code, type, status, requestId, retryAfterMs };
  }
}

/** The error of an answer outside 2xx. `body` is its parsed JSON, or anything else for none. */
export function errorOfAnswer(
  status: number,
  body: unknown,
  retryAfterMs: number | null,
): GatewayError {
  const type = wordAt(body, 'type');
  const requestId = wordAt(body, 'instance') ?? wordAt(body, 'req_id');
  return new GatewayError({
    ...classifyError(status, type && slugOf(type)),
    type,
    status,
    requestId,
    retryAfterMs,
  });
}

/** A type as the classes name it; in v2 the prefix counts. */
function slugOf(type: string): string {
  return /^(api|provider)\//.test(type) ? type : type.slice(type.lastIndexOf('/') + 1);
}

/** The error of an exchange that broke before a whole answer had come. */
export function errorOfTransport(problem: TransportProblem, cause?: unknown): GatewayError {
  return new GatewayError(CLASS_BY_PROBLEM[problem], cause);
}

/** The error of a 2xx answer that is not what the route answers. A write may well have happened. */
export function garbage(status: number | null, cause?: unknown): GatewayError {
  return new GatewayError({ code: 'garbage', retry: 'unsafe', status }, cause);
}

const CLASS_BY_PROBLEM: Record<TransportProblem, ErrorClass> = {
  not_reached: { code: 'not_reached', retry: 'yes' },
  timeout: { code: 'timeout', retry: 'unsafe' },
  broken: { code: 'unexpected', retry: 'unsafe' },
  too_large: { code: 'garbage', retry: 'unsafe' },
  not_readable: { code: 'garbage', retry: 'unsafe' },
};

function wordAt(body: unknown, key: string): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const word: unknown = Reflect.get(body, key);
  if (typeof word !== 'string' || word === '') return null;
  return toStorableText(word).slice(0, MAX_WORD_LENGTH);
}

const FINAL: ReadonlySet<string> = new Set([
  'not_found',
  'not_supported',
  'not_permitted',
  'invalid_request',
]);

/** Whether a call failed with this code. */
export function hasCode(error: unknown, code: GatewayErrorCode): error is GatewayError {
  return error instanceof GatewayError && error.code === code;
}

/** Whether the API wants to be left alone for a while; `retryAfterMs` says for how long, where it told. */
export function wantsPause(error: unknown): error is GatewayError {
  return (
    error instanceof GatewayError && (error.code === 'throttled' || error.retryAfterMs !== null)
  );
}

/** Whether the API refused in a way that asking again does not change. */
export function isFinalRefusal(error: unknown): boolean {
  return error instanceof GatewayError && FINAL.has(error.code);
}
