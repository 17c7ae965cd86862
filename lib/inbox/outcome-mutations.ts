import { and, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import {
  accounts,
  conversations,
  messages,
  type StoredOutgoingEmail,
  type StoredStart,
  sends,
} from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import type { SendOutcome, StartOutcome } from '@/lib/gateway/client';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { releaseCopy } from './echo-mutations';
import { listFilesOf, type StoredFile } from './file-queries';
import { sendJob, settleSendJob } from './jobs';
import { refreshConversation } from './projection-mutations';
import { isCopyOfSend, isUnlinked } from './queries';
import type { ReadableAccount } from './read-mutations';
import { tellRead } from './receipt-mutations';
import { bringBackForProblem } from './return-mutations';
import { repeatDelayMs, SETTLE_DELAYS_MS } from './send-rules';
import type { SendState } from './types';

/** A send with what is needed to post it or to look for it. */
export interface OpenSend {
  id: string;
  workspaceId: string;
  /** Null while what it begins has no place here yet. */
  conversationId: string | null;
  /** What begins a conversation; null for a reply. */
  start: StoredStart | null;
  /** What makes it an e-mail; null for a message of a chat. */
  email: StoredOutgoingEmail | null;
  authorMemberId: string;
  text: string;
  files: readonly StoredFile[];
  state: SendState;
  heldUntil: Date | null;
  postedAt: Date | null;
  gatewayMessageId: string | null;
  gatewayChatId: string | null;
  /** Our message that it answers or forwards. */
  quotedMessageId: string | null;
  /** The API's id of the message that it answers. */
  quotedGatewayMessageId: string | null;
  account: ReadableAccount;
  /** The provider's copy is among our messages. */
  isLinked: boolean;
}

export type PlacedSend = OpenSend & { conversationId: string; gatewayChatId: string };

/** False for the first message of a conversation until that is known here. */
export function isPlaced(send: OpenSend): send is PlacedSend {
  return send.conversationId !== null && send.gatewayChatId !== null;
}

const quoted = alias(messages, 'quoted');

export async function findSend(ctx: Ctx, sendId: string): Promise<OpenSend | null> {
  const [row] = await ctx.db
    .select({
      send: sends,
      gatewayChatId: conversations.gatewayChatId,
      account: accounts,
      copyId: messages.id,
      quotedGatewayMessageId: quoted.gatewayMessageId,
    })
    .from(sends)
    .leftJoin(conversations, eq(conversations.id, sends.conversationId))
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .leftJoin(messages, isCopyOfSend())
    .leftJoin(quoted, eq(quoted.id, sends.quotedMessageId))
    .where(and(eq(sends.workspaceId, ctx.scope.workspaceId), eq(sends.id, sendId)));
  if (!row) return null;
  const { send, copyId, ...more } = row;
  const files = await listFilesOf(ctx, sendId);
  return { ...send, ...more, files, isLinked: copyId !== null };
}

/**
 * Takes the right to post: one caller gets the mark, everybody after finds it set. The mark is also
 * the fence: what a late worker does with an older one changes nothing.
 */
export async function claimSend(ctx: Ctx, sendId: string): Promise<Date | null> {
  const [row] = await ctx.db
    .update(sends)
    .set({
      state: 'sending',
      postedAt: sql`clock_timestamp()`,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(
      and(
        eq(sends.workspaceId, ctx.scope.workspaceId),
        eq(sends.id, sendId),
        isDue(),
        isNull(sends.postedAt),
      ),
    )
    .returning({ postedAt: sends.postedAt });
  return row?.postedAt ?? null;
}

/** Not yet taken by a worker: wanted at once, or held for long enough. A taken-back one is neither. */
function isDue() {
  return or(
    eq(sends.state, 'sending'),
    and(eq(sends.state, 'held'), lte(sends.heldUntil, sql`clock_timestamp()`)),
  );
}

/** False when the worker stood still for so long that somebody took its post for lost. */
export async function isStillClaimed(ctx: Ctx, sendId: string, postedAt: Date): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: sends.id })
    .from(sends)
    .where(and(eq(sends.id, sendId), eq(sends.state, 'sending'), eq(sends.postedAt, postedAt)));
  return rows.length > 0;
}

