import type { AddressInfo } from 'node:net';
import { and, eq, isNull, sql } from 'drizzle-orm';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLog, memberInvitations, members, outgoingMails, users } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { findByPassword } from '@/lib/auth/people';
import type { Role } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { randomToken } from '@/lib/core/secrets';
import { receiveJoin } from '@/lib/team/handlers';
import { inviteMember, resendInvitation, revokeInvitation } from '@/lib/team/invitation-mutations';
import { findInvitation, signInvitation } from '@/lib/team/invitation-queries';
import { removeMember } from '@/lib/team/mutations';
import { getTeam } from '@/lib/team/queries';
import { inviteInput, joinForm } from '@/lib/team/schema';

const PASSWORD = 'correct horse battery';
const test = testDb();
const mails: Email[] = [];
let isMailRefused = false;
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, callback) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', async () => {
      if (isMailRefused) return callback(Object.assign(new Error('full'), { responseCode: 552 }));
      mails.push(await PostalMime.parse(Buffer.concat(chunks)));
      callback();
    });
  },
});

beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  setTestEnv({ SMTP_URL: `smtp://127.0.0.1:${port}` });
});
afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())));

async function admin(role: Role = 'admin') {
  const workspace = await createWorkspace(test.db, 'Norda Sales');
  return { ...(await createMember(test.db, workspace, role)), workspace };
}

const address = () => `${newId()}@example.com`;
const code = (expected: string) => expect.objectContaining({ code: expected });

async function invite(role: 'admin' | 'lead' | 'member' | 'viewer' = 'member') {
  const inviter = await admin();
  const email = address();
  const { invitationId } = await inviteMember(inviter.ctx, { email, role });
  return { ...inviter, email, invitationId, token: signInvitation(invitationId) };
}

const newcomer = (token: string) => ({ token, name: 'Ana Ruiz', password: PASSWORD });

const membersOf = (workspaceId: string) =>
  test.db
    .select({ email: users.email, name: users.name, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.workspaceId, workspaceId), isNull(members.removedAt)));

const actionsOf = async (workspaceId: string) => {
  const rows = await test.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.workspaceId, workspaceId))
    .orderBy(auditLog.seq);
  return rows.map(({ action }) => action);
};

describe('inviting', () => {
  it('sends a link of ours to the address, which is stored nowhere', async () => {
    const { ctx, workspace, user } = await admin();
    const email = address();
    const { invitationId, mail } = await inviteMember(ctx, { email, role: 'lead' });
    expect(mail).toBe('sent');
    const sent = mails.find(({ to }) => to?.[0]?.address === email);
    expect(sent?.subject).toBe(`${user.name} invited you to Norda Sales on Switchboard`);
    expect(sent?.text).toContain('as Lead');
    const url = `${TEST_PUBLIC_URL}/invite/${signInvitation(invitationId)}`;
    expect(sent?.text).toContain(url);
    expect(sent?.html).toContain(url);
    const rows = await test.db.select().from(outgoingMails).where(eq(outgoingMails.toEmail, email));
    expect(rows).toMatchObject([{ state: 'sent', workspaceId: workspace.id }]);
    expect(JSON.stringify(rows)).not.toContain('/invite/');
    expect(await actionsOf(workspace.id)).toEqual(['invitation.create']);
    expect((await getTeam(ctx)).invitations).toMatchObject([
      { id: invitationId, email, role: 'lead', invitedBy: user.name, isExpired: false },
    ]);
  });

  it('stands when the mail server refuses the mail, and says so', async () => {
    const { ctx } = await admin();
    isMailRefused = true;
    try {
      const { mail } = await inviteMember(ctx, { email: address(), role: 'member' });
      expect(mail).toBe('failed');
    } finally {
      isMailRefused = false;
    }
    const [invitation] = (await getTeam(ctx)).invitations;
    expect(await resendInvitation(ctx, { invitationId: invitation?.id ?? '' })).toMatchObject({
      mail: 'sent',
    });
  });

  it.each(['lead', 'member', 'viewer'] as const)('is not for a %s', async (role) => {
    const { ctx, workspace } = await admin(role);
    const wish = inviteMember(ctx, { email: address(), role: 'viewer' });
    await expect(wish).rejects.toEqual(code('forbidden'));
    const invitationId = newId();
    await expect(resendInvitation(ctx, { invitationId })).rejects.toEqual(code('forbidden'));
    await expect(revokeInvitation(ctx, { invitationId })).rejects.toEqual(code('forbidden'));
    expect(await actionsOf(workspace.id)).toEqual([]);
  });

  it('has one open invitation for an address, even when many press at once', async () => {
    const { ctx, workspace } = await admin();
    const email = address();
    const wishes = Array.from({ length: 8 }, () => inviteMember(ctx, { email, role: 'member' }));
    const results = await Promise.allSettled(wishes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results.find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'conflict', fields: { email: /invited/ } } });
    expect(await actionsOf(workspace.id)).toEqual(['invitation.create']);
  });

  it('is refused for somebody who is a member', async () => {
    const { ctx, user } = await admin();
    const wish = inviteMember(ctx, { email: user.email, role: 'viewer' });
    await expect(wish).rejects.toEqual(code('conflict'));
  });

  it('replaces an invitation that has run out', async () => {
    const { ctx, email, invitationId } = await invite();
    await expire(invitationId);
    const second = await inviteMember(ctx, { email, role: 'viewer' });
    expect((await getTeam(ctx)).invitations.map(({ id }) => id)).toEqual([second.invitationId]);
  });

  it('takes neither an owner, nor unknown fields, nor odd values', () => {
    const email = 'ana@norda.com';
    expect(inviteInput.safeParse({ email, role: 'member' }).success).toBe(true);
    for (const input of [
      { email, role: 'owner' },
      { email, role: ['member'] },
      { email, role: { toString: 'member' } },
      { email: [email], role: 'member' },
      { email: { address: email }, role: 'member' },
      { email, role: 'member', workspaceId: newId() },
      { email, role: 'member', id: newId() },
      JSON.parse(`{"email":"${email}","role":"member","__proto__":{"role":"owner"}}`),
      { email: `${email},eve@evil.example`, role: 'member' },
      null,
      'member',
    ]) {
      expect(inviteInput.safeParse(input).success).toBe(false);
    }
  });
});

