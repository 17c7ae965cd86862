import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { lockByName, shareByName } from '@/db/advisory-locks';
import { conversations, erasedIds, messages } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { addressKey } from '@/lib/core/email';
import type { GatewayChat, GatewayMessage } from '@/lib/gateway/client';
import type { GatewayEmail } from '@/lib/gateway/email-types';
import type { GatewayInvitation } from '@/lib/gateway/invitation-types';
import { type ErasedId, findErased } from './queries';

type Erased = ReadonlyMap<string, ErasedId>;

/**
 * Until the caller's transaction ends nobody is erased in this workspace, so that what it checks stays true. Whoever takes
 * something in calls it before it locks a row, and in a statement of its own: one that waits would read what was true
 * before.
 */
export async function holdErasures(tx: Ctx): Promise<void> {
  await shareByName(tx, erasureLock(tx));
}

/** Waits for whoever is taking something in, and lets nobody begin until the caller's transaction ends. */
export async function stopIntake(tx: Ctx): Promise<void> {
  await lockByName(tx, erasureLock(tx));
}

function erasureLock(tx: Ctx): string {
  return `erasure:${tx.scope.workspaceId}`;
}

/** A chat of two with somebody who was erased and has not been in touch since. */
export async function isChatKeptOut(
  ctx: Ctx,
  account: { id: string },
  { kind, attendeeProviderId, lastActivityAt }: GatewayChat,
): Promise<boolean> {
  if (kind !== 'direct' || attendeeProviderId === null) return false;
  const erased = await findErased(ctx, account.id, { people: [attendeeProviderId] });
  return isKeptOut(erased, attendeeProviderId, lastActivityAt ?? new Date(0));
}

/**
 * Leaves out of a conversation's messages what somebody who was erased wrote, or was written to in a chat of two, until
 * then; and what others' messages hold of them: a quote, a reaction, that they read it. A later message of theirs says
 * that they are in touch anew.
 */
export async function keepOutMessages<T extends { message: GatewayMessage }>(
  tx: Ctx,
  account: { id: string },
  conversation: { kind: string; attendeeProviderId: string | null },
  incoming: readonly T[],
): Promise<readonly T[]> {
  if (incoming.length === 0) return incoming;
  const peer = conversation.kind === 'direct' ? conversation.attendeeProviderId : null;
  const erased = await findErased(tx, account.id, {
    people: [
      ...new Set([
        ...(peer === null ? [] : [peer]),
        ...incoming.flatMap(({ message }) => [
          message.senderProviderId,
          ...(message.quoted ? [message.quoted.senderProviderId] : []),
          ...message.reactions.map(({ senderProviderId }) => senderProviderId),
          ...Object.keys(message.seenBy),
        ]),
      ]),
    ],
  });
  if (erased.size === 0) return incoming;
  const kept = incoming.filter(
    ({ message: { senderProviderId, sentAt } }) =>
      !isKeptOut(erased, senderProviderId, sentAt) && !(peer && isKeptOut(erased, peer, sentAt)),
  );
  const inTouch = [
    ...kept.map(({ message }) => message.senderProviderId),
    ...(peer !== null && kept.length > 0 ? [peer] : []),
  ];
  const away = await recordReturns(tx, erased, inTouch);
  const beside = new Set(kept.map(({ message }) => message.providerMessageId));
  const lostQuotes = await findLostQuotes(
    tx,
    account,
    kept.flatMap(({ message: { quoted } }) =>
      quoted && erased.has(quoted.senderProviderId) && !beside.has(quoted.providerMessageId)
        ? quoted.providerMessageId
        : [],
    ),
  );
  return kept.map((one) => ({
    ...one,
    message: withoutPeople(one.message, away, lostQuotes),
  }));
}

/** People of a conversation without those who were erased; in a chat of two there is a reason to know them again. */
export async function keepOutPeople<T extends { providerUserId: string }>(
  tx: Ctx,
  account: { id: string },
  conversationId: string,
  people: readonly T[],
): Promise<readonly T[]> {
  if (people.length === 0) return people;
  const erased = await findErased(tx, account.id, {
    people: people.map(({ providerUserId }) => providerUserId),
  });
  const isAway = ({ providerUserId }: T) => erased.get(providerUserId)?.returnedAt === null;
  if (!people.some(isAway)) return people;
  const [conversation] = await tx.db
    .select({ kind: conversations.kind })
    .from(conversations)
    .where(eq(conversations.id, conversationId));
  return conversation?.kind === 'direct' ? people : people.filter((one) => !isAway(one));
}

