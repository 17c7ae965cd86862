import type { ByteRange } from './rules';

/** The beginning of a body, and an iterator that gives the rest. */
export interface ByteSource {
  head: Uint8Array;
  rest: AsyncIterator<Uint8Array>;
}

/** Reads until at least `wanted` bytes are there or the body ends. */
export async function readHead(
  body: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<ByteSource> {
  const rest = body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < wanted) {
    const next = await rest.next();
    if (next.done) break;
    chunks.push(next.value);
    size += next.value.byteLength;
  }
  return { head: Buffer.concat(chunks), rest };
}

/**
 * The bytes of a range, given out only as fast as they are taken. `isExact`: fewer bytes than the
 * range has are an error, so that a broken connection does not look like a whole file; more are cut.
 * Without it the range is a limit, and a longer body is an error.
 */
export function cutStream(
  source: ByteSource,
  { start, end }: ByteRange,
  isExact: boolean,
  close: () => void,
): ReadableStream<Uint8Array> {
  let position = 0;
  let pending: Uint8Array | null = source.head;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          while (true) {
            const chunk = pending ?? (await nextOf(source.rest));
            pending = null;
            if (!chunk) {
              if (isExact && position <= end) throw new Error('The file ended too early.');
              break;
            }
            const from = position;
            position += chunk.byteLength;
            if (!isExact && position > end + 1) throw new Error('The file is too large.');
            const part = chunk.subarray(
              Math.max(0, start - from),
              Math.max(0, Math.min(chunk.byteLength, end + 1 - from)),
            );
            if (part.byteLength > 0) controller.enqueue(part);
            if (isExact && position > end) break;
            if (part.byteLength > 0) return;
          }
          close();
          controller.close();
        } catch (error) {
          close();
          controller.error(error);
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
}

async function nextOf(rest: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
  const next = await rest.next();
  return next.done ? null : next.value;
}
