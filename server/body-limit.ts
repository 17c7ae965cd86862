import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Refuses a body that is too large: by its declared length at once, else as soon as it has grown too
 * large. Next's route handlers have no limit of their own.
 * @returns false when the request was answered with 413.
 */
export function limitBody(
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): boolean {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    response.setHeader('connection', 'close');
    response.writeHead(413).end();
    return false;
  }
  // The parser hands each piece to push(); counting there needs no second reader of the stream.
  const push = request.push.bind(request);
  let size = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    size += chunk?.length ?? 0;
    if (size <= maxBytes) return push(chunk, encoding);
    if (!response.headersSent) {
      response.setHeader('connection', 'close');
      response.writeHead(413).end();
    }
    request.destroy();
    return false;
  };
  return true;
}

/** Hangs up on a body that is not here within that time, as the server's own limit does for all. */
export function limitTime(request: IncomingMessage, limitMs: number): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, limitMs);
  const stop = () => clearTimeout(timer);
  request.on('end', stop);
  request.on('close', stop);
}
