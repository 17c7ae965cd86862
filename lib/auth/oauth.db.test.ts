import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identities, members, sessions, users } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { type FakeProvider, startFakeProvider } from '@/lib/auth/fake-provider.test-server';
import { handleAuth } from '@/lib/auth/handler';
import { findSessionCtx } from '@/lib/auth/session';
import { newId } from '@/lib/core/ids';
import { recordSignIn, signOut } from '@/lib/team/session-mutations';

setTestEnv({
  GOOGLE_CLIENT_ID: 'client',
  GOOGLE_CLIENT_SECRET: 'client-secret',
  MICROSOFT_CLIENT_ID: 'client',
  MICROSOFT_CLIENT_SECRET: 'client-secret',
});

const test = testDb();
let fake: FakeProvider;

beforeAll(async () => {
  fake = await startFakeProvider({ id: 'client', secret: 'client-secret' });
});
afterAll(() => fake.stop());

/** A browser that keeps cookies, as far as this flow needs one. */
function browser() {
  const jar = new Map<string, string>();
  return {
    jar,
    async go(method: string, url: string, form?: Record<string, string>): Promise<Response> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const body = form && new URLSearchParams(form);
      const request = new Request(new URL(url, TEST_PUBLIC_URL), {
        method,
        body,
        headers: { cookie },
      });
      const response = await handleAuth(request, {
        db: test.db,
        pool: test.pool,
        recordSignIn,
        signOut,
        wellKnown: { google: fake.wellKnown, microsoft: fake.wellKnown },
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const separator = pair.indexOf('=');
        jar.set(pair.slice(0, separator), pair.slice(separator + 1));
      }
      return response;
    },
    async ctx() {
      const value = jar.get('switchboard.session') ?? '';
      return findSessionCtx(new Headers({ cookie: `switchboard.session=${value}` }), test.db);
    },
  };
}

async function signIn(
  provider: string,
  claims: Record<string, unknown>,
  callbackUrl = '/inbox',
  visitor = browser(),
) {
  fake.claims = claims;
  const start = await visitor.go('POST', `/api/auth/signin/${provider}`, { callbackUrl });
  const end = await visitor.go('GET', fake.approve(start.headers.get('location') ?? ''));
  return { visitor, start, end, location: end.headers.get('location') };
}

async function person() {
  return createMember(test.db, await createWorkspace(test.db), 'member');
}

const identitiesOf = (userId: string) =>
  test.db.select().from(identities).where(eq(identities.userId, userId));

describe('signing in with Google', () => {
  it('lets in a member whose address Google has verified, and remembers who they are', async () => {
    const { user } = await person();
    const sub = newId();
    const claims = { sub, email: user.email.toUpperCase(), email_verified: true };
    const first = await signIn('google', claims, '/accounts?sort=name');
    expect(first.location).toBe('/accounts?sort=name');
    expect((await first.visitor.ctx())?.scope.userId).toBe(user.id);
    expect(await identitiesOf(user.id)).toMatchObject([
      { provider: 'google', providerUserId: sub },
    ]);
    const [session] = await test.db.select().from(sessions).where(eq(sessions.method, 'google'));
    expect(session?.userId).toBe(user.id);

    const renamed = { sub, email: 'renamed@example.com', email_verified: false };
    const second = await signIn('google', renamed);
    expect((await second.visitor.ctx())?.scope.userId).toBe(user.id);
    expect(await identitiesOf(user.id)).toHaveLength(1);
  });

  it('asks with state, nonce and PKCE, and comes back to our configured address', async () => {
    const visitor = browser();
    const start = await visitor.go('POST', '/api/auth/signin/google', {});
    expect(start.status).toBe(303);
    const { searchParams: asked } = new URL(start.headers.get('location') ?? '');
    expect(asked.get('redirect_uri')).toBe(`${TEST_PUBLIC_URL}/api/auth/callback/google`);
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('state')?.length).toBeGreaterThan(20);
    expect(asked.get('nonce')?.length).toBeGreaterThan(20);
  });

  it.each([
    ['an address that nobody has', { email: 'nobody@example.com', email_verified: true }],
    ['no address', { email_verified: true }],
  ])('makes no user of %s', async (_, claims) => {
    const before = await test.db.$count(users);
    const { location, visitor } = await signIn('google', { sub: newId(), ...claims });
    expect(location).toBe('/sign-in/error?error=unknown-account');
    expect(await visitor.ctx()).toBeNull();
    expect(await test.db.$count(users)).toBe(before);
  });

  it('does not believe an address that Google did not verify', async () => {
    const { user } = await person();
    const claims = { sub: newId(), email: user.email, email_verified: false };
    expect((await signIn('google', claims)).location).toBe('/sign-in/error?error=unknown-account');
    expect(await identitiesOf(user.id)).toEqual([]);
  });

  it('does not let in a member who was removed', async () => {
    const { user, member } = await person();
    const claims = { sub: newId(), email: user.email, email_verified: true };
    await signIn('google', claims);
    await test.db.update(members).set({ removedAt: sql`now()` }).where(eq(members.id, member.id));
    expect((await signIn('google', claims)).location).toBe('/sign-in/error?error=unknown-account');
  });
});

