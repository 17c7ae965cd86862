import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import {
  conversations,
  emailBodies,
  emails,
  messages,
  type StoredOutgoingEmail,
  type StoredSendAs,
  sends,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { publish } from '@/lib/live/publish';
import { getWorkspaceSettings } from '@/lib/workspace-settings/queries';
import { SETTLED } from './echo-mutations';
import { type ReadForward, toForward } from './forward-mutations';
import {
  checkRouting,
  type EmailChoices,
  type EmailRouting,
  isEmailEcho,
  toOutgoingEmail,
} from './outgoing-email-rules';
import { refreshConversation } from './projection-mutations';
import { isUnlinked } from './queries';
import type { StartConversationInput } from './schema';

/** An e-mail cannot be called back, so it is held a little longer than a chat message (ux.md 4). */
const EMAIL_HOLD_SECONDS = 10;

/** For how long an e-mail of a member can be taken back; who wants no hold gets none. */
export function emailHoldSeconds(chatHoldSeconds: number): number {
  return chatHoldSeconds === 0 ? 0 : Math.max(EMAIL_HOLD_SECONDS, chatHoldSeconds);
}

/**
 * The e-mail that a reply in a thread becomes. Throws `invalid_input` with what stands against it, `conflict` when the
 * e-mail that it answers is gone.
 */
export async function prepareEmail(
  tx: Ctx,
  conversation: { id: string },
  { signature }: { signature: string | null },
  input: {
    text: string;
    email?: EmailRouting;
    quotedMessageId?: string;
    /** What is forwarded, where it forwards. */
    original: ReadForward | null;
  },
): Promise<StoredOutgoingEmail> {
  if (!input.email) throw new AppError('invalid_input', 'Choose who gets the e-mail.');
  const { routing, problem } = checkRouting(input.email);
  if (!routing) throw new AppError('invalid_input', problem);
  await requireTrackable(tx, routing);
  const { original } = input;
  if (original) {
    const place = { original, conversationId: conversation.id, signature };
    return toForward(routing, input.text, place);
  }
  if (!input.quotedMessageId) return toOutgoingEmail(routing, input.text, null, signature);
  const [answered] = await tx.db
    .select({
      sentAt: messages.sentAt,
      text: messages.text,
      plain: emailBodies.plain,
      people: emails.people,
      isDeleted: messages.isDeleted,
    })
    .from(messages)
    .innerJoin(emails, eq(emails.messageId, messages.id))
    .leftJoin(emailBodies, eq(emailBodies.messageId, messages.id))
    .where(
      and(eq(messages.id, input.quotedMessageId), eq(messages.conversationId, conversation.id)),
    );
  if (!answered || answered.isDeleted) {
    throw new AppError('conflict', 'The e-mail that you answer is gone.');
  }
  const { sentAt, people, plain, text } = answered;
  const quoted = { sentAt, from: people.from, text: plain || text };
  return toOutgoingEmail(routing, input.text, quoted, signature);
}

/** Throws `conflict` where an e-mail is to be tracked and the workspace does not allow it. */
async function requireTrackable(tx: Ctx, { isTracked }: EmailChoices): Promise<void> {
  if (!isTracked || (await getWorkspaceSettings(tx)).isTrackingAllowed) return;
  throw new AppError('conflict', 'Your workspace does not allow tracking. Nothing was sent.');
}

/** What is to leave tracked leaves untracked where the workspace has forbidden that meanwhile, and says so. */
export async function trackedIfAllowed(
  ctx: Ctx,
  { id, email }: { id: string; email: StoredOutgoingEmail | null },
): Promise<StoredOutgoingEmail | null> {
  if (!email?.isTracked || (await getWorkspaceSettings(ctx)).isTrackingAllowed) return email;
  const { isTracked: _, ...untracked } = email;
  await ctx.db.update(sends).set({ email: untracked }).where(eq(sends.id, id));
  return untracked;
}

/** The e-mail as the account's settings let it go out now. */
export function asSender(
  { sendAs }: { sendAs: StoredSendAs | null },
  email: StoredOutgoingEmail,
): StoredOutgoingEmail {
  return sendAs ? { ...email, from: sendAs } : email;
}

/** The e-mail that begins a thread. Throws `invalid_input` with what stands against it. */
export async function prepareNewEmail(
  tx: Ctx,
  { signature }: { signature: string | null },
  { email }: Pick<StartConversationInput, 'email'>,
  text: string,
): Promise<StoredOutgoingEmail> {
  if (!email) throw new AppError('invalid_input', 'Choose who gets the e-mail.');
  const { routing, problem } = checkRouting(email);
  if (!routing) throw new AppError('invalid_input', problem);
  await requireTrackable(tx, routing);
  return toOutgoingEmail(routing, text, null, signature);
}

/**
 * Ties e-mails that the provider shows among the sent ones to what people asked us to send: by the API's id, or, where
 * the answer named none, by subject, words and time. A copy may stand in another thread than the one it was written in;
 * what was sent goes there. In the transaction that stored the copies.
 */
export async function linkEmailSends(
  tx: Ctx,
  account: { id: string },
  conversationId: string,
  gatewayEmailIds: readonly string[],
): Promise<void> {
  if (gatewayEmailIds.length === 0) return;
  const isPosted = and(
    eq(sends.accountId, account.id),
    isNotNull(sends.email),
    isNotNull(sends.postedAt),
  );
  const copies = await tx.db
    .select({
      gatewayMessageId: messages.gatewayMessageId,
      text: messages.text,
      subject: messages.subject,
      sentAt: messages.sentAt,
      createdAt: messages.createdAt,
      people: emails.people,
    })
    .from(messages)
    .innerJoin(emails, eq(emails.messageId, messages.id))
    .where(
      and(
        eq(messages.accountId, account.id),
        eq(messages.isOurs, true),
        inArray(messages.gatewayMessageId, [...gatewayEmailIds]),
      ),
    );
  if (copies.length === 0) return;
  const named = await tx.db
    .select({ id: sends.id, gatewayMessageId: sends.gatewayMessageId, place: sends.conversationId })
    .from(sends)
    .where(
      and(
        isPosted,
        inArray(
          sends.gatewayMessageId,
          copies.map((copy) => copy.gatewayMessageId),
        ),
      ),
    );
  const taken = new Set(named.map((send) => send.gatewayMessageId));
  const unnamed = await tx.db
    .select()
    .from(sends)
    .where(and(isPosted, isUnlinked(), ne(sends.state, 'failed')))
    .orderBy(sends.postedAt, sends.id);
  const links = named.map((send) => ({ ...send, gatewayMessageId: send.gatewayMessageId ?? '' }));
  for (const { id, text, email, postedAt, gatewayMessageId, conversationId: place } of unnamed) {
    // One whose id is known waits for that id.
    if (!email || !postedAt || gatewayMessageId) continue;
    const copy = copies.find(
      (one) =>
        !taken.has(one.gatewayMessageId) &&
        isEmailEcho(
          { text, subject: email.subject, to: email.to, postedAt },
          { ...one, ...one.people },
        ),
    );
    if (!copy) continue;
    taken.add(copy.gatewayMessageId);
    links.push({ id, gatewayMessageId: copy.gatewayMessageId, place });
  }
  for (const { id, gatewayMessageId, place } of links) {
    await tx.db
      .update(sends)
      .set({ ...SETTLED, gatewayMessageId, conversationId })
      .where(eq(sends.id, id));
    if (place === conversationId) continue;
    if (place) await showLeft(tx, account, place);
    else await publish(tx, { kind: 'start.changed', id, accountId: account.id });
  }
  if (links.length > 0) await refreshConversation(tx, conversationId);
}

/** The thread that a sent e-mail was written in and does not stand in. */
async function showLeft(tx: Ctx, account: { id: string }, conversationId: string): Promise<void> {
  await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .for('no key update');
  await refreshConversation(tx, conversationId);
  await publish(tx, { kind: 'conversation.changed', id: conversationId, accountId: account.id });
}
