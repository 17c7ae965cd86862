import { and, eq, isNull, sql } from 'drizzle-orm';
import { accounts, invitations } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import type { GatewayClient, Page } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import type { GatewayInvitation, InvitationOutcome } from '@/lib/gateway/invitation-types';
import { errorWords } from '@/lib/gateways/error-rules';
import { callGateway } from '@/lib/gateways/mutations';
import { requireSendable } from '@/lib/inbox/sendable-queries';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { readInvitationsJob } from './jobs';
import { personInSentence } from './plan-problem-rules';
import type { SettleInvitationInput } from './schema';

const ENDED_AS = { accept: 'accepted', refuse: 'refused', withdraw: 'withdrawn' } as const;
const PAGE_SIZE = 100;

/**
 * Accepts, refuses or takes back one invitation at the provider. `gone`: it waited no more, here or there. Throws
 * `not_found`, `forbidden` for a mere reader, `conflict` while nothing leaves from the account, `invalid_input` for the
 * other direction, `gateway` where the provider refuses or does not say what it did; then the lists are read again.
 */
export async function settleInvitation(
  ctx: Ctx<MemberScope>,
  { invitationId, how }: SettleInvitationInput,
): Promise<{ state: 'done' | 'gone' }> {
  const { invitation, account } = await findInvitation(ctx, invitationId);
  await requireSendable(ctx, { accountId: account.id, isReadOnly: false });
  if ((how === 'withdraw') !== (invitation.direction === 'sent')) {
    throw new AppError(
      'invalid_input',
      'Only what was received is answered, and only what was sent is taken back.',
    );
  }
  if (invitation.goneAt) return { state: 'gone' };
  const { gatewayInvitationId } = invitation;
  const outcome = await callGateway(ctx, account.gatewayId, (client) =>
    settleAt(client, { ...account, gatewayInvitationId }, how),
  ).catch(refuse);
  if (outcome.state === 'unknown' || outcome.state === 'failed') {
    const isUnknown = outcome.state === 'unknown';
    if (isUnknown) await readSoon(ctx, account);
    const { text } = errorWords(
      outcome.error,
      { subject: 'answer', isUnknown },
      {
        account: account.name,
        provider: account.provider,
        person: personInSentence(invitation.name),
      },
    );
    throw new AppError('gateway', text, { requestId: outcome.error.requestId });
  }
  await inTransaction(ctx, async (tx) => {
    const isDone = outcome.state === 'done';
    await tx.db
      .update(invitations)
      .set({
        // A list that was read meanwhile may have said so already, and cannot say how it ended.
        goneAt: sql`coalesce(${invitations.goneAt}, clock_timestamp())`,
        endedAs: isDone ? ENDED_AS[how] : null,
      })
      .where(
        and(
          eq(invitations.workspaceId, tx.scope.workspaceId),
          eq(invitations.id, invitationId),
          isNull(invitations.endedAs),
        ),
      );
    await publish(tx, { kind: 'invitations.changed', id: account.id, accountId: account.id });
    if (!isDone) return;
    await recordAudit(tx, {
      action: `invitation.${how}`,
      entityType: 'invitation',
      entityId: invitationId,
    });
  });
  return { state: outcome.state };
}

async function findInvitation(ctx: Ctx<MemberScope>, invitationId: string) {
  const [row] = await ctx.db
    .select({ invitation: invitations, account: accounts })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(
      and(readsMessagesOf(ctx.scope), isNull(accounts.removedAt), eq(invitations.id, invitationId)),
    );
  if (!row) throw notFound('Invitation');
  return row;
}

interface Target {
  providerAccountId: string;
  gatewayInvitationId: string;
}

async function settleAt(
  client: GatewayClient,
  { providerAccountId, gatewayInvitationId }: Target,
  how: SettleInvitationInput['how'],
): Promise<InvitationOutcome> {
  const target = { providerAccountId, gatewayInvitationId };
  if (how === 'withdraw') return client.withdrawInvitation(target);
  const listed = await findListed(client, target);
  if (!listed) return { state: 'gone' };
  const { sharedSecret } = listed;
  if (sharedSecret === null)
    throw new AppError('gateway', 'LinkedIn takes no answer to this invitation here.');
  return client.answerInvitation({ ...target, sharedSecret, isAccepted: how === 'accept' });
}

/** As the list has it now: the secret that an answer needs is good for one listing. */
async function findListed(
  client: GatewayClient,
  { providerAccountId, gatewayInvitationId }: Target,
): Promise<GatewayInvitation | null> {
  let cursor: string | null = null;
  do {
    const page: Page<GatewayInvitation> = await client.listReceivedInvitations(
      { providerAccountId },
      { cursor, limit: PAGE_SIZE },
    );
    const found = page.items.find((one) => one.gatewayInvitationId === gatewayInvitationId);
    if (found) return found;
    cursor = page.cursor;
  } while (cursor);
  return null;
}

/** A list that could not be read: nothing was answered. */
function refuse(error: unknown): InvitationOutcome {
  if (error instanceof GatewayError) return { state: 'failed', error: error.info };
  throw error;
}

async function readSoon(ctx: Ctx, { id, workspaceId }: { id: string; workspaceId: string }) {
  const payload = { workspaceId, accountId: id };
  await enqueue(ctx.db, readInvitationsJob, payload, {
    key: `invitations-read:${id}`,
    priority: PRIORITY.asked,
  });
}
