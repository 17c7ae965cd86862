import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { accounts } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { listBlocked, testDb } from '@/db/testing/test-db';
import { setOwner } from '@/lib/account-settings/mutations';
import { inTransaction } from '@/lib/auth/scope';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

it('an account that is given to somebody who has just signed in to it stays theirs', async () => {
  const account = await world.addAccount({ ownerMemberId: null, visibility: 'private' });
  const slower = await inTransaction(world.ctx, async (tx) => {
    // As `bindSignIn` does.
    await tx.db
      .update(accounts)
      .set({ ownerMemberId: world.owner.member.id })
      .where(eq(accounts.id, account.id));
    const giving = setOwner(world.admin.ctx, {
      accountId: account.id,
      memberId: world.admin.member.id,
    }).catch((error: unknown) => error);
    await expect.poll(() => listBlocked(test.pool)).toHaveLength(1);
    return { giving };
  });
  expect(await slower.giving).toMatchObject({ code: 'conflict' });
  expect((await world.readAccount(account.id)).ownerMemberId).toBe(world.owner.member.id);
  expect(await world.audits()).toEqual([]);
});
