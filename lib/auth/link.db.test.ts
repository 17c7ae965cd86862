import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { members, signInTokens, users } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { handleAuth } from '@/lib/auth/handler';
import { type LinkMail, requestLink } from '@/lib/auth/link-request';
import { findSessionCtx } from '@/lib/auth/session';
import { recordSignIn, signOut } from '@/lib/team/session-mutations';

setTestEnv();

const test = testDb();
const json = { accept: 'application/json' };

beforeEach(async () => {
  await test.db.execute(sql`delete from rate_limits`);
});

/** Asks for a link and runs what is left for after the answer. */
async function ask(form: Record<string, string>, headers: Record<string, string> = {}) {
  const mails: LinkMail[] = [];
  const work: (() => Promise<void>)[] = [];
  const response = await requestLink(
    new Request(`${TEST_PUBLIC_URL}/api/auth/link`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { 'x-forwarded-for': '192.0.2.7', ...headers },
    }),
    {
      db: test.db,
      pool: test.pool,
      send: async (mail) => void mails.push(mail),
      later: (task) => void work.push(task),
    },
  );
  const wasSentBefore = mails.length > 0;
  for (const task of work) await task();
  const browser = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { response, mails, browser, wasSentBefore, taskCount: work.length };
}

function press(form: Record<string, string>, cookie: string, headers = {}) {
  const request = new Request(`${TEST_PUBLIC_URL}/api/auth/callback/link`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie, 'x-forwarded-for': '192.0.2.7', ...headers },
  });
  return handleAuth(request, { db: test.db, pool: test.pool, recordSignIn, signOut });
}

async function person() {
  const workspace = await createWorkspace(test.db);
  return createMember(test.db, workspace, 'member');
}

const tokenOf = (mail: LinkMail | undefined) =>
  new URL(mail?.url ?? TEST_PUBLIC_URL).searchParams.get('token') ?? '';

const ctxOf = (response: Response) => {
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('switchboard.s'));
  return findSessionCtx(new Headers({ cookie: cookie?.split(';')[0] ?? '' }), test.db);
};

