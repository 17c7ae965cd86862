import { createHash } from 'node:crypto';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { FILE_POLICY } from '@/lib/core/headers';
import type { GatewayFile } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { contentDisposition, safeFileName } from './file-name-rules';
import { openFile, toAppError } from './mutations';
import { getAttachment, type ReadableAttachment } from './queries';
import { HEAD_BYTES, MAX_DOWNLOAD_BYTES, parseRange, servedAs } from './rules';
import type { DownloadInput } from './schema';
import { type ByteSource, cutStream, readHead } from './stream-handlers';

/**
 * Whatever the bytes are, they run nothing: no page can be made of them, nothing sniffs them, no other
 * site can embed them. The browser keeps them but asks each time, so that a lost right counts at once.
 */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': FILE_POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'private, no-cache',
};

/**
 * Hands a file of a message through, piece by piece: at no time is more of it in memory than a few
 * pieces. The provider offers no ranges that we know of, so one is served by skipping. Throws
 * `not_found`, `too_large`, `unavailable` or `gateway`.
 */
export async function downloadAttachment(
  ctx: Ctx<MemberScope>,
  input: DownloadInput,
  request: Request,
): Promise<Response> {
  const found = await getAttachment(ctx, input);
  const etag = etagOf(input);
  if (request.headers.get('if-none-match')?.includes(etag)) {
    return new Response(null, { status: 304, headers: { ...SAFE_HEADERS, etag } });
  }
  const file = await openFile(ctx, found, request.signal);
  try {
    return await answer(found, file, etag, input, request);
  } catch (error) {
    file.close();
    throw error instanceof GatewayError ? toAppError(error) : error;
  }
}

async function answer(
  found: ReadableAttachment,
  file: GatewayFile,
  etag: string,
  input: DownloadInput,
  request: Request,
): Promise<Response> {
  if (file.sizeBytes !== null && file.sizeBytes > MAX_DOWNLOAD_BYTES) {
    throw new AppError('too_large', 'This file is too large to be handed on.');
  }
  const source = await readHead(file.body, HEAD_BYTES);
  const { type, isInline } = servedAs(found.attachment.mimeType ?? file.mimeType, source.head);
  const kind = isInline && input.download === undefined ? 'inline' : 'attachment';
  const name = safeFileName(found.attachment.fileName, type);
  const headers: Record<string, string> = {
    ...SAFE_HEADERS,
    etag,
    'content-type': type,
    'content-disposition': contentDisposition(kind, name),
  };
  return bodyFor(request, file, source, headers);
}

function bodyFor(
  request: Request,
  file: GatewayFile,
  source: ByteSource,
  headers: Record<string, string>,
): Response {
  const size = file.sizeBytes;
  const ifRange = request.headers.get('if-range');
  const isSame = ifRange === null || ifRange === headers.etag;
  const range = size === null || !isSame ? 'whole' : parseRange(request.headers.get('range'), size);
  if (size !== null) headers['accept-ranges'] = 'bytes';
  const isHead = request.method === 'HEAD';
  if (isHead || range === 'unsatisfiable') file.close();
  if (range === 'unsatisfiable') {
    headers['content-range'] = `bytes */${size}`;
    return new Response(null, { status: 416, headers });
  }
  const isPart = range !== 'whole';
  const start = isPart ? range.start : 0;
  const end = isPart ? range.end : (size ?? MAX_DOWNLOAD_BYTES) - 1;
  if (size !== null) headers['content-length'] = String(end - start + 1);
  if (isPart) headers['content-range'] = `bytes ${start}-${end}/${size}`;
  const status = isPart ? 206 : 200;
  if (isHead) return new Response(null, { status, headers });
  return new Response(cutStream(source, { start, end }, size !== null, file.close), {
    status,
    headers,
  });
}

/** The bytes of one attachment never change: a change is a new message or a new id. */
function etagOf({ messageId, attachmentId }: DownloadInput): string {
  const hash = createHash('sha256').update(`${messageId}/${attachmentId}`).digest('base64url');
  return `"${hash.slice(0, 27)}"`;
}
