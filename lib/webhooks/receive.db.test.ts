import { gzipSync } from 'node:zlib';
import { asc, eq, sql } from 'drizzle-orm';
import pg from 'pg';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createPool } from '@/db/client';
import { gateways, webhookEvents } from '@/db/schema';
import { createGateway, createWorkspace } from '@/db/testing/factories';
import { deliverWebhook } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { hashToken } from '@/lib/core/secrets';
import { receiveWebhook } from './receive';

setTestEnv();
const test = testDb();

const EVENT = { event: 'message_received', account_id: 'a', chat_id: 'c', message_id: 'm' };
const STATUS = {
  AccountStatus: { account_id: 'a', account_type: 'LINKEDIN', message: 'CREDENTIALS' },
};

async function freshGateway(secret = 'webhook-secret') {
  const workspace = await createWorkspace(test.db);
  return createGateway(test.db, workspace, { secret });
}

const eventsOf = (gatewayId: string) =>
  test.db
    .select()
    .from(webhookEvents)
    .where(eq(webhookEvents.gatewayId, gatewayId))
    .orderBy(asc(webhookEvents.receivedAt));

function body(...parts: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  return (async function* () {
    for (const part of parts) yield typeof part === 'string' ? Buffer.from(part) : part;
  })();
}

const send = (gatewayId: string, secret: string | null, text = JSON.stringify(EVENT)) =>
  receiveWebhook(
    {
      gatewayId,
      headers: new Headers(secret === null ? {} : { 'unipile-auth': secret }),
      body: body(text),
    },
    { pool: test.pool },
  );

describe('the secret of a delivery (W8)', () => {
  it('is asked for before anything is stored', async () => {
    const gateway = await freshGateway('s3cret-of-this-workspace');
    const other = await freshGateway('secret-of-another-workspace');
    const wrong: [string, string | null][] = [
      [gateway.id, null],
      [gateway.id, ''],
      [gateway.id, 'wrong'],
      [gateway.id, 's3cret-of-this-workspac'],
      [gateway.id, 's3cret-of-this-workspace '.repeat(2)],
      [gateway.id, 'S3CRET-OF-THIS-WORKSPACE'],
      [gateway.id, 'secret-of-another-workspace'],
      [gateway.id, hashToken('s3cret-of-this-workspace')],
      [newId(), 's3cret-of-this-workspace'],
      ['not-an-id', 's3cret-of-this-workspace'],
      ["' or 1=1 --", 's3cret-of-this-workspace'],
    ];
    for (const [id, secret] of wrong) {
      expect([secret, (await send(id, secret)).status]).toEqual([secret, 401]);
    }
    expect(await eventsOf(gateway.id)).toEqual([]);
    expect(await eventsOf(other.id)).toEqual([]);
    expect((await send(gateway.id, 's3cret-of-this-workspace')).status).toBe(200);
  });

  it('may be the old or the new one during a rotation, and the old one ends', async () => {
    const gateway = await freshGateway('old-secret');
    const setHashes = (...secrets: string[]) =>
      test.db
        .update(gateways)
        .set({ webhookSecretHashes: secrets.map(hashToken) })
        .where(eq(gateways.id, gateway.id));
    expect((await send(gateway.id, 'old-secret', '{"n":1}')).status).toBe(200);
    await setHashes('new-secret', 'old-secret');
    expect((await send(gateway.id, 'new-secret', '{"n":2}')).status).toBe(200);
    expect((await send(gateway.id, 'old-secret', '{"n":3}')).status).toBe(200);
    await setHashes('new-secret');
    // Another process has no memory of the old one.
    const pool = createPool(test.url, 1);
    onTestFinished(() => pool.end());
    const headers = new Headers({ 'unipile-auth': 'old-secret' });
    const request = { gatewayId: gateway.id, headers, body: body('{"n":4}') };
    expect((await receiveWebhook(request, { pool })).status).toBe(401);
    expect(await eventsOf(gateway.id)).toHaveLength(3);
  });

  it('is never accepted from a gateway that has none', async () => {
    const gateway = await freshGateway();
    await test.db
      .update(gateways)
      .set({ webhookSecretHashes: [] })
      .where(eq(gateways.id, gateway.id));
    expect((await send(gateway.id, 'webhook-secret')).status).toBe(401);
  });
});

