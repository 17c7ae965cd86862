import { and, eq, sql } from 'drizzle-orm';
import { accounts, sends } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { systemClock } from '@/lib/core/time';
import { toStorableText } from '@/lib/gateway/storable-text';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { getPreferences } from '@/lib/preferences/queries';
import { findOthersAnswer } from './answer-queries';
import { asSender, emailHoldSeconds, prepareEmail } from './email-send-mutations';
import { bindFiles, copyFiles, hasSameFiles, returnFiles } from './file-mutations';
import { listFilesOf } from './file-queries';
import { addForwardedFiles, readForward } from './forward-mutations';
import { leavingAt } from './hold-mutations';
import { sendJob } from './jobs';
import { lockReadable } from './mutations';
import { refreshConversation } from './projection-mutations';
import { RETURNED, type ReturnedMessage, returned } from './returned-queries';
import type { SendIdInput, SendReplyInput } from './schema';
import { maySendFrom, requireLength, requireQuotable, requireSendable } from './sendable-queries';
import { lookForSend } from './settle-mutations';
import type { CheckedSend, SendState } from './types';

export interface AcceptedSend {
  sendId: string;
  state: SendState;
  /** Until then its author can take it back; null where it is not held. ISO 8601. */
  heldUntil: string | null;
}

/**
 * Takes a reply: the intent is stored with its job before anything leaves, under the id that the
 * browser made. It is held for as long as its author prefers, or until the time that they chose; closing the browser changes nothing. The
 * same intent again gives the same row; the same id with another content is a `conflict`. `draftOf`
 * says where its files lie: in the draft of the conversation, or with null in that of a new message.
 * Throws `not_found`, `forbidden` for who may not send, `conflict` while the account cannot, or when
 * somebody else answered and its author does not know.
 */
export async function sendReply(
  ctx: Ctx<MemberScope>,
  input: SendReplyInput,
  draftOf: string | null = input.conversationId,
): Promise<AcceptedSend> {
  const text = toStorableText(input.text).replace(/^\s+$/, '');
  const { fileIds = [], filesOfSendId } = input;
  const isForward = input.email?.forward !== undefined;
  if (text === '' && fileIds.length === 0 && !filesOfSendId && !isForward) {
    throw new AppError('invalid_input', 'Write a message first.');
  }
  const original = isForward ? await readForward(ctx, input.quotedMessageId) : null;
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockReadable(tx, input.conversationId);
    const known = await findByClientId(tx, input.clientId);
    const quotedMessageId = input.quotedMessageId ?? null;
    const wanted = { conversationId: conversation.id, text, quotedMessageId, fileIds };
    if (known) return sameIntent(tx, known, wanted);
    const account = await requireSendable(tx, conversation);
    requireLength(account.provider, text);
    await requireSeen(tx, conversation, input.seenAnswerAt);
    const isEmail = conversation.kind === 'email';
    const email = isEmail
      ? asSender(
          account,
          await prepareEmail(tx, conversation, account, { ...input, text, original }),
        )
      : null;
    if (quotedMessageId && !isEmail) await requireQuotable(tx, conversation.id, quotedMessageId);
    const { chatHoldSeconds } = await getPreferences(tx);
    const [row] = await tx.db
      .insert(sends)
      .values({
        workspaceId: conversation.workspaceId,
        accountId: conversation.accountId,
        conversationId: conversation.id,
        authorMemberId: tx.scope.memberId,
        clientId: input.clientId,
        text,
        email,
        quotedMessageId,
        ...leavingAt(input.sendAt, isEmail ? emailHoldSeconds(chatHoldSeconds) : chatHoldSeconds),
      })
      .onConflictDoNothing({ target: [sends.workspaceId, sends.clientId] })
      .returning({ id: sends.id, state: sends.state, heldUntil: sends.heldUntil });
    // The id was used at the same moment in another conversation.
    if (!row) throw idUsedTwice();
    const send = { id: row.id, conversationId: conversation.id };
    await bindFiles(tx, { fileIds, draftOf, send, account });
    if (filesOfSendId) await copyFiles(tx, await findUnconfirmed(tx, send, filesOfSendId), send);
    else if (email) await addForwardedFiles(tx, send, email, account.provider);
    await enqueueSend(tx, row.id, row.heldUntil);
    await recordAudit(tx, {
      action: 'message.send',
      entityType: 'send',
      entityId: row.id,
      detail: { conversationId: conversation.id, accountId: conversation.accountId },
    });
    await show(tx, conversation);
    return accepted(row);
  });
}

