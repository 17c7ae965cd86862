import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayError } from './errors';
import type { Call } from './http';
import { type Answering, closedPort, inTurn, json, serversPerTest } from './testing/api-server';
import { failure, testHttp } from './testing/clients';

const WRITE: Call = { method: 'POST', route: '/api/v1/things' };

const serve = serversPerTest(afterEach);

describe('answers that are none', () => {
  const asJson = { 'content-type': 'application/json' };
  const GARBAGE: Record<string, [Answering, Partial<GatewayError>]> = {
    'an HTML page with 200': [
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hi'),
      { code: 'garbage', status: 200 },
    ],
    'JSON that does not say so': [
      (response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('{}'),
      { code: 'garbage', status: 200 },
    ],
    'truncated JSON': [
      (response) => response.writeHead(200, asJson).end('{"items":[{"id":'),
      { code: 'garbage', status: 200 },
    ],
    'an empty body': [(response) => response.writeHead(204).end(), { code: 'garbage' }],
    'more than the limit': [
      (response) => response.writeHead(200, asJson).end(`"${'x'.repeat(20 * 1024 * 1024)}"`),
      { code: 'garbage' },
    ],
    'gzip that is not gzip': [
      (response) => response.writeHead(200, { ...asJson, 'content-encoding': 'gzip' }).end('{}'),
      { code: 'garbage' },
    ],
    'an encoding that nobody asked for': [
      (response) => response.writeHead(200, { ...asJson, 'content-encoding': 'br' }).end('{}'),
      { code: 'garbage' },
    ],
    'a body cut short': [
      (response, _request, socket) => {
        response.writeHead(200, { ...asJson, 'content-length': '100' });
        response.write('{"a":1', () => socket.destroy());
      },
      { code: 'unexpected' },
    ],
    'a reset before the head': [
      (_response, _request, socket) => socket.resetAndDestroy(),
      { code: 'unexpected', status: null },
    ],
    'bytes that are no HTTP': [
      (_response, _request, socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n'),
      { code: 'unexpected' },
    ],
    'an upgrade to another protocol': [
      (_response, _request, socket) =>
        socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'),
      { code: 'unexpected' },
    ],
    silence: [() => undefined, { code: 'timeout', status: null }],
    'a head and then silence': [
      (response) => response.writeHead(200, asJson).write('{'),
      { code: 'timeout' },
    ],
    'hints without end instead of an answer': [
      (response, _request, socket) => {
        const timer = setInterval(() => response.writeProcessing(), 10);
        socket.on('close', () => clearInterval(timer));
      },
      { code: 'timeout' },
    ],
  };

  it.each(Object.entries(GARBAGE))('%s: unsafe for a write, which is made once', async (_, row) => {
    const [answer, expected] = row;
    const server = await serve(answer);
    const timeoutMs = expected.code === 'timeout' ? 1000 : 20_000;
    const { http } = testHttp(server.url, { timeoutMs });
    const error = await failure(http.call(WRITE));
    expect(error).toMatchObject({ ...expected, retry: 'unsafe' });
    expect(server.seen).toHaveLength(1);
  });

  it('a bomb of 500 MB is dropped at the limit, not unpacked', async () => {
    // Gzip members one after the other are one gzip file, so making it takes no memory either.
    const megabyte = gzipSync(Buffer.alloc(1024 * 1024, ' '));
    const bomb = Buffer.concat(Array.from({ length: 500 }, () => megabyte));
    const server = await serve((response) =>
      response.writeHead(200, { ...asJson, 'content-encoding': 'gzip' }).end(bomb),
    );
    const { http } = testHttp(server.url);
    // Of the whole process, which runs other tests as well: hence the wide margin.
    const rssBefore = process.memoryUsage.rss();
    expect(await failure(http.call(WRITE))).toMatchObject({ code: 'garbage', retry: 'unsafe' });
    expect(process.memoryUsage.rss() - rssBefore).toBeLessThan(300 * 1024 * 1024);
  });

  it('an error status counts even when its body is missing, cut or a proxy page', async () => {
    const answers: Answering[] = [
      (response) => response.writeHead(404).end(),
      (response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>no'),
      (response, _request, socket) => {
        response.writeHead(404, { ...asJson, 'content-length': '9' });
        response.write('{', () => socket.destroy());
      },
    ];
    const server = await serve(inTurn(...answers));
    const { http } = testHttp(server.url);
    for (const _ of answers) {
      expect(await failure(http.call(WRITE))).toMatchObject({ code: 'not_found', status: 404 });
    }
  });
});

describe('not reached', () => {
  it('is what a refused connection is, so a write may be repeated', async () => {
    const { http } = testHttp(`http://127.0.0.1:${await closedPort()}`);
    expect(await failure(http.call(WRITE))).toMatchObject({ code: 'not_reached', retry: 'yes' });
  });

  it('is what an unknown name is', async () => {
    const { http } = testHttp('https://no-such-host.invalid:1');
    expect(await failure(http.call(WRITE))).toMatchObject({ code: 'not_reached', retry: 'yes' });
  });

  it('is what a failed TLS handshake is: no byte of the request was sent', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = testHttp(server.url.replace('http:', 'https:'));
    expect(await failure(http.call(WRITE))).toMatchObject({ code: 'not_reached' });
    expect(server.seen).toHaveLength(0);
  });

  it('is what an abort before the connection is', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const { http } = testHttp(server.url);
    const call = { ...WRITE, signal: AbortSignal.abort() };
    expect(await failure(http.call(call))).toMatchObject({ code: 'not_reached' });
    expect(server.seen).toHaveLength(0);
  });

  it('is not what an abort after the request is', async () => {
    const abort = new AbortController();
    const server = await serve(() => abort.abort());
    const { http } = testHttp(server.url);
    const call = { ...WRITE, signal: abort.signal };
    expect(await failure(http.call(call))).toMatchObject({ code: 'timeout', retry: 'unsafe' });
  });
});
