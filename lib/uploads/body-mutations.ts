import { HEAD_BYTES } from '@/lib/attachments/rules';
import type { Ctx } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { storePart } from './mutations';
import { MAX_MESSAGE_BYTES } from './rules';

/** As much as is in memory of one upload at a time, twice at most. */
const PART_BYTES = 256 * 1024;
const IDLE_MS = 30 * SECOND_MS;
const LONGEST_MS = 10 * MINUTE_MS;

/**
 * Stores what comes and gives back how it begins and how much it was. A size that was said must be met; without one
 * it may have as much as a message takes. Throws `too_large`, `invalid_input`, `unavailable`.
 */
export async function storeBody(
  ctx: Ctx,
  fileId: string,
  body: ReadableStream<Uint8Array> | null,
  { sizeBytes }: { sizeBytes: number | null },
): Promise<{ head: Uint8Array; sizeBytes: number }> {
  const mostBytes = sizeBytes ?? MAX_MESSAGE_BYTES;
  const deadlineMs = performance.now() + LONGEST_MS;
  const reader = body?.getReader();
  let head = Buffer.alloc(0);
  let pieces: Uint8Array[] = [];
  let heldBytes = 0;
  let storedBytes = 0;
  let position = 0;
  const flush = async () => {
    if (heldBytes === 0) return;
    const content = Buffer.concat(pieces);
    if (position === 0) head = content.subarray(0, HEAD_BYTES);
    await storePart(ctx, fileId, position, content);
    position += 1;
    storedBytes += heldBytes;
    pieces = [];
    heldBytes = 0;
  };
  try {
    while (reader) {
      const piece = await readNext(reader, Math.min(IDLE_MS, deadlineMs - performance.now()));
      if (piece.done) break;
      pieces.push(piece.value);
      heldBytes += piece.value.byteLength;
      if (storedBytes + heldBytes > mostBytes) {
        throw new AppError('too_large', 'This file is larger than it was said to be.');
      }
      if (heldBytes >= PART_BYTES) await flush();
    }
    await flush();
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    throw error;
  }
  if (sizeBytes !== null && storedBytes !== sizeBytes) throw brokenOff(null);
  return { head, sizeBytes: storedBytes };
}

/** The next piece, or an error that says how the other side left. */
async function readNext(reader: ReadableStreamDefaultReader<Uint8Array>, limitMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('unavailable', 'The upload stood still. Try again.')),
      Math.max(0, limitMs),
    );
  });
  try {
    return await Promise.race([reader.read(), late]);
  } catch (error) {
    throw error instanceof AppError ? error : brokenOff(error);
  } finally {
    clearTimeout(timer);
  }
}

function brokenOff(cause: unknown): AppError {
  return new AppError('invalid_input', 'The upload broke off. Try again.', { cause });
}
