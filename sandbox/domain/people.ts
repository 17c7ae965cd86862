import { ApiError } from '../errors';
import { idOf } from '../ids';
import type { Account, AccountType, Attendee, Contact } from '../state';
import { statusOf, type World } from '../world';

/** Refuses an action that needs the provider while the account cannot reach it. */
export function requireUsable(account: Account): void {
  if (account.isRestricted) throw new ApiError(403, 'account_restricted');
  const status = statusOf(account);
  if (status === 'OK') return;
  // Starting is a wait, not a lost session: a caller must not ask the owner to sign in for it.
  if (status === 'CONNECTING') throw new ApiError(503, 'no_client_session');
  throw new ApiError(401, 'disconnected_account', 'The account is disconnected from its provider');
}

export function contactKey(provider: AccountType, providerId: string): string {
  return `${provider}:${providerId}`;
}

/** The owner's own attendee in an account. */
export function selfOf(world: World, account: Account): Attendee {
  const self = world.state.attendees.get(attendeeId(account, account.identity.providerId));
  if (self === undefined) throw new Error(`Account ${account.id} has no attendee of its own`);
  return self;
}

/** Makes the owner known as a contact of the provider and as an attendee of the account. */
export function addSelf(world: World, account: Account): Attendee {
  const contact: Contact = {
    provider: account.type,
    providerId: account.identity.providerId,
    publicIdentifier: account.identity.publicIdentifier ?? null,
    name: account.owner,
    headline: 'Account Executive at Harbourline',
    location: 'Rotterdam',
    language: 'en',
  };
  return addAttendee(world, account, contact, true);
}

/** The attendee of a contact in an account, made on first use. */
export function addAttendee(
  world: World,
  account: Account,
  contact: Contact,
  isSelf = false,
): Attendee {
  const id = attendeeId(account, contact.providerId);
  const known = world.state.attendees.get(id);
  if (known !== undefined) return known;
  world.state.contacts.set(contactKey(contact.provider, contact.providerId), contact);
  const attendee: Attendee = {
    id,
    accountId: account.id,
    providerId: contact.providerId,
    name: contact.name,
    isSelf,
  };
  world.state.attendees.set(id, attendee);
  return attendee;
}

/** A contact by provider id, public identifier, phone number or user name. */
export function findContact(world: World, type: AccountType, identifier: string): Contact | null {
  const exact = world.state.contacts.get(contactKey(type, identifier));
  if (exact !== undefined) return exact;
  const wanted = identifier.toLowerCase();
  for (const contact of world.state.contacts.values()) {
    if (contact.provider !== type) continue;
    if (contact.publicIdentifier?.toLowerCase() === wanted) return contact;
    if (
      type === 'WHATSAPP' &&
      contact.providerId === `${wanted.replace(/\D/g, '')}@s.whatsapp.net`
    ) {
      return contact;
    }
  }
  return null;
}

export function contactOf(world: World, account: Account, attendee: Attendee): Contact | null {
  return world.state.contacts.get(contactKey(account.type, attendee.providerId)) ?? null;
}

function attendeeId(account: Account, providerId: string): string {
  return idOf('attendee', account.id, providerId);
}
