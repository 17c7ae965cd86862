import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitBody } from './body-limit';

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
