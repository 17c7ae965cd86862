import { sql } from 'drizzle-orm';
import { reconnectTokens } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';
import { sign } from '@/lib/core/secrets';
import { RECONNECT_PURPOSE } from '@/lib/reconnect-links/queries';

const LINK_LIFE_HOURS = 24;

/** A new link for an e-mail: ours, signed, for this account and member, valid 24 hours. */
export async function mintReconnectLink(
  ctx: Ctx,
  { accountId, memberId }: { accountId: string; memberId: string },
): Promise<string> {
  const id = newId();
  await ctx.db.insert(reconnectTokens).values({
    id,
    workspaceId: ctx.scope.workspaceId,
    accountId,
    memberId,
    // The database's time, on which the link is judged later.
    expiresAt: sql`now() + make_interval(hours => ${LINK_LIFE_HOURS})`,
  });
  const { AUTH_SECRET, PUBLIC_URL } = env();
  return `${PUBLIC_URL}/reconnect/${id}.${sign(AUTH_SECRET, RECONNECT_PURPOSE, id)}`;
}
