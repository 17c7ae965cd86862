import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type next from 'next';
import type pg from 'pg';
import type { Db } from '@/db/client';
import type { Env } from '@/lib/core/env';
import {
  contentSecurityPolicy,
  DATA_POLICY,
  headersOfPath,
  SECURITY_HEADERS,
  TRANSPORT_SECURITY,
} from '@/lib/core/headers';
import { newId } from '@/lib/core/ids';
import { errorFields, type Logger } from '@/lib/core/log';
import { isDraining } from '@/lib/core/process-state';
import { getReadiness } from '@/lib/health/queries';
import type { LiveHub } from '@/lib/live/hub';
import { limitBody, limitTime } from '@/server/body-limit';
import { handleLive } from '@/server/live';
import { maskPath } from '@/server/paths';
import { cleanHeaders } from '@/server/requests';
import { handleWebhook } from '@/server/webhooks';

export interface ServerParts {
  /** Absent in a process that only works: it answers the health paths. */
  app: ReturnType<typeof next> | undefined;
  db: Db;
  pool: pg.Pool;
  hub: LiveHub;
  log: Logger;
  settings: Pick<Env, 'HOST' | 'PORT' | 'PUBLIC_URL' | 'TRUST_PROXY' | 'ALLOW_INSECURE_GATEWAY'> & {
    isDevelopment: boolean;
  };
}

/** Largest body of any request that Next sees; webhooks have their own, smaller limit. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 60_000;
/** One path takes files: its route counts exactly and ends what stands still. */
const UPLOAD_PATH = '/api/uploads';
const MAX_UPLOAD_BYTES = 16 * 1024 * 1024;
/** Longer than the route waits, so that it can say why it gave up. */
const UPLOAD_TIMEOUT_MS = 11 * 60_000;
const TIMEOUTS = { requestTimeout: UPLOAD_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS };

export interface HttpServer {
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** One node:http server: webhooks and the live stream first, everything else goes to Next. */
export function createHttpServer(parts: ServerParts): HttpServer {
  const openStreams = new Set<ServerResponse>();
  const handleNext = parts.app?.getRequestHandler();
  const server = createServer(TIMEOUTS, (request, response) => {
    answer(request, response).catch((error) => {
      parts.log.error(errorFields(error), 'request.crashed');
      if (!response.headersSent) response.writeHead(500, SECURITY_HEADERS);
      response.end();
    });
  });
  const upgrade = parts.settings.isDevelopment ? parts.app?.getUpgradeHandler() : undefined;
  if (upgrade) server.on('upgrade', upgrade);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedMs = performance.now();
    const requestId = newId();
    // A connection that stays open would keep the process, and be cut at its end.
    if (isDraining()) response.setHeader('connection', 'close');
    const requestedHost = request.headers.host;
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    cleanHeaders(request, {
      publicUrl: parts.settings.PUBLIC_URL,
      isProxyTrusted: parts.settings.TRUST_PROXY,
    });
    response.setHeader('x-request-id', requestId);
    response.on('finish', () => logRequest(request, response, pathname, requestId, startedMs));
    setSecurityHeaders(response);
    if (request.method === 'POST' && pathname.startsWith('/api/webhooks/')) {
      response.setHeader('content-security-policy', DATA_POLICY);
      return handleWebhook(request, response, pathname, parts);
    }
    setPagePolicy(request, response);
    // Next keeps a header that is set already, so a route cannot choose a stricter policy itself.
    for (const [name, value] of Object.entries(headersOfPath(pathname))) {
      response.setHeader(name, value);
    }

    if (request.method === 'GET' && pathname === '/api/live' && parts.app) {
      openStreams.add(response);
      response.on('close', () => openStreams.delete(response));
      return handleLive(request, response, parts);
    }
    if (!handleNext) return answerHealth(pathname, response);
    if (isPageOfOtherHost(request, requestedHost)) return redirectHome(request, response);
    const isUpload = pathname === UPLOAD_PATH;
    if (!limitBody(request, response, isUpload ? MAX_UPLOAD_BYTES : MAX_BODY_BYTES)) return;
    if (!isUpload) limitTime(request, REQUEST_TIMEOUT_MS);
    return handleNext(request, response);
  }

  function setSecurityHeaders(response: ServerResponse): void {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (parts.settings.PUBLIC_URL.startsWith('https:')) {
      response.setHeader('strict-transport-security', TRANSPORT_SECURITY);
    }
  }

  function setPagePolicy(request: IncomingMessage, response: ServerResponse): void {
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy({
      nonce,
      isDevelopment: parts.settings.isDevelopment,
      formTargets: formTargets(parts.settings.ALLOW_INSECURE_GATEWAY),
    });
    // Next reads the nonce for its own scripts from the policy in the request's headers.
    request.headers['content-security-policy'] = policy;
    request.headers['x-nonce'] = nonce;
    response.setHeader('content-security-policy', policy);
  }

  async function answerHealth(pathname: string, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json');
    response.setHeader('cache-control', 'no-store');
    if (pathname === '/api/healthz') {
      response.end('{"status":"ok"}');
      return;
    }
    if (pathname === '/api/readyz') {
      const readiness = await getReadiness(parts.pool);
      response.writeHead(readiness.isReady ? 200 : 503).end(JSON.stringify(readiness));
      return;
    }
    response.writeHead(404).end();
  }

  function isPageOfOtherHost(request: IncomingMessage, host: string | undefined): boolean {
    const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    return Boolean(isPage) && host !== new URL(parts.settings.PUBLIC_URL).host;
  }

  // Cookies and the origin check hold for the configured address only; another name of this machine
  // would show a sign-in that never works.
  function redirectHome(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.startsWith('/') && !request.url.startsWith('//') ? request.url : '/';
    response.writeHead(307, { location: `${parts.settings.PUBLIC_URL}${path}` }).end();
  }

  function logRequest(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
    requestId: string,
    startedMs: number,
  ): void {
    if (pathname.startsWith('/_next/')) return;
    parts.log.info(
      {
        requestId,
        method: request.method,
        path: maskPath(pathname),
        status: response.statusCode,
        durationMs: Math.round(performance.now() - startedMs),
      },
      'request',
    );
  }

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(parts.settings.PORT, parts.settings.HOST, () => resolve());
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const response of openStreams) response.end();
        server.closeIdleConnections();
      }),
  };
}

function formTargets(isInsecureAllowed: boolean): string[] {
  return isInsecureAllowed ? ['https:', 'http://localhost:*', 'http://127.0.0.1:*'] : ['https:'];
}
