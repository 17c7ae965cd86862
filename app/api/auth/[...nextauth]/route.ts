import { db, pool } from '@/db/client';
import { refuse } from '@/lib/auth/answers';
import { handleAuth } from '@/lib/auth/handler';
import { requireSameOrigin } from '@/lib/server/origin';
import { recordSignIn, signOut } from '@/lib/team/session-mutations';

/** Sign-in, sign-out and the way back from Google or Microsoft. */
async function handle(request: Request): Promise<Response> {
  try {
    if (request.method !== 'GET') requireSameOrigin(request.headers);
  } catch (error) {
    return refuse(request, error, { trouble: 'failed' });
  }
  return handleAuth(request, { db: db(), pool: pool(), recordSignIn, signOut });
}

export { handle as GET, handle as POST };
