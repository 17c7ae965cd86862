import { describe, expect, it } from 'vitest';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { POST as nextAuth } from './[...nextauth]/route';
import { POST as acceptInvitation } from './invitation/route';
import { POST as requestLink } from './link/route';

setTestEnv();

const ROUTES: [string, (request: Request) => Promise<Response>][] = [
  ['callback/password', nextAuth],
  ['callback/link', nextAuth],
  ['signout', nextAuth],
  ['signin/google', nextAuth],
  ['link', requestLink],
  ['invitation', acceptInvitation],
];

const FOREIGN: [string, Record<string, string>][] = [
  ['no origin', {}],
  ['another site', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['another port', { origin: 'http://localhost:3001' }],
  ['another scheme', { origin: 'https://localhost:3000' }],
  ['a longer name', { origin: `${TEST_PUBLIC_URL}.evil.example` }],
  [
    'another site that claims to be the host',
    { origin: 'https://evil.example', host: 'evil.example', 'x-forwarded-host': 'evil.example' },
  ],
];

describe.each(ROUTES)('POST /api/auth/%s', (path, post) => {
  // The environment names no database: reaching for one would be another answer than 403.
  it.each(FOREIGN)('does nothing for %s', async (_, headers) => {
    const request = new Request(`${TEST_PUBLIC_URL}/api/auth/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'ana@norda.com', password: 'x', token: 'x' }),
      headers: { ...headers, accept: 'application/json' },
    });
    const response = await post(request);
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect((await response.json()).problem.code).toBe('forbidden');
  });
});
