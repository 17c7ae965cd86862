import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@/lib/core/errors';
import { readLimited } from '@/lib/core/http';
import type { BodyBytes } from './call-body';

/**
 * `not_reached`: it failed before a byte of the request was written, so nothing can have happened.
 * `broken`: the connection was lost later. `not_readable`: bytes that are no HTTP body of ours.
 */
export type TransportProblem = 'not_reached' | 'timeout' | 'broken' | 'too_large' | 'not_readable';

export interface Exchange {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: BodyBytes;
  /** For the whole exchange, from the name look-up to the last byte of the body. */
  timeoutMs: number;
  /** Of the body after decompression, so that a small bomb does not fill the memory. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Null when the head came but the body did not; `problem` says why. */
  body: Buffer | null;
  problem: TransportProblem | null;
}

/** Thrown when not even a status came. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  constructor(
    readonly problem: TransportProblem,
    cause: unknown,
  ) {
    super(`The exchange failed: ${problem}.`, { cause });
  }
}

/**
 * One request and its answer; redirects are not followed. `node:http` and not `fetch`: only the
 * socket's own events tell for sure whether bytes left, `fetch` shows a guessable cause at best, and
 * Next replaces the global `fetch` with a caching one. Throws `TransportError`.
 */
export async function exchange(request: Exchange): Promise<Answer> {
  const abort = new AbortController();
  const giveUp = () => abort.abort();
  const timer = setTimeout(giveUp, request.timeoutMs);
  request.signal?.addEventListener('abort', giveUp, { once: true });
  if (request.signal?.aborted) giveUp();
  try {
    const response = await open(request, abort.signal);
    const { body, problem } = await readBody(response, request, abort.signal);
    return { status: response.statusCode ?? 0, headers: response.headers, body, problem };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', giveUp);
  }
}

// Only reads share connections: a kept one may have been closed by the other side just now, which
// cannot be told from a reset in the middle of a write.
const READ_AGENTS = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

/** Sends the request and resolves when the head of the answer is there. */
function open(request: Exchange, signal: AbortSignal): Promise<IncomingMessage> {
  const { method, url, headers, body } = request;
  const isTls = url.protocol === 'https:';
  const agent = method === 'GET' && READ_AGENTS[isTls ? 'https:' : 'http:'];
  let hasLeft = false;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      const late: TransportProblem = signal.aborted ? 'timeout' : 'broken';
      reject(new TransportError(hasLeft ? late : 'not_reached', cause));
    };
    const send = isTls ? https.request : http.request;
    const outgoing = send(url, { method, headers, agent, signal });
    outgoing.on('socket', (socket) => {
      if (outgoing.reusedSocket) hasLeft = true;
      // Node writes nothing of the request before these events of a new connection.
      else
        socket.once(isTls ? 'secureConnect' : 'connect', () => {
          hasLeft = true;
        });
    });
    outgoing.on('response', resolve);
    // Without a listener Node would hang up on `101 Switching Protocols` in silence.
    outgoing.on('upgrade', (_response, socket) => {
      socket.destroy();
      fail(new Error('The connection was upgraded.'));
    });
    outgoing.on('error', fail);
    if (!body || Buffer.isBuffer(body)) outgoing.end(body);
    // What fails while it is read ends the request, which says so above.
    else pipeline(Readable.from(body, { objectMode: false }), outgoing, () => undefined);
  });
}

async function readBody(
  response: IncomingMessage,
  request: Exchange,
  signal: AbortSignal,
): Promise<Pick<Answer, 'body' | 'problem'>> {
  const plain = decompress(response);
  if (!plain) {
    response.destroy();
    return { body: null, problem: 'not_readable' };
  }
  try {
    const body = await readLimited(plain, request);
    return { body, problem: null };
  } catch (cause) {
    response.destroy();
    return { body: null, problem: bodyProblem(cause, signal) };
  }
}

function bodyProblem(cause: unknown, signal: AbortSignal): TransportProblem {
  if (cause instanceof AppError && cause.code === 'too_large') return 'too_large';
  if (signal.aborted || cause instanceof AppError) return 'timeout';
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && code.startsWith('Z_') ? 'not_readable' : 'broken';
}

/** Undoes the only encoding we ask for; null for one that we did not. */
function decompress(response: IncomingMessage): Readable | null {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') return response;
  if (encoding !== 'gzip') return null;
  // The callback only keeps errors from being unhandled: the reader of the result meets them too.
  return pipeline(response, createGunzip(), () => undefined);
}
