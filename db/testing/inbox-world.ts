import { randomBytes } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { Logger as GraphileLogger, runOnce, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { createDb, type Db } from '@/db/client';
import { conversations, messages, webhookEvents } from '@/db/schema';
import {
  createAccount,
  createGateway,
  createMember,
  createWorkspace,
  setChatHold,
} from '@/db/testing/factories';
import { env } from '@/lib/core/env';
import type { Provider } from '@/lib/core/providers';
import { systemClock } from '@/lib/core/time';
import { emailHandlers } from '@/lib/emails/handlers';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import { dialectOf, type Made } from '@/lib/gateway/testing/dialects';
import { inboxHandlers } from '@/lib/inbox/handlers';
import type { RegisteredJob } from '@/lib/jobs/define';
import { systemCtx } from '@/lib/jobs/system-scope';
import { receiveWebhook } from '@/lib/webhooks/receive';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { EventLoop } from '@/worker/event-loop';

const MAX_PASSES = 100;
export const SECRET = 'webhook-secret';
const quiet = new GraphileLogger(() => () => undefined);
const log = pino({ level: 'silent' });

/** A workspace whose account lives in a sandbox of its own, with everything that a test drives. */
export async function startInboxWorld(
  db: Db,
  pool: pg.Pool,
  options: {
    chats?: number;
    messages?: number;
    type?: string;
    provider?: Provider;
    keepsJobs?: boolean;
    /** Of the API that it is connected through. */
    dialect?: GatewayDialect;
    /** Of the account: `premium`, `products`. */
    more?: Record<string, unknown>;
  } = {},
) {
  const sandbox = await startSandbox({ seed: 'empty', parts: ['api'], speed: 1000 });
  onTestFinished(() => sandbox.stop());
  const spec = dialectOf(options.dialect ?? 'unipile-v1');
  const made = await sandbox.control<Made & { chatIds: string[] }>('POST', '/accounts', {
    type: options.type ?? 'LINKEDIN',
    login: 'jane@example.com',
    // Ids of a sandbox are the same on every start; two worlds must not share one.
    id: randomBytes(16).toString('base64url'),
    name: 'Jane Ruiz',
    chats: options.chats ?? 0,
    messages: options.messages,
    ...options.more,
  });
  keepQuiet(pool);
  // Jobs and events of an earlier test ask a sandbox that is gone.
  if (!options.keepsJobs) {
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    await db.execute(sql`delete from webhook_events where state = 'received'`);
  }
  const workspace = await createWorkspace(db);
  const owner = await createMember(db, workspace, 'member', { name: 'Jane Ruiz' });
  // Most tests are about what happens when a message leaves, so theirs leave at once.
  await setChatHold(db, owner.member, 0);
  const admin = await createMember(db, workspace, 'admin');
  const gateway = await createGateway(db, workspace, {
    baseUrl: sandbox.url,
    dialect: spec.dialect,
    apiKey: spec.apiKey(sandbox),
    secret: SECRET,
    keyRing: env().ENCRYPTION_KEYS,
  });
  const account = await createAccount(db, gateway, {
    providerAccountId: spec.accountId(made),
    ownerMemberId: owner.member.id,
    provider: options.provider ?? 'LINKEDIN',
    handle: 'jane@example.com',
    syncStartedAt: null,
    syncFinishedAt: null,
  });
  const ctx = systemCtx(db, workspace.id);

  /** Processes every event and runs every job that is due, as the worker would, until none is left. */
  const runJobs = () => drain(pool, [...emailHandlers, ...inboxHandlers]);
  /** Brings what waits for later forward, then runs it. */
  const runLaterJobs = async () => {
    await db.execute(sql`update graphile_worker._private_jobs set run_at = now()`);
    await db.execute(sql`update account_reads set paused_until = now() where pauses > 0`);
    await db.execute(sql`update webhook_events set try_at = now() where state = 'received'`);
    await runJobs();
  };
  const deliver = (body: unknown, headers: Record<string, string> = {}) =>
    deliverWebhook(pool, gateway.id, body, headers);

  return {
    db,
    sandbox,
    workspace,
    owner,
    admin,
    gateway,
    account,
    ctx,
    chatIds: made.chatIds,
    /** What the control API of the sandbox calls the account. */
    controlId: made.id,
    routes: spec.routes,
    runJobs,
    runLaterJobs,
    deliver,
    truth: () => sandbox.control<SandboxTruth>('GET', '/truth'),
    /** A message of a contact at the provider; no webhook leaves, since none is registered. */
    write: (fields: Record<string, unknown>) =>
      sandbox.control<{ chatId: string; messageIds: string[] }>(
        'POST',
        `/accounts/${made.id}/messages`,
        fields,
      ),
    change: (messageId: string, act: string, fields: Record<string, unknown> = {}) =>
      sandbox.control('POST', `/messages/${messageId}/${act}`, fields),
    fault: (rule: Record<string, unknown>) => sandbox.control('POST', '/faults', rule),
    posts: () => countPosts(sandbox),
  };
}

export type InboxWorld = Awaited<ReturnType<typeof startInboxWorld>>;

export interface SandboxTruth {
  chats: { id: string; unreadCount: number; messageIds: string[] }[];
  messages: {
    id: string;
    chatId: string;
    text: string | null;
    at: string;
    isSender: boolean;
    isSeen: boolean;
    isDeleted: boolean;
    isEdited: boolean;
  }[];
}

/** Deliveries of a gateway, oldest first. */
export function eventsOf(db: Db, gatewayId: string) {
  return db
    .select()
    .from(webhookEvents)
    .where(eq(webhookEvents.gatewayId, gatewayId))
    .orderBy(asc(webhookEvents.receivedAt), asc(webhookEvents.id));
}

/** The one delivery of a gateway; with several the first. */
export async function firstEvent(db: Db, gatewayId: string) {
  const [event] = await eventsOf(db, gatewayId);
  if (!event) throw new Error('no event');
  return event;
}

export function messagesOf(db: Db, accountId: string) {
  return db
    .select()
    .from(messages)
    .where(eq(messages.accountId, accountId))
    .orderBy(messages.sentAt);
}

/** A message at the provider, and its event, which is not delivered yet. */
export async function writeMessage(world: InboxWorld, fields: Record<string, unknown> = {}) {
  const { chatId, messageIds } = await world.write({ newChat: true, text: 'Hello', ...fields });
  const [messageId = ''] = messageIds;
  const truth = (await world.truth()).messages.find((message) => message.id === messageId);
  const event = messageEvent(world, {
    chatId,
    messageId,
    text: truth?.text ?? null,
    at: truth?.at,
    isSender: truth?.isSender,
  });
  return { chatId, messageId, event };
}

/** Hands a delivery to the receiver as the server would. */
export function deliverWebhook(
  pool: pg.Pool,
  gatewayId: string,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const bytes =
    body instanceof Uint8Array
      ? body
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return receiveWebhook(
    {
      gatewayId,
      headers: new Headers({ 'unipile-auth': SECRET, ...headers }),
      body: chunks(bytes),
    },
    { pool },
  );
}

// The queue asks for both listeners and says so on the console otherwise.
function keepQuiet(pool: pg.Pool): void {
  if (pool.listenerCount('connect') > 0) return;
  pool.on('connect', (client) => client.on('error', () => undefined));
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function drain(pool: pg.Pool, jobs: readonly RegisteredJob[]): Promise<void> {
  const db = createDb(pool);
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload, helpers) => {
        const signal = new AbortController().signal;
        const { attempts } = helpers.job;
        await job.run(payload, db, { clock: systemClock, log, signal, attempt: attempts });
      },
    ]),
  );
  const events = new EventLoop({ pool, log });
  // One pass ends while a queue is still held by the job that has just added its successor.
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const processed = await events.runDue();
    await runOnce({ pgPool: pool, taskList, logger: quiet, noHandleSignals: true });
    const due = await pool.query(
      `select 1 from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where j.run_at <= now() and j.attempts < j.max_attempts and t.identifier = any($1)`,
      [Object.keys(taskList)],
    );
    if (processed === 0 && due.rowCount === 0) return;
  }
  throw new Error('The jobs never come to an end.');
}

