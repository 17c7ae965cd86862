import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { readLimited } from '@/lib/core/http';
import { SECOND_MS } from '@/lib/core/time';
import type { GatewayFile } from './client';
import { errorOfAnswer, errorOfTransport, garbage } from './errors';

const HEAD_TIMEOUT_MS = 15 * SECOND_MS;
/** Between two pieces; a file may take long as long as it comes. */
const IDLE_TIMEOUT_MS = 20 * SECOND_MS;
const WHOLE_TIMEOUT_MS = 600 * SECOND_MS;
const MAX_ERROR_BYTES = 64 * 1024;

export interface FileRequest {
  url: URL;
  apiKey: string;
  signal?: AbortSignal;
  /** Shortened by tests. */
  idleTimeoutMs?: number;
}

/**
 * Asks for a file and resolves when the head of the answer is there; the body is read by the caller,
 * who closes it. Not tried again, no redirect is followed. Throws `GatewayError`.
 */
export async function openFile(request: FileRequest): Promise<GatewayFile> {
  const response = await ask(request);
  const close = () => void response.destroy();
  try {
    await requireFile(response);
  } catch (error) {
    close();
    throw error;
  }
  response.setTimeout(request.idleTimeoutMs ?? IDLE_TIMEOUT_MS, () => {
    response.destroy(new Error('The file stopped coming.'));
  });
  const whole = setTimeout(close, WHOLE_TIMEOUT_MS);
  request.signal?.addEventListener('abort', close, { once: true });
  response.once('close', () => {
    clearTimeout(whole);
    request.signal?.removeEventListener('abort', close);
  });
  // Whoever reads the body meets the error too; without a listener it would end the process.
  response.on('error', () => undefined);
  return {
    body: response,
    mimeType: response.headers['content-type'] ?? null,
    sizeBytes: sizeOf(response),
    close,
  };
}

function ask({ url, apiKey, signal }: FileRequest): Promise<IncomingMessage> {
  const send = url.protocol === 'https:' ? https.request : http.request;
  // Identity: what is packed could unpack to anything, and its length would not be the file's.
  const headers = { accept: '*/*', 'accept-encoding': 'identity', 'x-api-key': apiKey };
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method: 'GET', headers, signal });
    const timer = setTimeout(() => {
      reject(errorOfTransport('timeout'));
      outgoing.destroy();
    }, HEAD_TIMEOUT_MS);
    outgoing.on('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    outgoing.on('error', (cause) => {
      clearTimeout(timer);
      reject(errorOfTransport('broken', cause));
    });
    outgoing.end();
  });
}

async function requireFile(response: IncomingMessage): Promise<void> {
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    const body = await readLimited(response, {
      maxBytes: MAX_ERROR_BYTES,
      timeoutMs: HEAD_TIMEOUT_MS,
    }).catch(() => Buffer.alloc(0));
    throw errorOfAnswer(status, parseJson(body), null);
  }
  const encoding = response.headers['content-encoding'];
  if (encoding && encoding !== 'identity') throw garbage(status);
}

function sizeOf(response: IncomingMessage): number | null {
  const length = response.headers['content-length'];
  return length && /^\d{1,15}$/.test(length) ? Number(length) : null;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