/** A post taken for lost that certainly never happened: a person may try again without fear. */
export async function recordNotPosted(ctx: Ctx, send: OpenSend, postedAt: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, send.conversationId);
    await tx.db
      .update(sends)
      .set({ state: 'failed', ...settled(), ...NO_ERROR, errorCode: 'not_reached' })
      .where(and(eq(sends.id, send.id), eq(sends.state, 'unknown'), eq(sends.postedAt, postedAt)));
    await show(tx, send);
  });
}

/**
 * Writes how a post ended, for exactly the post that began at `postedAt`. A refusal counts even if a
 * look-alike message had settled the send; everything else never takes back what is known better.
 */
export async function recordOutcome(
  ctx: Ctx,
  send: OpenSend,
  postedAt: Date,
  outcome: SendOutcome | StartOutcome,
  tries: number,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, send.conversationId);
    const isThisPost = and(
      eq(sends.id, send.id),
      eq(sends.postedAt, postedAt),
      isNotNull(sends.postedAt),
    );
    if (outcome.state === 'sent') {
      await recordSent(tx, send, isThisPost, outcome.gatewayMessageId);
      if ('gatewayChatId' in outcome) await rememberChat(tx, send, outcome.gatewayChatId);
    } else if (outcome.state === 'unknown') {
      await tx.db
        .update(sends)
        .set({ state: 'unknown', ...settled(), ...errorFields(outcome.error) })
        .where(and(isThisPost, eq(sends.state, 'sending')));
      await enqueueLook(tx, send, 0);
    } else {
      await recordRefused(tx, send, isThisPost, outcome.error, tries);
    }
    await show(tx, send);
  });
}

type Condition = ReturnType<typeof and>;

async function recordSent(
  tx: Ctx,
  send: OpenSend,
  isThisPost: Condition,
  gatewayMessageId: string | null,
): Promise<void> {
  const released = gatewayMessageId === null ? [] : await releaseCopy(tx, send, gatewayMessageId);
  for (const other of released) await enqueueLook(tx, other, 0);
  await tx.db
    .update(sends)
    .set({
      state: 'sent',
      ...settled(),
      ...NO_ERROR,
      gatewayMessageId:
        released.length > 0
          ? gatewayMessageId
          : sql`coalesce(${sends.gatewayMessageId}, ${gatewayMessageId}::text)`,
    })
    .where(isThisPost);
  // Usually a webhook brings the copy within seconds; this finds it when none comes.
  // A new e-mail has no place here until then, so it is looked for sooner.
  await enqueueLook(tx, send, send.start && send.email ? 0 : 1);
  if (send.conversationId) {
    await tellRead(tx, send.authorMemberId, [send.conversationId], 'replied');
  }
}

/** Kept with the send, so that its conversation is found also by who comes after a crash. */
async function rememberChat(tx: Ctx, send: OpenSend, gatewayChatId: string | null): Promise<void> {
  if (!send.start || !gatewayChatId) return;
  await tx.db
    .update(sends)
    .set({ start: { ...send.start, gatewayChatId } })
    .where(eq(sends.id, send.id));
}

