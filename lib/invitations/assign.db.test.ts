import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, members } from '@/db/schema';
import { createAccount, createMember } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { mintMemberScope } from '@/lib/auth/scope';
import { linkPeople } from '@/lib/people/handlers';
import { assignInvitation } from './assign-mutations';
import { readInvitations } from './handlers';
import { listInvitations } from './queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

async function start() {
  const world = await startInboxWorld(test.db, test.pool);
  const { account, workspace, owner, sandbox } = world;
  const ctxOf = ({ member, user, session }: Awaited<ReturnType<typeof createMember>>) => ({
    db: test.db,
    scope: mintMemberScope({
      workspaceId: member.workspaceId,
      memberId: member.id,
      userId: user.id,
      sessionId: session.id,
      role: member.role,
    }),
  });
  await sandbox.control('POST', `/accounts/${account.providerAccountId}/invitations`, {
    direction: 'received',
    name: 'Noor Haddad',
  });
  const read = () =>
    readInvitations({ workspaceId: workspace.id, accountId: account.id }, world.ctx, {
      signal: new AbortController().signal,
    });
  await read();
  const only = async (ctx = owner.ctx, isMine = false) =>
    (await listInvitations(ctx, { direction: 'received', isMine })).items[0];
  const share = (visibility: 'private' | 'team-read' | 'team-reply') =>
    test.db.update(accounts).set({ visibility }).where(eq(accounts.id, account.id));
  return { ...world, ctxOf, read, only, share, invitationId: (await only())?.id ?? '' };
}

describe('a received invitation', () => {
  it('is given to a colleague who may answer it, and back to nobody (D7)', async () => {
    const { ctxOf, only, share, owner, workspace, invitationId } = await start();
    const omar = await createMember(test.db, workspace, 'member', { name: 'Omar Haddad' });
    const viewer = await createMember(test.db, workspace, 'viewer');
    const give = (memberId: string | null, ctx = owner.ctx) =>
      assignInvitation(ctx, { invitationId, memberId });
    await expect(give(omar.member.id)).rejects.toMatchObject({ code: 'invalid_input' });
    await share('team-reply');
    await expect(give(viewer.member.id)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(give(omar.member.id, ctxOf(viewer))).rejects.toMatchObject({ code: 'forbidden' });
    await give(omar.member.id);
    expect(await only()).toMatchObject({ assignee: { name: 'Omar Haddad', isMe: false } });
    expect(await only(ctxOf(omar), true)).toMatchObject({ assignee: { isMe: true } });
    expect(await only(owner.ctx, true)).toBeUndefined();
    await give(null);
    expect(await only()).toMatchObject({ assignee: null });
    const log = await test.db.select().from(auditLog).where(eq(auditLog.workspaceId, workspace.id));
    expect(log.map(({ action }) => action)).toEqual(['invitation.assign', 'invitation.assign']);
    await give(omar.member.id);
    await test.db
      .update(members)
      .set({ removedAt: new Date() })
      .where(eq(members.id, omar.member.id));
    expect(await only()).toMatchObject({ assignee: null });
  });

  it('of another workspace is not found', async () => {
    const { invitationId } = await start();
    const other = await start();
    await expect(
      assignInvitation(other.owner.ctx, { invitationId, memberId: null }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells whether somebody whom the reader may read is in contact with the person (D7, B7)', async () => {
    const world = await start();
    const { workspace, gateway, ctx, only, share } = world;
    expect(await only()).toMatchObject({ contact: null });
    const omar = await createMember(test.db, workspace, 'member', { name: 'Omar Haddad' });
    const second = await createAccount(test.db, gateway, {
      name: 'Omar Haddad',
      ownerMemberId: omar.member.id,
      visibility: 'private',
    });
    await share('team-read');
    const { rows } = await test.pool.query<{ id: string }>(
      `select provider_user_id as id from invitations where account_id = $1`,
      [world.account.id],
    );
    await test.pool.query(
      `with person as (
         insert into attendees (id, workspace_id, account_id, gateway_attendee_id,
           provider_user_id, name, is_self)
         values (gen_random_uuid(), $1, $2, 'a1', $3, 'Noor Haddad', false) returning id),
       chat as (
         insert into conversations (id, workspace_id, account_id, gateway_chat_id,
           provider_chat_id, kind, last_message_at, sort_at)
         values (gen_random_uuid(), $1, $2, 'c1', 'c1', 'direct', now(), now()) returning id)
       insert into conversation_attendees (conversation_id, attendee_id)
       select chat.id, person.id from chat, person`,
      [workspace.id, second.id, rows[0]?.id],
    );
    await linkPeople({ workspaceId: workspace.id }, ctx, { signal: new AbortController().signal });
    expect(await only()).toMatchObject({ contact: null });
    expect(await only(world.ctxOf(omar))).toMatchObject({
      contact: { accountName: 'Omar Haddad' },
    });
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, second.id));
    expect(await only()).toMatchObject({ contact: { accountName: 'Omar Haddad' } });
  });
});
