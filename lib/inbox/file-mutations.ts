import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { sendAttachmentParts, sendAttachments } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { newId } from '@/lib/core/ids';
import { PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import { togetherRefusal } from '@/lib/uploads/rules';
import { capabilitiesOf } from './capability-rules';
import { listFilesOf, type StoredFile } from './file-queries';

interface Binding {
  /** Nothing is bound for none of them. */
  fileIds: readonly string[];
  /** Whose draft they lie in; null is that of the message that begins a conversation. */
  draftOf: string | null;
  send: { id: string; conversationId: string | null };
  account: { provider: Provider; features: readonly string[] };
}

/**
 * Gives files of the member's draft to a message, in the caller's transaction: the database lets each
 * be given once. Throws `not_found` for what is not the member's or lies in another draft, `conflict`
 * for what was sent already, `too_large` for too much together.
 */
export async function bindFiles(tx: Ctx<MemberScope>, binding: Binding): Promise<void> {
  const { draftOf, send, account } = binding;
  const fileIds = [...new Set(binding.fileIds)];
  if (fileIds.length === 0) return;
  const { isPossible, why } = capabilitiesOf(account).attachments;
  if (!isPossible) throw new AppError('conflict', why ?? 'Files cannot be sent here.');
  const isOwn = and(
    eq(sendAttachments.workspaceId, tx.scope.workspaceId),
    eq(sendAttachments.memberId, tx.scope.memberId),
    inArray(sendAttachments.id, fileIds),
  );
  const bound = await tx.db
    .update(sendAttachments)
    .set({
      sendId: send.id,
      conversationId: send.conversationId,
      position: sql`array_position(${sql.param(fileIds)}::uuid[], ${sendAttachments.id})`,
    })
    .where(
      and(
        isOwn,
        isNull(sendAttachments.sendId),
        isNotNull(sendAttachments.uploadedAt),
        draftOf
          ? eq(sendAttachments.conversationId, draftOf)
          : isNull(sendAttachments.conversationId),
      ),
    )
    .returning({ name: sendAttachments.fileName, sizeBytes: sendAttachments.sizeBytes });
  if (bound.length < fileIds.length) {
    const sent = await tx.db.$count(sendAttachments, and(isOwn, isNotNull(sendAttachments.sendId)));
    if (sent > bound.length) throw new AppError('conflict', 'A file of this was sent already.');
    throw notFound('File');
  }
  const refusal = togetherRefusal(bound, PROVIDER_NAMES[account.provider]);
  if (refusal) throw new AppError('too_large', refusal);
}

/**
 * Back into the draft of whoever sent them, of a message of which it is certain that it did not go out. Files of a
 * forwarded e-mail are named by what comes back of it, and are copied anew.
 */
export async function returnFiles(tx: Ctx<MemberScope>, sendId: string): Promise<void> {
  await tx.db
    .delete(sendAttachments)
    .where(
      and(
        eq(sendAttachments.workspaceId, tx.scope.workspaceId),
        eq(sendAttachments.sendId, sendId),
        isNotNull(sendAttachments.sourceAttachmentId),
      ),
    );
  await tx.db
    .update(sendAttachments)
    .set({ sendId: null, waitingSince: sql`clock_timestamp()` })
    .where(
      and(
        eq(sendAttachments.workspaceId, tx.scope.workspaceId),
        eq(sendAttachments.memberId, tx.scope.memberId),
        eq(sendAttachments.sendId, sendId),
      ),
    );
}

/**
 * The files of a message whose fate is not known, once more for the message that repeats it: the
 * first one keeps its own, because it may still turn out to have failed.
 */
export async function copyFiles(
  tx: Ctx<MemberScope>,
  fromSendId: string,
  send: { id: string; conversationId: string | null },
): Promise<void> {
  for (const [position, file] of (await listFilesOf(tx, fromSendId)).entries()) {
    const { sourceAttachmentId } = file;
    const id = newId();
    await tx.db.insert(sendAttachments).values({
      id,
      workspaceId: tx.scope.workspaceId,
      memberId: tx.scope.memberId,
      conversationId: send.conversationId,
      sendId: send.id,
      position,
      fileName: file.name,
      mimeType: file.mimeType,
      sizeBytes: file.sizeBytes,
      sourceAttachmentId,
      uploadedAt: sql`clock_timestamp()`,
    });
    await tx.db.execute(sql`insert into ${sendAttachmentParts} (attachment_id, position, content)
      select ${id}::uuid, position, content from ${sendAttachmentParts}
      where attachment_id = ${file.id}`);
  }
}

/** Whether a send took exactly these uploaded files; order does not matter. */
export function hasSameFiles(files: readonly StoredFile[], fileIds: readonly string[]): boolean {
  const wanted = new Set(fileIds);
  const uploaded = files.filter(({ sourceAttachmentId }) => sourceAttachmentId === null);
  return uploaded.length === wanted.size && uploaded.every(({ id }) => wanted.has(id));
}