/** E-mails without those that somebody who was erased wrote, got or was copied on until then. */
export async function keepOutEmails(
  tx: Ctx,
  account: { id: string },
  incoming: readonly GatewayEmail[],
): Promise<readonly GatewayEmail[]> {
  if (incoming.length === 0) return incoming;
  const addresses = [...new Set(incoming.flatMap(addressesOf))];
  const erased = await findErased(tx, account.id, { people: addresses });
  if (erased.size === 0) return incoming;
  const kept = incoming.filter(
    (email) => !addressesOf(email).some((address) => isKeptOut(erased, address, email.sentAt)),
  );
  await recordReturns(tx, erased, kept.flatMap(addressesOf));
  return kept;
}

/** Invitations as an account lists them, without those of or to somebody who was erased. */
export async function keepOutInvitations(
  tx: Ctx,
  account: { id: string },
  listed: readonly GatewayInvitation[],
): Promise<readonly GatewayInvitation[]> {
  if (listed.length === 0) return listed;
  const people = listed.flatMap(({ person }) => person.providerUserId ?? []);
  const invitations = listed.map((one) => one.gatewayInvitationId);
  const erased = await findErased(tx, account.id, { people, invitations });
  if (erased.size === 0) return listed;
  const kept = listed.filter(
    ({ gatewayInvitationId, person: { providerUserId }, approximateAt }) =>
      !erased.has(gatewayInvitationId) &&
      !(providerUserId && isKeptOut(erased, providerUserId, approximateAt ?? new Date(0))),
  );
  await recordReturns(
    tx,
    erased,
    kept.flatMap(({ person }) => person.providerUserId ?? []),
  );
  return kept;
}

function isKeptOut(erased: Erased, id: string, at: Date): boolean {
  const found = erased.get(id);
  return found !== undefined && at <= found.erasedAt;
}

/** Notes who of the erased is in touch anew; returns who is not. */
async function recordReturns(
  tx: Ctx,
  erased: Erased,
  inTouch: readonly string[],
): Promise<ReadonlySet<string>> {
  const back = new Set(inTouch);
  const returned = [...erased].flatMap(([id, { digest, returnedAt }]) =>
    back.has(id) && returnedAt === null ? digest : [],
  );
  if (returned.length > 0) {
    await tx.db
      .update(erasedIds)
      .set({ returnedAt: sql`now()` })
      .where(
        and(
          eq(erasedIds.workspaceId, tx.scope.workspaceId),
          inArray(erasedIds.digest, returned.toSorted()),
          isNull(erasedIds.returnedAt),
        ),
      );
  }
  return new Set(
    [...erased].flatMap(([id, { returnedAt }]) => (returnedAt === null && !back.has(id) ? id : [])),
  );
}

/** Quoted messages that we do not hold: they were erased with whoever wrote them. */
async function findLostQuotes(
  tx: Ctx,
  account: { id: string },
  providerMessageIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (providerMessageIds.length === 0) return new Set();
  const held = await tx.db
    .select({ id: messages.providerMessageId })
    .from(messages)
    .where(
      and(
        eq(messages.accountId, account.id),
        inArray(messages.providerMessageId, [...providerMessageIds]),
      ),
    );
  const here = new Set(held.map(({ id }) => id));
  return new Set(providerMessageIds.filter((id) => !here.has(id)));
}

function withoutPeople(
  message: GatewayMessage,
  away: ReadonlySet<string>,
  lostQuotes: ReadonlySet<string>,
): GatewayMessage {
  const { quoted, reactions, seenBy } = message;
  return {
    ...message,
    quoted: quoted && lostQuotes.has(quoted.providerMessageId) ? null : quoted,
    reactions: reactions.filter(({ senderProviderId }) => !away.has(senderProviderId)),
    seenBy: Object.fromEntries(Object.entries(seenBy).filter(([id]) => !away.has(id))),
  };
}

function addressesOf({ from, to, cc, bcc, replyTo }: GatewayEmail): string[] {
  const people = [...(from ? [from] : []), ...to, ...cc, ...bcc, ...replyTo];
  return people.map(({ address }) => addressKey(address));
}
