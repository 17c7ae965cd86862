import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { sendAttachmentParts, sendAttachments } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import type { SendFile } from './types';

const FILE = {
  id: sendAttachments.id,
  name: sendAttachments.fileName,
  mimeType: sendAttachments.mimeType,
  sizeBytes: sendAttachments.sizeBytes,
};

/** Files of these sends, in their order. The caller has checked that the sends may be seen. */
export async function listSendFiles(
  ctx: Ctx,
  sendIds: readonly string[],
): Promise<Map<string, SendFile[]>> {
  const files = new Map<string, SendFile[]>();
  if (sendIds.length === 0) return files;
  const rows = await ctx.db
    .select({ sendId: sendAttachments.sendId, ...FILE })
    .from(sendAttachments)
    .where(
      and(
        eq(sendAttachments.workspaceId, ctx.scope.workspaceId),
        inArray(sendAttachments.sendId, [...sendIds]),
      ),
    )
    .orderBy(asc(sendAttachments.position), asc(sendAttachments.id));
  for (const { sendId, ...file } of rows) {
    if (sendId) files.set(sendId, [...(files.get(sendId) ?? []), file]);
  }
  return files;
}

/** A file of a send as it is kept. */
export interface StoredFile extends SendFile {
  /** Of the e-mail that is forwarded; null for one that was uploaded. */
  sourceAttachmentId: string | null;
  /** False while its bytes are still to come from the provider. */
  isHere: boolean;
}

export async function listFilesOf(ctx: Ctx, sendId: string): Promise<StoredFile[]> {
  return ctx.db
    .select({
      ...FILE,
      sourceAttachmentId: sendAttachments.sourceAttachmentId,
      isHere: sql<boolean>`${sendAttachments.uploadedAt} is not null`,
    })
    .from(sendAttachments)
    .where(
      and(
        eq(sendAttachments.workspaceId, ctx.scope.workspaceId),
        eq(sendAttachments.sendId, sendId),
      ),
    )
    .orderBy(asc(sendAttachments.position), asc(sendAttachments.id));
}

/** The bytes of a file of a send, a piece at a time; nothing is held between them. */
export async function* readFileBytes(ctx: Ctx, fileId: string): AsyncGenerator<Uint8Array> {
  let position = -1;
  while (true) {
    const [part] = await ctx.db
      .select({
        position: sendAttachmentParts.position,
        content: sendAttachmentParts.content,
      })
      .from(sendAttachmentParts)
      .where(
        and(
          eq(sendAttachmentParts.attachmentId, fileId),
          gt(sendAttachmentParts.position, position),
        ),
      )
      .orderBy(asc(sendAttachmentParts.position))
      .limit(1);
    if (!part) return;
    position = part.position;
    yield part.content;
  }
}
