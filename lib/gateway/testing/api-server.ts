import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  method: string;
  /** Path with query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export type Answering = (response: ServerResponse, request: SeenRequest, socket: Socket) => unknown;

export interface ApiServer {
  url: string;
  /** Every request that arrived whole, in order. */
  seen: SeenRequest[];
  stop(): Promise<void>;
}

/** A real HTTP server on a free port that answers as the test says, right or terribly wrong. */
export async function startApiServer(answer: Answering): Promise<ApiServer> {
  const seen: SeenRequest[] = [];
  const server = http.createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      // Broken off: it did not arrive whole.
      return;
    }
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(request);
    await answer(response, request, incoming.socket);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Listens on a free port of loopback and resolves with its number. */
export function listen(server: http.Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** A port on which nothing listens (any more). */
export async function closedPort(): Promise<number> {
  const server = http.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function json(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(value));
}

/** The error envelope of v1. */
export function envelope(
  response: ServerResponse,
  status: number,
  slug: string,
  headers = {},
): void {
  const body = {
    title: 'Title',
    detail: 'Detail',
    instance: 'req-1',
    type: `errors/${slug}`,
    status,
  };
  json(response, status, body, headers);
}

/** Starts servers that end with the test that asked for them. Takes the test runner's hook, once
 * per file, so that this folder needs no test runner itself. */
export function serversPerTest(
  afterEach: (stop: () => Promise<void>) => void,
): (answer: Answering) => Promise<ApiServer> {
  const running: ApiServer[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
  });
  return async (answer) => {
    const server = await startApiServer(answer);
    running.push(server);
    return server;
  };
}

/** The answers in turn; the last one for ever. */
export function inTurn(...answers: Answering[]): Answering {
  let turn = 0;
  return (response, request, socket) => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    return answer?.(response, request, socket);
  };
}
