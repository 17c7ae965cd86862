import { eq } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accounts } from '@/db/schema';
import {
  createAccount,
  createGateway,
  createMember,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { LiveHub } from '@/lib/live/hub';
import { type Hint, publish } from '@/lib/live/publish';
import { openLiveStream } from '@/lib/live/stream';

const test = testDb();
const log = pino({ level: 'silent' });
const cleanups: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startHub(): Promise<LiveHub> {
  const hub = new LiveHub(test.url, log);
  await hub.start();
  cleanups.push(() => hub.stop());
  return hub;
}

interface Reader {
  hints: Pick<Hint, 'kind' | 'id'>[];
  resyncs: number;
  isEnded: boolean;
}

async function open(
  ctx: Ctx<MemberScope>,
  hub: LiveHub,
  recheck: () => Promise<Ctx<MemberScope> | null> = async () => ctx,
): Promise<Reader> {
  const reader: Reader = { hints: [], resyncs: 0, isEnded: false };
  const sink = {
    write(chunk: string) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(chunk) ?? [];
      if (event === 'hint' && data) reader.hints.push(JSON.parse(data));
      if (event === 'resync') reader.resyncs++;
    },
    end() {
      reader.isEnded = true;
    },
  };
  cleanups.push(await openLiveStream(ctx, hub, sink, recheck, log));
  return reader;
}

async function team() {
  const workspace = await createWorkspace(test.db);
  const owner = await createMember(test.db, workspace, 'member');
  const colleague = await createMember(test.db, workspace, 'member');
  const lead = await createMember(test.db, workspace, 'lead');
  const gateway = await createGateway(test.db, workspace);
  const account = await createAccount(test.db, gateway, { ownerMemberId: owner.member.id });
  return { workspace, owner, colleague, lead, gateway, account };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000 });

describe('the live stream', () => {
  it('tells a private conversation to its owner only, and the account’s state to leads too (Z3)', async () => {
    const { owner, colleague, lead, account } = await team();
    const hub = await startHub();
    const [mine, theirs, leads] = [
      await open(owner.ctx, hub),
      await open(colleague.ctx, hub),
      await open(lead.ctx, hub),
    ];
    await publish(owner.ctx, { kind: 'conversation.changed', id: 'c-1', accountId: account.id });
    await publish(owner.ctx, { kind: 'account.changed', id: account.id });
    await publish(owner.ctx, { kind: 'member.changed', id: 'someone' });
    for (const reader of [mine, theirs, leads]) {
      await until(() => expect(reader.hints.at(-1)).toMatchObject({ kind: 'member.changed' }));
    }
    expect(mine.hints.map((hint) => hint.kind)).toContain('conversation.changed');
    expect(leads.hints.map((hint) => hint.kind)).toEqual(['account.changed', 'member.changed']);
    expect(theirs.hints.map((hint) => hint.kind)).toEqual(['member.changed']);
  });

  it('never crosses workspaces', async () => {
    const [one, other] = [await team(), await team()];
    const hub = await startHub();
    const reader = await open(other.lead.ctx, hub);
    await publish(one.owner.ctx, { kind: 'account.changed', id: one.account.id });
    await publish(other.owner.ctx, { kind: 'account.changed', id: other.account.id });
    await until(() => expect(reader.hints).toHaveLength(1));
    expect(reader.hints[0]?.id).toBe(other.account.id);
  });

  it('follows sharing: a colleague hears of the account from the moment it is shared', async () => {
    const { owner, colleague, account } = await team();
    const hub = await startHub();
    const reader = await open(colleague.ctx, hub);
    await test.db
      .update(accounts)
      .set({ visibility: 'team-read' })
      .where(eq(accounts.id, account.id));
    await publish(owner.ctx, { kind: 'account.changed', id: account.id });
    await publish(owner.ctx, { kind: 'conversation.changed', id: 'c-1', accountId: account.id });
    await until(() => expect(reader.hints).toHaveLength(2));
  });

  it('ends within five seconds for a member who was removed (Z5)', async () => {
    const { owner } = await team();
    const hub = await startHub();
    let isMember = true;
    const reader = await open(owner.ctx, hub, async () => (isMember ? owner.ctx : null));
    isMember = false;
    await publish(owner.ctx, { kind: 'member.changed', id: owner.member.id });
    await expect.poll(() => reader.isEnded, { timeout: 5_000 }).toBe(true);
  });

  it('asks for everything once after the database connection was lost', async () => {
    const { owner, account } = await team();
    const hub = await startHub();
    const reader = await open(owner.ctx, hub);
    await test.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'switchboard-live' and datname = current_database()`,
    );
    await expect.poll(() => reader.resyncs, { timeout: 10_000 }).toBe(1);
    await publish(owner.ctx, { kind: 'account.changed', id: account.id });
    await until(() => expect(reader.hints).toHaveLength(1));
  });
});
