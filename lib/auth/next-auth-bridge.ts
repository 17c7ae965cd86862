import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type AuthOptions } from 'next-auth';

/** What next-auth is asked for: the part of the address behind /api/auth/, and the input. */
export interface BridgeRequest {
  method: 'GET' | 'POST';
  /** E.g. `['callback', 'google']`. */
  segments: readonly string[];
  query: Readonly<Record<string, string>>;
  body: Readonly<Record<string, string>>;
  cookies: Readonly<Record<string, string>>;
}

export interface BridgeAnswer {
  status: number;
  /** Where it sends the browser, or null. */
  url: string | null;
  /** Ready `set-cookie` values. */
  setCookies: string[];
}

/**
 * Calls next-auth with a request of our own making. Its handler for route files reads cookies and
 * headers of the running request by itself; through this one it sees only what we have checked: no
 * `Authorization`, no forwarded host. It wants its own CSRF token with each POST: the caller has
 * compared Origin with the configured address, so it gets one that it made a moment ago.
 */
export async function callNextAuth(
  request: BridgeRequest,
  options: AuthOptions,
): Promise<BridgeAnswer> {
  if (request.method === 'GET') return ask(request, options);
  const csrf = await askForCsrf(options);
  return ask(
    {
      ...request,
      body: { ...request.body, csrfToken: csrf.token, json: 'true' },
      cookies: { ...request.cookies, [csrf.cookieName]: csrf.cookieValue },
    },
    options,
  );
}

async function askForCsrf(options: AuthOptions) {
  const request = { method: 'GET', segments: ['csrf'], query: {}, body: {}, cookies: {} } as const;
  const { body, setCookies } = await answerOf(request, options);
  const token = typeof body === 'object' && body && 'csrfToken' in body ? body.csrfToken : null;
  for (const line of setCookies) {
    const [, cookieName, value] = /^([^=]+csrf-token)=([^;]*)/.exec(line) ?? [];
    if (typeof token === 'string' && cookieName && value) {
      return { token, cookieName, cookieValue: decodeURIComponent(value) };
    }
  }
  throw new Error('next-auth gave no CSRF token.');
}

async function ask(request: BridgeRequest, options: AuthOptions): Promise<BridgeAnswer> {
  const { status, body, location, setCookies } = await answerOf(request, options);
  const named = typeof body === 'object' && body && 'url' in body ? body.url : null;
  return {
    status,
    url: location ?? (typeof named === 'string' ? named : null),
    setCookies: setCookies.filter((line) => !/^[^=]+csrf-token=/.test(line)),
  };
}

interface RawAnswer {
  status: number;
  body: unknown;
  location: string | null;
  setCookies: string[];
}

async function answerOf(request: BridgeRequest, options: AuthOptions): Promise<RawAnswer> {
  const { method, body, cookies, segments, query } = request;
  const headers = new Map<string, string | string[]>();
  const answer: RawAnswer = { status: 200, body: undefined, location: null, setCookies: [] };
  // The seven members of a response that next-auth's handler for `pages/api` uses.
  const response = {
    status(code: number) {
      answer.status = code;
      return response;
    },
    getHeader: (name: string) => headers.get(name),
    setHeader(name: string, value: string | string[]) {
      headers.set(name, value);
      return response;
    },
    json(value: unknown) {
      answer.body = value;
    },
    send(value: unknown) {
      answer.body = value;
    },
    end: () => undefined,
  };
  const asked = {
    method,
    body,
    cookies,
    headers: {},
    query: { ...query, nextauth: [...segments] },
  };
  await NextAuth(
    asked as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    options,
  );
  const location = headers.get('Location');
  const lines = headers.get('Set-Cookie') ?? [];
  return {
    ...answer,
    location: typeof location === 'string' ? location : null,
    setCookies: typeof lines === 'string' ? [lines] : lines,
  };
}
