import { contactOf } from '../domain/people';
import { profileUrl } from '../domain/webhook-bodies';
import { digitsOf } from '../ids';
import type { Account, Attendee, Chat } from '../state';
import { lastActivityMs, unreadCount, type World } from '../world';

/** The Chat object of the API, without `lastMessage`. */
export function chatWire(world: World, account: Account, chat: Chat) {
  const [first] = chat.attendeeIds;
  const other = first === undefined ? undefined : world.state.attendees.get(first);
  const contact = other === undefined ? null : contactOf(world, account, other);
  return {
    object: 'Chat' as const,
    id: chat.id,
    account_id: chat.accountId,
    account_type: account.type,
    provider_id: chat.providerId,
    ...(chat.type === 0 && other !== undefined ? { attendee_provider_id: other.providerId } : {}),
    ...(chat.type === 0 && contact?.publicIdentifier
      ? { attendee_public_identifier: contact.publicIdentifier }
      : {}),
    name: chat.name,
    type: chat.type,
    timestamp: new Date(lastActivityMs(world, chat)).toISOString(),
    unread_count: unreadCount(world, chat),
    archived: chat.isArchived ? 1 : 0,
    muted_until: chat.mutedUntil,
    read_only: chat.readOnly,
    ...(chat.disabledFeatures === undefined ? {} : { disabledFeatures: chat.disabledFeatures }),
    ...(chat.subject === undefined ? {} : { subject: chat.subject }),
    ...(chat.contentType === undefined ? {} : { content_type: chat.contentType }),
    ...(chat.folder === undefined ? {} : { folder: chat.folder }),
  };
}

/** The ChatAttendee object of the API; `name` is empty when the provider tells none. */
export function attendeeWire(world: World, account: Account, attendee: Attendee) {
  const contact = contactOf(world, account, attendee);
  const url = contact === null ? null : profileUrl(contact);
  const hasPicture =
    attendee.name !== '' && Number(digitsOf(2, 'picture', attendee.providerId)) < 80;
  return {
    object: 'ChatAttendee' as const,
    id: attendee.id,
    account_id: attendee.accountId,
    provider_id: attendee.providerId,
    name: attendee.name,
    is_self: attendee.isSelf ? 1 : 0,
    hidden: attendee.isHidden === true ? 1 : 0,
    ...(hasPicture
      ? {
          picture_url: `${world.publicUrl}/media/avatars/${encodeURIComponent(attendee.providerId)}.png`,
        }
      : {}),
    ...(url === null ? {} : { profile_url: url }),
    ...specifics(account, attendee, contact),
  };
}

function specifics(account: Account, attendee: Attendee, contact: ReturnType<typeof contactOf>) {
  if (contact === null) return {};
  if (account.type === 'LINKEDIN') {
    const isRelation = account.relations.some((item) => item.providerId === contact.providerId);
    return {
      specifics: {
        provider: 'LINKEDIN',
        member_urn: `urn:li:member:${digitsOf(9, 'member', contact.providerId)}`,
        headline: contact.headline,
        occupation: contact.headline,
        location: contact.location,
        // The SDK's schema has no SELF here, the OpenAPI has: leave it out for the owner.
        ...(attendee.isSelf ? {} : { network_distance: isRelation ? 'DISTANCE_1' : 'DISTANCE_2' }),
        pending_invitation: account.invitations.some(
          (item) => item.direction === 'sent' && item.providerId === contact.providerId,
        ),
      },
    };
  }
  if (account.type === 'INSTAGRAM' && contact.publicIdentifier !== null) {
    return {
      specifics: {
        provider: 'INSTAGRAM',
        public_identifier: contact.publicIdentifier,
        relationship_status: { following: true, followed_by: !attendee.isSelf },
      },
    };
  }
  return {};
}
