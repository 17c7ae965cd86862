import { and, eq } from 'drizzle-orm';
import { emails, messages, type StoredOutgoingEmail, sendAttachments } from '@/db/schema';
import { uploadedFileName } from '@/lib/attachments/file-name-rules';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import { getEmailBody } from '@/lib/email-html/body-queries';
import { safeHtmlOf } from '@/lib/email-html/clean-mutations';
import { togetherRefusal } from '@/lib/uploads/rules';
import { listFilesOf } from './file-queries';
import { type ForwardedEmail, forwardedHtml } from './forward-rules';
import { type EmailRouting, forwardedFiles, toOutgoingEmail } from './outgoing-email-rules';

/** What a member forwards, read before anything is locked: cleaning it may take seconds. */
export interface ReadForward extends Omit<ForwardedEmail, 'pictures'> {
  conversationId: string;
  attachments: (typeof messages.$inferSelect)['attachments'];
}

/**
 * The e-mail that is to be forwarded. Throws `not_found` for one that is gone or that the member may not read,
 * `conflict` while the provider still hands over its text.
 */
export async function readForward(
  ctx: Ctx<MemberScope>,
  messageId: string | undefined,
): Promise<ReadForward> {
  if (!messageId) throw new AppError('invalid_input', 'Name the e-mail that is forwarded.');
  const body = await getEmailBody(ctx, messageId);
  const [email] = await ctx.db
    .select({
      conversationId: messages.conversationId,
      sentAt: messages.sentAt,
      people: emails.people,
      isComplete: emails.isComplete,
    })
    .from(messages)
    .innerJoin(emails, eq(emails.messageId, messages.id))
    .where(and(eq(messages.workspaceId, ctx.scope.workspaceId), eq(messages.id, messageId)));
  if (!email) throw notFound('E-mail');
  if (!email.isComplete) {
    throw new AppError('conflict', 'The provider still hands over the text of this e-mail.');
  }
  return { ...body, ...email, safeHtml: await safeHtmlOf(ctx, messageId, body) };
}

/**
 * The e-mail that a forward becomes, with the files of the original that its writer left in. Throws `conflict` for
 * one of another conversation and for a file that it does not have any more.
 */
export function toForward(
  routing: EmailRouting,
  text: string,
  {
    original,
    conversationId,
    signature,
  }: { original: ReadForward; conversationId: string; signature: string | null },
): StoredOutgoingEmail {
  if (original.conversationId !== conversationId) throw notFound('E-mail');
  const there = forwardedFiles(original);
  const files = (routing.forward?.files ?? []).map(({ id, name }) => {
    const file = there.find((one) => one.id === id);
    if (!file) throw new AppError('conflict', `${name} is no longer part of that e-mail.`);
    return { ...file, name: uploadedFileName(file.name) };
  });
  const pictures = new Map(
    original.attachments.flatMap(({ id, contentId }) => {
      const file = contentId ? files.find((one) => one.id === id) : undefined;
      return contentId && file ? [[contentId, file.name]] : [];
    }),
  );
  const own = toOutgoingEmail({ ...routing, forward: { files } }, text, null, signature);
  return { ...own, html: `${own.html}${forwardedHtml({ ...original, pictures })}` };
}

/**
 * Files of the original as files of the send, whose bytes come before it leaves (`forward-handlers.ts`). Throws
 * `too_large` for too much together with what was attached.
 */
export async function addForwardedFiles(
  tx: Ctx<MemberScope>,
  send: { id: string; conversationId: string },
  { forward }: StoredOutgoingEmail,
  provider: Provider,
): Promise<void> {
  const files = forward?.files ?? [];
  if (files.length === 0) return;
  const own = await listFilesOf(tx, send.id);
  const refusal = togetherRefusal([...own, ...files], PROVIDER_NAMES[provider]);
  if (refusal) throw new AppError('too_large', refusal);
  await tx.db.insert(sendAttachments).values(
    files.map(({ id, name, mimeType, sizeBytes }, index) => ({
      workspaceId: tx.scope.workspaceId,
      memberId: tx.scope.memberId,
      conversationId: send.conversationId,
      sendId: send.id,
      position: own.length + index + 1,
      fileName: name,
      mimeType,
      sizeBytes,
      sourceAttachmentId: id,
    })),
  );
}
