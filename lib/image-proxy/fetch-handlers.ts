import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectPlain } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { servedAs } from '@/lib/attachments/rules';
import { AppError } from '@/lib/core/errors';
import { fetchableUrl, isPublicAddress, literalOf } from './address-rules';

export const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const TIME_LIMIT_MS = 10_000;
const MOST_REDIRECTS = 3;
const MOST_HEADER_BYTES = 16 * 1024;

/** The two ways to the network; a test brings its own, the product has no others. */
export interface Network {
  /** All addresses of a name. */
  resolve(hostname: string): Promise<string[]>;
  /** A connection to an address that was checked; `servername` for TLS, null for plain http. */
  connect(address: string, port: number, servername: string | null): Duplex;
}

const NETWORK: Network = {
  resolve: async (hostname) =>
    (await lookup(hostname, { all: true })).map(({ address }) => address),
  connect: (host, port, servername) =>
    servername === null
      ? connectPlain({ host, port })
      : connectTls({ host, port, servername, ALPNProtocols: ['http/1.1'] }),
};

export interface RemoteImage {
  type: string;
  bytes: Buffer;
}

/**
 * Fetches one picture for a reader, once, and tells its host nothing of them: no cookie, no referrer, no address
 * but ours. The name is resolved here and the connection goes to the address that was checked, at each redirect
 * anew. Throws `forbidden` for an address that is not public, `too_large`, or `gateway` for everything else
 * that is no picture.
 */
export async function fetchImage(
  remoteUrl: string,
  signal: AbortSignal,
  network: Network = NETWORK,
): Promise<RemoteImage> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
  try {
    return await follow(remoteUrl, limit, network);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('gateway', 'The picture could not be fetched.', { cause: error });
  }
}

async function follow(from: string, signal: AbortSignal, network: Network): Promise<RemoteImage> {
  let url = fetchableUrl(from);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (!url) throw refused();
    const response = await ask(url, await checkedAddress(url, signal, network), signal, network);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return readImage(response);
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode) || !headers.location) throw notAPicture();
    url = fetchableUrl(headers.location, url.href);
  }
  throw notAPicture();
}

/** IPv4 first: it is what more networks can reach. One address that is not public spoils the name. */
async function checkedAddress(url: URL, signal: AbortSignal, network: Network): Promise<string> {
  const literal = literalOf(url);
  const found = literal ? [literal] : await untilAborted(network.resolve(url.hostname), signal);
  if (found.length === 0 || !found.every(isPublicAddress)) throw refused();
  return found.find((address) => !address.includes(':')) ?? (found[0] as string);
}

function ask(
  url: URL,
  address: string,
  signal: AbortSignal,
  network: Network,
): Promise<IncomingMessage> {
  const isTls = url.protocol === 'https:';
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  const servername = isTls ? (literalOf(url) === null ? url.hostname : '') : null;
  return new Promise((settle, fail) => {
    const request = (isTls ? httpsRequest : httpRequest)({
      method: 'GET',
      host: url.hostname,
      port,
      path: `${url.pathname}${url.search}`,
      signal,
      maxHeaderSize: MOST_HEADER_BYTES,
      // An agent, also `agent: false`, would resolve the name anew and connect by itself.
      createConnection: () => network.connect(address, port, servername),
      headers: {
        host: url.host,
        accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0',
        connection: 'close',
      },
    });
    request.on('response', settle).on('error', fail).end();
  });
}

async function readImage(response: IncomingMessage): Promise<RemoteImage> {
  const declaredBytes = Number(response.headers['content-length'] ?? 0);
  const encoding = response.headers['content-encoding'] ?? 'identity';
  try {
    if (declaredBytes > MAX_IMAGE_BYTES) throw tooLarge();
    if (encoding !== 'identity') throw notAPicture();
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of response as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > MAX_IMAGE_BYTES) throw tooLarge();
      pieces.push(piece);
    }
    const bytes = Buffer.concat(pieces);
    const { type } = servedAs(response.headers['content-type'] ?? null, bytes);
    if (!type.startsWith('image/')) throw notAPicture();
    return { type, bytes };
  } finally {
    response.destroy();
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((settle, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    work.then(settle, fail);
  });
}

function refused(): AppError {
  return new AppError('forbidden', 'A picture may only come from a public address.');
}

function tooLarge(): AppError {
  return new AppError('too_large', 'This picture is too large to be shown.');
}

function notAPicture(): AppError {
  return new AppError('gateway', 'There is no picture at this address.');
}
