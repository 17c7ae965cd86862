import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoggingProxy {
  url: string;
  /** Every address that a browser asked it for, and `host:port` of every tunnel. */
  asked: string[];
  stop(): Promise<void>;
}

/**
 * The only way out of a browser that is started with it: counts what leaves, also from frames that the tools of the
 * browser do not see. Lets nothing through. A browser asks it for pages of this machine too, unless told to bypass it.
 */
export async function startLoggingProxy(): Promise<LoggingProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Heard.</p>');
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
