import { isWithdrawn } from '../domain/invitations';
import { findContact } from '../domain/people';
import { profileUrl } from '../domain/webhook-bodies';
import { digitsOf } from '../ids';
import type { Account, Contact, Invitation, Relation } from '../state';
import { namesOf, pictureUrl } from '../wire/user';
import type { World } from '../world';
import { v2Provider } from './account';
import { requestId } from './ids';

/** Sections of a LinkedIn profile that a caller must ask for. */
export const profileSections = [
  'experience',
  'education',
  'languages',
  'skills',
  'certifications',
  'volunteer_experience',
  'projects',
  'recommendations',
] as const;
export type ProfileSection = (typeof profileSections)[number];

/** The User object of v2. */
export function userWire(world: World, contact: Contact) {
  return {
    id: contact.providerId,
    object: 'User' as const,
    type: 'individual' as const,
    ...(contact.publicIdentifier === null ? {} : { public_identifier: contact.publicIdentifier }),
    display_name: contact.name,
    ...(profileUrl(contact) === null ? {} : { profile_url: profileUrl(contact) }),
    public_picture_url: pictureUrl(world, contact),
    ...(contact.headline === '' ? {} : { description: contact.headline }),
  };
}

/** The UserProfile object of v2; `specifics` differ by provider. */
export function userProfileWire(
  world: World,
  account: Account,
  contact: Contact,
  sections: readonly ProfileSection[],
) {
  return {
    ...userWire(world, contact),
    object: 'UserProfile' as const,
    ...namesOf(contact),
    location: contact.location,
    ...(contact.emails === undefined ? {} : { emails: contact.emails }),
    ...(contact.phones === undefined ? {} : { phone_numbers: contact.phones }),
    is_blocked: false,
    provider: v2Provider(account.type) ?? 'mock',
    specifics: account.type === 'LINKEDIN' ? linkedin(world, account, contact, sections) : {},
  };
}

function linkedin(
  world: World,
  account: Account,
  contact: Contact,
  sections: readonly ProfileSection[],
) {
  const pending = account.invitations.find((item) => item.providerId === contact.providerId);
  const throttled = sections.filter((name) => world.behaviour.throttledSections.includes(name));
  const shown = sections.filter((name) => !throttled.includes(name));
  return {
    member_id: digitsOf(9, 'member', contact.providerId),
    can_send_inmail: true,
    network_distance: distanceOf(account, contact),
    ...(pending === undefined ? {} : { relation_request: relationRequestWire(world, pending) }),
    ...statusOfRequest(world, account, contact, pending),
    is_open_profile: false,
    is_premium: Number(digitsOf(2, 'premium', contact.providerId)) < 30,
    ...Object.fromEntries(shown.map((name) => [name, sectionWire(contact, name)])),
    ...(throttled.length === 0 ? {} : { throttled_sections: throttled }),
  };
}

function distanceOf(account: Account, contact: Contact) {
  if (contact.providerId === account.identity.providerId) return 'SELF';
  const isRelation = account.relations.some((item) => item.providerId === contact.providerId);
  return isRelation ? 'FIRST_DEGREE' : 'SECOND_DEGREE';
}

function statusOfRequest(
  world: World,
  account: Account,
  contact: Contact,
  pending: Invitation | undefined,
) {
  if (pending !== undefined) return { relation_request_status: 'PENDING' as const };
  if (!isWithdrawn(world, account, contact.providerId)) return {};
  return { relation_request_status: 'WITHDRAWN' as const };
}

function sectionWire(contact: Contact, name: ProfileSection): unknown {
  const [title = '', company = 'Independent'] = contact.headline.split(' at ');
  if (name === 'recommendations') return { given: [], received: [] };
  if (name === 'experience') return [{ job_title: title, company: { name: company } }];
  if (name === 'education') return [{ school: { name: 'Erasmus University' } }];
  if (name === 'languages') return [{ language: contact.language }];
  if (name === 'skills') return [{ name: 'Logistics', endorsement_count: 14 }];
  return [];
}

/** A relation of v2. */
export function relationWireV2(world: World, contact: Contact, relation: Relation) {
  return {
    id: contact.providerId,
    object: 'UserRelation' as const,
    user: userWire(world, contact),
    created_at: new Date(relation.connectedAtMs).toISOString(),
  };
}

/** A pending invitation, sent or received. */
export function relationRequestWire(world: World, invitation: Invitation) {
  const contact = findContact(world, 'LINKEDIN', invitation.providerId);
  return {
    object: 'RelationRequest' as const,
    id: requestId(invitation),
    type: invitation.direction,
    created_at: new Date(invitation.atMs).toISOString(),
    ...(invitation.message === null ? {} : { message: invitation.message }),
    ...(contact === null ? {} : { user: userWire(world, contact) }),
  };
}
