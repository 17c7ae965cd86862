import { uploadedFileName } from '@/lib/attachments/file-name-rules';
import { HEAD_BYTES, sentAs } from '@/lib/attachments/rules';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { dropUnfinished, finishFile, reserveFile, storePart } from './mutations';
import { FILE_NAME_HEADER } from './rules';
import type { UploadInput } from './schema';
import type { WaitingFile } from './types';

/** As much as is in memory of one upload at a time, twice at most. */
const PART_BYTES = 256 * 1024;
const IDLE_MS = 30 * SECOND_MS;
const LONGEST_MS = 10 * MINUTE_MS;

/**
 * Takes one file into a draft, piece by piece. Its size is declared first: room is made for it, more
 * bytes are refused as they come, and fewer are no file. Throws `not_found`, `forbidden`, `conflict`,
 * `too_large`, `invalid_input`, `unavailable` for an upload that stood still.
 */
export async function uploadFile(
  ctx: Ctx<MemberScope>,
  input: UploadInput,
  request: Request,
): Promise<WaitingFile> {
  const sizeBytes = declaredSize(request.headers.get('content-length'));
  const name = uploadedFileName(decoded(request.headers.get(FILE_NAME_HEADER)));
  const fileId = await reserveFile(ctx, input, { name, sizeBytes });
  try {
    const head = await storeBody(ctx, fileId, request.body, sizeBytes);
    return await finishFile(ctx, fileId, sentAs(request.headers.get('content-type'), head));
  } catch (error) {
    await dropUnfinished(ctx, fileId);
    throw error;
  }
}

/** Stores what comes and gives back how it begins. */
async function storeBody(
  ctx: Ctx<MemberScope>,
  fileId: string,
  body: ReadableStream<Uint8Array> | null,
  sizeBytes: number,
): Promise<Uint8Array> {
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
      if (storedBytes + heldBytes > sizeBytes) {
        throw new AppError('too_large', 'This file is larger than it was said to be.');
      }
      if (heldBytes >= PART_BYTES) await flush();
    }
    await flush();
  } catch (error) {
    await reader?.cancel().catch(() => undefined);
    throw error;
  }
  if (storedBytes !== sizeBytes) throw brokenOff(null);
  return head;
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

function declaredSize(header: string | null): number {
  if (!/^\d{1,12}$/.test(header ?? '')) {
    throw new AppError('invalid_input', 'An upload has to say its size.');
  }
  return Number(header);
}

function decoded(header: string | null): string {
  try {
    return decodeURIComponent(header ?? '');
  } catch {
    return '';
  }
}
