import { messages } from '@/db/schema';
import type { StoredAttachment } from '@/db/schema/inbox';
import { NO_MEDIA_FACTS, seenInOrder } from './message-rules';
import type { EmailFacts, SeenBy, ThreadAttachment, ThreadMessage } from './types';

/** What a thread shows of a message; each further column is paid for fifty times a page. */
export const SHOWN = {
  id: messages.id,
  providerMessageId: messages.providerMessageId,
  senderProviderId: messages.senderProviderId,
  isOurs: messages.isOurs,
  text: messages.text,
  subject: messages.subject,
  sentAt: messages.sentAt,
  isSeen: messages.isSeen,
  seenBy: messages.seenBy,
  isDelivered: messages.isDelivered,
  isDeleted: messages.isDeleted,
  isEdited: messages.isEdited,
  eventType: messages.eventType,
  messageType: messages.messageType,
  reactions: messages.reactions,
  quoted: messages.quoted,
  attachments: messages.attachments,
  isUnread: messages.isUnread,
};

export interface MessageRow {
  message: Pick<typeof messages.$inferSelect, keyof typeof SHOWN>;
  clientId: string | null;
  authorMemberId: string | null;
  authorName: string | null;
}

interface People {
  readerMemberId: string;
  nameOf: (providerUserId: string) => string;
  /** The account's own ids at the provider. */
  selfIds: ReadonlySet<string>;
  emails: ReadonlyMap<string, EmailFacts>;
}

/** A stored message as a thread shows it, with names instead of the provider's ids. */
export function toThreadMessage(row: MessageRow, people: People): ThreadMessage {
  const { message } = row;
  const seenTimes = Object.values(message.seenBy).flatMap((seen) =>
    seen === true ? [] : (isoOrNull(seen) ?? []),
  );
  const isDeleted = message.isDeleted;
  return {
    id: message.id,
    clientId: row.clientId,
    providerMessageId: message.providerMessageId,
    senderProviderId: message.senderProviderId,
    senderName: people.nameOf(message.senderProviderId),
    authorName: row.authorMemberId === people.readerMemberId ? null : row.authorName,
    isOurs: message.isOurs,
    // What a person took back is not handed to a browser.
    text: isDeleted ? null : message.text,
    subject: isDeleted ? null : message.subject,
    sentAt: message.sentAt.toISOString(),
    isSeen: message.isSeen,
    seenAt: seenTimes.sort()[0] ?? null,
    seenBy: message.isOurs ? toSeenBy(message.seenBy, people) : [],
    isDelivered: message.isDelivered,
    isDeleted,
    isEdited: message.isEdited,
    isUnread: message.isUnread,
    eventType: message.eventType,
    reactions: message.reactions.map((reaction) => ({
      value: reaction.value,
      senderProviderId: reaction.senderProviderId,
      isOurs: reaction.isOurs,
      senderName: reaction.isOurs ? 'You' : people.nameOf(reaction.senderProviderId),
    })),
    messageType: message.messageType,
    quoted: message.quoted && {
      providerMessageId: message.quoted.providerMessageId,
      senderName: people.selfIds.has(message.quoted.senderProviderId)
        ? 'You'
        : people.nameOf(message.quoted.senderProviderId),
      text: message.quoted.text,
      attachment: message.quoted.attachment ?? null,
    },
    attachments: isDeleted ? [] : toAttachments(message.attachments),
    email: people.emails.get(message.id) ?? null,
  };
}

function toSeenBy(
  stored: Readonly<Record<string, string | true>>,
  { nameOf, selfIds }: People,
): SeenBy[] {
  const seen = Object.entries(stored)
    .filter(([userId]) => !selfIds.has(userId))
    .map(([userId, at]) => ({
      providerUserId: userId,
      name: nameOf(userId),
      at: at === true ? null : isoOrNull(at),
    }));
  return seenInOrder(seen);
}

/** A time comes as the provider wrote it. */
function isoOrNull(text: string): string | null {
  const date = new Date(/^\d{13}$/.test(text) ? Number(text) : text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Each with an id of its own, also those that the provider gave none because they are gone. */
function toAttachments(stored: readonly StoredAttachment[]): ThreadAttachment[] {
  const byId = stored.map((one, index) => {
    const id = one.id || `gone-${index}`;
    return [id, { ...toAttachment(one), id }] as const;
  });
  return [...new Map(byId).values()];
}

/** Rows of earlier versions lack what was not asked for then. */
function toAttachment(stored: StoredAttachment): ThreadAttachment {
  return {
    ...NO_MEDIA_FACTS,
    ...stored,
  };
}