describe('a link by e-mail', () => {
  it('signs in the member who asked for it, once', async () => {
    const { user } = await person();
    const { mails, browser } = await ask({ email: user.email, callbackUrl: '/inbox/7' });
    expect(mails).toHaveLength(1);
    const url = new URL(mails[0]?.url ?? '');
    expect(`${url.origin}${url.pathname}`).toBe(`${TEST_PUBLIC_URL}/sign-in/link`);
    expect(url.searchParams.get('callbackUrl')).toBe('/inbox/7');
    expect(tokenOf(mails[0])).toMatch(/^[\w-]{43}$/);

    const form = { token: tokenOf(mails[0]), callbackUrl: '/inbox/7' };
    const first = await press(form, browser);
    expect(first.headers.get('location')).toBe('/inbox/7');
    expect((await ctxOf(first))?.scope.userId).toBe(user.id);
    const again = await press(form, browser);
    expect(again.headers.get('location')).toBe('/sign-in/error?error=link');
    expect(await ctxOf(again)).toBeNull();
  });

  it('lets one of many presses at once in', async () => {
    const { user } = await person();
    const { mails, browser } = await ask({ email: user.email });
    const form = { token: tokenOf(mails[0]) };
    const presses = Array.from({ length: 20 }, () => press(form, browser, json));
    const statuses = (await Promise.all(presses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(19);
  });

  it('opens nothing in another browser, and still works in the right one', async () => {
    const { user } = await person();
    const { mails, browser } = await ask({ email: user.email });
    const stranger = await ask({ email: 'eve@evil.example' });
    expect(stranger.browser).not.toBe(browser);
    const form = { token: tokenOf(mails[0]) };
    for (const cookie of ['', stranger.browser, 'switchboard.link=', 'switchboard.link=%%%']) {
      const response = await press(form, cookie, json);
      expect(response.status).toBe(401);
      expect(await ctxOf(response)).toBeNull();
    }
    expect((await press(form, browser, json)).status).toBe(200);
  });

  it('runs out after fifteen minutes', async () => {
    const { user } = await person();
    const { mails, browser } = await ask({ email: user.email });
    const [row] = await test.db
      .select({ seconds: sql<number>`extract(epoch from expires_at - now())::float` })
      .from(signInTokens)
      .where(eq(signInTokens.email, user.email));
    expect(row?.seconds).toBeGreaterThan(14 * 60);
    expect(row?.seconds).toBeLessThanOrEqual(15 * 60);
    await test.db
      .update(signInTokens)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(signInTokens.email, user.email));
    expect((await press({ token: tokenOf(mails[0]) }, browser, json)).status).toBe(401);
  });

  it('is useless once the member has been removed', async () => {
    const { user, member } = await person();
    const { mails, browser } = await ask({ email: user.email });
    await test.db.update(members).set({ removedAt: sql`now()` }).where(eq(members.id, member.id));
    expect((await press({ token: tokenOf(mails[0]) }, browser, json)).status).toBe(401);
  });

  it('is not stored in a form that signs in', async () => {
    const { user } = await person();
    const { mails, browser } = await ask({ email: user.email });
    const rows = JSON.stringify(await test.db.select().from(signInTokens));
    expect(rows).toContain(user.email);
    expect(rows).not.toContain(tokenOf(mails[0]));
    expect(rows).not.toContain(browser.split('=')[1]);
  });

  it('proves the address', async () => {
    const { user } = await person();
    await test.db.update(users).set({ emailVerifiedAt: null }).where(eq(users.id, user.id));
    const { mails, browser } = await ask({ email: user.email });
    await press({ token: tokenOf(mails[0]) }, browser);
    const [row] = await test.db.select().from(users).where(eq(users.id, user.id));
    expect(row?.emailVerifiedAt).not.toBeNull();
  });

  it.each([
    [{}],
    [{ token: '' }],
    [{ token: 'x' }],
    [{ token: '%%%' }],
    [{ token: 'a'.repeat(99) }],
  ])('is refused and not an error when it was made up: %j', async (form) => {
    const { browser } = await ask({ email: 'nobody@example.com' });
    expect([400, 401]).toContain((await press(form, browser, json)).status);
  });
});

describe('asking for a link', () => {
  it('gives the same answer whether or not the address belongs to somebody', async () => {
    const { user } = await person();
    const known = await ask({ email: user.email });
    const unknown = await ask({ email: 'nobody@example.com' });
    for (const { response, wasSentBefore, taskCount } of [known, unknown]) {
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe('/sign-in/check-mail');
      // Both leave work for later: the time of the answer does not depend on the look-up.
      expect({ wasSentBefore, taskCount }).toEqual({ wasSentBefore: false, taskCount: 1 });
      expect(response.headers.getSetCookie()).toHaveLength(1);
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^switchboard\.link=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict$/,
      );
    }
    expect(known.mails).toHaveLength(1);
    expect(unknown.mails).toHaveLength(0);
  });

  it('sends to the address that we have on file, whatever was typed', async () => {
    const { user } = await person();
    const typed = user.email.replace('@', '＠').toUpperCase();
    const { mails } = await ask({ email: ` ${typed} ` });
    expect(mails.map(({ toEmail }) => toEmail)).toEqual([user.email]);
  });

  it('never sends to a second address', async () => {
    const { user } = await person();
    const tricks = [
      `${user.email},eve@evil.example`,
      `${user.email};eve@evil.example`,
      `eve@evil.example＠${user.email.split('@')[1]}`,
      `"${user.email}"@evil.example`,
      `"eve@evil.example>"@example.com`,
      `${user.email}\r\nBcc: eve@evil.example`,
    ];
    for (const email of tricks) {
      const { response, mails } = await ask({ email }, json);
      expect(mails).toEqual([]);
      expect(response.status).toBe(400);
    }
  });

  it('builds the link from our own address only', async () => {
    const { user } = await person();
    const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    const { mails } = await ask({ email: user.email, callbackUrl: '//evil.example' }, evil);
    expect(mails[0]?.url.startsWith(`${TEST_PUBLIC_URL}/sign-in/link?token=`)).toBe(true);
    expect(mails[0]?.url).not.toContain('evil');
  });

  it('does not flood a mailbox', async () => {
    const { user } = await person();
    const statuses = [];
    let mailCount = 0;
    for (let index = 0; index < 7; index += 1) {
      const from = { ...json, 'x-forwarded-for': `198.51.100.${index}` };
      const { response, mails } = await ask({ email: user.email }, from);
      statuses.push(response.status);
      mailCount += mails.length;
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(mailCount).toBe(5);
  });

  it('keeps earlier links of the same browser usable', async () => {
    const { user } = await person();
    const first = await ask({ email: user.email });
    const second = await ask({ email: user.email }, { cookie: first.browser });
    expect(second.browser).toBe(first.browser);
    expect((await press({ token: tokenOf(first.mails[0]) }, second.browser, json)).status).toBe(
      200,
    );
  });
});
