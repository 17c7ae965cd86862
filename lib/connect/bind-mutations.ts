import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { applyAccountTruth, type Evidence, insertAccount } from '@/lib/accounts/mutations';
import { isSameIdentity } from '@/lib/accounts/truth-rules';
import type { Ctx } from '@/lib/auth/scope';
import type { GatewayAccount } from '@/lib/gateway/client';

/** A sign-in that ended well at the provider, whichever way it went. */
export interface SignIn {
  type: 'create' | 'reconnect';
  gatewayId: string;
  /** Who began it. */
  memberId: string;
  /** The account to sign in again. */
  accountId: string | null;
}

export interface Bound {
  accountId: string;
  /** Why the account is not theirs; set, nothing was given to anybody. */
  reason?: 'bound_elsewhere' | 'other_account' | 'wrong_account';
}

/**
 * Gives the account that the API tells of to the member who signed in, or refuses: an account that somebody has
 * is never moved, and another person's sign-in is stored as a wrong one. In the transaction that holds the sign-in's row.
 */
export function bindSignIn(
  tx: Ctx,
  signIn: SignIn,
  truth: GatewayAccount,
  evidence: Evidence,
): Promise<Bound> {
  return signIn.type === 'create'
    ? bindNew(tx, signIn, truth, evidence)
    : bindReconnected(tx, signIn, truth, evidence);
}

async function bindNew(
  tx: Ctx,
  { gatewayId, memberId }: SignIn,
  truth: GatewayAccount,
  evidence: Evidence,
): Promise<Bound> {
  const inserted = await insertAccount(tx, truth, { gatewayId, ownerMemberId: memberId }, evidence);
  if (inserted) return { accountId: inserted.id };
  const isIt = and(
    eq(accounts.gatewayId, gatewayId),
    eq(accounts.providerAccountId, truth.providerAccountId),
    eq(accounts.workspaceId, tx.scope.workspaceId),
  );
  const [known] = await tx.db.select().from(accounts).where(isIt).for('no key update');
  if (!known) throw new Error('An account that exists cannot be read.');
  if (known.ownerMemberId !== null && known.ownerMemberId !== memberId) {
    return { accountId: known.id, reason: 'bound_elsewhere' };
  }
  if (known.ownerMemberId === null) {
    await tx.db.update(accounts).set({ ownerMemberId: memberId }).where(eq(accounts.id, known.id));
  }
  await applyAccountTruth(tx, known.id, truth, evidence);
  return { accountId: known.id };
}

async function bindReconnected(
  tx: Ctx,
  { accountId }: SignIn,
  truth: GatewayAccount,
  evidence: Evidence,
): Promise<Bound> {
  const [account] = await tx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.id, accountId ?? ''), eq(accounts.workspaceId, tx.scope.workspaceId)));
  if (!account) throw new Error('A reconnect without its account.');
  if (account.providerAccountId !== truth.providerAccountId) {
    return { accountId: account.id, reason: 'other_account' };
  }
  await applyAccountTruth(tx, account.id, truth, evidence);
  const isSame = isSameIdentity(account.identity, truth.identity);
  return isSame ? { accountId: account.id } : { accountId: account.id, reason: 'wrong_account' };
}
