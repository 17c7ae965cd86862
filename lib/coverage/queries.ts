import { and, eq } from 'drizzle-orm';
import { ledgerColumns } from '@/db/ledger-columns';
import { accountReads, accounts } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { SECOND_MS } from '@/lib/core/time';
import { coverageOf } from './rules';
import type { Coverage } from './types';

/** The coverage of one account of this workspace, or null when there is no such account. */
export async function findCoverage(
  ctx: Ctx,
  accountId: string,
  now = new Date(),
): Promise<{ coverage: Coverage; syncStartedAt: Date | null } | null> {
  const [row] = await ctx.db
    .select({ account: accounts, ledger: ledgerColumns })
    .from(accounts)
    .leftJoin(accountReads, eq(accountReads.accountId, accounts.id))
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), eq(accounts.id, accountId)));
  if (!row) return null;
  const freshMs = env().ACCOUNT_FRESH_SECONDS * SECOND_MS;
  const coverage = coverageOf({ ...row.account, ...row.ledger }, now.getTime(), freshMs);
  return { coverage, syncStartedAt: row.account.syncStartedAt };
}