async function recordRefused(
  tx: Ctx,
  send: OpenSend,
  isThisPost: Condition,
  error: Extract<SendOutcome, { state: 'failed' }>['error'],
  tries: number,
): Promise<void> {
  const delayMs = repeatDelayMs(error.code, tries + 1, error.retryAfterMs ?? null);
  if (delayMs === null) {
    await tx.db
      .update(sends)
      .set({ state: 'failed', gatewayMessageId: null, ...settled(), ...errorFields(error) })
      .where(isThisPost);
    return;
  }
  // Certainly not sent, so the next try is a first post: its mark is free again.
  const [row] = await tx.db
    .update(sends)
    .set({
      state: 'sending',
      postedAt: null,
      settledAt: null,
      gatewayMessageId: null,
      ...errorFields(error),
      updatedAt: sql`clock_timestamp()`,
    })
    .where(isThisPost)
    .returning({ id: sends.id });
  if (!row) return;
  const payload = { workspaceId: send.workspaceId, sendId: send.id, tries: tries + 1 };
  await enqueue(tx.db, sendJob, payload, {
    runAt: new Date(Date.now() + delayMs),
    priority: PRIORITY.send,
  });
}

/** A send that cannot go out for a reason of ours; nothing was posted. */
export async function refuseSend(ctx: Ctx, send: OpenSend, errorCode: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, send.conversationId);
    await tx.db
      .update(sends)
      .set({ state: 'failed', ...settled(), ...NO_ERROR, errorCode })
      .where(and(eq(sends.id, send.id), isDue(), isNull(sends.postedAt)));
    await show(tx, send);
  });
}

/** A post that never reported back: the process died around it. It may have gone out. */
export async function recordLost(ctx: Ctx, send: OpenSend): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, send.conversationId);
    const [row] = await tx.db
      .update(sends)
      .set({ state: 'unknown', ...settled(), errorCode: 'interrupted' })
      .where(and(eq(sends.id, send.id), eq(sends.state, 'sending'), isNotNull(sends.postedAt)))
      .returning({ id: sends.id });
    if (!row) return;
    await enqueueLook(tx, send, 0);
    await show(tx, send);
  });
}

/** The API accepted it, but holds no such message: its fate is not known any more. */
export async function recordUnverified(ctx: Ctx, send: OpenSend): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, send.conversationId);
    await tx.db
      .update(sends)
      .set({ state: 'unknown', ...settled(), errorCode: 'not_found_after' })
      .where(and(eq(sends.id, send.id), eq(sends.state, 'sent'), isUnlinked()));
    await show(tx, send);
  });
}

/** The next look of the timer; after the last one only a person asks. */
export async function enqueueLook(
  ctx: Ctx,
  send: { id: string; workspaceId: string },
  looks: number,
): Promise<void> {
  const delayMs = SETTLE_DELAYS_MS[looks];
  if (delayMs === undefined) return;
  await enqueue(
    ctx.db,
    settleSendJob,
    { workspaceId: send.workspaceId, sendId: send.id, looks },
    { runAt: new Date(Date.now() + delayMs), key: `inbox-settle:${send.id}` },
  );
}

export async function lockConversation(tx: Ctx, conversationId: string | null): Promise<void> {
  if (!conversationId) return;
  await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .for('no key update');
}

/** Lets the conversation, or what begins one, show what became of the send. */
export async function show(tx: Ctx, send: OpenSend): Promise<void> {
  const accountId = send.account.id;
  if (send.start) await publish(tx, { kind: 'start.changed', id: send.id, accountId });
  const conversationId = send.conversationId ?? (await placeOf(tx, send.id));
  if (!conversationId) return;
  await bringBackForProblem(tx, { id: send.id, conversationId });
  await refreshConversation(tx, conversationId);
  await publish(tx, { kind: 'conversation.changed', id: conversationId, accountId });
}

/** It may have found its place since it was read. */
async function placeOf(tx: Ctx, sendId: string): Promise<string | null> {
  const [row] = await tx.db
    .select({ conversationId: sends.conversationId })
    .from(sends)
    .where(eq(sends.id, sendId));
  return row?.conversationId ?? null;
}

const NO_ERROR = { errorCode: null, errorType: null, errorRequestId: null };

function settled() {
  return { settledAt: sql`clock_timestamp()`, updatedAt: sql`clock_timestamp()` };
}

function errorFields(error: { code: string; type: string | null; requestId: string | null }) {
  return { errorCode: error.code, errorType: error.type, errorRequestId: error.requestId };
}
