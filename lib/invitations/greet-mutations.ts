import { and, eq } from 'drizzle-orm';
import { accounts, invitations } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { startConversation } from '@/lib/inbox/start-mutations';
import type { AcceptAndGreetInput } from './schema';
import { seededRandom } from './seed-rules';
import { settleInvitation } from './settle-mutations';

/** A person does not write in the second in which they accept. */
const LEAST_PAUSE_MS = 2 * MINUTE_MS;
const MORE_PAUSE_MS = 6 * MINUTE_MS;

/**
 * Accepts an invitation and lets a greeting leave some minutes later, as a scheduled message that can be taken back
 * until then. Nothing is written to somebody whose invitation was not accepted. Throws as `settleInvitation` does, and
 * `conflict` where it was accepted and the greeting could not be stored.
 */
export async function acceptAndGreet(
  ctx: Ctx<MemberScope>,
  { invitationId, clientId, text }: AcceptAndGreetInput,
): Promise<{ greetsAt: string }> {
  const [found] = await ctx.db
    .select({ invitation: invitations, accountId: accounts.id })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(and(readsMessagesOf(ctx.scope), eq(invitations.id, invitationId)));
  if (!found) throw notFound('Invitation');
  const { providerUserId, name, publicIdentifier } = found.invitation;
  if (!providerUserId) {
    throw new AppError(
      'conflict',
      'LinkedIn does not say who they are. Accept without a greeting.',
    );
  }
  const { state } = await settleInvitation(ctx, { invitationId, how: 'accept' });
  if (state === 'gone' && !(await wasAccepted(ctx, invitationId))) {
    throw new AppError('conflict', 'It waited no more, so no greeting was written.');
  }
  const pauseMs = LEAST_PAUSE_MS + seededRandom(clientId)() * MORE_PAUSE_MS;
  const sendAt = new Date(Math.ceil((Date.now() + pauseMs) / SECOND_MS) * SECOND_MS).toISOString();
  const recipient = { providerUserId, name: name ?? publicIdentifier ?? 'LinkedIn member' };
  try {
    const { heldUntil } = await startConversation(ctx, {
      accountId: found.accountId,
      clientId,
      recipients: [recipient],
      text,
      fileIds: [],
      title: null,
      inmailApi: null,
      subject: null,
      sendAt,
    });
    return { greetsAt: heldUntil ?? sendAt };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('conflict', `Accepted, but the greeting was not stored. ${error.message}`, {
      cause: error,
    });
  }
}

/** By another press too, which may have come first. */
async function wasAccepted(ctx: Ctx<MemberScope>, invitationId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ endedAs: invitations.endedAs })
    .from(invitations)
    .where(
      and(eq(invitations.workspaceId, ctx.scope.workspaceId), eq(invitations.id, invitationId)),
    );
  return row?.endedAs === 'accepted';
}
