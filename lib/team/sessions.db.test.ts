import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, sessions, users } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { findByPassword } from '@/lib/auth/people';
import { loadSessionCtx } from '@/lib/auth/session';
import { newId } from '@/lib/core/ids';
import { hashPassword } from '@/lib/core/passwords';
import { changeName, changePassword } from '@/lib/team/mutations';
import { getProfile } from '@/lib/team/queries';
import { revokeOtherSessions, revokeSession } from '@/lib/team/session-mutations';
import { listSessions } from '@/lib/team/session-queries';

const test = testDb();
const OLD = 'the old password';
const NEW = 'the new password';

async function person() {
  const workspace = await createWorkspace(test.db);
  const made = await createMember(test.db, workspace, 'viewer');
  await test.db
    .update(users)
    .set({ passwordHash: await hashPassword(OLD) })
    .where(eq(users.id, made.user.id));
  return { ...made, workspace };
}

async function addSession(userId: string): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + 86_400_000);
  await test.db.insert(sessions).values({ id, userId, method: 'password', expiresAt });
  return id;
}

const isLive = async (id: string) => (await loadSessionCtx(test.db, id)) !== null;

const actionsOf = async (workspaceId: string) => {
  const rows = await test.db.select().from(auditLog).where(eq(auditLog.workspaceId, workspaceId));
  return rows.map(({ action }) => action);
};

describe('one’s own sessions', () => {
  it('are listed, this browser first, without those that ended', async () => {
    const { ctx, user, session } = await person();
    const other = await addSession(user.id);
    const ended = await addSession(user.id);
    await revokeSession(ctx, { sessionId: ended });
    const list = await listSessions(ctx);
    expect(list.map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
      [session.id, true],
      [other, false],
    ]);
  });

  it('can be ended one by one', async () => {
    const { ctx, user, session, workspace } = await person();
    const other = await addSession(user.id);
    await revokeSession(ctx, { sessionId: other });
    expect(await isLive(other)).toBe(false);
    expect(await isLive(session.id)).toBe(true);
    await expect(revokeSession(ctx, { sessionId: other })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await actionsOf(workspace.id)).toEqual(['session.revoke']);
  });

  it('can be ended all but this one', async () => {
    const { ctx, user, session, workspace } = await person();
    const others = [await addSession(user.id), await addSession(user.id)];
    expect(await revokeOtherSessions(ctx)).toEqual({ count: 2 });
    for (const id of others) expect(await isLive(id)).toBe(false);
    expect(await isLive(session.id)).toBe(true);
    expect(await actionsOf(workspace.id)).toEqual(['session.revoke-others']);
  });

  it('are not those of others: not found, even in the same workspace', async () => {
    const { ctx, workspace } = await person();
    const colleague = await createMember(test.db, workspace, 'owner');
    const stranger = await person();
    for (const sessionId of [colleague.session.id, stranger.session.id, newId()]) {
      await expect(revokeSession(ctx, { sessionId })).rejects.toMatchObject({ code: 'not_found' });
    }
    await revokeOtherSessions(ctx);
    expect(await isLive(colleague.session.id)).toBe(true);
    expect(await isLive(stranger.session.id)).toBe(true);
  });
});

describe('changing the password', () => {
  it('ends every other session and none of this browser', async () => {
    const { ctx, user, session, workspace } = await person();
    const other = await addSession(user.id);
    await changePassword(ctx, { currentPassword: OLD, newPassword: NEW });
    expect(await isLive(other)).toBe(false);
    expect(await isLive(session.id)).toBe(true);
    expect(await findByPassword(test.db, { email: user.email, password: NEW })).toBe(user.id);
    expect(await findByPassword(test.db, { email: user.email, password: OLD })).toBeNull();
    expect(await actionsOf(workspace.id)).toEqual(['user.change-password']);
  });

  it('needs the one that holds now', async () => {
    const { ctx, user, workspace } = await person();
    for (const currentPassword of ['', 'a guess', NEW]) {
      const change = changePassword(ctx, { currentPassword, newPassword: NEW });
      await expect(change).rejects.toMatchObject({
        code: 'invalid_input',
        fields: { currentPassword: 'This is not your current password.' },
      });
    }
    expect(await findByPassword(test.db, { email: user.email, password: OLD })).toBe(user.id);
    expect(await actionsOf(workspace.id)).toEqual([]);
  });

  it('gives a first one to somebody who has none', async () => {
    const { ctx, user } = await createMember(test.db, await createWorkspace(test.db), 'member');
    expect((await getProfile(ctx)).hasPassword).toBe(false);
    await changePassword(ctx, { currentPassword: '', newPassword: NEW });
    expect((await getProfile(ctx)).hasPassword).toBe(true);
    expect(await findByPassword(test.db, { email: user.email, password: NEW })).toBe(user.id);
  });

  it('lets one of two changes at once through', async () => {
    const { ctx } = await person();
    const results = await Promise.allSettled(
      ['first new password', 'second new password'].map((newPassword) =>
        changePassword(ctx, { currentPassword: OLD, newPassword }),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('stores an Argon2id hash that names its cost', async () => {
    expect(await hashPassword(NEW)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('changing the name', () => {
  it('changes the own one only', async () => {
    const { ctx, workspace } = await person();
    const colleague = await createMember(test.db, workspace, 'member', { name: 'Bo' });
    await changeName(ctx, { name: 'María José 🌻' });
    expect((await getProfile(ctx)).name).toBe('María José 🌻');
    expect((await getProfile(colleague.ctx)).name).toBe('Bo');
    expect(await actionsOf(workspace.id)).toEqual(['user.change-name']);
  });
});
