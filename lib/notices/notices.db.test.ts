import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { outgoingMails } from '@/db/schema';
import { jobTools, TestClock } from '@/db/testing/accounts-world';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { MINUTE_MS } from '@/lib/core/time';
import { systemCtx } from '@/lib/jobs/system-scope';
import { sendNotice, sweepNotices } from '@/lib/notices/handlers';
import { sendNoticeJob } from '@/lib/notices/jobs';
import { claimMail, queueMail, sendNoticeNow } from '@/lib/notices/mutations';

/** What the fake mail server does; it counts the mails that it has taken. */
type Mood =
  | 'takes'
  | 'hangs_up'
  | 'greylists'
  | 'refuses_recipient'
  | 'refuses_text'
  | 'dies_after_text';

const test = testDb();
let server: Server;
let mood: Mood = 'takes';
let taken: string[] = [];
let recipients: string[] = [];
let ctx: Ctx<SystemScope>;
let clock: TestClock;
let toMemberId: string;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (mood === 'hangs_up') return socket.destroy();
    let text: string | null = null;
    socket.write('220 fake ESMTP\r\n');
    socket.on('data', (chunk) => {
      const part = chunk.toString();
      if (text !== null) {
        text += part;
        if (!text.endsWith('\r\n.\r\n')) return;
        taken.push(text);
        text = null;
        if (mood === 'dies_after_text') return socket.destroy();
        socket.write(mood === 'refuses_text' ? '554 no\r\n' : '250 taken\r\n');
        return;
      }
      const verb = part.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') recipients.push(part.trim().slice('RCPT TO:'.length));
      if (verb === 'RCPT' && mood === 'greylists') socket.write('451 come again\r\n');
      else if (verb === 'RCPT' && mood === 'refuses_recipient') socket.write('550 nobody\r\n');
      else if (verb === 'DATA') {
        text = '';
        socket.write('354 go on\r\n');
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('SMTP_URL', `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(async () => {
  mood = 'takes';
  taken = [];
  clock = new TestClock();
  const workspace = await createWorkspace(test.db);
  toMemberId = (await createMember(test.db, workspace, 'admin')).member.id;
  ctx = systemCtx(test.db, workspace.id);
});

async function queue(dedupeKey = `key:${Math.random()}`): Promise<string | null> {
  return queueMail(ctx, {
    kind: 'admin-outage',
    toMemberId,
    toEmail: 'ada@example.com',
    dedupeKey,
    params: { providerName: 'LinkedIn', count: 6, from: clock.now(), to: clock.now() },
    at: clock.now(),
  });
}

async function queued(): Promise<string> {
  const id = await queue();
  if (!id) throw new Error('not queued');
  return id;
}

const row = async (mailId: string) =>
  (await test.db.select().from(outgoingMails).where(eq(outgoingMails.id, mailId)))[0];
const send = (mailId: string, attempt = 1) => sendNotice({ mailId }, ctx, jobTools(clock, attempt));

describe('a queued e-mail', () => {
  it('leaves once, however often its job runs', async () => {
    const mailId = await queued();
    await Promise.all([send(mailId), send(mailId), send(mailId)]);
    await send(mailId);
    expect(taken).toHaveLength(1);
    expect(taken[0]).toContain(`Message-ID: <${mailId}@localhost>`);
    expect(await row(mailId)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('is queued once per key', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => queue('one key')));
    expect(ids.filter(Boolean)).toHaveLength(1);
  });

  it.each(['hangs_up', 'greylists'] as const)(
    'that the server puts off (%s) is tried again, then given up',
    async (how) => {
      const mailId = await queued();
      mood = how;
      await expect(send(mailId)).rejects.toMatchObject({ code: 'unavailable' });
      expect((await row(mailId))?.state).toBe('queued');
      mood = 'takes';
      await send(mailId, 2);
      expect(await row(mailId)).toMatchObject({ state: 'sent', attempts: 2 });
      const hopeless = await queued();
      mood = how;
      await send(hopeless, sendNoticeJob.maxAttempts);
      expect((await row(hopeless))?.state).toBe('failed');
      expect(taken).toHaveLength(1);
    },
  );

  it.each([
    ['refuses_recipient', 'smtp_550'],
    ['refuses_text', 'smtp_554'],
  ] as const)('that the server refuses (%s) is not tried again', async (how, errorCode) => {
    const mailId = await queued();
    mood = how;
    await send(mailId);
    expect(await row(mailId)).toMatchObject({ state: 'failed', errorCode });
  });

  it('whose text left before the line broke is unknown and never repeated', async () => {
    const mailId = await queued();
    mood = 'dies_after_text';
    await send(mailId);
    expect((await row(mailId))?.state).toBe('unknown');
    mood = 'takes';
    await send(mailId, 2);
    expect(taken).toHaveLength(1);
  });

  it('left half-way by a crash becomes unknown after five minutes, not before', async () => {
    const mailId = await queued();
    await claimMail(ctx, mailId, clock.now());
    clock.advance(4 * MINUTE_MS);
    await sweepNotices({}, test.db, jobTools(clock));
    expect((await row(mailId))?.state).toBe('sending');
    clock.advance(2 * MINUTE_MS);
    await sweepNotices({}, test.db, jobTools(clock));
    expect((await row(mailId))?.state).toBe('unknown');
    await send(mailId, 2);
    expect(taken).toEqual([]);
  });

  it('of another workspace is not sent by us', async () => {
    const mailId = await queued();
    const other = systemCtx(test.db, (await createWorkspace(test.db)).id);
    await sendNotice({ mailId }, other, jobTools(clock));
    expect((await row(mailId))?.state).toBe('queued');
  });
});

describe('an e-mail that is sent at once', () => {
  const url = 'http://localhost:3000/sign-in/link?token=CANARY-SECRET';

  it('carries its link and leaves none in the table (K1)', async () => {
    const notice = { kind: 'magic-link', params: { url, minutes: 15 } } as const;
    const outcome = await sendNoticeNow(test.db, notice, {
      email: 'x@example.com',
      workspaceId: null,
    });
    expect(outcome.state).toBe('sent');
    expect(taken[0]?.replaceAll('=\r\n', '').replaceAll('=3D', '=')).toContain(url);
    const { rows } = await test.pool.query(
      'select row_to_json(m)::text as text from outgoing_mails m',
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some((one) => one.text.includes('CANARY-SECRET'))).toBe(false);
  });

  it.each([
    'a@example.com,b@example.com',
    '"a@evil.example"@example.com',
    'a@example.com>\r\nRCPT TO:<b@evil.example',
  ])('goes to nobody when the address could be read as another: %j', async (email) => {
    recipients = [];
    const notice = { kind: 'magic-link', params: { url, minutes: 15 } } as const;
    const outcome = await sendNoticeNow(test.db, notice, { email, workspaceId: null });
    expect(outcome).toMatchObject({ state: 'failed', code: 'bad_address' });
    expect(recipients).toEqual([]);
  });
});
