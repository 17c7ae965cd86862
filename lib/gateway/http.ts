import { setTimeout as pause } from 'node:timers/promises';
import { dsnProblem, normaliseDsn } from '@/lib/core/env-formats';
import { AppError } from '@/lib/core/errors';
import { SECOND_MS } from '@/lib/core/time';
import { type CallBody, encodeBody } from './call-body';
import type { GatewayErrorCode, GatewayFile } from './client';
import { errorOfAnswer, errorOfTransport, GatewayError, garbage } from './errors';
import { openFile } from './open-file';
import { toStorableText } from './storable-text';
import { type Answer, exchange, TransportError } from './transport';

const MAX_ANSWER_BYTES = 10 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 15 * SECOND_MS;
const READ_BUDGET_MS = 30 * SECOND_MS;
const MAX_READ_TRIES = 3;
const FIRST_PAUSE_MS = 300;
const MAX_RETRY_AFTER_MS = 10 * SECOND_MS;
const MAX_REDIRECTS = 3;

/** What a pino logger offers and the client needs. */
export interface GatewayLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface GatewayHttpOptions {
  /** Origin of the API as people write it: with or without `https://` and a trailing slash. */
  baseUrl: string;
  apiKey: string;
  log: GatewayLog;
  /** For one try of any call; 15 s unless told otherwise, and 30 s for a call that says so. */
  timeoutMs?: number;
  maxAnswerBytes?: number;
  /** Replaced by tests, which would otherwise wait. */
  sleep?: (delayMs: number) => Promise<unknown>;
  /** From 0 to 1; replaced by tests. */
  random?: () => number;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Route template with `{name}` parts, e.g. `/api/v1/chats/{chatId}`: this form goes to the log. */
  route: string;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | null | undefined>>;
  body?: CallBody;
  /** The account it is about, for the log. */
  providerAccountId?: string;
  /** Failures that are an answer to whoever asks, and nothing to warn of. */
  expected?: readonly GatewayErrorCode[];
  /** An answer without a body is one as well, and read as null. */
  mayBeEmpty?: boolean;
  /** Used where the client was made without a time-out of its own. */
  defaultTimeoutMs?: number;
  signal?: AbortSignal;
}

export interface GatewayHttp {
  /** The API's own address, without a trailing slash. */
  readonly origin: string;
  readonly log: GatewayLog;
  /** Parsed JSON of a 2xx answer. Throws `GatewayError`. Only GET is tried more than once. */
  call(call: Call): Promise<unknown>;
  /** A file, as soon as its head is there. Throws `GatewayError`. Tried once. */
  open(call: Call): Promise<GatewayFile>;
}

/**
 * The only way out to the API: key, time-outs, size limit, redirects within the origin only, repeats
 * of reads, one log entry per call. Throws `invalid_input` for an address or
 * a key that cannot be one.
 */
export function createGatewayHttp(options: GatewayHttpOptions): GatewayHttp {
  const problem = dsnProblem(options.baseUrl);
  if (problem) throw new AppError('invalid_input', `The address of the API ${problem}.`);
  // Anything else cannot stand in a header; a pasted key with a line end would fail on every call.
  if (!/^[\x21-\x7e]+$/.test(options.apiKey)) {
    throw new AppError('invalid_input', 'The API key holds characters that a key cannot have.');
  }
  const origin = normaliseDsn(options.baseUrl);
  const { log } = options;
  const context = { ...options, origin };
  return {
    origin,
    log,
    call: (call) => logged(context, call, (progress) => callWithRetries(context, call, progress)),
    open: (call) => logged(context, call, (progress) => openOnce(context, call, progress)),
  };
}

type Context = GatewayHttpOptions & { origin: string };

type Progress = { tries: number; status: number };

async function openOnce(context: Context, call: Call, progress: Progress): Promise<GatewayFile> {
  progress.tries = 1;
  const { apiKey } = context;
  const file = await openFile({ url: urlOf(context.origin, call), apiKey, signal: call.signal });
  progress.status = 200;
  return file;
}

async function logged<T>(
  context: Context,
  call: Call,
  run: (progress: Progress) => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now();
  const { method, route, providerAccountId } = call;
  const progress = { tries: 0, status: 0 };
  const entry = () => ({
    method,
    route,
    providerAccountId,
    tries: progress.tries,
    durationMs: Math.round(performance.now() - startedAtMs),
  });
  try {
    const value = await run(progress);
    context.log.info({ ...entry(), status: progress.status }, 'gateway call');
    return value;
  } catch (error) {
    if (error instanceof GatewayError) {
      const { code, type, status, requestId } = error;
      const level = call.expected?.includes(code) ? 'info' : 'warn';
      context.log[level]({ ...entry(), status, code, type, requestId }, 'gateway call');
    }
    throw error;
  }
}

