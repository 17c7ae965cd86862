import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '@/db/schema';
import {
  type AccountsWorld,
  createAccountsWorld,
  startAccountsSandbox,
} from '@/db/testing/accounts-world';
import { testDb } from '@/db/testing/test-db';
import { newId } from '@/lib/core/ids';
import { answerCheckpoint } from '@/lib/custom-auth/checkpoint-mutations';
import { startAttempt } from '@/lib/custom-auth/mutations';
import { getAttempt } from '@/lib/custom-auth/queries';
import type { Credentials } from '@/lib/custom-auth/schema';
import type { RunningSandbox } from '@/sandbox/server';

const test = testDb();
let sandbox: RunningSandbox;
let world: AccountsWorld;

beforeAll(async () => {
  sandbox = await startAccountsSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  world = await createAccountsWorld(test.pool, sandbox);
});

const start = (credentials: Credentials, more: { accountId?: string; attemptId?: string } = {}) =>
  startAttempt(world.owner.ctx, {
    attemptId: more.attemptId ?? newId(),
    gatewayId: world.gateway.id,
    accountId: more.accountId ?? null,
    country: null,
    credentials,
  });

const linkedin = (username: string, password = 'a password'): Credentials => ({
  form: 'linkedin',
  username,
  password,
});

const look = (attemptId: string) => getAttempt(world.owner.ctx, { attemptId });
const rows = () =>
  world.db.select().from(accounts).where(eq(accounts.workspaceId, world.workspace.id));
const actions = async () => (await world.audits()).map(({ action }) => action);

describe('a sign-in with a code', () => {
  it('is connected for who began it once the code is right; a wrong one changes nothing (A11)', async () => {
    const begun = await start(linkedin('jane+2fa@example.com'));
    expect(begun).toMatchObject({ state: 'open', checkpoint: { type: 'two_factor' } });
    const { id: attemptId } = begun;
    await expect(
      answerCheckpoint(world.owner.ctx, { attemptId, code: '000000' }),
    ).rejects.toMatchObject({ code: 'invalid_input', fields: { code: expect.any(String) } });
    expect(await look(attemptId)).toEqual(begun);
    expect(await rows()).toEqual([]);
    const done = await answerCheckpoint(world.owner.ctx, { attemptId, code: '123456' });
    const [account] = await rows();
    expect(done).toMatchObject({ state: 'completed', accountId: account?.id, checkpoint: null });
    expect(account).toMatchObject({ ownerMemberId: world.owner.member.id, visibility: 'private' });
    expect(await actions()).toEqual(['account.sign_in_started', 'account.connected']);
    expect((await world.transitions(account?.id ?? ''))[0]).toMatchObject({ cause: 'connected' });
  });

  it('two presses begin one, and two answers reach the API once (A12)', async () => {
    const attemptId = newId();
    const both = await Promise.all([
      start(linkedin('jane+2fa@example.com'), { attemptId }),
      start(linkedin('jane+2fa@example.com'), { attemptId }),
    ]);
    expect(both.map(({ id }) => id)).toEqual([attemptId, attemptId]);
    const answers = await Promise.allSettled(
      [1, 2].map(() => answerCheckpoint(world.owner.ctx, { attemptId, code: '123456' })),
    );
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
      'GET',
      '/log',
    );
    const posts = requests.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(posts).toEqual(['/api/v1/accounts', '/api/v1/accounts/checkpoint']);
    expect(await rows()).toHaveLength(1);
  });
});
