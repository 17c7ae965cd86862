import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import {
  accounts,
  conversations,
  members,
  sendAttachmentParts,
  sendAttachments,
} from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { capabilitiesOf } from '@/lib/inbox/capability-rules';
import { isOwnWaiting, isWaitingIn } from './queries';
import { fileRefusal, MAX_WAITING_BYTES, type NamedSize } from './rules';
import type { FileIdInput, UploadInput } from './schema';
import type { WaitingFile } from './types';

/** No upload lasts longer; what is unfinished after that was left behind by a crash. */
export const UNFINISHED_FOR = sql`interval '15 minutes'`;

/**
 * Makes room for a file before its bytes come, under a lock, so that files that come at once cannot
 * pass the limits together. Throws `not_found`, `forbidden`, `conflict`, `too_large`.
 */
export async function reserveFile(
  ctx: Ctx<MemberScope>,
  input: UploadInput,
  file: NamedSize,
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const channel = await requireTakingFiles(tx, input);
    const { memberId, workspaceId } = tx.scope;
    await tx.db
      .select({ id: members.id })
      .from(members)
      .where(eq(members.id, memberId))
      .for('no key update');
    await tx.db.delete(sendAttachments).where(and(isOwnWaiting(tx.scope), isLeftBehind()));
    const conversationId = input.conversationId ?? null;
    const others = await tx.db
      .select({ name: sendAttachments.fileName, sizeBytes: sendAttachments.sizeBytes })
      .from(sendAttachments)
      .where(isWaitingIn(tx.scope, conversationId));
    const refusal = fileRefusal(file, others, channel);
    if (refusal) throw new AppError('too_large', refusal);
    const [waiting] = await tx.db
      .select({ bytes: sql<number>`coalesce(sum(${sendAttachments.sizeBytes}), 0)::int8` })
      .from(sendAttachments)
      .where(isOwnWaiting(tx.scope));
    if ((waiting?.bytes ?? 0) + file.sizeBytes > MAX_WAITING_BYTES) {
      throw new AppError(
        'too_large',
        'Too many files wait in your drafts. Send or remove some of them first.',
      );
    }
    const [row] = await tx.db
      .insert(sendAttachments)
      .values({
        workspaceId,
        memberId,
        conversationId,
        fileName: file.name,
        mimeType: 'application/octet-stream',
        sizeBytes: file.sizeBytes,
      })
      .returning({ id: sendAttachments.id });
    if (!row) throw new Error('The file was not stored.');
    return row.id;
  });
}

export async function storePart(
  ctx: Ctx,
  attachmentId: string,
  position: number,
  content: Buffer,
): Promise<void> {
  await ctx.db.insert(sendAttachmentParts).values({ attachmentId, position, content });
}

/** All bytes are here: from now on it stands in the draft. Throws `not_found` when it was swept. */
export async function finishFile(
  ctx: Ctx<MemberScope>,
  fileId: string,
  mimeType: string,
): Promise<WaitingFile> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(sendAttachments)
      .set({ mimeType, uploadedAt: sql`clock_timestamp()`, waitingSince: sql`clock_timestamp()` })
      .where(
        and(
          isOwnWaiting(tx.scope),
          eq(sendAttachments.id, fileId),
          isNull(sendAttachments.uploadedAt),
        ),
      )
      .returning({
        id: sendAttachments.id,
        name: sendAttachments.fileName,
        mimeType: sendAttachments.mimeType,
        sizeBytes: sendAttachments.sizeBytes,
        conversationId: sendAttachments.conversationId,
      });
    if (!row) throw notFound('File');
    const { conversationId, ...file } = row;
    await recordAudit(tx, {
      action: 'file.upload',
      entityType: 'file',
      entityId: file.id,
      detail: { conversationId, sizeBytes: file.sizeBytes },
    });
    return file;
  });
}

/** What of an upload that did not come to its end is here. */
export async function dropUnfinished(ctx: Ctx<MemberScope>, fileId: string): Promise<void> {
  await ctx.db
    .delete(sendAttachments)
    .where(
      and(
        isOwnWaiting(ctx.scope),
        eq(sendAttachments.id, fileId),
        isNull(sendAttachments.uploadedAt),
      ),
    );
}

/** Takes a file out of a draft; one that was sent is not there any more. Throws `not_found`. */
export async function removeFile(
  ctx: Ctx<MemberScope>,
  { fileId }: FileIdInput,
): Promise<{ fileId: string }> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .delete(sendAttachments)
      .where(and(isOwnWaiting(tx.scope), eq(sendAttachments.id, fileId)))
      .returning({ id: sendAttachments.id });
    if (!row) throw notFound('File');
    await recordAudit(tx, { action: 'file.remove', entityType: 'file', entityId: fileId });
    return { fileId };
  });
}

export function isLeftBehind() {
  return and(
    isNull(sendAttachments.uploadedAt),
    lt(sendAttachments.createdAt, sql`now() - ${UNFINISHED_FOR}`),
  );
}

/** What the channel is called, if the member may send files there. */
async function requireTakingFiles(
  tx: Ctx<MemberScope>,
  { conversationId, accountId }: UploadInput,
): Promise<string> {
  const [row] = await tx.db
    .select({
      provider: accounts.provider,
      features: accounts.features,
      disabledFeatures: conversations.disabledFeatures,
      maySend: sql<boolean>`coalesce(${sendsFrom(tx.scope) ?? sql`false`}, false)`,
    })
    .from(accounts)
    .leftJoin(conversations, conversationId ? eq(conversations.accountId, accounts.id) : sql`false`)
    .where(
      and(
        readsMessagesOf(tx.scope),
        conversationId
          ? eq(conversations.id, conversationId)
          : eq(accounts.id, accountId ?? sql`null`),
      ),
    );
  if (!row) throw notFound(conversationId ? 'Conversation' : 'Account');
  if (!row.maySend) throw new AppError('forbidden', 'You may not send from this account.');
  const { isPossible, why } = capabilitiesOf({
    ...row,
    disabledFeatures: row.disabledFeatures ?? [],
  }).attachments;
  if (!isPossible) throw new AppError('conflict', why ?? 'Files cannot be sent here.');
  return PROVIDER_NAMES[row.provider];
}
