import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { findSessionCtx } from '@/lib/auth/session';

setTestEnv();
const test = testDb();

async function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/print-sessions.ts'], {
    env: { ...process.env, DATABASE_URL: test.url, ...environment },
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
  return { code, stdout, stderr };
}

describe('the command that prints sessions', () => {
  it('gives every member a cookie that signs in as that member', async () => {
    const workspace = await createWorkspace(test.db);
    const owner = await createMember(test.db, workspace, 'owner');
    await createMember(test.db, workspace, 'viewer');
    const { code, stdout } = await run({});
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as { role: string; email: string; cookie: string }[];
    expect(rows.map((row) => row.role).sort()).toEqual(['owner', 'viewer']);
    const cookie = rows.find((row) => row.email === owner.user.email)?.cookie ?? '';
    const ctx = await findSessionCtx(new Headers({ cookie }), test.db);
    expect(ctx?.scope.memberId).toBe(owner.member.id);
  });

  it('refuses a real installation', async () => {
    const { code, stderr } = await run({ PUBLIC_URL: 'https://switchboard.example' });
    expect(code).toBe(1);
    expect(stderr).toContain('plain-http');
  });
});
