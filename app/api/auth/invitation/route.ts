import { db, pool } from '@/db/client';
import { goTo, refuse } from '@/lib/auth/answers';
import { enter } from '@/lib/auth/handler';
import { rateLimitsOf } from '@/lib/auth/rate-limits';
import { readForm, requesterOf } from '@/lib/auth/requests';
import { findSessionCtx } from '@/lib/auth/session';
import { requireSameOrigin } from '@/lib/server/origin';
import { receiveJoin } from '@/lib/team/handlers';
import { joinForm, joinSignedInForm } from '@/lib/team/schema';
import { recordSignIn, signOut } from '@/lib/team/session-mutations';

const START = '/inbox';

/**
 * Accepts an invitation: somebody who is signed in joins with the user they have, somebody new brings
 * a name and a password and is signed in by it.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    requireSameOrigin(request.headers);
    await rateLimitsOf(pool()).take({ 'invitation:ip': requesterOf(request).ip });
    const ctx = await findSessionCtx(request.headers, db());
    if (ctx) {
      const { token } = await readForm(request, joinSignedInForm);
      await receiveJoin(db(), { token, userId: ctx.scope.userId });
      return goTo(request, START);
    }
    const { userId } = await receiveJoin(db(), await readForm(request, joinForm));
    const parts = { db: db(), pool: pool(), recordSignIn, signOut };
    return await enter(request, parts, { userId, method: 'invitation' }, START);
  } catch (error) {
    return refuse(request, error, { trouble: 'failed' });
  }
}
