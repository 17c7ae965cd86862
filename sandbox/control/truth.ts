import { roleOf } from '../domain/folders';
import { statusOf, unreadCount, type World } from '../world';

/** Everything the sandbox knows, for comparing with what a product has stored. */
export function truthOf(world: World) {
  const { state } = world;
  const accounts = [...state.accounts.values()].map((account) => ({
    id: account.id,
    type: account.type,
    name: account.name,
    owner: account.owner,
    login: account.login,
    providerId: account.identity.providerId,
    status: statusOf(account),
    isRestricted: account.isRestricted,
    missed: account.missed.map(({ message }) => message.id),
    invitations: account.invitations.map(({ id, direction, providerId, message }) => ({
      id,
      direction,
      providerId,
      message,
    })),
    relations: account.relations.map(({ providerId }) => providerId),
  }));
  const chats = [...state.chats.values()].map((chat) => ({
    id: chat.id,
    accountId: chat.accountId,
    providerId: chat.providerId,
    type: chat.type,
    name: chat.name,
    subject: chat.subject ?? null,
    attendeeIds: chat.attendeeIds.map((id) => state.attendees.get(id)?.providerId ?? id),
    unreadCount: unreadCount(world, chat),
    messageIds: world.messagesOf(chat.id).map((message) => message.id),
  }));
  const messages = world.allMessages().map((message) => ({
    id: message.id,
    chatId: message.chatId,
    accountId: message.accountId,
    text: message.text,
    at: new Date(message.atMs).toISOString(),
    isSender: message.isSender,
    isSeen: message.isSeen,
    isDeleted: message.isDeleted === true,
    isEdited: message.isEdited === true,
    quotedId: message.quotedId ?? null,
    messageType: message.messageType ?? null,
    attachments: message.attachments.map(({ id, type, fileName, mime, sizeBytes }) => ({
      id,
      type,
      name: fileName,
      mime,
      sizeBytes,
    })),
    reactions: message.reactions.map(({ value, isSender }) => ({ value, isSender })),
  }));
  const emails = [...state.emails.values()].map((email) => ({
    id: email.id,
    accountId: email.accountId,
    providerId: email.providerId,
    messageId: email.messageId,
    threadId: email.threadId ?? null,
    role: roleOf(world, email),
    from: email.from.address,
    to: email.to.map(({ address }) => address),
    cc: email.cc.map(({ address }) => address),
    bcc: email.bcc.map(({ address }) => address),
    subject: email.subject,
    plain: email.plain,
    html: email.html ?? null,
    headers: email.headers,
    at: new Date(email.atMs).toISOString(),
    isRead: email.readAtMs !== null,
    inReplyTo: email.inReplyTo?.messageId ?? null,
    origin: email.origin,
    trackingId: email.tracking?.id ?? null,
    files: email.files.map(({ id, fileName, mime, sizeBytes }) => ({
      id,
      name: fileName,
      mime,
      sizeBytes,
    })),
  }));
  const webhooks = [...state.webhooks.values()].map((webhook) => ({
    id: webhook.id,
    source: webhook.source,
    requestUrl: webhook.requestUrl,
    events: webhook.events,
    accountIds: webhook.accountIds,
    isEnabled: webhook.isEnabled,
  }));
  return { accounts, chats, messages, emails, webhooks };
}
