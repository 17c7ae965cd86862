import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from './http';
import { type Answering, envelope, json, serversPerTest } from './testing/api-server';
import { failure, testHttp } from './testing/clients';

const READ: Call = { method: 'GET', route: '/api/v1/things/{id}', params: { id: 'a' } };
const WRITE: Call = { method: 'POST', route: '/api/v1/things' };

const serve = serversPerTest(afterEach);

describe('a call', () => {
  it('carries the key, encodes path and query, and gives the parsed JSON', async () => {
    const server = await serve((response) => json(response, 200, { ok: 1 }));
    const { http } = testHttp(`${server.url}/`);
    const query = { cursor: 'a+b=&c', limit: 5, after: undefined, before: null };
    await expect(http.call({ ...READ, params: { id: 'x/y?z#ü' }, query })).resolves.toEqual({
      ok: 1,
    });
    const [request] = server.seen;
    expect(request?.path).toBe('/api/v1/things/x%2Fy%3Fz%23%C3%BC?cursor=a%2Bb%3D%26c&limit=5');
    expect(request?.headers['x-api-key']).toBe('key-that-must-not-leak');
  });

  it.each(['.', '..', ''])('refuses the id "%s", which would reach another route', async (id) => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = testHttp(server.url);
    expect((await failure(http.call({ ...READ, params: { id } }))).code).toBe('not_found');
    expect(server.seen).toHaveLength(0);
  });

  it.each(['127.0.0.1:1', 'https://127.0.0.1:1', 'https://127.0.0.1:1/', '127.0.0.1:1/api/v1/'])(
    'takes the address as written: %s',
    (baseUrl) => expect(testHttp(baseUrl).http.origin).toBe('https://127.0.0.1:1'),
  );

  it.each(['', 'ftp://host', 'https://u:p@host', 'http://api.example.com:80', 'a b'])(
    'refuses the address "%s" at once',
    (baseUrl) => expect(() => testHttp(baseUrl)).toThrow(/address of the API/),
  );

  it('refuses a key that no header can carry', () => {
    expect(() => testHttp('127.0.0.1:1', { apiKey: 'key\n' })).toThrow(/API key/);
  });

  it('sends texts of a form to the byte, line feeds included', async () => {
    const server = await serve((response) => json(response, 201, {}));
    const { http } = testHttp(server.url);
    const text = 'one\ntwo\r\n "three" é 🙂 ';
    await http.call({ ...WRITE, body: { kind: 'form', fields: { text } } });
    const [request] = server.seen;
    const form = await new Response(request?.body, {
      headers: { 'content-type': request?.headers['content-type'] ?? '' },
    }).formData();
    expect(form.get('text')).toBe(text);
  });

  it('reads a compressed answer', async () => {
    const server = await serve((response) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      response.writeHead(200, headers).end(gzipSync('{"a":"b"}'));
    });
    await expect(testHttp(server.url).http.call(READ)).resolves.toEqual({ a: 'b' });
  });
});

describe('redirects', () => {
  const to =
    (status: number, location: string): Answering =>
    (response) =>
      response.writeHead(status, { location }).end();

  it('of a read are followed within the API', async () => {
    const server = await serve((response, { path }) =>
      path.endsWith('/')
        ? json(response, 200, { path })
        : response.writeHead(301, { location: `${path}/` }).end(),
    );
    await expect(testHttp(server.url).http.call(READ)).resolves.toEqual({
      path: '/api/v1/things/a/',
    });
  });

  it.each(['http://localhost:1/x', '//127.0.0.2/x', 'http://[', 'file:///etc/passwd'])(
    'to %s are not: the key stays here',
    async (location) => {
      const elsewhere = await serve((response) => json(response, 200, {}));
      const server = await serve(
        to(302, location.replace(':1/', `:${new URL(elsewhere.url).port}/`)),
      );
      const error = await failure(testHttp(server.url).http.call({ ...READ }));
      expect(error).toMatchObject({ code: 'unexpected', status: 302 });
      expect(elsewhere.seen).toHaveLength(0);
    },
  );

  it('in a circle end', async () => {
    const server = await serve(to(302, '/api/v1/things/a'));
    const { http } = testHttp(server.url);
    expect((await failure(http.call(READ))).status).toBe(302);
    expect(server.seen).toHaveLength(12);
  });

  it('of a write are not followed', async () => {
    const server = await serve(to(307, '/api/v1/elsewhere'));
    expect(await failure(testHttp(server.url).http.call(WRITE))).toMatchObject({ retry: 'unsafe' });
    expect(server.seen).toHaveLength(1);
  });
});

describe('the log', () => {
  it('has one entry per call, with the route and without ids, bodies and key', async () => {
    const server = await serve((response, { method }) =>
      method === 'GET'
        ? json(response, 200, { text: 'private words' })
        : envelope(response, 401, 'disconnected_account'),
    );
    const { http, entries } = testHttp(server.url);
    await http.call({ ...READ, params: { id: 'chat-7' }, providerAccountId: 'acc-1' });
    const fields = { text: 'private words' };
    await failure(http.call({ ...WRITE, body: { kind: 'form', fields } }));
    expect(entries).toMatchObject([
      {
        level: 'info',
        message: 'gateway call',
        fields: {
          method: 'GET',
          route: '/api/v1/things/{id}',
          providerAccountId: 'acc-1',
          status: 200,
          tries: 1,
        },
      },
      {
        level: 'warn',
        fields: {
          method: 'POST',
          status: 401,
          code: 'account_disconnected',
          type: 'errors/disconnected_account',
          requestId: 'req-1',
        },
      },
    ]);
    expect(JSON.stringify(entries)).not.toMatch(/private|leak|chat-7/);
  });
});
