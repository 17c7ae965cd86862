import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { auditLog, members, sessions, users } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { handleAuth } from '@/lib/auth/handler';
import { findSessionCtx } from '@/lib/auth/session';
import { newId } from '@/lib/core/ids';
import { hashPassword } from '@/lib/core/passwords';
import { recordSignIn, signOut } from '@/lib/team/session-mutations';

setTestEnv();

const PASSWORD = 'correct horse battery';
const SESSION = 'switchboard.session';
const test = testDb();

beforeEach(async () => {
  await test.db.execute(sql`delete from rate_limits`);
});

function call(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const request = new Request(`${TEST_PUBLIC_URL}/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-forwarded-for': '192.0.2.7', 'user-agent': 'Firefox/150', ...headers },
  });
  return handleAuth(request, { db: test.db, pool: test.pool, recordSignIn, signOut });
}

const json = { accept: 'application/json' };

async function person(role: 'member' | 'admin' = 'member') {
  const workspace = await createWorkspace(test.db);
  const made = await createMember(test.db, workspace, role);
  const passwordHash = await hashPassword(PASSWORD);
  await test.db.update(users).set({ passwordHash }).where(eq(users.id, made.user.id));
  return { ...made, workspace };
}

/** The session cookie of an answer: its value and its attributes. */
function cookieOf(response: Response) {
  const line = response.headers.getSetCookie().find((text) => text.startsWith(`${SESSION}=`)) ?? '';
  const [pair = '', ...attributes] = line.split('; ');
  return { pair, value: pair.slice(SESSION.length + 1), attributes };
}

async function ctxOf(response: Response) {
  return findSessionCtx(new Headers({ cookie: cookieOf(response).pair }), test.db);
}

describe('signing in with a password', () => {
  it('opens a session and leads to the page that was wanted', async () => {
    const { user, workspace } = await person();
    const response = await call('callback/password', {
      email: ` ${user.email.toUpperCase()} `,
      password: PASSWORD,
      callbackUrl: '/inbox/123?view=all',
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/inbox/123?view=all');
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const { attributes } = cookieOf(response);
    expect(attributes).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', expect.stringMatching(/^SameSite=Lax$/i)]),
    );
    expect(attributes.some((text) => text.startsWith('Domain'))).toBe(false);

    const ctx = await ctxOf(response);
    expect(ctx?.scope).toMatchObject({ userId: user.id, workspaceId: workspace.id });
    const [row] = await test.db
      .select()
      .from(sessions)
      .where(eq(sessions.id, ctx?.scope.sessionId ?? ''));
    expect(row).toMatchObject({ method: 'password', ip: '192.0.2.7', userAgent: 'Firefox/150' });
    const audit = await test.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.workspaceId, workspace.id));
    expect(audit).toHaveLength(1);
    expect(audit[0]).toMatchObject({
      action: 'session.sign-in',
      actorMemberId: ctx?.scope.memberId,
      entityId: ctx?.scope.sessionId,
      detail: { method: 'password' },
    });
  });

  it('puts nothing about the person into the cookie', async () => {
    const { user } = await person();
    const response = await call('callback/password', { email: user.email, password: PASSWORD });
    const [header = ''] = cookieOf(response).value.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
    });
    expect(cookieOf(response).value.length).toBeLessThan(400);
  });

  it('gives a script the path instead of a redirect', async () => {
    const { user } = await person();
    const form = { email: user.email, password: PASSWORD, callbackUrl: '/accounts' };
    const response = await call('callback/password', form, json);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ path: '/accounts' });
    expect(await ctxOf(response)).not.toBeNull();
  });

  it('starts with a new id and ends the session that the browser brought', async () => {
    const { user } = await person();
    const form = { email: user.email, password: PASSWORD };
    const first = await call('callback/password', form);
    const second = await call('callback/password', form, { cookie: cookieOf(first).pair });
    expect(cookieOf(second).value).not.toBe(cookieOf(first).value);
    expect(await ctxOf(first)).toBeNull();
    expect(await ctxOf(second)).not.toBeNull();
  });

  it('answers the same whether or not the address belongs to somebody', async () => {
    const { user } = await person();
    const gone = await person();
    await test.db
      .update(members)
      .set({ removedAt: sql`now()` })
      .where(eq(members.id, gone.member.id));
    const { user: withoutPassword } = await createMember(test.db, gone.workspace, 'member');
    const tries = [
      { email: user.email, password: 'wrong password' },
      { email: 'nobody@example.com', password: 'wrong password' },
      { email: gone.user.email, password: PASSWORD },
      { email: withoutPassword.email, password: 'null' },
    ];
    const answers = [];
    for (const form of tries) {
      const response = await call('callback/password', form, json);
      const body = await response.json();
      expect(body.problem.reference).toMatch(/^[0-9a-f-]{36}$/);
      answers.push({
        status: response.status,
        cookies: response.headers.getSetCookie().map((line) => line.split('=')[0]),
        problem: { ...body.problem, reference: '' },
      });
    }
    expect(answers).toHaveLength(4);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401, problem: { code: 'unauthenticated' } });
  });

  it('takes the same time whether or not the address belongs to somebody', async () => {
    const { user } = await person();
    const times: Record<string, number[]> = { known: [], unknown: [] };
    for (let round = 0; round < 40; round += 1) {
      await test.db.execute(sql`delete from rate_limits`);
      for (const [kind, email] of Object.entries({ known: user.email, unknown: 'no@x.example' })) {
        const start = performance.now();
        await call('callback/password', { email, password: 'wrong password' });
        times[kind]?.push(performance.now() - start);
      }
    }
    const median = (list: number[] = []) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;
    expect(Math.abs(median(times.known) - median(times.unknown))).toBeLessThan(20);
  });

  it.each([
    ['//evil.example', '/'],
    ['https://evil.example/inbox', '/'],
    [`${TEST_PUBLIC_URL}.evil.example/`, '/'],
    [`${TEST_PUBLIC_URL}@evil.example/`, '/'],
    [`${TEST_PUBLIC_URL}/accounts`, '/accounts'],
  ])('does not lead away from us: %s', async (callbackUrl, path) => {
    const { user } = await person();
    const form = { email: user.email, password: PASSWORD, callbackUrl };
    expect((await call('callback/password', form)).headers.get('location')).toBe(path);
  });

  it('sends a plain form back to the page with the way that it wanted', async () => {
    const response = await call('callback/password', {
      email: 'nobody@example.com',
      password: 'wrong password',
      callbackUrl: '/inbox/1?a=b',
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(
      '/sign-in?error=wrong&callbackUrl=%2Finbox%2F1%3Fa%3Db',
    );
    expect(cookieOf(response).value).toBe('');
  });

  it.each([
    [{ email: 'ana@norda.com' }],
    [{ email: 'ana@norda.com', password: '' }],
    [{ email: 'ana', password: PASSWORD }],
    [{ email: 'ana@norda.com', password: 'x'.repeat(5000) }],
    [{ email: 'ana@norda.com', password: PASSWORD, role: 'owner' }],
    [{ email: 'ana@norda.com', password: PASSWORD, csrfToken: 'x' }],
    [{ email: 'ana@norda.com\u0000', password: PASSWORD }],
    [{ 'email[]': 'ana@norda.com', password: PASSWORD }],
  ])('refuses a form that is not the one we made: %j', async (form) => {
    const response = await call('callback/password', form as Record<string, string>, json);
    expect(response.status).toBe(400);
    expect((await response.json()).problem.code).toBe('invalid_input');
  });

  it('refuses a body that is too large for a form', async () => {
    const form = { email: 'ana@norda.com', password: 'x'.repeat(20_000) };
    expect((await call('callback/password', form, json)).status).toBe(413);
  });
});

describe('guessing', () => {
  it('is stopped after ten failures for an address, from wherever they come', async () => {
    const { user } = await person();
    const statuses = [];
    for (let index = 0; index < 12; index += 1) {
      const from = { ...json, 'x-forwarded-for': `198.51.100.${index}` };
      const form = { email: user.email, password: `guess number ${index}` };
      statuses.push((await call('callback/password', form, from)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    const right = await call('callback/password', { email: user.email, password: PASSWORD }, json);
    expect(right.status).toBe(429);
    expect((await right.json()).problem.message).toBe(
      'Too many attempts. Try again in 15 minutes.',
    );
  });

  it('is stopped as early for an address that belongs to nobody', async () => {
    const email = `nobody-${newId()}@example.com`;
    const tries = Array.from({ length: 12 }, () =>
      call('callback/password', { email, password: 'a guess' }, json),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it('is stopped after a hundred failures from one network address', async () => {
    const tries = Array.from({ length: 102 }, (_, index) =>
      call('callback/password', { email: `n${index}@example.com`, password: 'a guess' }, json),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it('is not what a person does who signs in often', async () => {
    const { user } = await person();
    for (let index = 0; index < 15; index += 1) {
      const form = { email: user.email, password: PASSWORD };
      expect((await call('callback/password', form, json)).status).toBe(200);
    }
  });

  it('keeps no address in the counters', async () => {
    const email = 'counted@example.com';
    await call('callback/password', { email, password: 'a guess' }, json);
    const rows = await test.pool.query<{ key: string }>('select key from rate_limits');
    expect(rows.rows.length).toBeGreaterThan(0);
    expect(rows.rows.filter(({ key }) => /counted|192\.0\.2/.test(key))).toEqual([]);
  });

  it('finds nobody in while the counters cannot be read', async () => {
    const { user } = await person();
    await test.pool.query('alter table rate_limits rename to rate_limits_away');
    try {
      const form = { email: user.email, password: PASSWORD };
      const response = await call('callback/password', form, json);
      expect(response.status).toBe(503);
      expect((await response.json()).problem.message).toMatch(/^Sign-in is paused because/);
      expect(cookieOf(response).value).toBe('');
      const page = await call('callback/password', form);
      expect(page.headers.get('location')).toBe('/sign-in?error=busy');
    } finally {
      await test.pool.query('alter table rate_limits_away rename to rate_limits');
    }
  });
});

describe('signing out', () => {
  it('ends the session on the server and takes the cookie away', async () => {
    const { user, workspace } = await person();
    const signedIn = await call('callback/password', { email: user.email, password: PASSWORD });
    const cookie = cookieOf(signedIn).pair;
    const response = await call('signout', {}, { cookie });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/sign-in');
    expect(cookieOf(response)).toMatchObject({ value: '' });
    expect(cookieOf(response).attributes).toContain('Max-Age=0');
    expect(await ctxOf(signedIn)).toBeNull();
    const actions = await test.db
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(eq(auditLog.workspaceId, workspace.id))
      .orderBy(auditLog.seq);
    expect(actions.map(({ action }) => action)).toEqual(['session.sign-in', 'session.sign-out']);
  });

  it('works for somebody who is signed out already', async () => {
    const response = await call('signout', {}, { cookie: `${SESSION}=nonsense` });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/sign-in');
  });
});

describe('next-auth routes that we do not offer', () => {
  it.each([
    ['GET', 'session'],
    ['GET', 'csrf'],
    ['GET', 'providers'],
    ['GET', 'signin'],
    ['GET', 'signin/google'],
    ['POST', 'signin/google'],
    ['POST', 'signin/password'],
    ['GET', 'callback/password'],
    ['GET', 'callback/link'],
    ['POST', 'callback/invitation'],
    ['POST', 'callback/credentials'],
    ['GET', 'callback/google'],
    ['GET', 'signout'],
    ['POST', '_log'],
    ['POST', 'session'],
    ['DELETE', 'callback/password'],
    ['GET', 'callback/google/extra'],
  ])('answer nothing: %s %s', async (method, path) => {
    const request = new Request(`${TEST_PUBLIC_URL}/api/auth/${path}`, { method });
    const parts = { db: test.db, pool: test.pool, recordSignIn, signOut };
    const response = await handleAuth(request, parts);
    expect([303, 404]).toContain(response.status);
    expect(response.headers.getSetCookie()).toEqual([]);
    if (response.status === 303) {
      expect(response.headers.get('location')).toBe('/sign-in/error?error=failed');
    }
  });
});
