import { profileUrl } from '../domain/webhook-bodies';
import { digitsOf } from '../ids';
import type { Contact, Invitation, Relation } from '../state';
import type { World } from '../world';
import { namesOf, pictureUrl } from './user';

/** A relation; `created_at` is a number here, epoch milliseconds. */
export function relationWire(world: World, contact: Contact, relation: Relation) {
  return {
    object: 'UserRelation' as const,
    ...namesOf(contact),
    headline: contact.headline,
    public_identifier: contact.publicIdentifier ?? '',
    public_profile_url: profileUrl(contact) ?? '',
    created_at: relation.connectedAtMs,
    member_id: contact.providerId,
    member_urn: `urn:li:member:${digitsOf(9, 'member', contact.providerId)}`,
    connection_urn: `urn:li:fsd_connection:${contact.providerId}`,
    profile_picture_url: pictureUrl(world, contact),
  };
}

/** A pending invitation, sent or received; only received ones carry the shared secret. */
export function invitationWire(world: World, contact: Contact | null, invitation: Invitation) {
  const isSent = invitation.direction === 'sent';
  const name = contact?.name ?? 'LinkedIn member';
  const publicId = contact?.publicIdentifier ?? '';
  return {
    object: isSent ? 'InvitationSent' : 'InvitationReceived',
    id: invitation.id,
    invited_user: isSent ? name : null,
    invited_user_id: isSent ? invitation.providerId : null,
    invited_user_public_id: isSent ? publicId : null,
    invited_user_description: isSent ? (contact?.headline ?? null) : null,
    date: ageInWords(world.clock.now() - invitation.atMs),
    parsed_datetime: new Date(invitation.atMs).toISOString(),
    invitation_text: invitation.message,
    ...(isSent
      ? {}
      : {
          inviter: {
            inviter_name: name,
            inviter_id: invitation.providerId,
            inviter_public_identifier: publicId,
            inviter_description: contact?.headline ?? null,
          },
          specifics: { provider: 'LINKEDIN', shared_secret: invitation.sharedSecret },
        }),
  };
}

/** Age as LinkedIn prints it: "2 weeks ago". */
function ageInWords(ageMs: number): string {
  const days = Math.floor(ageMs / 86_400_000);
  if (days < 1) return 'Today';
  if (days < 7) return days === 1 ? '1 day ago' : `${days} days ago`;
  const weeks = Math.floor(days / 7);
  if (weeks < 5) return weeks === 1 ? '1 week ago' : `${weeks} weeks ago`;
  const months = Math.floor(days / 30);
  return months <= 1 ? '1 month ago' : `${months} months ago`;
}