describe('an invitation of another workspace', () => {
  it('is not found, like one that does not exist', async () => {
    const { ctx } = await admin('owner');
    const foreign = await invite();
    for (const invitationId of [foreign.invitationId, newId()]) {
      await expect(revokeInvitation(ctx, { invitationId })).rejects.toEqual(code('not_found'));
      await expect(resendInvitation(ctx, { invitationId })).rejects.toEqual(code('not_found'));
    }
    expect((await findInvitation(test.db, foreign.token))?.state).toBe('open');
  });
});

describe('accepting', () => {
  it('makes a member with the role of the invitation, who can sign in', async () => {
    const { token, email, workspace, invitationId } = await invite('lead');
    const { userId, memberId } = await receiveJoin(test.db, newcomer(token));
    expect(await membersOf(workspace.id)).toContainEqual({ email, name: 'Ana Ruiz', role: 'lead' });
    expect(await findByPassword(test.db, { email, password: PASSWORD })).toBe(userId);
    expect(await actionsOf(workspace.id)).toEqual(['invitation.create', 'invitation.accept']);
    const rows = await test.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.entityId, invitationId))
      .orderBy(auditLog.seq);
    expect(rows.at(-1)?.actorMemberId).toBe(memberId);
    expect((await findInvitation(test.db, token))?.state).toBe('used');
  });

  it('works once: of 32 at the same moment one becomes a member', async () => {
    const { token, workspace } = await invite();
    const tries = Array.from({ length: 32 }, () => receiveJoin(test.db, newcomer(token)));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toEqual(code('conflict'));
    }
    expect(await membersOf(workspace.id)).toHaveLength(2);
    expect(await actionsOf(workspace.id)).toEqual(['invitation.create', 'invitation.accept']);
  });

  it.each([
    ['expired', expire],
    ['revoked', (id: string) => change(id, { revokedAt: sql`now()` })],
    ['used', (id: string) => change(id, { acceptedAt: sql`now()` })],
  ] as const)('is refused once it is %s', async (state, spoil) => {
    const { token, workspace, invitationId } = await invite();
    await spoil(invitationId);
    expect((await findInvitation(test.db, token))?.state).toBe(state);
    await expect(receiveJoin(test.db, newcomer(token))).rejects.toEqual(code('conflict'));
    expect(await membersOf(workspace.id)).toHaveLength(1);
  });

  it('is refused for tokens that we did not sign', async () => {
    const { invitationId, token } = await invite();
    const other = await invite();
    const signature = token.split('.')[1];
    for (const forged of [
      '',
      '.',
      invitationId,
      `${invitationId}.`,
      `${invitationId}.${randomToken()}`,
      `${other.invitationId}.${signature}`,
      `${token}x`,
      `${token}.x`,
      token.slice(0, -1),
      token.toUpperCase(),
      `%%%.${signature}`,
      `' or 1=1.${signature}`,
    ]) {
      expect(await findInvitation(test.db, forged)).toBeNull();
      await expect(receiveJoin(test.db, newcomer(forged))).rejects.toEqual(code('not_found'));
    }
  });

  it('takes the role from the row, whatever the form says', () => {
    const form = newcomer('token');
    expect(joinForm.safeParse(form).success).toBe(true);
    for (const extra of [
      { role: 'owner' },
      { workspaceId: newId() },
      { email: 'eve@evil.example' },
    ]) {
      expect(joinForm.safeParse({ ...form, ...extra }).success).toBe(false);
    }
    for (const wrong of [{ password: 'short' }, { name: '' }, { name: ' \u200b ' }, { name: {} }]) {
      expect(joinForm.safeParse({ ...form, ...wrong }).success).toBe(false);
    }
    expect(joinForm.parse({ ...form, name: ' Ana\u0000\n\u202eRuiz ' }).name).toBe('Ana Ruiz');
  });
});

