import { Readable } from 'node:stream';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { sendAttachmentParts, sendAttachments } from '@/db/schema';
import { openFile } from '@/lib/attachments/mutations';
import { getAttachment } from '@/lib/attachments/queries';
import { sentAs } from '@/lib/attachments/rules';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { newId } from '@/lib/core/ids';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { storeBody } from '@/lib/uploads/body-mutations';
import type { StoredFile } from './file-queries';
import { sendJob } from './jobs';
import { type OpenSend, refuseSend } from './outcome-mutations';
import { repeatDelayMs } from './send-rules';

/**
 * Copies the files of a forwarded e-mail from the provider before anything leaves: nothing is posted with a file
 * missing. True when all are here. Else the send waits for another try, or says what stands against it; a file that
 * was copied is not asked for again.
 */
export async function fetchForwarded(
  ctx: Ctx<SystemScope>,
  send: OpenSend,
  tries: number,
): Promise<boolean> {
  for (const file of send.files) {
    if (file.isHere) continue;
    try {
      await fetchFile(ctx, send, file);
    } catch (error) {
      const refusal = FINAL[error instanceof AppError ? error.code : ''];
      const delayMs = refusal ? null : repeatDelayMs('provider_unavailable', tries + 1, null);
      if (delayMs === null) await refuseSend(ctx, send, refusal ?? 'file_not_had');
      else await tryLater(ctx, send, tries + 1, delayMs);
      return false;
    }
  }
  return true;
}

/** What another try would meet again. */
const FINAL: Readonly<Record<string, string>> = { not_found: 'file_gone', too_large: 'too_large' };

async function tryLater(ctx: Ctx, send: OpenSend, tries: number, delayMs: number): Promise<void> {
  const payload = { workspaceId: send.workspaceId, sendId: send.id, tries };
  const runAt = new Date(Date.now() + delayMs);
  await enqueue(ctx.db, sendJob, payload, { runAt, priority: PRIORITY.send });
}

/** Into a row of its own first: two jobs of one send may copy at once, and the first that is ready counts. */
async function fetchFile(ctx: Ctx<SystemScope>, send: OpenSend, file: StoredFile): Promise<void> {
  const found = await getAttachment(ctx, {
    messageId: send.quotedMessageId ?? '',
    attachmentId: file.sourceAttachmentId ?? '',
  });
  const opened = await openFile(ctx, found, AbortSignal.timeout(LONGEST_MS));
  const copyId = newId();
  try {
    await ctx.db.insert(sendAttachments).values({
      id: copyId,
      workspaceId: send.workspaceId,
      memberId: send.authorMemberId,
      fileName: file.name,
      mimeType: file.mimeType,
      sizeBytes: file.sizeBytes,
    });
    const { head, sizeBytes } = await storeBody(
      ctx,
      copyId,
      Readable.toWeb(Readable.from(opened.body)) as ReadableStream<Uint8Array>,
      opened,
    );
    const mimeType = sentAs(found.attachment.mimeType ?? opened.mimeType, head);
    await inTransaction(ctx, async (tx) => {
      const [row] = await tx.db
        .update(sendAttachments)
        .set({ sizeBytes, mimeType, uploadedAt: sql`clock_timestamp()` })
        .where(and(eq(sendAttachments.id, file.id), isNull(sendAttachments.uploadedAt)))
        .returning({ id: sendAttachments.id });
      if (!row) return;
      await tx.db
        .update(sendAttachmentParts)
        .set({ attachmentId: file.id })
        .where(eq(sendAttachmentParts.attachmentId, copyId));
    });
  } finally {
    opened.close();
    await ctx.db.delete(sendAttachments).where(eq(sendAttachments.id, copyId));
  }
}

const LONGEST_MS = 120_000;
