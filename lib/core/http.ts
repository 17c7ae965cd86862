import { AppError } from './errors';

/**
 * Reads a body to its end, refusing it as soon as it is too large and cutting it off when it takes
 * too long, so that neither a huge nor a trickling upload holds memory or a connection.
 * Throws `too_large`, or `unavailable` on time-out. Limits are in bytes and milliseconds.
 */
export async function readLimited(
  body: AsyncIterable<Uint8Array>,
  limits: { maxBytes: number; timeoutMs: number },
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('unavailable', 'The request body took too long.')),
      limits.timeoutMs,
    );
  });
  const iterator = body[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), expired]);
      if (next.done) return Buffer.concat(chunks);
      size += next.value.byteLength;
      if (size > limits.maxBytes) throw new AppError('too_large', 'The request body is too large.');
      chunks.push(next.value);
    }
  } finally {
    clearTimeout(timer);
  }
}
