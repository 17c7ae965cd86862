import { and, eq, sql } from 'drizzle-orm';
import { personProfiles } from '@/db/schema';
import { getLinkedInAccount } from '@/lib/accounts/linkedin-queries';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { MINUTE_MS } from '@/lib/core/time';
import { GatewayError } from '@/lib/gateway/errors';
import type { GatewayProfile, ProfileSection } from '@/lib/gateway/profile-types';
import { callGateway } from '@/lib/gateways/mutations';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { rereadSectionsJob } from './jobs';
import { getVisible } from './person-queries';
import { evidenceOf, lookUpProblem, mergeProfile, sectionPauseMs } from './profile-rules';
import type { LookUpProfileInput } from './schema';
import { LOOKED_UP_SECTIONS } from './types';

/** A second press so soon asks nobody. */
const FRESH_MS = MINUTE_MS;

/**
 * Asks LinkedIn for the profile of a person, at the press of a button alone: LinkedIn counts what is asked. What it holds
 * back is asked for again later. Throws `not_found` for people, identities and accounts that are not the member's to
 * use, `gateway` with the reason where LinkedIn refuses.
 */
export async function lookUpProfile(
  ctx: Ctx<MemberScope>,
  { personId, identityId, accountId }: LookUpProfileInput,
): Promise<{ readAt: string }> {
  requirePermission(ctx.scope, 'message:send');
  const { facts } = await getVisible(ctx, personId);
  const identity = facts.find((fact) => fact.identityId === identityId);
  if (identity?.kind !== 'LINKEDIN') throw notFound('Person');
  const account = await getLinkedInAccount(ctx, accountId);
  const known = await findProfile(ctx, { identityId, accountId });
  if (known && known.readAt.getTime() > Date.now() - FRESH_MS) {
    return { readAt: known.readAt.toISOString() };
  }
  const { providerAccountId } = account;
  const read = await callGateway(ctx, account.gatewayId, (client) =>
    client.getProfile({
      providerAccountId,
      identifier: identity.value,
      sections: LOOKED_UP_SECTIONS,
    }),
  ).catch((error: unknown) => {
    if (!(error instanceof GatewayError)) throw error;
    throw new AppError('gateway', lookUpProblem(error.code, account.name), { cause: error });
  });
  return inTransaction(ctx, async (tx) => {
    const readAt = await storeProfile(tx, { identityId, accountId }, read, LOOKED_UP_SECTIONS);
    await askAgain(tx, { identityId, accountId, tries: 0 }, read.throttledSections);
    await recordAudit(tx, {
      action: 'person.looked_up',
      entityType: 'person',
      entityId: identity.rootId,
      detail: { accountId, identityId },
    });
    await publish(tx, { kind: 'people.changed', id: identity.rootId });
    return { readAt: readAt.toISOString() };
  });
}

interface ProfileKey {
  identityId: string;
  accountId: string;
}

export async function findProfile(ctx: Ctx, { identityId, accountId }: ProfileKey) {
  const [row] = await ctx.db
    .select()
    .from(personProfiles)
    .where(
      and(
        eq(personProfiles.workspaceId, ctx.scope.workspaceId),
        eq(personProfiles.identityId, identityId),
        eq(personProfiles.accountId, accountId),
      ),
    );
  return row ?? null;
}

/** Writes what a reading told, beside what is known of sections that it did not tell. Returns as of when. */
export async function storeProfile(
  tx: Ctx,
  key: ProfileKey,
  read: GatewayProfile,
  asked: readonly ProfileSection[],
): Promise<Date> {
  const before = await findProfile(tx, key);
  const fields = {
    profile: mergeProfile(before?.profile ?? null, read, asked),
    ...evidenceOf(read),
    throttledSections: [...read.throttledSections],
    readAt: new Date(),
  };
  await tx.db
    .insert(personProfiles)
    .values({ ...key, workspaceId: tx.scope.workspaceId, ...fields })
    .onConflictDoUpdate({
      target: [personProfiles.identityId, personProfiles.accountId],
      set: fields,
      setWhere: sql`${personProfiles.readAt} <= excluded.read_at`,
    });
  return fields.readAt;
}

/** One waiting job for each profile: a new look-up begins anew. */
export async function askAgain(
  tx: Ctx,
  { tries, ...key }: ProfileKey & { tries: number },
  throttled: readonly ProfileSection[],
): Promise<void> {
  const pauseMs = sectionPauseMs(tries);
  if (throttled.length === 0 || pauseMs === null) return;
  await enqueue(
    tx.db,
    rereadSectionsJob,
    { workspaceId: tx.scope.workspaceId, ...key, tries: tries + 1 },
    {
      key: `people-sections:${key.identityId}:${key.accountId}`,
      runAt: new Date(Date.now() + pauseMs),
      priority: PRIORITY.clock,
    },
  );
}
