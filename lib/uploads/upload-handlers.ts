import { uploadedFileName } from '@/lib/attachments/file-name-rules';
import { sentAs } from '@/lib/attachments/rules';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { storeBody } from './body-mutations';
import { dropUnfinished, finishFile, reserveFile } from './mutations';
import { FILE_NAME_HEADER } from './rules';
import type { UploadInput } from './schema';
import type { WaitingFile } from './types';

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
    const { head } = await storeBody(ctx, fileId, request.body, { sizeBytes });
    return await finishFile(ctx, fileId, sentAs(request.headers.get('content-type'), head));
  } catch (error) {
    await dropUnfinished(ctx, fileId);
    throw error;
  }
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
