import type { Db } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { hashPassword } from '@/lib/core/passwords';
import { systemCtx } from '@/lib/jobs/system-scope';
import { findInvitation } from '@/lib/team/invitation-queries';
import { acceptInvitation } from '@/lib/team/join-mutations';
import type { JoinForm } from '@/lib/team/schema';

/**
 * Takes the answer to an invitation from outside, where nobody has a scope yet: the signed token
 * names the workspace. Throws `not_found` for a forged token, else what acceptInvitation throws.
 */
export async function receiveJoin(
  db: Db,
  input: JoinForm | { token: string; userId: string },
): Promise<{ userId: string; memberId: string }> {
  const offer = await findInvitation(db, input.token);
  if (!offer) throw new AppError('not_found', 'This invitation does not exist.');
  const joiner =
    'userId' in input
      ? ({ kind: 'signed-in', userId: input.userId } as const)
      : ({
          kind: 'new',
          name: input.name,
          passwordHash: await hashPassword(input.password),
        } as const);
  return acceptInvitation(systemCtx(db, offer.workspaceId), { invitationId: offer.id, joiner });
}
