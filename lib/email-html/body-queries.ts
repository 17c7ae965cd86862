import { and, eq } from 'drizzle-orm';
import { accounts, emailBodies, emails, messages } from '@/db/schema';
import type { StoredAttachment } from '@/db/schema/inbox';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';

export interface EmailBody {
  subject: string | null;
  html: string | null;
  plain: string | null;
  safeHtml: string | null;
  safeVersion: number | null;
  attachments: StoredAttachment[];
}

/**
 * The texts of an e-mail that the scope may read. Throws `not_found` also for a message that is no e-mail and
 * for one that was taken back. An e-mail whose text is still to come has none.
 */
export async function getEmailBody(ctx: Ctx, messageId: string): Promise<EmailBody> {
  const [row] = await ctx.db
    .select({
      subject: messages.subject,
      html: emailBodies.html,
      plain: emailBodies.plain,
      safeHtml: emailBodies.safeHtml,
      safeVersion: emailBodies.safeVersion,
      attachments: messages.attachments,
    })
    .from(emails)
    .innerJoin(messages, eq(messages.id, emails.messageId))
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .leftJoin(emailBodies, eq(emailBodies.messageId, emails.messageId))
    .where(
      and(readsMessagesOf(ctx.scope), eq(messages.id, messageId), eq(messages.isDeleted, false)),
    );
  if (!row) throw notFound('E-mail');
  return row;
}

/** Where an e-mail that the scope may read stands at the API. Throws `not_found`. */
export async function getEmailPlace(ctx: Ctx, messageId: string) {
  const [row] = await ctx.db
    .select({ gatewayId: accounts.gatewayId, gatewayEmailId: messages.gatewayMessageId })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(and(readsMessagesOf(ctx.scope), eq(messages.id, messageId)));
  if (!row) throw notFound('E-mail');
  return row;
}
