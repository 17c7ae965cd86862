import { eq, sql } from 'drizzle-orm';
import { encode } from 'next-auth/jwt';
import { describe, expect, it } from 'vitest';
import { members, sessions } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { findSessionCtx, readSessionId } from '@/lib/auth/session';
import { encodeSessionId, sessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/core/env';
import { newId } from '@/lib/core/ids';

setTestEnv();

const test = testDb();

async function member() {
  const workspace = await createWorkspace(test.db);
  const made = await createMember(test.db, workspace, 'lead');
  return { ...made, workspace, headers: await headersOf(made.session.id) };
}

async function headersOf(sessionId: string): Promise<Headers> {
  const cookie = `${sessionCookie().name}=${await encodeSessionId(sessionId)}`;
  return new Headers({ cookie: `theme=dark; ${cookie}; zone=UTC` });
}

describe('findSessionCtx', () => {
  it('gives the member behind a live session, with the role of now', async () => {
    const { headers, user, workspace, ...made } = await member();
    const ctx = await findSessionCtx(headers, test.db);
    expect(ctx?.scope).toMatchObject({
      kind: 'member',
      workspaceId: workspace.id,
      memberId: made.member.id,
      userId: user.id,
      sessionId: made.session.id,
      role: 'lead',
    });
    await test.db.update(members).set({ role: 'viewer' }).where(eq(members.id, made.member.id));
    expect((await findSessionCtx(headers, test.db))?.scope.role).toBe('viewer');
  });

  it('is null once the session is revoked', async () => {
    const { headers, session } = await member();
    await test.db
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(eq(sessions.id, session.id));
    expect(await findSessionCtx(headers, test.db)).toBeNull();
  });

  it('is null once the session has run out', async () => {
    const { headers, session } = await member();
    await test.db
      .update(sessions)
      .set({ expiresAt: sql`now() - interval '1 second'` })
      .where(eq(sessions.id, session.id));
    expect(await findSessionCtx(headers, test.db)).toBeNull();
  });

  it('is null once the member is removed', async () => {
    const made = await member();
    await test.db
      .update(members)
      .set({ removedAt: sql`now()` })
      .where(eq(members.id, made.member.id));
    expect(await findSessionCtx(made.headers, test.db)).toBeNull();
  });

  it('acts in the workspace that was joined last', async () => {
    const { headers, user } = await member();
    const later = await createWorkspace(test.db, 'Later');
    await test.db
      .insert(members)
      .values({ workspaceId: later.id, userId: user.id, role: 'viewer' });
    const ctx = await findSessionCtx(headers, test.db);
    expect(ctx?.scope).toMatchObject({ workspaceId: later.id, role: 'viewer' });
  });

  it('notes the use at most once a minute and moves the end with it', async () => {
    const { headers, session } = await member();
    const row = async () => {
      const [found] = await test.db.select().from(sessions).where(eq(sessions.id, session.id));
      return found;
    };
    await findSessionCtx(headers, test.db);
    expect((await row())?.lastSeenAt).toEqual(session.lastSeenAt);

    await test.db
      .update(sessions)
      .set({ lastSeenAt: sql`now() - interval '61 seconds'` })
      .where(eq(sessions.id, session.id));
    await findSessionCtx(headers, test.db);
    const seen = await row();
    expect(seen?.lastSeenAt.getTime()).toBeGreaterThanOrEqual(session.lastSeenAt.getTime());
    const days = ((seen?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThan(14.1);
  });

  it('never lives longer than thirty days, however much it is used', async () => {
    const { headers, session } = await member();
    await test.db
      .update(sessions)
      .set({
        createdAt: sql`now() - interval '29 days'`,
        lastSeenAt: sql`now() - interval '2 minutes'`,
      })
      .where(eq(sessions.id, session.id));
    await findSessionCtx(headers, test.db);
    const [row] = await test.db.select().from(sessions).where(eq(sessions.id, session.id));
    const hours = ((row?.expiresAt.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeLessThan(24.1);
  });
});

describe('a cookie that we did not make', () => {
  const name = () => sessionCookie().name;
  const secret = () => env().AUTH_SECRET;

  it.each([
    ['nothing', async () => ''],
    ['no value', async () => `${name()}=`],
    ['noise', async () => `${name()}=%%%; ${name()}`],
    ['half a token', async () => `${name()}=${(await encodeSessionId(newId())).slice(0, 40)}`],
    ['a very long one', async () => `${name()}=${'a'.repeat(50_000)}`],
    [
      'a token of another key',
      async () => `${name()}=${await encode({ token: { sid: newId() }, secret: 'other' })}`,
    ],
    [
      'a token that was made for another cookie',
      async () =>
        `${name()}=${await encode({ token: { sid: newId() }, secret: secret(), salt: 'state' })}`,
    ],
    [
      'a token that ran out',
      async () =>
        `${name()}=${await encode({ token: { sid: newId() }, secret: secret(), maxAge: -60 })}`,
    ],
    [
      'an id that is none',
      async () => `${name()}=${await encode({ token: { sid: "' or 1=1" }, secret: secret() })}`,
    ],
    ['a session that does not exist', async () => `${name()}=${await encodeSessionId(newId())}`],
  ])('is a visitor, not an error: %s', async (_, makeCookie) => {
    const headers = new Headers({ cookie: await makeCookie() });
    expect(await findSessionCtx(headers, test.db)).toBeNull();
  });

  it.each(['Bearer %%%', 'Bearer', 'Basic \u00ff', 'Bearer eyJhbGciOiJub25lIn0.e30.'])(
    'and an Authorization header opens nothing: %j',
    async (authorization) => {
      const { session } = await member();
      const token = await encodeSessionId(session.id);
      expect(await findSessionCtx(new Headers({ authorization }), test.db)).toBeNull();
      const valid = new Headers({ authorization: `Bearer ${token}` });
      expect(await findSessionCtx(valid, test.db)).toBeNull();
    },
  );

  it('is read by its exact name only', async () => {
    const id = newId();
    const token = await encodeSessionId(id);
    const read = (cookie: string) => readSessionId(new Headers({ cookie }));
    expect(await read(`${name()}=${token}`)).toBe(id);
    expect(await read(`x${name()}=${token}`)).toBeNull();
    expect(await read(`${name()}.0=${token}`)).toBeNull();
  });
});
