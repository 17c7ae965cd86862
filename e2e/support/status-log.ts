import { type accounts, accountTransitions } from '@/db/schema';
import type { AccountStatus } from '@/lib/accounts/types';
import { HOUR_MS } from '@/lib/core/time';
import type { World } from './inbox';

type Account = Pick<typeof accounts.$inferSelect, 'id' | 'workspaceId'>;

const RAW: Partial<Record<AccountStatus, string>> = {
  connected: 'OK',
  reconnect_needed: 'CREDENTIALS',
  interrupted: 'ERROR',
};

/** Writes the history of an account: what it became, and how many hours ago. */
export async function writeLog(
  { db }: Pick<World, 'db'>,
  account: Account,
  log: readonly (readonly [AccountStatus, number])[],
): Promise<void> {
  const nowMs = Date.now();
  await db.insert(accountTransitions).values(
    log.map(([toStatus, hoursAgo]) => ({
      workspaceId: account.workspaceId,
      accountId: account.id,
      toStatus,
      rawStatus: RAW[toStatus] ?? toStatus.toUpperCase(),
      cause: toStatus === 'connected' ? ('reconnected' as const) : ('webhook' as const),
      at: new Date(nowMs - hoursAgo * HOUR_MS),
    })),
  );
}

/** Ninety days in which it was lost every nine days, for 2 to 20 hours. */
export const OFTEN_LOST: readonly (readonly [AccountStatus, number])[] = [
  ['connected', 89 * 24],
  ...Array.from({ length: 9 }, (_, index) => {
    const lostAt = (85 - index * 9) * 24;
    const lost = ['reconnect_needed', lostAt] as const;
    return [lost, ['connected', lostAt - 2 - index * 2] as const] as const;
  }).flat(),
];
