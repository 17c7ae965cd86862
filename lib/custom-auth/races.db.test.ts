import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { lockKey } from '@/db/advisory-locks';
import { authAttempts } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { formFor, freshSignInWorld, type SignInWorld } from '@/db/testing/sign-in-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { followAttempt } from '@/lib/custom-auth/handlers';
import { takeAnswer, takeTurn } from '@/lib/custom-auth/state-mutations';

const test = testDb();
const sandbox = accountsSandbox();
const LOGIN = 'jane+2fa@x.example';
let world: SignInWorld;

const follow = (attemptId: string) => followAttempt({ attemptId }, world.ctx, world.tools());

async function change(attemptId: string, fields: object): Promise<void> {
  await world.db.update(authAttempts).set(fields).where(eq(authAttempts.id, attemptId));
}

async function nextLook() {
  const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'custom-auth.follow');
  return job?.runAt;
}

describe('a sign-in whose time runs out while the answer of its person is at the API', () => {
  beforeEach(async () => {
    world = await freshSignInWorld(test.pool, sandbox);
  });

  it('stays open until that answer is here', async () => {
    const { id } = await world.start(formFor('linkedin', '+2fa'));
    const row = await takeTurn(world.ctx, id);
    if (!row) throw new Error('The turn was not free.');
    await change(id, { expiresAt: sql`now()` });
    await follow(id);
    expect(await world.show(id)).toMatchObject({ state: 'open' });
    expect(await nextLook()).toEqual(row.busyUntil);
    await expect(world.answer(id, '123456')).rejects.toThrow(/still on its way/);
    const made = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'jane@x.example',
    });
    const answer = { state: 'signed_in', providerAccountId: made.id } as const;
    await takeAnswer(world.ctx, row, answer, new Date());
    expect(await world.show(id)).toMatchObject({ state: 'completed' });
  });

  it('ends once that answer did not come', async () => {
    const { id } = await world.start(formFor('linkedin', '+2fa'));
    await takeTurn(world.ctx, id);
    await change(id, { expiresAt: sql`now()` });
    await follow(id);
    await change(id, { busyUntil: sql`now() - interval '1 second'` });
    await follow(id);
    expect(await world.show(id)).toMatchObject({ state: 'expired', reason: 'expired' });
  });
});

describe('a look that the API holds while the person answers', () => {
  beforeEach(async () => {
    world = await freshSignInWorld(test.pool, sandbox, 'unipile-v2');
    await sandbox.control('POST', '/options', { authWaitMs: 1_000_000 });
  });

  /** A look that is held until `act`, with the person's answer on its way since. */
  async function whileLooking(act: () => Promise<void>) {
    const { id } = await world.start(formFor('linkedin', '+otpapp'));
    const looking = follow(id);
    await expect.poll(world.posts).toHaveLength(2);
    const row = await takeTurn(world.ctx, id);
    await act();
    await looking;
    return { id, busyUntil: row?.busyUntil };
  }

  it('and is told of the same check leaves the turn of the answer', async () => {
    const { id, busyUntil } = await whileLooking(() => world.act('renew'));
    expect(await world.stored(id)).toMatchObject({ state: 'open', busyUntil });
  });

  it('and is told of an end leaves that to the answer', async () => {
    const { id, busyUntil } = await whileLooking(() => world.act('expire'));
    expect(await world.stored(id)).toMatchObject({ state: 'open', busyUntil });
    expect(await world.actions()).toEqual(['account.sign_in_started']);
  });

  it('and is told that the account is signed in completes it', async () => {
    const { id } = await whileLooking(() => world.act('complete'));
    expect(await world.stored(id)).toMatchObject({ state: 'completed' });
  });
});

describe('an account that two sign in again', () => {
  beforeEach(async () => {
    world = await freshSignInWorld(test.pool, sandbox);
  });
  const again = (accountId: string, ctx = world.owner.ctx) =>
    world.start({ form: 'linkedin', username: LOGIN, password: 'a password' }, { accountId }, ctx);
  const lockAudit = (ctx: Ctx) =>
    sql`pg_try_advisory_xact_lock(${lockKey(`audit:${ctx.scope.workspaceId}`)})`;

  it('keeps nobody from ending the older sign-in while the newer one begins', async () => {
    const account = await world.signedOut(LOGIN);
    const older = await again(account.id);
    const { begun } = await inTransaction(world.ctx, async (tx) => {
      await tx.db.select().from(authAttempts).where(eq(authAttempts.id, older.id)).for('update');
      const begun = again(account.id);
      await untilBlocked(test.pool);
      const { rows } = await tx.db.execute(sql`select ${lockAudit(tx)} as free`);
      expect(rows).toEqual([{ free: true }]);
      return { begun };
    });
    expect(await begun).toMatchObject({ state: 'open' });
    expect(await world.show(older.id)).toMatchObject({ state: 'cancelled', reason: 'replaced' });
  });

  it('at once has one sign-in that is open', async () => {
    const account = await world.signedOut(LOGIN);
    const { both } = await inTransaction(world.ctx, async (tx) => {
      await tx.db.execute(sql`select ${lockAudit(tx)}`);
      const both = [again(account.id), again(account.id, world.admin.ctx)];
      await untilBlocked(test.pool, 2);
      return { both };
    });
    await Promise.allSettled(both);
    const open = await world.db.$count(
      authAttempts,
      and(eq(authAttempts.accountId, account.id), eq(authAttempts.state, 'open')),
    );
    expect(open).toBe(1);
  });
});