/**
 * Takes a held message back; its text, quote and files return to its author. The database decides against the worker
 * that is about to send: either this wins and nothing is posted, or it is a `conflict` and the message
 * goes out. Pressed twice it gives the text twice and changes nothing the second time.
 */
export async function undoSend(
  ctx: Ctx<MemberScope>,
  input: SendIdInput,
): Promise<ReturnedMessage> {
  return inTransaction(ctx, async (tx) => {
    const { send, conversation } = await lockSend(tx, input.sendId);
    if (send.authorMemberId !== tx.scope.memberId) {
      throw new AppError('forbidden', 'Only who wrote a message can take it back.');
    }
    const [row] = await tx.db
      .update(sends)
      .set({ state: 'cancelled', settledAt: NOW, updatedAt: NOW })
      .where(and(eq(sends.id, send.id), eq(sends.state, 'held')))
      .returning(RETURNED);
    if (!row) {
      const [now] = await tx.db
        .select({ state: sends.state, ...RETURNED })
        .from(sends)
        .where(eq(sends.id, send.id));
      if (now?.state === 'cancelled') {
        const { text, quotedMessageId, email } = now;
        return returned({ text, quotedMessageId, email });
      }
      throw new AppError('conflict', 'It is too late to take this message back: it is on its way.');
    }
    await returnFiles(tx, send.id);
    await recordAudit(tx, { action: 'message.undo', entityType: 'send', entityId: send.id });
    await show(tx, conversation);
    return returned(row);
  });
}

/**
 * Sends a refused message again, in its own place. Only a send of which it is certain that nothing
 * went out: an unconfirmed one is never posted twice under one intent.
 */
export async function retrySend(ctx: Ctx<MemberScope>, input: SendIdInput): Promise<AcceptedSend> {
  return inTransaction(ctx, async (tx) => {
    const { send, conversation } = await lockSend(tx, input.sendId);
    await requireSendable(tx, conversation);
    const [row] = await tx.db
      .update(sends)
      .set({
        state: 'sending',
        postedAt: null,
        settledAt: null,
        errorCode: null,
        errorType: null,
        errorRequestId: null,
        updatedAt: NOW,
      })
      .where(and(eq(sends.id, send.id), eq(sends.state, 'failed')))
      .returning({ id: sends.id });
    if (!row) throw new AppError('conflict', 'This message is not waiting for another try.');
    await enqueueSend(tx, send.id, null);
    await recordAudit(tx, { action: 'message.retry', entityType: 'send', entityId: send.id });
    await show(tx, conversation);
    return { sendId: send.id, state: 'sending', heldUntil: null };
  });
}

/**
 * Removes a refused message from the thread; its author has its files in the draft again. What may
 * have gone out stays.
 */
export async function discardSend(
  ctx: Ctx<MemberScope>,
  input: SendIdInput,
): Promise<ReturnedMessage> {
  return inTransaction(ctx, async (tx) => {
    const { send, conversation } = await lockSend(tx, input.sendId);
    const isFailed = and(eq(sends.id, send.id), eq(sends.state, 'failed'));
    const [failed] = await tx.db.select(RETURNED).from(sends).where(isFailed).for('update');
    if (failed && send.authorMemberId === tx.scope.memberId) await returnFiles(tx, send.id);
    const [row] = await tx.db.delete(sends).where(isFailed).returning(RETURNED);
    if (!row) throw new AppError('conflict', 'Only a message that was not sent can be discarded.');
    await recordAudit(tx, { action: 'message.discard', entityType: 'send', entityId: send.id });
    await show(tx, conversation);
    return returned(row);
  });
}

/**
 * "Check now": looks in the chat at the provider whether an unconfirmed message is there. Throws
 * `gateway` when the provider does not answer; the state then stays unknown.
 */
export async function checkSend(ctx: Ctx<MemberScope>, input: SendIdInput): Promise<CheckedSend> {
  const { send } = await inTransaction(ctx, async (tx) => {
    const locked = await lockSend(tx, input.sendId);
    await recordAudit(tx, { action: 'message.check', entityType: 'send', entityId: input.sendId });
    return locked;
  });
  const state = await lookForSend(ctx, send.id);
  return { sendId: send.id, state, checkedAt: systemClock.now().toISOString() };
}

export async function findByClientId(tx: Ctx<MemberScope>, clientId: string) {
  const [row] = await tx.db
    .select({
      id: sends.id,
      state: sends.state,
      heldUntil: sends.heldUntil,
      text: sends.text,
      accountId: sends.accountId,
      conversationId: sends.conversationId,
      start: sends.start,
      email: sends.email,
      quotedMessageId: sends.quotedMessageId,
      authorMemberId: sends.authorMemberId,
    })
    .from(sends)
    .where(and(eq(sends.workspaceId, tx.scope.workspaceId), eq(sends.clientId, clientId)));
  return row;
}

