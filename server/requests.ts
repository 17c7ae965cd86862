import type { IncomingMessage } from 'node:http';
import { OWN_PATH_HEADER } from '@/lib/core/own-path';

export interface HeaderReader {
  get(name: string): string | null;
}

/** Headers of a node request, read the way the Fetch API does. */
export function headersOf(request: IncomingMessage): HeaderReader {
  return {
    get(name) {
      const value = request.headers[name.toLowerCase()];
      if (value === undefined) return null;
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

/**
 * Headers that only a proxy of ours may set. From anybody else they would decide the host of our
 * addresses or who is asking (N3, N4, Z2).
 */
const SPOOFABLE = [
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-for',
  'x-real-ip',
  'forwarded',
] as const;
const INTERNAL = ['x-middleware-subrequest', 'x-middleware-rewrite', 'x-nextjs-data', 'x-nonce'];

/** Strips headers that a client must not choose, and pins Host to the configured address. */
export function cleanHeaders(
  request: IncomingMessage,
  options: { publicUrl: string; isProxyTrusted: boolean },
): void {
  for (const name of INTERNAL) delete request.headers[name];
  const client = options.isProxyTrusted ? lastForwardedFor(request) : undefined;
  for (const name of SPOOFABLE) delete request.headers[name];
  request.headers.host = new URL(options.publicUrl).host;
  request.headers[OWN_PATH_HEADER] = request.url ?? '/';
  request.headers['x-forwarded-for'] = client ?? request.socket.remoteAddress ?? '';
}

function lastForwardedFor(request: IncomingMessage): string | undefined {
  const value = request.headers['x-forwarded-for'];
  const text = Array.isArray(value) ? value[0] : value;
  return text?.split(',').at(-1)?.trim() || undefined;
}
