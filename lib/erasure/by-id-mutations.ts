import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { attendees, invitations, people, personIdentities, personProfiles } from '@/db/schema';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { CHANNEL_NAMES, type Channel } from '@/lib/core/providers';
import { lockMerges } from '@/lib/people/mutations';
import { idsNamedBy, type NamedIds } from './id-rules';
import { stopIntake } from './keep-out-mutations';
import { begin, subjectOf } from './mutations';
import type { ErasureSubject } from './rules';
import type { EraseByIdInput } from './schema';

/**
 * Erases whoever has this address, number, profile or id, whether anybody here may know of them or not: what only a
 * private account holds is reached by this way alone. Says nothing of whether there was anything. Throws `invalid_input`
 * for what names nobody at that service.
 */
export async function eraseById(
  ctx: Ctx<MemberScope>,
  { channel, value }: EraseByIdInput,
): Promise<{ erasureId: string }> {
  requirePermission(ctx.scope, 'person:erase');
  const named = idsNamedBy(channel, value);
  if (!named) {
    throw new AppError('invalid_input', `That names nobody on ${CHANNEL_NAMES[channel]}.`);
  }
  return inTransaction(ctx, async (tx) => {
    await lockMerges(tx);
    await stopIntake(tx);
    const known = await subjectOf(tx, await findRoots(tx, channel, named));
    return { erasureId: await begin(tx, withNamed(known, channel, named)) };
  });
}

/** What was typed is kept away too, whether or not anybody here was known by it. */
function withNamed(
  { identities, publicIdentifiers, traces }: ErasureSubject,
  kind: Channel,
  { ids, publicName }: NamedIds,
): ErasureSubject {
  const known = new Set(identities.map((one) => `${one.kind} ${one.value}`));
  const more = ids.filter((value) => !known.has(`${kind} ${value}`));
  // Only LinkedIn's names stand in invitations and files of people.
  const isListed = kind === 'LINKEDIN' && publicName !== null;
  return {
    identities: [...identities, ...more.map((value) => ({ kind, value }))],
    publicIdentifiers: isListed
      ? [...new Set([...publicIdentifiers, publicName])]
      : publicIdentifiers,
    traces,
  };
}

/** Everybody whom a service knows by that; behind a number in the id of a messenger stands its domain. */
async function findRoots(
  tx: Ctx,
  channel: Channel,
  { ids, number, publicName }: NamedIds,
): Promise<string[]> {
  const isNamed = or(
    inArray(personIdentities.value, [...ids]),
    number === null ? undefined : sql`split_part(${personIdentities.value}, '@', 1) = ${number}`,
    publicName === null ? undefined : isPublicly(tx, channel, publicName),
  );
  const rows = await tx.db
    .selectDistinct({ rootId: people.rootId })
    .from(personIdentities)
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(
      and(
        eq(personIdentities.workspaceId, tx.scope.workspaceId),
        eq(personIdentities.kind, channel),
        isNamed,
      ),
    );
  return rows.map(({ rootId }) => rootId);
}

/** That somebody's profile is opened by this name, as the address in a chat, an invitation or a look-up tells it. */
function isPublicly(tx: Ctx, channel: Channel, name: string) {
  const { workspaceId } = tx.scope;
  const lastPart = sql`substring(rtrim(split_part(lower(${attendees.profileUrl}), '?', 1), '/') from '[^/]*$')`;
  const inChats = tx.db
    .select({ id: sql<string>`${attendees.identityId}` })
    .from(attendees)
    .where(
      and(eq(attendees.workspaceId, workspaceId), sql`${lastPart} in (${name}, ${`@${name}`})`),
    );
  if (channel !== 'LINKEDIN') return inArray(personIdentities.id, inChats);
  const invited = tx.db
    .select({ id: sql<string>`${invitations.identityId}` })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        sql`lower(${invitations.publicIdentifier}) = ${name}`,
      ),
    );
  const lookedUp = tx.db
    .select({ id: personProfiles.identityId })
    .from(personProfiles)
    .where(
      and(eq(personProfiles.workspaceId, workspaceId), eq(personProfiles.publicIdentifier, name)),
    );
  return or(
    inArray(personIdentities.id, inChats),
    inArray(personIdentities.id, invited),
    inArray(personIdentities.id, lookedUp),
  );
}