describe('repeats (W2, W3)', () => {
  it('64 identical deliveries at once are one event, each answered 200', async () => {
    const gateway = await freshGateway();
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => deliverWebhook(test.pool, gateway.id, EVENT)),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 64 }, () => 200));
    const rows = await eventsOf(gateway.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.duplicateCount).toBe(63);
  });

  it('one seven days later starts nothing', async () => {
    const gateway = await freshGateway();
    await deliverWebhook(test.pool, gateway.id, EVENT);
    await test.db
      .update(webhookEvents)
      .set({ receivedAt: sql`now() - interval '7 days'`, state: 'processed' })
      .where(eq(webhookEvents.gatewayId, gateway.id));
    expect((await deliverWebhook(test.pool, gateway.id, EVENT)).status).toBe(200);
    const rows = await eventsOf(gateway.id);
    expect(rows.map((row) => [row.state, row.duplicateCount])).toEqual([['processed', 1]]);
  });

  it('status events have no identity: equal bytes are two events', async () => {
    const gateway = await freshGateway();
    await deliverWebhook(test.pool, gateway.id, STATUS);
    await deliverWebhook(test.pool, gateway.id, STATUS);
    expect(await eventsOf(gateway.id)).toHaveLength(2);
  });

  it('the same bytes to another gateway are another event', async () => {
    const [one, two] = [await freshGateway(), await freshGateway()];
    await deliverWebhook(test.pool, one.id, EVENT);
    await deliverWebhook(test.pool, two.id, EVENT);
    expect(await eventsOf(one.id)).toHaveLength(1);
    expect(await eventsOf(two.id)).toHaveLength(1);
  });
});

describe('whatever the bytes are (W9, W10)', () => {
  const json = JSON.stringify(EVENT);
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const bodies: [string, Uint8Array | string, Record<string, string>][] = [
    ['no content type', json, {}],
    ['form content type', json, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text', json, { 'content-type': 'text/plain; charset=latin1' }],
    ['byte order mark', `\ufeff${json}`, { 'content-type': 'application/json' }],
    ['deep nesting', deep, {}],
    ['NUL', '{"message":"a\\u0000b"}', {}],
    ['raw NUL', Buffer.from([0x7b, 0, 0x7d]), {}],
    ['lone surrogate', '{"message":"\\ud800"}', {}],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0xc3, 0x28]), {}],
    ['duplicate keys', '{"event":1,"event":2}', {}],
    ['__proto__', '{"__proto__":{"a":1}}', {}],
    ['1e400', '{"n":1e400}', {}],
    ['nothing', '', {}],
    ['not JSON', '<html>', {}],
    ['unknown encoding', json, { 'content-encoding': 'br' }],
    ['gzip that is none', json, { 'content-encoding': 'gzip' }],
  ];

  it.each(bodies)('%s is stored as it came and answered 200', async (_name, bytes, headers) => {
    const gateway = await freshGateway();
    const answer = await deliverWebhook(test.pool, gateway.id, bytes, headers);
    expect(answer).toEqual({ status: 200, body: '{"ok":true}' });
    const [row] = await eventsOf(gateway.id);
    expect(row?.body.equals(Buffer.from(bytes))).toBe(true);
  });

  it('gzip is stored unpacked, and a bomb is refused at the limit', async () => {
    const gateway = await freshGateway();
    const gzip = { 'content-encoding': 'gzip' };
    expect((await deliverWebhook(test.pool, gateway.id, gzipSync(json), gzip)).status).toBe(200);
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    expect((await deliverWebhook(test.pool, gateway.id, bomb, gzip)).status).toBe(413);
    const rows = await eventsOf(gateway.id);
    expect(rows.map((row) => row.body.toString())).toEqual([json]);
  });

  it('exactly 1 MiB is taken, a byte more is 413, and an endless body is not read to its end', async () => {
    const gateway = await freshGateway();
    const limit = 1024 * 1024;
    const full = Buffer.alloc(limit, 0x20);
    expect((await deliverWebhook(test.pool, gateway.id, full)).status).toBe(200);
    const over = Buffer.alloc(limit + 1, 0x20);
    expect((await deliverWebhook(test.pool, gateway.id, over)).status).toBe(413);
    const declared = { 'content-length': String(30 * limit) };
    expect((await deliverWebhook(test.pool, gateway.id, '{}', declared)).status).toBe(413);
    let readBytes = 0;
    const endless = (async function* () {
      while (true) {
        readBytes += 65_536;
        yield Buffer.alloc(65_536, 0x20);
      }
    })();
    const headers = new Headers({ 'unipile-auth': 'webhook-secret' });
    const request = { gatewayId: gateway.id, headers, body: endless };
    expect((await receiveWebhook(request, { pool: test.pool })).status).toBe(413);
    expect(readBytes).toBeLessThan(2 * limit);
  });

  it('a trickling body is cut off after ten seconds', { timeout: 30_000 }, async () => {
    const gateway = await freshGateway();
    const never = (async function* () {
      yield Buffer.from('{');
      await new Promise(() => {});
    })();
    const headers = new Headers({ 'unipile-auth': 'webhook-secret' });
    const startedMs = performance.now();
    const request = { gatewayId: gateway.id, headers, body: never };
    expect((await receiveWebhook(request, { pool: test.pool })).status).toBe(408);
    expect(performance.now() - startedMs).toBeLessThan(11_000);
    expect(await eventsOf(gateway.id)).toEqual([]);
  });

  it('a connection that breaks in the middle stores nothing', async () => {
    const gateway = await freshGateway();
    const broken = (async function* () {
      yield Buffer.from('{"event":');
      throw new Error('aborted');
    })();
    const headers = new Headers({ 'unipile-auth': 'webhook-secret' });
    const request = { gatewayId: gateway.id, headers, body: broken };
    expect((await receiveWebhook(request, { pool: test.pool })).status).toBe(400);
    expect(await eventsOf(gateway.id)).toEqual([]);
  });
});

