import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { openFile } from './open-file';
import { type Answering, envelope, serversPerTest } from './testing/api-server';
import { codeOf, testClient } from './testing/clients';

const start = serversPerTest(afterEach);

const file = { gatewayMessageId: 'm/1', attachmentId: 'a..b', providerAccountId: 'acc' };

async function readAll(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const open = async (answer: Answering) => {
  const server = await start(answer);
  return { server, opened: testClient(server.url).client.openAttachment(file) };
};

describe('a file of the API', () => {
  it('comes with its type and size, asked for once and with the key', async () => {
    const { server, opened } = await open((response) => {
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': '5' });
      response.end('bytes');
    });
    const got = await opened;
    expect(got).toMatchObject({ mimeType: 'image/png', sizeBytes: 5 });
    expect(await readAll(got.body)).toBe('bytes');
    expect(server.seen).toMatchObject([
      {
        method: 'GET',
        path: '/api/v1/messages/m%2F1/attachments/a..b',
        headers: { 'x-api-key': 'key-that-must-not-leak', 'accept-encoding': 'identity' },
      },
    ]);
  });

  it.each([
    [404, 'resource_not_found', 'not_found'],
    [503, 'service_unavailable', 'provider_unavailable'],
    [401, 'missing_credentials', 'key_refused'],
  ] as const)('that is refused with %i %s is %s', async (status, slug, code) => {
    const { server, opened } = await open((response) => envelope(response, status, slug));
    expect(await codeOf(opened)).toBe(code);
    expect(server.seen).toHaveLength(1);
  });

  it('is not followed to another address, whatever that promises', async () => {
    const { server, opened } = await open((response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/steal' });
      response.end();
    });
    expect(await codeOf(opened)).toBe('unexpected');
    expect(server.seen).toHaveLength(1);
  });

  it('is not unpacked: a small answer could become any size (E12)', async () => {
    const { opened } = await open((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('x'.repeat(1_000)));
    });
    expect(await codeOf(opened)).toBe('garbage');
  });

  it('that breaks off is an error and not a shorter file', async () => {
    const { opened } = await open((response, _request, socket) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => socket.destroy());
    });
    const got = await opened;
    await expect(readAll(got.body)).rejects.toThrow();
  });

  it('that stops coming is given up', async () => {
    const server = await start((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    const got = await openFile({ url: new URL(server.url), apiKey: 'k', idleTimeoutMs: 100 });
    await expect(readAll(got.body)).rejects.toThrow();
  });

  it('that nobody wants any more is let go', async () => {
    let isClosed = false;
    const abort = new AbortController();
    const server = await start((response, _request, socket) => {
      socket.on('close', () => {
        isClosed = true;
      });
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
    });
    await openFile({ url: new URL(server.url), apiKey: 'k', signal: abort.signal });
    abort.abort();
    await expect.poll(() => isClosed).toBe(true);
  });
});
