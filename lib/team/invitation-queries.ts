import { and, eq, exists, isNull, sql } from 'drizzle-orm';
import { type Db, db } from '@/db/client';
import { memberInvitations, members, users, workspaces } from '@/db/schema';
import { env } from '@/lib/core/env';
import { isId } from '@/lib/core/ids';
import { isSigned, sign } from '@/lib/core/secrets';
import type { InvitationOffer } from '@/lib/team/types';

const PURPOSE = 'member-invitation';

/** The token of an invitation's link: its id and our signature. How long it counts is in the row. */
export function signInvitation(invitationId: string): string {
  return `${invitationId}.${sign(env().AUTH_SECRET, PURPOSE, invitationId)}`;
}

/** The id in a token that we signed, or null. */
export function readInvitationToken(token: string): string | null {
  const [id, signature, ...rest] = token.split('.');
  if (!isId(id) || !signature || rest.length > 0) return null;
  return isSigned(env().AUTH_SECRET, PURPOSE, id, signature) ? id : null;
}

/**
 * What an invitation offers, for whoever holds its link: the signature is the right to ask, so there
 * is no scope. Null for a forged token and for a row that is gone.
 */
export async function findInvitation(
  on: Db,
  token: string,
): Promise<(InvitationOffer & { workspaceId: string }) | null> {
  const id = readInvitationToken(token);
  if (!id) return null;
  const invited = on
    .select({ one: sql`1` })
    .from(users)
    .innerJoin(members, and(eq(members.userId, users.id), isNull(members.removedAt)))
    .where(eq(users.email, memberInvitations.email));
  const [row] = await on
    .select({
      id: memberInvitations.id,
      workspaceId: memberInvitations.workspaceId,
      workspaceName: workspaces.name,
      email: memberInvitations.email,
      role: memberInvitations.role,
      invitedBy: sql<string>`(select ${users.name} from ${users} join ${members}
        on ${members.userId} = ${users.id} where ${members.id} = ${memberInvitations.invitedByMemberId})`,
      state: sql<InvitationOffer['state']>`case
        when ${memberInvitations.acceptedAt} is not null then 'used'
        when ${memberInvitations.revokedAt} is not null then 'revoked'
        when ${memberInvitations.expiresAt} <= now() then 'expired' else 'open' end`,
      hasSignIn: sql<boolean>`${exists(invited)}`,
    })
    .from(memberInvitations)
    .innerJoin(workspaces, eq(workspaces.id, memberInvitations.workspaceId))
    .where(eq(memberInvitations.id, id));
  return row ?? null;
}

/** For the page of the link, whose visitor has no context to bring a database along. */
export async function openInvitation(token: string): Promise<InvitationOffer | null> {
  return findInvitation(db(), token);
}
