import { and, eq, inArray } from 'drizzle-orm';
import { accounts, users } from '@/db/schema';
import { lockAccount } from '@/lib/accounts/transition-mutations';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission, seesAccount } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { findLastReconnectMail, queueMail } from '@/lib/notices/mutations';
import { findCurrentLoss, findRecipient } from '@/lib/reminders/queries';
import { MAIL_WINDOW_MS } from '@/lib/reminders/rules';
import type { RemindOutcome, RemindResult } from '@/lib/reminders/types';

/**
 * A lead asks owners to reconnect, several at once. Each account answers for itself; the same limit of
 * one e-mail an hour holds as for the automatic ones.
 */
export async function remindOwners(
  ctx: Ctx<MemberScope>,
  { accountIds }: { accountIds: readonly string[] },
  now = new Date(),
): Promise<RemindResult[]> {
  requirePermission(ctx.scope, 'account:remind');
  const wanted = [...new Set(accountIds)];
  const visible = await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(inArray(accounts.id, wanted), seesAccount(ctx.scope)));
  const known = new Set(visible.map((row) => row.id));
  const [asker] = await ctx.db
    .select({ name: users.name })
    .from(users)
    .where(eq(users.id, ctx.scope.userId));
  return inTransaction(ctx, async (tx) => {
    const results: RemindResult[] = [];
    // In one order everywhere, so that two such requests cannot lock each other out.
    for (const accountId of [...wanted].sort()) {
      const outcome = known.has(accountId)
        ? await queueReconnectMail(tx, accountId, { now, requestedBy: asker?.name ?? null })
        : 'not_found';
      results.push({ accountId, outcome });
    }
    await recordAudit(tx, {
      action: 'account.owners_reminded',
      entityType: 'account',
      entityId: null,
      detail: { results },
    });
    return results;
  });
}

/**
 * Queues one reconnect e-mail under the account's lock, so that the hour's limit and the state it is
 * based on cannot change meanwhile. `step` names an automatic one.
 */
export async function queueReconnectMail(
  tx: Ctx,
  accountId: string,
  options: { now: Date; requestedBy: string | null; step?: number },
): Promise<RemindOutcome> {
  const { now, requestedBy, step } = options;
  const row = await lockAccount(tx, accountId);
  const loss = row && (await findCurrentLoss(tx, accountId));
  if (!loss) return 'not_needed';
  const recipient = await findRecipient(tx, accountId);
  if (!recipient) return 'no_owner';
  const windowStart = new Date(now.getTime() - MAIL_WINDOW_MS);
  if (await findLastReconnectMail(tx, accountId, windowStart)) return 'recent';
  const name = step === undefined ? `manual:${now.getTime()}` : String(step);
  const mailId = await queueMail(tx, {
    kind: 'reconnect',
    toMemberId: recipient.memberId,
    toEmail: recipient.email,
    dedupeKey: `reconnect:${loss.transitionId}:${name}`,
    params: { accountId, transitionId: loss.transitionId, requestedBy },
    at: now,
  });
  return mailId ? 'queued' : 'recent';
}
