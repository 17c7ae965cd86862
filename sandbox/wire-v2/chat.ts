import { contactOf } from '../domain/people';
import type { Account, Attendee, Chat } from '../state';
import { lastActivityMs, unreadCount, type World } from '../world';
import { v2Provider } from './account';
import { userWire } from './user';

const types = ['1to1', 'group', 'channel'] as const;

/** The Chat object of v2, by the provider's own id. */
export function chatWireV2(world: World, account: Account, chat: Chat) {
  const people = chat.attendeeIds.flatMap((id) => world.state.attendees.get(id) ?? []);
  const [other] = people;
  const contact = other === undefined ? null : contactOf(world, account, other);
  const last = world.messagesOf(chat.id).at(-1);
  const type = types[chat.type];
  return {
    object: 'Chat' as const,
    id: chat.providerId,
    name: chat.name ?? other?.name ?? '',
    created_at: new Date(chat.createdAtMs).toISOString(),
    last_message_timestamp: new Date(lastActivityMs(world, chat)).toISOString(),
    muted_until: mutedUntil(chat),
    ...(type === '1to1' && other !== undefined ? { user_id: other.providerId } : {}),
    is_group: type === 'group',
    is_1to1: type === '1to1',
    is_channel: type === 'channel',
    type,
    is_pinned: false,
    is_readonly: chat.readOnly !== 0,
    is_archived: chat.isArchived,
    folders: chat.folder ?? ['INBOX'],
    participants_count: people.length + 1,
    unread_count: unreadCount(world, chat),
    ...(chat.readOnly === 0 ? {} : { restrictions: ['send_message'] }),
    ...(last === undefined
      ? {}
      : { last_message: { text: last.text ?? '', is_sender: last.isSender } }),
    ...(type === '1to1' && contact !== null ? { user: userWire(world, contact) } : {}),
    provider: v2Provider(account.type) ?? 'mock',
    ...(chat.subject === undefined ? {} : { specifics: { subject: chat.subject } }),
  };
}

function mutedUntil(chat: Chat): boolean | string {
  if (chat.mutedUntil === null) return false;
  return chat.mutedUntil === -1 ? true : chat.mutedUntil;
}

/** A member of a group. */
export function participantWire(world: World, account: Account, attendee: Attendee) {
  const contact = contactOf(world, account, attendee);
  const { providerId, name } = attendee;
  const unknown = { id: providerId, object: 'User', type: 'individual', display_name: name };
  return {
    object: 'GroupParticipant' as const,
    user: contact === null ? unknown : userWire(world, contact),
    is_self: attendee.isSelf,
    is_admin: attendee.isSelf,
  };
}
