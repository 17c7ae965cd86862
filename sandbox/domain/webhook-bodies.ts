import type { Account, AccountType, Attendee, Chat, Contact, Message } from '../state';
import type { World } from '../world';
import { contactOf } from './people';

/** Names of the types in webhooks and links; all others are the same everywhere. */
export function shortType(type: AccountType): string {
  return type === 'GOOGLE_OAUTH' ? 'GOOGLE' : type;
}

/**
 * The body of a `messaging` event. The text is named `message` here and `text` in the REST object;
 * flags are booleans except `is_event`; attachments carry the internal scheme only.
 */
export function messageBody(
  world: World,
  account: Account,
  chat: Chat,
  message: Message,
  event: string,
): Record<string, unknown> {
  const others = chat.attendeeIds.flatMap((id) => world.state.attendees.get(id) ?? []);
  const sender = world.state.attendees.get(message.senderAttendeeId);
  const quoted = message.quotedId === undefined ? null : world.findMessage(message.quotedId);
  return {
    event,
    webhook_name: '',
    account_id: account.id,
    account_type: shortType(account.type),
    account_info: { type: account.type, feature: 'classic', user_id: account.identity.providerId },
    chat_id: chat.id,
    provider_chat_id: chat.providerId,
    timestamp: new Date(message.atMs).toISOString(),
    message_id: message.id,
    provider_message_id: message.providerId,
    message: message.text,
    message_type: message.messageType ?? 'MESSAGE',
    chat_content_type: chat.contentType ?? null,
    subject: message.subject ?? null,
    is_event: message.eventType === undefined ? 0 : 1,
    is_group: chat.type === 1,
    is_sender: message.isSender,
    folder: chat.folder ?? ['INBOX'],
    quoted:
      quoted === null
        ? null
        : { provider_id: quoted.providerId, sender_id: quoted.senderId, text: quoted.text },
    attachments: message.attachments.map((attachment) => ({
      id: attachment.id,
      type: attachment.type,
      mimetype: attachment.mime,
      file_size: attachment.sizeBytes,
      url: attachmentUrl(account, message, attachment.id),
    })),
    sender: sender === undefined ? null : attendeeBody(world, account, sender),
    attendees: others.map((attendee) => attendeeBody(world, account, attendee)),
  };
}

/** The body of `new_relation`. */
export function relationBody(
  world: World,
  account: Account,
  contact: Contact,
): Record<string, unknown> {
  return {
    event: 'new_relation',
    webhook_name: '',
    account_id: account.id,
    account_type: shortType(account.type),
    user_full_name: contact.name,
    user_provider_id: contact.providerId,
    user_public_identifier: contact.publicIdentifier ?? '',
    user_profile_url: profileUrl(contact) ?? '',
    user_picture_url: `${world.publicUrl}/media/avatars/${encodeURIComponent(contact.providerId)}.png`,
  };
}

/** An attendee inside a webhook body. */
export function attendeeBody(world: World, account: Account, attendee: Attendee) {
  const contact = contactOf(world, account, attendee);
  return {
    attendee_id: attendee.id,
    attendee_name: attendee.name,
    attendee_provider_id: attendee.providerId,
    attendee_profile_url: contact === null ? null : profileUrl(contact),
  };
}

/** Internal scheme of attachments; the bytes come from the API only. */
export function attachmentUrl(account: Account, message: Message, attachmentId: string): string {
  return `att://${account.id}/${message.id}/${attachmentId}`;
}

/** Public page of a person at the provider; null where there is none. */
export function profileUrl(contact: Contact): string | null {
  const name = contact.publicIdentifier;
  if (name === null) return null;
  if (contact.provider === 'LINKEDIN') return `https://www.linkedin.com/in/${name}/`;
  if (contact.provider === 'INSTAGRAM') return `https://www.instagram.com/${name}/`;
  if (contact.provider === 'TWITTER') return `https://x.com/${name}`;
  if (contact.provider === 'TELEGRAM') return `https://t.me/${name}`;
  return null;
}