describe('somebody who works in another workspace', () => {
  it('joins with the user they have, when they are signed in', async () => {
    const elsewhere = await createMember(test.db, await createWorkspace(test.db), 'member');
    const { ctx, workspace } = await admin();
    const { email } = elsewhere.user;
    const { invitationId } = await inviteMember(ctx, { email, role: 'viewer' });
    const token = signInvitation(invitationId);
    expect((await findInvitation(test.db, token))?.hasSignIn).toBe(true);
    const { userId } = await receiveJoin(test.db, { token, userId: elsewhere.user.id });
    expect(userId).toBe(elsewhere.user.id);
    expect(await membersOf(workspace.id)).toContainEqual(
      expect.objectContaining({ email, role: 'viewer' }),
    );
  });

  it('is not given a new password by whoever holds the link', async () => {
    const elsewhere = await createMember(test.db, await createWorkspace(test.db), 'owner');
    const { ctx } = await admin();
    const { email } = elsewhere.user;
    const { invitationId } = await inviteMember(ctx, { email, role: 'viewer' });
    const token = signInvitation(invitationId);
    await expect(receiveJoin(test.db, newcomer(token))).rejects.toEqual(code('forbidden'));
    expect(await findByPassword(test.db, { email, password: PASSWORD })).toBeNull();
    expect((await findInvitation(test.db, token))?.state).toBe('open');
  });

  it('cannot use an invitation for another address', async () => {
    const elsewhere = await createMember(test.db, await createWorkspace(test.db), 'owner');
    const { token, workspace } = await invite('admin');
    const join = receiveJoin(test.db, { token, userId: elsewhere.user.id });
    await expect(join).rejects.toEqual(code('forbidden'));
    expect((await findInvitation(test.db, token))?.state).toBe('open');
    expect(await membersOf(workspace.id)).toHaveLength(1);
  });
});

describe('somebody who left', () => {
  it('comes back as the same member, with the new role and a new password', async () => {
    const { ctx, workspace } = await admin();
    const former = await createMember(test.db, workspace, 'lead');
    await removeMember(ctx, { memberId: former.member.id });
    const { email } = former.user;
    const { invitationId } = await inviteMember(ctx, { email, role: 'viewer' });
    const token = signInvitation(invitationId);
    expect((await findInvitation(test.db, token))?.hasSignIn).toBe(false);
    const joined = await receiveJoin(test.db, newcomer(token));
    expect(joined).toEqual({ userId: former.user.id, memberId: former.member.id });
    expect(await membersOf(workspace.id)).toContainEqual({
      email,
      name: 'Ana Ruiz',
      role: 'viewer',
    });
  });
});

async function expire(invitationId: string) {
  await change(invitationId, { expiresAt: sql`now() - interval '1 second'` });
}

async function change(
  invitationId: string,
  values: Parameters<ReturnType<typeof test.db.update<typeof memberInvitations>>['set']>[0],
) {
  await test.db.update(memberInvitations).set(values).where(eq(memberInvitations.id, invitationId));
}
