import { ApiError, notFound } from '../errors';
import { idOf } from '../ids';
import type { Account, Contact, Invitation } from '../state';
import type { World } from '../world';
import { addOwnMessage, openChat } from './messaging';
import { addAttendee, findContact } from './people';
import { relationBody } from './webhook-bodies';

/** How long LinkedIn refuses whoever was taken back: "about three weeks". */
const withdrawnMs = 21 * 86_400_000;
const weekMs = 7 * 86_400_000;
/** Per cent of its limit at which LinkedIn tells how much is used. */
const landings = [50, 75, 90, 95];

/**
 * Invites somebody by their provider id, or throws the refusal of the provider as a 422. `usage`: the landing that was
 * crossed by this one, in per cent.
 */
export function sendInvitation(
  world: World,
  account: Account,
  { providerId, message, email }: { providerId: string; message: string | null; email?: string },
): { invitation: Invitation; usage: number | null } {
  const contact = findContact(world, 'LINKEDIN', providerId);
  if (contact === null) throw new ApiError(422, 'invalid_recipient');
  if (account.relations.some((relation) => relation.providerId === providerId)) {
    throw new ApiError(422, 'action_already_performed');
  }
  const isOfThem = (item: Invitation) =>
    item.direction === 'sent' && item.providerId === providerId;
  if (account.invitations.some(isOfThem)) throw new ApiError(422, 'already_invited_recently');
  if (isWithdrawn(world, account, providerId)) throw new ApiError(422, 'cannot_resend_yet');
  if (contact.needsEmail === true && email === undefined)
    throw new ApiError(422, 'cannot_invite_attendee');
  const fromMs = world.clock.now() - weekMs;
  const invitedAtMs = (account.invitedAtMs ?? []).filter((atMs) => atMs > fromMs);
  const most = account.weeklyInvitations ?? (account.isPremium ? 200 : 150);
  if (invitedAtMs.length >= most) throw new ApiError(422, 'limit_exceeded');
  account.invitedAtMs = [...invitedAtMs, world.clock.now()];
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
  return { invitation, usage: crossed(invitedAtMs.length, invitedAtMs.length + 1, most) };
}

function crossed(before: number, after: number, most: number): number | null {
  const of = (count: number) => (count / most) * 100;
  return landings.findLast((landing) => of(before) < landing && of(after) >= landing) ?? null;
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

/**
 * Turns a pending invitation into a relation and announces it, in either direction. The note of one that was sent is
 * then the first message of a new chat.
 */
export function acceptInvitation(
  world: World,
  account: Account,
  invitation: Invitation,
  isEventLate = false,
): void {
  account.invitations = account.invitations.filter((item) => item !== invitation);
  const contact = findContact(world, 'LINKEDIN', invitation.providerId);
  if (contact !== null) {
    addRelation(world, account, contact, isEventLate);
    if (invitation.direction === 'sent' && invitation.message !== null) {
      const chat = openChat(world, account, [addAttendee(world, account, contact)]);
      const note = { text: invitation.message, atMs: world.clock.now(), messageType: 'INVITATION' };
      addOwnMessage(world, account, chat, note);
    }
  }
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

/** A new relation of the account, with its `new_relation` event unless that is still to come. */
export function addRelation(
  world: World,
  account: Account,
  contact: Contact,
  isEventLate = false,
): void {
  const isKnown = account.relations.some((relation) => relation.providerId === contact.providerId);
  if (isKnown) return;
  account.relations.push({ providerId: contact.providerId, connectedAtMs: world.clock.now() });
  if (!isEventLate) {
    world.outbox.publish({
      source: 'users',
      event: 'new_relation',
      accountId: account.id,
      body: relationBody(world, account, contact),
    });
  }
  world.changed();
}