async function sameIntent(
  tx: Ctx<MemberScope>,
  known: NonNullable<Awaited<ReturnType<typeof findByClientId>>>,
  wanted: {
    conversationId: string;
    text: string;
    quotedMessageId: string | null;
    fileIds: readonly string[];
  },
): Promise<AcceptedSend> {
  const isSame =
    known.authorMemberId === tx.scope.memberId &&
    known.conversationId === wanted.conversationId &&
    known.quotedMessageId === wanted.quotedMessageId &&
    known.text === wanted.text &&
    (await hasTaken(tx, known, wanted.fileIds));
  if (!isSame) throw idUsedTwice();
  return accepted(known);
}

/** Whether a known send took these files. Taken back or at the provider, it has none any more. */
export async function hasTaken(
  tx: Ctx,
  known: { id: string; state: SendState },
  fileIds: readonly string[],
): Promise<boolean> {
  if (fileIds.length === 0 || known.state === 'sent' || known.state === 'cancelled') return true;
  return hasSameFiles(await listFilesOf(tx, known.id), fileIds);
}

/** The id of a send of this conversation of which nobody knows whether it went out. */
async function findUnconfirmed(
  tx: Ctx,
  { conversationId }: { conversationId: string },
  sendId: string,
): Promise<string> {
  const [row] = await tx.db
    .select({ id: sends.id })
    .from(sends)
    .where(
      and(
        eq(sends.id, sendId),
        eq(sends.conversationId, conversationId),
        eq(sends.state, 'unknown'),
      ),
    );
  if (!row) throw new AppError('conflict', 'What became of that message is known by now.');
  return row.id;
}

export function accepted(row: {
  id: string;
  state: SendState;
  heldUntil: Date | null;
}): AcceptedSend {
  const heldUntil = row.state === 'held' ? (row.heldUntil?.toISOString() ?? null) : null;
  return { sendId: row.id, state: row.state, heldUntil };
}

const NOW = sql`clock_timestamp()`;

export function idUsedTwice(): AppError {
  return new AppError('conflict', 'This message was already taken with another text.');
}

/** Under the conversation's lock, so that of two who answer at once the second hears of the first. */
async function requireSeen(
  tx: Ctx<MemberScope>,
  { id, accountId }: { id: string; accountId: string },
  seenAnswerAt: string | null | undefined,
): Promise<void> {
  if (seenAnswerAt === undefined) return;
  const answer = await findOthersAnswer(tx, { conversationId: id, accountId });
  if (!answer || (seenAnswerAt !== null && answer.at <= seenAnswerAt)) return;
  throw new AppError('conflict', `${answer.name} replied meanwhile. Nothing was sent. Look first.`);
}

/** A send that the member may act on, with its conversation, if any, locked; else `not_found`. */
export async function lockSend(tx: Ctx<MemberScope>, sendId: string) {
  const [send] = await tx.db
    .select({
      id: sends.id,
      authorMemberId: sends.authorMemberId,
      conversationId: sends.conversationId,
      accountId: sends.accountId,
    })
    .from(sends)
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .where(and(readsMessagesOf(tx.scope), eq(sends.id, sendId)));
  if (!send) throw notFound('Message');
  const { accountId, conversationId } = send;
  // What begins a conversation has none to lock yet; its own row decides then.
  const conversation = conversationId
    ? await lockReadable(tx, conversationId)
    : { id: null, accountId, isReadOnly: false };
  if (!(await maySendFrom(tx, send.accountId))) {
    throw new AppError('forbidden', 'You may not send from this account.');
  }
  return { send, conversation };
}

export function enqueueSend(tx: Ctx, sendId: string, runAt: Date | null): Promise<void> {
  return enqueue(
    tx.db,
    sendJob,
    { workspaceId: tx.scope.workspaceId, sendId, tries: 0 },
    // One waiting job, however often it is held anew or sent at once after all.
    { priority: PRIORITY.send, key: `inbox-held:${sendId}`, ...(runAt && { runAt }) },
  );
}

/** Tells of a change of a send; it has no conversation while it begins one. */
export async function show(
  tx: Ctx,
  { id, accountId }: { id: string | null; accountId: string },
): Promise<void> {
  if (!id) return publish(tx, { kind: 'start.changed', id: accountId, accountId });
  await refreshConversation(tx, id);
  await publish(tx, { kind: 'conversation.changed', id, accountId });
}
