import { spawn } from 'node:child_process';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import {
  accounts,
  auditLog,
  extensionCookies,
  extensionDevices,
  members,
  messages,
  users,
  workspaces,
} from '@/db/schema';
import {
  createErasureWorld,
  plantChats,
  plantEmails,
  plantInvitations,
} from '@/db/testing/erasure-world';
import { createMember } from '@/db/testing/factories';
import { startInboxWorld, writeMessage } from '@/db/testing/inbox-world';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { listWorkspaceTables } from '@/db/workspace-tables';
import { recordAudit } from '@/lib/audit/mutations';
import { newId } from '@/lib/core/ids';
import { enqueue } from '@/lib/jobs/enqueue';
import { linkPeopleJob } from '@/lib/people/jobs';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/workspace.ts', ...args], {
    env: { ...process.env, DATABASE_URL: test.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const lines = stdout.split('\n').filter(Boolean);
  return { code, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const word = `canary${newId().slice(-12)}`;

/** A workspace with something in as many tables as the tests of a person's erasure fill. */
async function fill() {
  const world = await createErasureWorld(test.db);
  await test.db
    .update(workspaces)
    .set({ name: `Acme ${word}` })
    .where(eq(workspaces.id, world.workspace.id));
  const chats = await plantChats(test.db, word, world);
  await plantEmails(test.db, word, world);
  await plantInvitations(test.db, word, world, chats.id);
  await world.link();
  await createMember(test.db, world.workspace, 'owner', { email: `owner@${word}.test` });
  await recordAudit(world.admin.ctx, {
    action: 'account.renamed',
    entityType: 'account',
    entityId: world.account.id,
    detail: { name: word },
  });
  const [device] = await test.db
    .insert(extensionDevices)
    .values({
      workspaceId: world.workspace.id,
      memberId: world.jane.member.id,
      name: word,
      tokenHash: word,
    })
    .returning();
  await test.db.insert(extensionCookies).values({
    workspaceId: world.workspace.id,
    deviceId: device?.id ?? '',
    sealed: 'sealed cookies',
    linkedinMemberId: '1',
    userAgent: word,
    valueSince: new Date(),
    seenAt: new Date(),
  });
  await enqueue(test.db, linkPeopleJob, { workspaceId: world.workspace.id });
  return world;
}

describe('the command for a whole workspace', () => {
  it('exports every row without a secret, then erases it whole and leaves the others (K5)', async () => {
    const world = await fill();
    const other = await createErasureWorld(test.db);
    await createMember(test.db, other.workspace, 'member');
    await test.db
      .insert(members)
      .values({ workspaceId: other.workspace.id, userId: world.jane.user.id, role: 'viewer' });
    await recordAudit(other.admin.ctx, { action: 'test', entityType: 'workspace', entityId: null });
    const { id } = world.workspace;

    const held = await run('export', id);
    expect(held.stderr).toBe('');
    const tables = new Set(held.lines.map(({ table }) => table));
    expect([...tables]).toEqual(
      expect.arrayContaining([
        'messages',
        'email_bodies',
        'send_attachment_parts',
        'users',
        'notes',
      ]),
    );
    expect(JSON.stringify(held.lines)).toContain(`hello from ${word}`);
    const text = JSON.stringify(held.lines);
    expect(text).not.toMatch(/sealed"|hash(es)?"|password/);
    expect(text).not.toContain('sealed cookies');

    expect(await run('erase', id, 'Another name')).toMatchObject({ code: 1 });
    // Its API does not answer: what it still has is told, and nothing is erased by that.
    const refused = await run('erase', id, `Acme ${word}`);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.lines).toHaveLength(3);
    expect(refused.stderr).toContain('Nothing was erased');
    expect(await placesInDatabase(test.db, word)).toContain('public.messages.text');

    const done = await run('erase', id, `Acme ${word}`, '--leave-accounts');
    expect(done.stderr).toBe('');
    expect(done.code).toBe(0);
    expect(done.lines.at(-1)).toMatchObject({ erased: id });
    expect(await placesInDatabase(test.db, word, id)).toEqual([]);
    // Who belongs elsewhere too stays there, and the trail of the others is guarded as before.
    expect(await test.db.$count(users, eq(users.id, world.jane.user.id))).toBe(1);
    expect(await test.db.$count(members, eq(members.workspaceId, other.workspace.id))).toBe(5);
    await expect(
      test.db.delete(auditLog).where(eq(auditLog.workspaceId, other.workspace.id)),
    ).rejects.toThrow();
  }, 60_000);

  it('disconnects the accounts at the API first', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    await writeMessage(world);
    const known = () =>
      world.sandbox.control<{ accounts: { id: string }[] }>('GET', '/truth').catch(() => null);
    expect(await known()).not.toBeNull();
    const done = await run('erase', world.workspace.id, 'Acme');
    expect(done.stderr).toBe('');
    expect(done.lines).toMatchObject([{ erased: world.workspace.id }]);
    const { requests } = await world.sandbox.control<{
      requests: { method: string; path: string; status: number }[];
    }>('GET', '/log');
    expect(requests.filter(({ method }) => method === 'DELETE')).toMatchObject([
      { path: `/api/v1/accounts/${world.account.providerAccountId}`, status: 200 },
    ]);
    expect(await test.db.$count(accounts, eq(accounts.id, world.account.id))).toBe(0);
    expect(await test.db.$count(messages, eq(messages.accountId, world.account.id))).toBe(0);
  }, 60_000);

  it('knows every table of the schema that has rows of a workspace', async () => {
    const names = (await listWorkspaceTables(test.db)).map(({ name }) => name);
    expect(names.at(-1)).toBe('workspaces');
    expect(names).toEqual(expect.arrayContaining(['conversation_attendees', 'note_mentions']));
    const of = (name: string) => names.indexOf(name);
    expect(of('messages')).toBeLessThan(of('conversations'));
    expect(of('conversations')).toBeLessThan(of('accounts'));
  });

  it('says how it is used, and names no workspace that it does not know', async () => {
    expect((await run()).stderr).toContain('npm run workspace -- list');
    expect((await run('erase', newId(), 'x')).stderr).toContain('There is no workspace');
    expect((await run('export', 'x')).stderr).toContain('There is no workspace');
  });
});
