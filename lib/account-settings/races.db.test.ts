import { eq, sql } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import { lockByName } from '@/db/advisory-locks';
import { accounts, extensionDevices } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { checkAccount, renameAccount, setOwner } from '@/lib/account-settings/mutations';
import { checkStatusJob } from '@/lib/accounts/jobs';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { addDevice, lockDevice, unlinkDevice } from '@/lib/extension/mutations';
import { enqueue } from '@/lib/jobs/enqueue';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

/** As any act of the workspace that has written its line of the history and is not through. */
const holdAudit = (tx: Ctx) => lockByName(tx, `audit:${world.workspace.id}`);

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
    await untilBlocked(test.pool);
    return { giving };
  });
  expect(await slower.giving).toMatchObject({ code: 'conflict' });
  expect((await world.readAccount(account.id)).ownerMemberId).toBe(world.owner.member.id);
  expect(await world.audits()).toEqual([]);
});

it('a check that waits for the history leaves its job to whoever writes the history now', async () => {
  const account = await world.addAccount();
  const accountId = account.id;
  const slower = await inTransaction(world.ctx, async (tx) => {
    await holdAudit(tx);
    const checking = checkAccount(world.owner.ctx, { accountId });
    await untilBlocked(test.pool);
    await enqueue(
      tx.db,
      checkStatusJob,
      { workspaceId: world.workspace.id, accountId },
      { key: `check-now:${accountId}` },
    );
    return { checking };
  });
  await slower.checking;
  expect(await world.audits()).toHaveLength(1);
  expect(await world.waitingJobs()).toHaveLength(1);
});

it('an account goes to somebody else, while a browser of its owner is unlinked', async () => {
  const account = await world.addAccount({ visibility: 'team-read' });
  const accountId = account.id;
  const { id: deviceId } = await addDevice(world.owner.ctx, { name: 'Chrome at work' });
  await world.db.update(extensionDevices).set({ accountId });
  const slower = await inTransaction(world.owner.ctx, async (tx) => {
    await lockDevice(tx, deviceId);
    const giving = setOwner(world.admin.ctx, { accountId, memberId: world.admin.member.id });
    await untilBlocked(test.pool);
    await unlinkDevice(tx, { deviceId });
    return { giving };
  });
  await slower.giving;
  expect((await world.readAccount(accountId)).ownerMemberId).toBe(world.admin.member.id);
});

it('a setting that waits for the history keeps nobody from adding to the account', async () => {
  const account = await world.addAccount();
  const slower = await inTransaction(world.ctx, async (tx) => {
    await holdAudit(tx);
    const naming = renameAccount(world.owner.ctx, { accountId: account.id, name: 'Jane' });
    await untilBlocked(test.pool);
    // As every row does that points at the account.
    await tx.db.execute(sql`select from accounts where id = ${account.id} for key share`);
    return { naming };
  });
  await slower.naming;
  expect((await world.readAccount(account.id)).name).toBe('Jane');
});
