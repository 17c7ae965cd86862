import { afterEach, describe, expect, it } from 'vitest';
import { type Answering, type ApiServer, json, startApiServer } from '../testing/api-server';
import { testClient } from '../testing/clients';

let server: ApiServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function clientOf(answer: Answering) {
  server = await startApiServer(answer);
  return { seen: server.seen, ...testClient(server.url, {}) };
}

describe('a message with files', () => {
  const file = (name: string, text: string, sizeBytes = Buffer.byteLength(text)) => ({
    name,
    mimeType: 'text/plain',
    sizeBytes,
    async *read() {
      for (const letter of text) yield Buffer.from(letter);
    },
  });
  const message = { gatewayChatId: 'c', providerAccountId: 'a', text: '' };
  const sent = { object: 'MessageSent', message_id: 'm' };

  it('is one form whose length is known before a byte of a file is read, names in UTF-8', async () => {
    const { client, seen } = await clientOf((response) => json(response, 201, sent));
    const files = [file('Übersicht "1".txt', 'line\nline'), file('b.txt', 'ü')];
    expect(await client.sendMessage({ ...message, files })).toMatchObject({ state: 'sent' });
    const [{ headers, body } = { headers: {}, body: '' }] = seen;
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(headers['transfer-encoding']).toBeUndefined();
    const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1] ?? '';
    const parts = body.split(`--${boundary}`).slice(1, -1);
    expect(parts.map((part) => part.trim().split('\r\n'))).toEqual([
      ['content-disposition: form-data; name="account_id"', '', 'a'],
      [
        'content-disposition: form-data; name="attachments"; filename="Übersicht %221%22.txt"',
        'content-type: text/plain',
        '',
        'line\nline',
      ],
      [
        'content-disposition: form-data; name="attachments"; filename="b.txt"',
        'content-type: text/plain',
        '',
        'ü',
      ],
    ]);
  });

  it('whose bytes cannot be read to the end is of unknown fate, never sent as it is', async () => {
    const { client, seen } = await clientOf((response) => json(response, 201, sent));
    const cut = {
      ...file('a.txt', '', 500),
      async *read() {
        yield Buffer.from('short');
        await new Promise((resolve) => setTimeout(resolve, 100));
      },
    };
    const files = [cut];
    expect(await client.sendMessage({ ...message, files })).toMatchObject({ state: 'unknown' });
    expect(seen).toEqual([]);
  });
});
