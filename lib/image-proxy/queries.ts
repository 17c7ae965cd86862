import { and, eq } from 'drizzle-orm';
import { accounts, messages } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { AppError, notFound } from '@/lib/core/errors';
import { isSigned, sign } from '@/lib/core/secrets';
import type { ImageInput } from './schema';

const PURPOSE = 'email-image';

/**
 * Our own address for a remote picture of an e-mail. It works for this member only, and only for this picture
 * of this e-mail, so nobody else can fetch anything through us.
 */
export function imageUrl(scope: MemberScope, messageId: string, remoteUrl: string): string {
  const signature = sign(env().AUTH_SECRET, PURPOSE, signedValue(scope, messageId, remoteUrl));
  return `/api/email-images?${new URLSearchParams({ m: messageId, u: remoteUrl, s: signature })}`;
}

/** Throws `forbidden` unless we made this address for this member. */
export function requireImageSignature(scope: MemberScope, { m, u, s }: ImageInput): void {
  if (!isSigned(env().AUTH_SECRET, PURPOSE, signedValue(scope, m, u), s)) {
    throw new AppError('forbidden', 'This picture was not asked for by an e-mail of yours.');
  }
}

/** Throws `not_found` for an e-mail that the member may not read, any more. */
export async function requireReadableMessage(ctx: Ctx, messageId: string): Promise<void> {
  const [row] = await ctx.db
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(
      and(readsMessagesOf(ctx.scope), eq(messages.id, messageId), eq(messages.isDeleted, false)),
    );
  if (!row) throw notFound('Picture');
}

/** Ids hold no line break, so no two triples give the same value. */
function signedValue(scope: MemberScope, messageId: string, remoteUrl: string): string {
  return `${scope.memberId}\n${messageId}\n${remoteUrl}`;
}
