import { and, count, desc, eq, not, sql } from 'drizzle-orm';
import { attendees, conversations, messages, sends } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { listFilesOf } from './file-queries';
import { isScheduled, isUnlinked, sendTime } from './queries';
import { fileKind, previewOf } from './rules';
import type { SendFile } from './types';

/**
 * Sets what the list shows of a conversation from its rows: newest activity, preview, unread. The
 * caller holds the row's lock, so that an older state can never overwrite a newer one.
 */
export async function refreshConversation(ctx: Ctx, conversationId: string): Promise<void> {
  const [message] = await ctx.db
    .select({
      sentAt: messages.sentAt,
      text: messages.text,
      isOurs: messages.isOurs,
      isDeleted: messages.isDeleted,
      eventType: messages.eventType,
      attachments: messages.attachments,
      senderName: attendees.name,
    })
    .from(messages)
    .leftJoin(
      attendees,
      and(
        eq(attendees.accountId, messages.accountId),
        eq(attendees.providerUserId, messages.senderProviderId),
      ),
    )
    .where(eq(messages.conversationId, conversationId))
    // The id settles ties between messages of one millisecond the same way on every run.
    .orderBy(desc(messages.sentAt), desc(messages.gatewayMessageId))
    .limit(1);
  const [send] = await ctx.db
    .select({ id: sends.id, at: sendTime(), text: sends.text })
    .from(sends)
    .where(and(eq(sends.conversationId, conversationId), isUnlinked(), not(isScheduled())))
    .orderBy(desc(sendTime()))
    .limit(1);
  const [unread] = await ctx.db
    .select({ total: count() })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.isUnread, true)));
  const files = send && send.text.trim() === '' ? await listFilesOf(ctx, send.id) : [];
  const newest = newestOf(message, send && { ...send, files });
  const lastMessageAt = newest.lastMessageAt
    ? sql`${newest.lastMessageAt.toISOString()}::timestamptz`
    : conversations.lastMessageAt;
  await ctx.db
    .update(conversations)
    .set({
      ...newest,
      // A snooze that ended puts its conversation on top, until something newer happens elsewhere.
      sortAt: sql`greatest(${lastMessageAt}, ${conversations.wokenAt})`,
      unreadCount: unread?.total ?? 0,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(eq(conversations.id, conversationId));
}

function toAttachment({ name, mimeType }: SendFile) {
  return { kind: fileKind(mimeType), fileName: name, isVoiceNote: false };
}

interface NewestMessage {
  sentAt: Date;
  text: string | null;
  isOurs: boolean;
  isDeleted: boolean;
  eventType: number | null;
  attachments: { kind: string; fileName: string | null; isVoiceNote: boolean }[];
  senderName: string | null;
}

function newestOf(
  message: NewestMessage | undefined,
  send: { at: Date; text: string; files: readonly SendFile[] } | undefined,
) {
  if (send && (!message || send.at >= message.sentAt)) {
    return {
      lastMessageAt: send.at,
      lastMessageText: previewOf({
        text: send.text,
        isDeleted: false,
        eventType: null,
        attachments: send.files.map(toAttachment),
      }),
      isLastMessageOurs: true,
    };
  }
  if (!message) return { lastMessageAt: undefined };
  return {
    lastMessageAt: message.sentAt,
    lastMessageText: previewOf(message, message.senderName ?? undefined),
    isLastMessageOurs: message.isOurs && message.eventType === null,
  };
}