describe('a database in trouble (W12)', () => {
  let gatewayId = '';
  beforeAll(async () => {
    gatewayId = (await freshGateway()).id;
  });

  async function answerIn(pool: pg.Pool): Promise<{ status: number; ms: number }> {
    const startedMs = performance.now();
    const { status } = await deliverWebhook(pool, gatewayId, EVENT);
    return { status, ms: performance.now() - startedMs };
  }

  it('that is gone is 503 within three seconds', async () => {
    const pool = createPool('postgres://nobody@127.0.0.1:1/none', 2);
    onTestFinished(() => pool.end());
    const { status, ms } = await answerIn(pool);
    expect(status).toBe(503);
    expect(ms).toBeLessThan(3_000);
  });

  it('whose connections are all taken is 503 within three seconds', async () => {
    const pool = createPool(test.url, 1);
    const taken = await pool.connect();
    onTestFinished(() => pool.end());
    const { status, ms } = await answerIn(pool);
    taken.release();
    expect(status).toBe(503);
    expect(ms).toBeLessThan(3_000);
  });

  it('that is read-only is 503', async () => {
    const pool = new pg.Pool({
      connectionString: test.url,
      max: 1,
      options: '-c default_transaction_read_only=on',
    });
    onTestFinished(() => pool.end());
    expect((await answerIn(pool)).status).toBe(503);
  });

  it('that hangs on the row is 503 within three seconds, and the repeat is stored once', async () => {
    const blocker = await test.pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table webhook_events in exclusive mode');
    const { status, ms } = await answerIn(test.pool);
    await blocker.query('rollback');
    blocker.release();
    expect(status).toBe(503);
    expect(ms).toBeLessThan(3_000);
    expect((await deliverWebhook(test.pool, gatewayId, EVENT)).status).toBe(200);
    await expect.poll(async () => (await eventsOf(gatewayId)).length).toBe(1);
  });
});
