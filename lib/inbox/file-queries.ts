import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { sendAttachmentParts, sendAttachments } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import type { SendFile } from './types';

/** Files of these sends, in their order. The caller has checked that the sends may be seen. */
export async function listSendFiles(
  ctx: Ctx,
  sendIds: readonly string[],
): Promise<Map<string, SendFile[]>> {
  const files = new Map<string, SendFile[]>();
  if (sendIds.length === 0) return files;
  const rows = await ctx.db
    .select({
      sendId: sendAttachments.sendId,
      id: sendAttachments.id,
      name: sendAttachments.fileName,
      mimeType: sendAttachments.mimeType,
      sizeBytes: sendAttachments.sizeBytes,
    })
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

export async function listFilesOf(ctx: Ctx, sendId: string): Promise<SendFile[]> {
  return (await listSendFiles(ctx, [sendId])).get(sendId) ?? [];
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
