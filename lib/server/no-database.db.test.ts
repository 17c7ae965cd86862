import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createDb, createPool, type Db, db as sharedDb } from '@/db/client';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { encodeSessionId, sessionCookie } from '@/lib/auth/session-cookie';
import { isConnectionLoss } from '@/lib/core/connection-loss';
import { newId } from '@/lib/core/ids';
import { toProblem } from '@/lib/core/result';
import { GatewayError } from '@/lib/gateway/errors';
import { action } from './action';
import { route } from './route';

// Nobody listens there.
setTestEnv({ DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' });

const requested = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock('next/headers', () => ({ headers: async () => requested.headers }));

const database = testDb();

async function signedIn(): Promise<Headers> {
  const cookie = `${sessionCookie().name}=${await encodeSessionId(newId())}`;
  return new Headers({ cookie, origin: TEST_PUBLIC_URL });
}

describe('without a database', () => {
  test('a route answers 503 and says when to come back', async () => {
    const get = route(z.object({}), async () => 'never');
    const request = new Request(`${TEST_PUBLIC_URL}/api/labels`, { headers: await signedIn() });
    const answer = await get(request, { params: Promise.resolve({}) });
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(await answer.json()).toMatchObject({ problem: { code: 'unavailable' } });
  });

  test('an action says that it may be tried again', async () => {
    requested.headers = await signedIn();
    const act = action(z.object({}), async () => 'never');
    expect(await act({})).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  });
});

describe('isConnectionLoss', () => {
  let small: pg.Pool;
  let db: Db;
  beforeAll(() => {
    small = createPool(database.url, 1);
    db = createDb(small);
  });
  afterAll(() => small.end());

  test('a pool whose connections are all taken', async () => {
    const client = await small.connect();
    try {
      await expectLoss(db.execute('select 1'));
      await expectLoss(db.transaction((tx) => tx.execute('select 1')));
    } finally {
      client.release();
    }
  });

  test('a connection that the server ends under a transaction', async () => {
    await expectLoss(
      db.transaction(async (tx) => {
        const { rows } = await tx.execute<{ pid: number }>('select pg_backend_pid() as pid');
        await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
        await tx.execute('select 1');
      }),
    );
  });

  test('a server that nobody reaches', async () => {
    await expectLoss(sharedDb().execute('select 1'));
    await expectLoss(sharedDb().transaction((tx) => tx.execute('select 1')));
  });

  test('not a statement that is wrong, nor an API that is away', async () => {
    const wrong = await db.execute('select 1 / 0').catch((error: unknown) => error);
    expect(isConnectionLoss(wrong)).toBe(false);
    expect(toProblem(wrong)).toMatchObject({ code: 'internal' });
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const away = new GatewayError({ code: 'not_reached', retry: 'yes' }, refused);
    expect(isConnectionLoss(away)).toBe(false);
  });
});

async function expectLoss(failing: Promise<unknown>): Promise<void> {
  const error = await failing.then(() => null).catch((reason: unknown) => reason);
  expect(isConnectionLoss(error)).toBe(true);
}
