import { eq, isNull, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { memberInvitations, users } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv, TEST_PUBLIC_URL } from '@/db/testing/test-env';
import { handleAuth } from '@/lib/auth/handler';
import { requestLink } from '@/lib/auth/link-request';
import { newId } from '@/lib/core/ids';
import { hashPassword } from '@/lib/core/passwords';
import { inviteMember } from '@/lib/team/invitation-mutations';
import { recordSignIn, signOut } from '@/lib/team/session-mutations';

/** Of one kind and of the other in each: 500 tries. */
const ROUNDS = 250;
/** The smallest limit for an address lets five tries pass. */
const ROUNDS_PER_LIMIT = 4;
const SPREAD_LIMIT_MS = 20;
const PASSWORD = 'correct horse battery';
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The parameters of every hash that was compared with, in order. */
const compared = vi.hoisted(() => [] as string[]);

// The real Argon2id, at a small cost: five hundred tries at the real one take minutes on a busy machine
// and would say no more, because what is compared is counted. handler.db.test.ts takes the times at
// the real cost.
vi.mock('@node-rs/argon2', async (importOriginal) => {
  const real = await importOriginal<typeof import('@node-rs/argon2')>();
  return {
    ...real,
    hash: (text: string, cost: object) =>
      real.hash(text, { ...cost, memoryCost: 512, timeCost: 1 }),
    verify: (stored: string, text: string) => {
      compared.push(stored.split('$').slice(0, 4).join('$'));
      return real.verify(stored, text);
    },
  };
});

// Nobody takes mail at the port of the test environment, which is found out in no time.
setTestEnv();

const test = testDb();
beforeEach(() => {
  compared.length = 0;
});

type Kind = 'known' | 'unknown';
interface Try {
  answer: string;
  ms: number;
}

/** Tries both kinds by turns, so that whatever else the machine does falls on both alike. */
async function compare(attempt: (kind: Kind, round: number) => Promise<Try>) {
  const answers: Record<Kind, Set<string>> = { known: new Set(), unknown: new Set() };
  const times: Record<Kind, number[]> = { known: [], unknown: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % ROUNDS_PER_LIMIT === 0) await test.db.execute(sql`delete from rate_limits`);
    const kinds: Kind[] = round % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known'];
    for (const kind of kinds) {
      const { answer, ms } = await attempt(kind, round);
      answers[kind].add(answer);
      times[kind].push(ms);
    }
  }
  const median = (list: number[]) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0;
  const spreadMs = Math.abs(median(times.known) - median(times.unknown));
  return { known: [...answers.known], unknown: [...answers.unknown], spreadMs };
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

/** Every byte of an answer but for what is drawn at random for it. */
async function bytesOf(response: Response, random: RegExp): Promise<string> {
  const cookies = response.headers.getSetCookie().map((line) => line.replace(random, '…'));
  const body = (await response.text()).replace(random, '…');
  const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
  return JSON.stringify([response.status, headers, cookies, body]);
}

function post(path: string, form: Record<string, string>, accept: string) {
  return new Request(`${TEST_PUBLIC_URL}/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { 'x-forwarded-for': '192.0.2.7', accept },
  });
}

async function person() {
  const made = await createMember(test.db, await createWorkspace(test.db), 'member');
  const passwordHash = await hashPassword(PASSWORD);
  await test.db.update(users).set({ passwordHash }).where(eq(users.id, made.user.id));
  return made.user;
}

const stranger = () => `${newId()}@example.com`;

describe('in 500 tries, an address that somebody has is answered like any other (Z9)', {
  timeout: 300_000,
}, () => {
  it('at the password, for a page and for a script', async () => {
    const emails = { known: (await person()).email, unknown: stranger() };
    const parts = { db: test.db, pool: test.pool, recordSignIn, signOut };
    const { known, unknown, spreadMs } = await compare(async (kind, round) => {
      const accept = round % 4 < 2 ? 'text/html' : 'application/json';
      const form = { email: emails[kind], password: 'wrong password' };
      const request = post('callback/password', form, accept);
      const before = compared.length;
      const { result, ms } = await timed(() => handleAuth(request, parts));
      // One comparison for either, with a hash of the same cost: this is what takes the time.
      expect(compared.slice(before)).toEqual(['$argon2id$v=19$m=512,t=1,p=1']);
      return { answer: await bytesOf(result, UUID), ms };
    });
    expect(known).toHaveLength(2);
    expect(unknown).toEqual(known);
    expect(spreadMs).toBeLessThan(SPREAD_LIMIT_MS);
  });

  it('at the link by e-mail, where it is looked up only after the answer', async () => {
    const emails = { known: (await person()).email, unknown: stranger() };
    const sent: string[] = [];
    const { known, unknown, spreadMs } = await compare(async (kind) => {
      const work: (() => Promise<void>)[] = [];
      const { result, ms } = await timed(() =>
        requestLink(post('link', { email: emails[kind] }, 'text/html'), {
          db: test.db,
          pool: test.pool,
          send: async ({ toEmail }) => void sent.push(toEmail),
          later: (task) => void work.push(task),
        }),
      );
      const sentBefore = sent.length;
      const answer = await bytesOf(result, /(?<=^[^=]+=)[\w-]{43}/g);
      expect(work).toHaveLength(1);
      for (const task of work) await task();
      expect(sent.length - sentBefore).toBe(kind === 'known' ? 1 : 0);
      return { answer, ms };
    });
    expect(known).toHaveLength(1);
    expect(unknown).toEqual(known);
    expect(spreadMs).toBeLessThan(SPREAD_LIMIT_MS);
  });

  it('at an invitation, whoever else works with that person', async () => {
    const workspace = await createWorkspace(test.db);
    const { ctx } = await createMember(test.db, workspace, 'admin');
    // The member of another workspace, whom this one must not be able to find out about.
    const emails = { known: (await person()).email, unknown: stranger() };
    const { known, unknown, spreadMs } = await compare(async (kind) => {
      const { result, ms } = await timed(() =>
        inviteMember(ctx, { email: emails[kind], role: 'member' }),
      );
      await test.db
        .update(memberInvitations)
        .set({ revokedAt: new Date() })
        .where(isNull(memberInvitations.revokedAt));
      return { answer: JSON.stringify(result).replace(UUID, '…'), ms };
    });
    expect(known).toEqual(['{"invitationId":"…","mail":"failed"}']);
    expect(unknown).toEqual(known);
    expect(spreadMs).toBeLessThan(SPREAD_LIMIT_MS);
  });
});
