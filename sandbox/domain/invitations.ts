import type { Account, Contact, Invitation } from '../state';
import type { World } from '../world';
import { findContact } from './people';
import { relationBody } from './webhook-bodies';

/** Turns a pending invitation into a relation and announces it, in either direction. */
export function acceptInvitation(world: World, account: Account, invitation: Invitation): void {
  account.invitations = account.invitations.filter((item) => item !== invitation);
  const contact = findContact(world, 'LINKEDIN', invitation.providerId);
  if (contact !== null) addRelation(world, account, contact);
  world.changed();
}

/** A new relation of the account, with its `new_relation` event. */
export function addRelation(world: World, account: Account, contact: Contact): void {
  const isKnown = account.relations.some((relation) => relation.providerId === contact.providerId);
  if (isKnown) return;
  account.relations.push({ providerId: contact.providerId, connectedAtMs: world.clock.now() });
  world.outbox.publish({
    source: 'users',
    event: 'new_relation',
    accountId: account.id,
    body: relationBody(world, account, contact),
  });
  world.changed();
}
