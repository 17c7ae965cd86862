import { ApiError, notFound } from '../errors';
import { idOf } from '../ids';
import type { Account, Contact, Invitation } from '../state';
import type { World } from '../world';
import { findContact } from './people';
import { relationBody } from './webhook-bodies';

/** How long LinkedIn refuses whoever was taken back: "about three weeks". */
const withdrawnMs = 21 * 86_400_000;

/** Invites somebody by their provider id, or throws the refusal of the provider as a 422. */
export function sendInvitation(
  world: World,
  account: Account,
  { providerId, message }: { providerId: string; message: string | null },
): Invitation {
  if (findContact(world, 'LINKEDIN', providerId) === null)
    throw new ApiError(422, 'invalid_recipient');
  if (account.relations.some((relation) => relation.providerId === providerId)) {
    throw new ApiError(422, 'action_already_performed');
  }
  const isOfThem = (item: Invitation) =>
    item.direction === 'sent' && item.providerId === providerId;
  if (account.invitations.some(isOfThem)) throw new ApiError(422, 'already_invited_recently');
  if (isWithdrawn(world, account, providerId)) throw new ApiError(422, 'cannot_resend_yet');
  const id = world.newId('invitation');
  const invitation: Invitation = {
    id,
    direction: 'sent',
    providerId,
    message,
    atMs: world.clock.now(),
    sharedSecret: idOf('secret', id),
  };
  account.invitations.push(invitation);
  world.changed();
  return invitation;
}

/** True while the provider refuses another invitation to somebody whose last one was taken back. */
export function isWithdrawn(world: World, account: Account, providerId: string): boolean {
  const freshFromMs = world.clock.now() - withdrawnMs;
  return (account.withdrawn ?? []).some(
    (item) => item.providerId === providerId && item.atMs > freshFromMs,
  );
}

/** A pending invitation; 404 when it waits no more. */
export function requireInvitation(
  account: Account,
  isWanted: (invitation: Invitation) => boolean,
): Invitation {
  const invitation = account.invitations.find(isWanted);
  if (invitation === undefined) throw notFound('Invitation');
  return invitation;
}

/** Turns a pending invitation into a relation and announces it, in either direction. */
export function acceptInvitation(world: World, account: Account, invitation: Invitation): void {
  account.invitations = account.invitations.filter((item) => item !== invitation);
  const contact = findContact(world, 'LINKEDIN', invitation.providerId);
  if (contact !== null) addRelation(world, account, contact);
  world.changed();
}

/** Refuses one that came, or takes back one that was sent; nobody is told. */
export function cancelInvitation(world: World, account: Account, invitation: Invitation): void {
  account.invitations = account.invitations.filter((item) => item !== invitation);
  if (invitation.direction === 'sent') {
    const { providerId } = invitation;
    account.withdrawn = [...(account.withdrawn ?? []), { providerId, atMs: world.clock.now() }];
  }
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