async function countPosts(sandbox: RunningSandbox): Promise<number> {
  const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
    'GET',
    '/log',
  );
  return requests.filter(
    (request) => request.method === 'POST' && /\/chats\/[^/]+\/messages$/.test(request.path),
  ).length;
}

/** The body of a messaging event, as v1 sends it. */
export function messageEvent(
  world: { account: { providerAccountId: string } },
  fields: {
    event?: string;
    chatId: string;
    messageId: string;
    text?: string | null;
    at?: string;
    isSender?: boolean;
  } & Record<string, unknown>,
) {
  const { event, chatId, messageId, text, at, isSender, ...more } = fields;
  const person = {
    attendee_id: 'a1',
    attendee_name: 'Mira Olsen',
    attendee_provider_id: 'ACoMira',
  };
  return {
    event: event ?? 'message_received',
    webhook_name: 'inbox',
    account_id: world.account.providerAccountId,
    account_type: 'LINKEDIN',
    chat_id: chatId,
    message_id: messageId,
    provider_message_id: `p-${messageId}`,
    timestamp: at ?? new Date().toISOString(),
    message: text === undefined ? 'Tuesday works for me.' : text,
    is_event: 0,
    is_sender: isSender ?? false,
    attachments: [],
    quoted: null,
    sender: person,
    attendees: [person],
    ...more,
  };
}

/** Rows that a test compares; ids and times of our own are left out. */
export async function projectionOf(db: Db, accountId: string) {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.accountId, accountId))
    .orderBy(messages.gatewayMessageId);
  const chats = await db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, accountId))
    .orderBy(conversations.gatewayChatId);
  return {
    messages: rows.map(({ id, conversationId, accountId: _, createdAt, updatedAt, ...row }) => row),
    chats: chats.map((chat) => ({
      gatewayChatId: chat.gatewayChatId,
      lastMessageAt: chat.lastMessageAt,
      lastMessageText: chat.lastMessageText,
      isLastMessageOurs: chat.isLastMessageOurs,
      unreadCount: chat.unreadCount,
    })),
  };
}
