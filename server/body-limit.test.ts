import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { limitBody, limitTime } from './body-limit';

let server: Server;
let readBytes: number;

beforeEach(async () => {
  readBytes = 0;
  server = createServer((request, response) => {
    if (!limitBody(request, response, 1000)) return;
    request.on('data', (chunk: Buffer) => {
      readBytes += chunk.length;
    });
    request.on('end', () => response.end(String(readBytes)));
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

function post(sizes: number[], headers: Record<string, string> = {}): Promise<number> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host: '127.0.0.1', method: 'POST', headers },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    let status = 0;
    request.on('response', (response) => {
      status = response.statusCode ?? 0;
    });
    // The server hangs up while we still write: that is the point, if it answered first.
    request.on('error', (error) => (status ? resolve(status) : reject(error)));
    for (const size of sizes) request.write(Buffer.alloc(size));
    request.end();
  });
}

describe('the body limit in front of Next', () => {
  it('lets a body of exactly the limit through, whole', async () => {
    expect(await post([400, 600])).toBe(200);
    expect(readBytes).toBe(1000);
  });

  it('refuses a declared length at once, before a byte is read', async () => {
    expect(await post([2000], { 'content-length': '2000' })).toBe(413);
    expect(readBytes).toBe(0);
  });

  it('refuses an undeclared body as soon as it has grown too large', async () => {
    const answer = await post(Array.from({ length: 50 }, () => 400));
    expect(answer).toBe(413);
    expect(readBytes).toBeLessThanOrEqual(1000);
  });
});

describe('the time limit of a body', () => {
  /** Answers after `answerMs` whoever sent the whole body. */
  async function listen(answerMs: number): Promise<number> {
    const slow = createServer((request, response) => {
      limitTime(request, 100);
      request.on('error', () => undefined);
      request.resume().on('end', () => setTimeout(() => response.end('done'), answerMs));
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      slow.close();
      slow.closeAllConnections();
    });
    return (slow.address() as AddressInfo).port;
  }

  it('hangs up on a body that stands still, and lets an answer take its time', async () => {
    const port = await listen(300);
    const url = `http://127.0.0.1:${port}/`;
    expect(await (await fetch(url, { method: 'POST', body: 'all of it' })).text()).toBe('done');
    const half = httpRequest({ port, host: '127.0.0.1', method: 'POST' });
    half.write('half of it');
    await expect(once(half, 'response')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
