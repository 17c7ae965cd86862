import { and, eq, sql } from 'drizzle-orm';
import { emailBodies } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import type { EmailBody } from './body-queries';
import { cleanEmail, SAFE_VERSION } from './clean-queries';

/**
 * Cleans the HTML of a stored e-mail and keeps what came of it, so that the next opening waits for nothing. Null when it
 * could not be cleaned; that is kept as well, and not tried again at each opening. A text that came meanwhile is left.
 */
export async function cleanStored(
  ctx: Ctx,
  messageId: string,
  { html, subject }: { html: string; subject: string | null },
): Promise<string | null> {
  // A busy machine may need the second try; what is made to take for ever fails both.
  const safeHtml = (await cleanEmail(html, { subject })) ?? (await cleanEmail(html, { subject }));
  await ctx.db
    .update(emailBodies)
    .set({ safeHtml, safeVersion: SAFE_VERSION })
    .where(and(eq(emailBodies.messageId, messageId), sql`md5(${emailBodies.html}) = md5(${html})`));
  return safeHtml;
}

/** Cleaned HTML of a stored e-mail, by the sanitiser of today; null where it has none or could not be cleaned. */
export async function safeHtmlOf(
  ctx: Ctx,
  messageId: string,
  { html, safeHtml, safeVersion, subject }: EmailBody,
): Promise<string | null> {
  // Some providers say of an e-mail of text alone that its HTML is empty.
  if (!html?.trim()) return null;
  // One that this version could not clean is not tried again at each opening.
  if (safeVersion === SAFE_VERSION) return safeHtml;
  return cleanStored(ctx, messageId, { html, subject });
}