async function callWithRetries(
  context: Context,
  call: Call,
  progress: { tries: number; status: number },
): Promise<unknown> {
  const url = urlOf(context.origin, call);
  const timeoutMs = context.timeoutMs ?? call.defaultTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadlineMs = performance.now() + Math.max(READ_BUDGET_MS, timeoutMs);
  const sleep = context.sleep ?? pause;
  while (true) {
    progress.tries += 1;
    const leftMs = Math.max(1, Math.min(timeoutMs, deadlineMs - performance.now()));
    try {
      const { status, value } = await tryOnce(context, call, url, leftMs);
      progress.status = status;
      return value;
    } catch (error) {
      const delayMs = pauseBeforeRepeat(context, call, error, progress.tries);
      if (delayMs === null || performance.now() + delayMs >= deadlineMs) throw error;
      await sleep(delayMs);
    }
  }
}

/** Milliseconds to wait before the read is made again, or null when the error is final. */
function pauseBeforeRepeat(
  context: Context,
  call: Call,
  error: unknown,
  tries: number,
): number | null {
  if (call.method !== 'GET' || tries >= MAX_READ_TRIES) return null;
  if (call.signal?.aborted || !(error instanceof GatewayError)) return null;
  const { code, retry, retryAfterMs } = error;
  if (retryAfterMs !== null && retryAfterMs > MAX_RETRY_AFTER_MS) return null;
  // Without the header, throttling lasts minutes to hours: asking again now makes it longer.
  const isThrottledBriefly = code === 'throttled' && retryAfterMs !== null;
  // The same nonsense would come again, perhaps at 10 MB each.
  const isRepeatable = retry === 'yes' || (retry === 'unsafe' && code !== 'garbage');
  if (!isRepeatable && !isThrottledBriefly) return null;
  const ceilingMs = FIRST_PAUSE_MS * 2 ** (tries - 1);
  const jitterMs = ceilingMs * (0.5 + (context.random ?? Math.random)() / 2);
  return Math.round(Math.max(jitterMs, retryAfterMs ?? 0));
}

async function tryOnce(
  context: Context,
  call: Call,
  firstUrl: URL,
  timeoutMs: number,
): Promise<{ status: number; value: unknown }> {
  const { headers, body } = encodeBody(call.body);
  const deadlineMs = performance.now() + timeoutMs;
  let url = firstUrl;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await exchange({
      method: call.method,
      url,
      headers: { accept: 'application/json', 'x-api-key': context.apiKey, ...headers },
      body,
      timeoutMs: Math.max(1, deadlineMs - performance.now()),
      maxBytes: context.maxAnswerBytes ?? MAX_ANSWER_BYTES,
      signal: call.signal,
    }).catch((error: unknown) => {
      throw error instanceof TransportError ? errorOfTransport(error.problem, error) : error;
    });
    const next = call.method === 'GET' ? redirectTarget(answer, url) : null;
    if (!next || redirects === MAX_REDIRECTS) return readAnswer(answer, call);
    url = next;
  }
}

/** Where a redirect leads within the same origin; the key must not travel anywhere else. */
function redirectTarget(answer: Answer, from: URL): URL | null {
  const { location } = answer.headers;
  if (answer.status < 300 || answer.status > 399 || !location) return null;
  if (!URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  return target.origin === from.origin ? target : null;
}

function readAnswer(answer: Answer, call: Call): { status: number; value: unknown } {
  const { status, body, problem } = answer;
  const isSuccess = status >= 200 && status <= 299;
  const json = body && isJson(answer) ? parseJson(body) : undefined;
  // An error's status says enough, even where its body is missing or a proxy's page.
  if (!isSuccess) throw errorOfAnswer(status, json, retryAfterMs(answer));
  if (problem) throw errorOfTransport(problem);
  if (call.mayBeEmpty && body?.length === 0) return { status, value: null };
  if (json === undefined) throw garbage(status);
  return { status, value: json };
}

function isJson(answer: Answer): boolean {
  return /^\s*application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(
    answer.headers['content-type'] ?? '',
  );
}

/** `undefined` is no JSON value, so it can stand for text that is not JSON. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** `Retry-After` comes as seconds or as a date (RFC 9110 §10.2.3). */
function retryAfterMs(answer: Answer): number | null {
  const text = answer.headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND_MS;
  // `Date.parse` alone would make a date of nearly anything, of `-1` for example.
  const delayMs = text.endsWith('GMT') ? Date.parse(text) - Date.now() : Number.NaN;
  return Number.isFinite(delayMs) ? Math.max(0, delayMs) : null;
}

function urlOf(origin: string, call: Call): URL {
  const path = call.route.replace(/\{(\w+)\}/g, (_, name: string) => {
    const part = call.params?.[name] ?? '';
    // Ids come from outside; URL parsing would take `..`, even encoded, for the parent folder.
    if (part === '' || part === '.' || part === '..') {
      throw new GatewayError({ code: 'not_found', retry: 'no' });
    }
    return encodeURIComponent(toStorableText(part));
  });
  const url = new URL(`${origin}${path}`);
  for (const [key, value] of Object.entries(call.query ?? {})) {
    if (value !== null && value !== undefined) url.searchParams.set(key, String(value));
  }
  return url;
}
