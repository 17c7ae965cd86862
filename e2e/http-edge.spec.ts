import { request as httpRequest } from 'node:http';
import { callAction } from './support/action-calls';
import { builtActions } from './support/build';
import { expect, test } from './support/fixtures';

interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

/** A request with any Host and headers, which fetch would not send. */
function raw(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: options.method, headers: options.headers },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

const ASSET = '/icon.svg';

test('every answer carries the security headers, errors included (N7)', async ({ url, team }) => {
  const owner = await team.addMember('owner');
  const cookie = await team.cookieOf(owner);
  const answers = [
    await raw(`${url}/sign-in`),
    await raw(`${url}/inbox`, { headers: { cookie } }),
    await raw(`${url}/no/such/page`),
    await raw(`${url}/api/accounts`),
    await raw(`${url}/api/live`),
    await raw(`${url}/api/healthz`),
    await raw(`${url}${ASSET}`),
    await raw(`${url}/api/webhooks/unknown`, { method: 'POST' }),
    await raw(`${url}/inbox`, { method: 'POST', body: Buffer.alloc(3 * 1024 * 1024) }).catch(
      () => null,
    ),
  ];
  for (const answer of answers) {
    if (!answer) continue;
    expect(answer.headers['x-content-type-options'], `status ${answer.status}`).toBe('nosniff');
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(answer.headers['x-powered-by']).toBeUndefined();
  }
});

test('pages of a signed-in member are kept by no cache (N5)', async ({ url, team }) => {
  const cookie = await team.cookieOf(await team.addMember('owner'));
  for (const path of ['/inbox', '/accounts', '/overview', '/settings/members', '/api/accounts']) {
    const answer = await raw(`${url}${path}`, { headers: { cookie } });
    expect(answer.status, path).toBe(200);
    expect(answer.headers['cache-control'], path).toMatch(/private|no-store/);
    expect(answer.headers['cache-control'], path).toContain('no-store');
  }
});

test('another Host leads nowhere but to our own address (N4)', async ({ url }) => {
  const answer = await raw(`${url}/sign-in?x=1`, {
    headers: { host: 'evil.example', accept: 'text/html', 'x-forwarded-host': 'evil.example' },
  });
  expect(answer.status).toBe(307);
  expect(answer.headers.location).toBe(`${url}/sign-in?x=1`);
});

test('no header of a client opens a door (Z2)', async ({ url }) => {
  const tricks: Record<string, string>[] = [
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { 'x-middleware-subrequest': 'src/middleware' },
    { 'x-nextjs-data': '1' },
    { 'x-forwarded-host': 'localhost', 'x-forwarded-for': '127.0.0.1' },
    { authorization: 'Bearer %%%' },
  ];
  for (const headers of tricks) {
    const api = await raw(`${url}/api/accounts`, { headers });
    expect(api.status, JSON.stringify(headers)).toBe(401);
    const page = await raw(`${url}/accounts`, { headers });
    expect([307, 308, 303, 200], JSON.stringify(headers)).toContain(page.status);
    if (page.status !== 200) expect(page.headers.location).toContain('/sign-in');
  }
  for (const path of [
    '//accounts',
    '/%2e/accounts',
    '/_next/data/x/accounts.json',
    '/en/accounts',
  ]) {
    const answer = await raw(`${url}${path}`);
    expect([307, 308, 404], path).toContain(answer.status);
  }
});

test('an action runs only for a page of ours (N3)', async ({ url, team }) => {
  const owner = await team.addMember('owner', 'Before');
  const cookie = await team.cookieOf(owner);
  const rename = builtActions().find(({ name }) => name.endsWith('#changeNameAction'));
  if (!rename) throw new Error('The build has no changeNameAction.');
  const input = { name: 'After' };
  const origins = ['https://evil.example', 'null', null, `${url}.evil.example`];
  for (const origin of origins) {
    const answer = await callAction(url, rename, input, { cookie, origin });
    expect(answer.result?.ok ?? false, `origin ${origin}`).toBe(false);
  }
  const spoofed = await callAction(url, rename, input, {
    cookie,
    origin: 'https://evil.example',
    headers: { 'x-forwarded-host': 'evil.example' },
  });
  expect(spoofed.result?.ok ?? false).toBe(false);
  const own = await callAction(url, rename, input, { cookie });
  expect(own.result).toMatchObject({ ok: true });
});

test('a body that is too large is refused before it is read (W10)', async ({ url }) => {
  const answer = await raw(`${url}/api/auth/callback/password`, {
    method: 'POST',
    headers: { 'content-length': String(30 * 1024 * 1024) },
  });
  expect(answer.status).toBe(413);
});

test('the image optimiser fetches nothing for anybody (N6)', async ({ url }) => {
  for (const image of ['https://example.com/a.png', 'http://127.0.0.1:1/a.png', '/icon.svg']) {
    const answer = await raw(`${url}/_next/image?url=${encodeURIComponent(image)}&w=64&q=75`);
    expect(answer.status, image).toBeGreaterThanOrEqual(400);
  }
});