describe('signing in with Microsoft', () => {
  it('does not believe the address in a directory that anybody can have', async () => {
    const { user } = await person();
    const claims = { sub: newId(), email: user.email, tid: newId() };
    const { location, visitor } = await signIn('microsoft', claims);
    expect(location).toBe('/sign-in/error?error=unknown-account');
    expect(await visitor.ctx()).toBeNull();
  });

  it('believes it when the owner of the domain was verified', async () => {
    const { user } = await person();
    const claims = { sub: newId(), email: user.email, tid: newId(), xms_edov: true };
    const { visitor } = await signIn('microsoft', claims);
    expect((await visitor.ctx())?.scope.userId).toBe(user.id);
  });
});

describe('a way back that we did not send anybody on', () => {
  it('is refused without our state', async () => {
    const { user } = await person();
    fake.claims = { sub: newId(), email: user.email, email_verified: true };
    const victim = browser();
    const attacker = browser();
    const start = await attacker.go('POST', '/api/auth/signin/google', {});
    const back = fake.approve(start.headers.get('location') ?? '');
    const response = await victim.go('GET', back);
    expect(response.headers.get('location')).toBe('/sign-in/error?error=provider');
    expect(await victim.ctx()).toBeNull();
  });

  it('is refused when it was begun at another provider', async () => {
    const { user } = await person();
    fake.claims = { sub: newId(), email: user.email, email_verified: true, xms_edov: true };
    const visitor = browser();
    const start = await visitor.go('POST', '/api/auth/signin/microsoft', {});
    const back = fake.approve(start.headers.get('location') ?? '').replace('microsoft', 'google');
    const response = await visitor.go('GET', back);
    expect(response.headers.get('location')).toBe('/sign-in/error?error=provider');
    expect(await visitor.ctx()).toBeNull();
  });

  it('is refused the second time', async () => {
    const { user } = await person();
    fake.claims = { sub: newId(), email: user.email, email_verified: true };
    const visitor = browser();
    const start = await visitor.go('POST', '/api/auth/signin/google', {});
    const back = fake.approve(start.headers.get('location') ?? '');
    expect((await visitor.go('GET', back)).headers.get('location')).toBe('/');
    const again = await visitor.go('GET', back);
    expect(again.headers.get('location')).toBe('/sign-in/error?error=provider');
  });

  it.each([
    '/api/auth/callback/google',
    '/api/auth/callback/google?error=access_denied',
    '/api/auth/callback/google?code=x&state=%25%25',
    '/api/auth/callback/google?code=x&code=y',
    '/api/auth/callback/google?error=%3Cscript%3E&callbackUrl=//evil.example',
    '/api/auth/error?error=Configuration',
    '/api/auth/error?error=%3Cscript%3E',
  ])('is an ordinary refusal: %s', async (path) => {
    const visitor = browser();
    visitor.jar.set('next-auth.state', '%%%');
    visitor.jar.set('next-auth.callback-url', 'https%3A%2F%2Fevil.example');
    const response = await visitor.go('GET', path);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/sign-in/error?error=provider');
  });

  it('says so when the provider does not answer', async () => {
    fake.brokenStatus = 503;
    try {
      const visitor = browser();
      const response = await visitor.go('POST', '/api/auth/signin/google', {});
      expect(response.headers.get('location')).toBe('/sign-in/error?error=provider');
    } finally {
      fake.brokenStatus = null;
    }
  });

  it('cannot bring parameters of its own to the provider', async () => {
    const visitor = browser();
    const path = '/api/auth/signin/google?redirect_uri=https://evil.example&scope=everything';
    const start = await visitor.go('POST', path, {});
    const { searchParams: asked } = new URL(start.headers.get('location') ?? '');
    expect(asked.getAll('redirect_uri')).toEqual([`${TEST_PUBLIC_URL}/api/auth/callback/google`]);
    expect(asked.get('scope')).toBe('openid email profile');
  });
});
