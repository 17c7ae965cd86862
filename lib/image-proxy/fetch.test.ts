import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchImage, MAX_IMAGE_BYTES, type Network } from './fetch-handlers';

const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01', 'latin1'),
  Buffer.alloc(40),
]);
const PUBLIC = '93.184.215.14';

let server: Server;
let answer: RequestListener;
let asked: { url: string; headers: Record<string, unknown> }[] = [];
/** Addresses that a connection was asked for: the only way out. */
let connected: string[] = [];
let names: Record<string, string[] | (() => string[])> = {};

/** Names from the test's list; every connection ends at the test's server, wherever it was meant to go. */
const network: Network = {
  resolve: async (name) => {
    const found = names[name] ?? [PUBLIC];
    return typeof found === 'function' ? found() : found;
  },
  connect: (address, port) => {
    connected.push(`${address}:${port}`);
    return connect((server.address() as AddressInfo).port, '127.0.0.1');
  },
};
const fetchIt = (url: string, signal = new AbortController().signal) =>
  fetchImage(url, signal, network);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error) => error.code,
  );

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
  connected = [];
  names = {};
  answer = (_request, response) => response.setHeader('content-type', 'image/png').end(PNG);
});

describe('fetching a picture (N1)', () => {
  it('hands out the bytes and says nothing of the reader', async () => {
    const image = await fetchIt('http://x.test/a.png?b=1');
    expect(image).toEqual({ type: 'image/png', bytes: PNG });
    expect(asked).toEqual([
      {
        url: '/a.png?b=1',
        headers: {
          host: 'x.test',
          accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
          'accept-encoding': 'identity',
          'user-agent': 'Mozilla/5.0',
          connection: 'close',
        },
      },
    ]);
    expect(connected).toEqual([`${PUBLIC}:80`]);
  });

  it('connects to the address that it checked, whatever the name says later', async () => {
    let turn = 0;
    names['rebind.test'] = () => (turn++ === 0 ? [PUBLIC] : ['127.0.0.1']);
    await fetchIt('http://rebind.test/');
    expect(connected).toEqual([`${PUBLIC}:80`]);
    expect(await codeOf(fetchIt('http://rebind.test/'))).toBe('forbidden');
    expect(connected).toHaveLength(1);
  });

  it.each([
    ['loopback', ['127.0.0.1']],
    ['IPv6 loopback', ['::1']],
    ['one of two', [PUBLIC, '10.0.0.1']],
    ['mapped', ['::ffff:127.0.0.1']],
    ['none', []],
    ['nonsense', ['x']],
  ])('opens no connection to a name of %s', async (_name, addresses) => {
    names['inside.test'] = addresses;
    expect(await codeOf(fetchIt('http://inside.test/'))).toBe('forbidden');
    expect(connected).toEqual([]);
  });

  it('opens none to an address that is not public, with the network of the product too', async () => {
    const { port } = server.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '127.0.0.1.nip.io:80']) {
      const url = host.includes('nip') ? `http://${host}/` : `http://${host}:${port}/`;
      expect(await codeOf(fetchImage(url, AbortSignal.timeout(5_000)))).not.toBe('no error');
    }
    expect(await codeOf(fetchImage('http://localhost/', AbortSignal.timeout(5_000)))).toBe(
      'forbidden',
    );
    expect(asked).toEqual([]);
  });

  it('follows three redirects, each checked', async () => {
    answer = (request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 3) response.setHeader('content-type', 'image/png').end(PNG);
      else response.writeHead(302, { location: `/${step + 1}` }).end();
    };
    expect((await fetchIt('http://x.test/0')).type).toBe('image/png');
    expect(await codeOf(fetchIt('http://x.test/-1'))).toBe('gateway');
  });

  it.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://inside.test/',
    'http://x.test:8080/',
    'file:///etc/passwd',
    '//169.254.169.254/',
  ])('follows none to %s', async (location) => {
    names['inside.test'] = ['192.168.0.1'];
    answer = (_request, response) => response.writeHead(302, { location }).end();
    expect(await codeOf(fetchIt('http://x.test/'))).toBe('forbidden');
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['SVG', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['HTML', 'text/html', Buffer.from('<p>x')],
    ['HTML that says it is a picture', 'image/png', Buffer.from('<p>x')],
    ['a picture that says it is HTML', 'text/html', PNG],
    ['a picture of another type', 'image/gif', PNG],
    ['a PDF', 'application/pdf', Buffer.from('%PDF-1.7')],
    ['nothing', 'image/png', Buffer.alloc(0)],
    [
      '60,000 pixels square',
      'image/png',
      Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\0\0', 'latin1'),
    ],
  ])('refuses %s', async (_name, type, bytes) => {
    answer = (_request, response) => response.setHeader('content-type', type).end(bytes);
    expect(await codeOf(fetchIt('http://x.test/'))).toBe('gateway');
  });

  it.each([204, 206, 304, 401, 404, 500])('refuses an answer of %i', async (status) => {
    answer = (_request, response) =>
      response.writeHead(status, { 'content-type': 'image/png' }).end();
    expect(await codeOf(fetchIt('http://x.test/'))).toBe('gateway');
    expect(asked).toHaveLength(1);
  });

  it('takes 5 MB and no more, said before or not', async () => {
    answer = (_request, response) => {
      response.writeHead(200, {
        'content-type': 'image/png',
        'content-length': MAX_IMAGE_BYTES + 1,
      });
      response.write(PNG);
    };
    expect(await codeOf(fetchIt('http://x.test/'))).toBe('too_large');
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).write(PNG);
      const piece = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect(await codeOf(fetchIt('http://x.test/'))).toBe('too_large');
  });

  it('ends with the request that it was for', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).write(PNG);
    };
    expect(await codeOf(fetchIt('http://x.test/', AbortSignal.timeout(100)))).toBe('gateway');
  });
});
