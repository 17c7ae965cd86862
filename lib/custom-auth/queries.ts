import { and, eq } from 'drizzle-orm';
import QRCode from 'qrcode';
import { authAttempts } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { ConnectableProvider } from '@/lib/connect/types';
import { env } from '@/lib/core/env';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { decrypt } from '@/lib/core/secrets';
import type { Attempt, AttemptReason, ShownCheckpoint } from './types';

export type AttemptRow = typeof authAttempts.$inferSelect;

/** One's own sign-in; other people's are not found, whatever the role. */
export async function getAttempt(
  ctx: Ctx<MemberScope>,
  { attemptId }: { attemptId: string },
): Promise<Attempt> {
  return shownAttempt(await getOwnAttempt(ctx, attemptId));
}

export async function getOwnAttempt(ctx: Ctx<MemberScope>, attemptId: string): Promise<AttemptRow> {
  if (!isId(attemptId)) throw notFound('Sign-in');
  const [row] = await ctx.db
    .select()
    .from(authAttempts)
    .where(
      and(
        eq(authAttempts.id, attemptId),
        eq(authAttempts.workspaceId, ctx.scope.workspaceId),
        eq(authAttempts.memberId, ctx.scope.memberId),
      ),
    );
  if (!row) throw notFound('Sign-in');
  return row;
}

/** The row without what is secret in it; the QR code as a drawing. */
export function shownAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    provider: row.provider as ConnectableProvider,
    method: row.method,
    gatewayId: row.gatewayId,
    isReconnect: row.type === 'reconnect',
    accountId: row.accountId,
    state: row.state,
    checkpoint: row.state === 'open' ? shownCheckpoint(row) : null,
    reason: row.reason as AttemptReason | null,
    expiresAt: row.expiresAt.toISOString(),
  };
}

function shownCheckpoint({
  id,
  checkpoint,
  qrSealed,
  qrUntil,
}: AttemptRow): ShownCheckpoint | null {
  if (checkpoint === null) return null;
  if (checkpoint.type !== 'qr') return checkpoint as ShownCheckpoint;
  if (qrSealed === null) return { type: 'loading' };
  const text = decrypt(env().ENCRYPTION_KEYS, qrSealed, id);
  return { type: 'qr', ...drawQr(text), until: qrUntil?.toISOString() ?? null };
}

/** One unit for each module; dark runs of a line are one piece of the path. Readers want four light units around. */
function drawQr(text: string): { size: number; path: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const pieces: string[] = [];
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (!modules.get(y, x)) continue;
      const from = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x += 1;
      pieces.push(`M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`);
    }
  }
  return { size: modules.size, path: pieces.join('') };
}
