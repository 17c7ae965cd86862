import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm';
import { invitationPlans, invitations } from '@/db/schema';
import { getLinkedInAccount } from '@/lib/accounts/linkedin-queries';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { GatewayError } from '@/lib/gateway/errors';
import { errorWords } from '@/lib/gateways/error-rules';
import { callGateway } from '@/lib/gateways/mutations';
import { identifierOf, isIdOf, isSamePerson } from '@/lib/inbox/recipient-rules';
import type { LookUpInviteeInput } from './schema';
import type { InviteeHistory, LookedUpInvitee } from './types';

/**
 * Asks LinkedIn who that is, and us what there was between them and the account. At the press of a button alone:
 * LinkedIn counts what is asked. Throws `not_found` for an account that is not the member’s to send from, `gateway`.
 */
export async function lookUpInvitee(
  ctx: Ctx<MemberScope>,
  { accountId, text }: LookUpInviteeInput,
): Promise<LookedUpInvitee> {
  const account = await getLinkedInAccount(ctx, accountId);
  const nobody = (why: Exclude<LookedUpInvitee['why'], null>) =>
    ({ person: null, history: null, why }) as const;
  const asked = identifierOf('LINKEDIN', text);
  if (!asked) return nobody('not_an_identifier');
  const { providerAccountId } = account;
  try {
    const found = await callGateway(ctx, account.gatewayId, (client) =>
      client.findUser({ providerAccountId, identifier: asked.value, linkedinApi: 'classic' }),
    );
    const { providerUserId, publicIdentifier, name, headline, isConnection } = found;
    if (!isSamePerson(asked, publicIdentifier)) return nobody('somebody_else');
    // The API invites by ids of the classic product alone.
    if (!isIdOf('classic', providerUserId)) return nobody('nobody');
    const history = await historyOf(ctx, account.id, providerUserId, isConnection ?? false);
    const person = { providerUserId, publicIdentifier, name, headline };
    return { person, history, why: null };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.code === 'not_found' || error.code === 'recipient_unreachable') {
      return nobody('nobody');
    }
    const names = { account: account.name, provider: 'LINKEDIN', person: text } as const;
    const words = errorWords(error.info, { subject: 'invitation' }, names);
    throw new AppError('gateway', words.text, { cause: error });
  }
}

async function historyOf(
  ctx: Ctx<MemberScope>,
  accountId: string,
  providerUserId: string,
  isConnection: boolean,
): Promise<InviteeHistory> {
  const listed = await ctx.db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, accountId),
        eq(invitations.providerUserId, providerUserId),
        or(isNull(invitations.goneAt), eq(invitations.endedAs, 'withdrawn')),
      ),
    )
    .orderBy(desc(invitations.lastSeenAt));
  const planned = await ctx.db
    .select({ id: invitationPlans.id })
    .from(invitationPlans)
    .where(
      and(
        eq(invitationPlans.accountId, accountId),
        eq(invitationPlans.providerUserId, providerUserId),
        inArray(invitationPlans.state, ['planned', 'sending', 'unknown']),
      ),
    );
  const waiting = listed.filter(({ goneAt }) => goneAt === null);
  const sent = waiting.find(({ direction }) => direction === 'sent');
  const withdrawn = listed.find(({ endedAs }) => endedAs === 'withdrawn');
  return {
    isConnection,
    invitedAbout: sent?.sentAbout.toISOString() ?? null,
    withdrawnAt: withdrawn?.goneAt?.toISOString() ?? null,
    hasInvited: waiting.some(({ direction }) => direction === 'received'),
    isPlanned: planned.length > 0,
  };
}
