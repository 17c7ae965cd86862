import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  erasedIds,
  erasureKeys,
  erasures,
  invitations,
  people,
  personIdentities,
  personProfiles,
} from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { newId } from '@/lib/core/ids';
import { decrypt, encrypt, randomToken } from '@/lib/core/secrets';
import { identifierOf } from '@/lib/inbox/recipient-rules';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { lockMerges } from '@/lib/people/mutations';
import { getVisible } from '@/lib/people/person-queries';
import { eraseJob } from './jobs';
import { stopIntake } from './keep-out-mutations';
import { digestOf, listIdentities } from './queries';
import type { ErasableId, ErasureSubject } from './rules';
import { matchesPerson } from './subject-queries';

/**
 * Begins to erase a person with everybody merged with them, through all accounts of the workspace, private ones too.
 * From its commit on nothing of them up to now is taken in again; a job takes away what is here. Throws `conflict` for
 * somebody who is one of the workspace's own accounts.
 */
export async function erasePerson(
  ctx: Ctx<MemberScope>,
  { personId }: { personId: string },
): Promise<{ erasureId: string }> {
  requirePermission(ctx.scope, 'person:erase');
  const { rootId } = await getVisible(ctx, personId);
  return inTransaction(ctx, async (tx) => {
    await lockMerges(tx);
    await stopIntake(tx);
    return { erasureId: await begin(tx, await subjectOf(tx, [rootId])) };
  });
}

/** Everything by which these people are known, to be erased. Throws `conflict` for accounts of the workspace itself. */
export async function subjectOf(tx: Ctx, rootIds: readonly string[]): Promise<ErasureSubject> {
  const identities = await listIdentities(tx, rootIds);
  await refuseOwnAccounts(tx, identities);
  return { identities, publicIdentifiers: await listPublicIdentifiers(tx, rootIds), traces: [] };
}

/** In a transaction that has stopped the intake. */
export async function begin(tx: Ctx<MemberScope>, subject: ErasureSubject): Promise<string> {
  const { workspaceId, memberId } = tx.scope;
  const erasureId = newId();
  await keepAway(tx, subject.identities);
  await tx.db.insert(erasures).values({
    id: erasureId,
    workspaceId,
    requestedByMemberId: memberId,
    subjectSealed: sealSubject(erasureId, subject),
  });
  await enqueue(tx.db, eraseJob, { workspaceId, erasureId }, { priority: PRIORITY.asked });
  await recordAudit(tx, {
    action: 'person.erased',
    entityType: 'erasure',
    entityId: erasureId,
  });
  await publish(tx, { kind: 'people.changed', id: erasureId });
  return erasureId;
}

export function sealSubject(erasureId: string, subject: ErasureSubject): string {
  return encrypt(env().ENCRYPTION_KEYS, JSON.stringify(subject), erasureId);
}

/** Notes ids of somebody who is erased, so that what is from now or earlier stays away. */
export async function keepAway(tx: Ctx, ids: readonly ErasableId[]): Promise<void> {
  if (ids.length === 0) return;
  const { workspaceId } = tx.scope;
  const key = await ensureKey(tx);
  await tx.db
    .insert(erasedIds)
    .values(
      ids.map((id) => ({
        workspaceId,
        digest: digestOf(key, id),
        erasedAt: sql`clock_timestamp()`,
      })),
    )
    .onConflictDoUpdate({
      target: [erasedIds.workspaceId, erasedIds.digest],
      set: { erasedAt: sql`excluded.erased_at`, returnedAt: null },
    });
}

async function ensureKey(tx: Ctx): Promise<string> {
  const { workspaceId } = tx.scope;
  const { ENCRYPTION_KEYS } = env();
  await tx.db
    .insert(erasureKeys)
    .values({ workspaceId, keySealed: encrypt(ENCRYPTION_KEYS, randomToken(), workspaceId) })
    .onConflictDoNothing();
  const [row] = await tx.db
    .select({ sealed: erasureKeys.keySealed })
    .from(erasureKeys)
    .where(eq(erasureKeys.workspaceId, workspaceId));
  if (!row) throw new Error('An insert left no row.');
  return decrypt(ENCRYPTION_KEYS, row.sealed, workspaceId);
}

/** A colleague whose mailbox is connected here is no contact alone: erasing them would take the mailbox with them. */
async function refuseOwnAccounts(tx: Ctx, identities: ErasureSubject['identities']): Promise<void> {
  const [own] = await tx.db
    .select({ name: accounts.name })
    .from(accounts)
    .leftJoin(attendees, and(eq(attendees.accountId, accounts.id), eq(attendees.isSelf, true)))
    .where(
      and(
        eq(accounts.workspaceId, tx.scope.workspaceId),
        or(
          matchesPerson(identities, attendees.providerUserId),
          matchesPerson(identities, accounts.identity),
        ),
      ),
    )
    .limit(1);
  if (!own) return;
  throw new AppError(
    'conflict',
    `This person is the account “${own.name}” of this workspace. What is held of it goes with the account.`,
  );
}

async function listPublicIdentifiers(tx: Ctx, rootIds: readonly string[]): Promise<string[]> {
  const isOfPerson = and(
    eq(people.workspaceId, tx.scope.workspaceId),
    inArray(people.rootId, [...rootIds]),
  );
  const invited = await tx.db
    .selectDistinct({ name: invitations.publicIdentifier })
    .from(invitations)
    .innerJoin(personIdentities, eq(personIdentities.id, invitations.identityId))
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(and(isOfPerson, isNotNull(invitations.publicIdentifier)));
  const lookedUp = await tx.db
    .selectDistinct({ name: personProfiles.publicIdentifier })
    .from(personProfiles)
    .innerJoin(personIdentities, eq(personIdentities.id, personProfiles.identityId))
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(and(isOfPerson, isNotNull(personProfiles.publicIdentifier)));
  const addresses = await tx.db
    .selectDistinct({ url: attendees.profileUrl })
    .from(attendees)
    .innerJoin(personIdentities, eq(personIdentities.id, attendees.identityId))
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(and(isOfPerson, isNotNull(attendees.profileUrl)));
  const inAddresses = addresses.flatMap(({ url }) => {
    const found = identifierOf('LINKEDIN', url ?? '');
    return found?.kind === 'public' ? found.value : [];
  });
  const named = [...invited, ...lookedUp].flatMap(({ name }) => name ?? []);
  return [...new Set([...named, ...inAddresses].map((name) => name.toLowerCase()))];
}
