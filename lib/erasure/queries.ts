import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import {
  accounts,
  erasedIds,
  erasureKeys,
  erasures,
  members,
  people,
  personIdentities,
  users,
} from '@/db/schema';
import { requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { decrypt, sign } from '@/lib/core/secrets';
import { identityOf } from '@/lib/people/rules';
import { digestText, type ErasableId, type ErasureSubject } from './rules';
import type { ErasureRow } from './types';

const PURPOSE = 'erased-id';

/** Somebody of whom nothing up to `erasedAt` is taken in. */
export interface ErasedId {
  digest: string;
  erasedAt: Date;
  returnedAt: Date | null;
}

export function digestOf(key: string, id: ErasableId): string {
  return sign(key, PURPOSE, digestText(id));
}

/**
 * Which of these ids of an account's provider were erased, by the id as it was given. Costs one look at an empty table
 * where nobody ever was.
 */
export async function findErased(
  ctx: Ctx,
  accountId: string,
  { people, invitations = [] }: { people: readonly string[]; invitations?: readonly string[] },
): Promise<ReadonlyMap<string, ErasedId>> {
  const { workspaceId } = ctx.scope;
  const [row] = await ctx.db
    .select({ sealed: erasureKeys.keySealed, provider: accounts.provider })
    .from(erasureKeys)
    .innerJoin(accounts, eq(accounts.workspaceId, erasureKeys.workspaceId))
    .where(and(eq(erasureKeys.workspaceId, workspaceId), eq(accounts.id, accountId)));
  if (!row) return new Map();
  const key = decrypt(env().ENCRYPTION_KEYS, row.sealed, workspaceId);
  const asked = new Map<string, string>();
  for (const id of people) asked.set(digestOf(key, identityOf(row.provider, id)), id);
  for (const id of invitations) asked.set(digestOf(key, invitationId(accountId, id)), id);
  const found = await ctx.db
    .select({
      digest: erasedIds.digest,
      erasedAt: erasedIds.erasedAt,
      returnedAt: erasedIds.returnedAt,
    })
    .from(erasedIds)
    .where(
      and(eq(erasedIds.workspaceId, workspaceId), inArray(erasedIds.digest, [...asked.keys()])),
    );
  return new Map(found.map((one) => [asked.get(one.digest) ?? '', one]));
}

export function invitationId(accountId: string, gatewayInvitationId: string): ErasableId {
  return { kind: `invitation:${accountId}`, value: gatewayInvitationId };
}

/** Every id by which these people are known. */
export async function listIdentities(
  ctx: Ctx,
  rootIds: readonly string[],
): Promise<ErasureSubject['identities']> {
  return ctx.db
    .select({ kind: personIdentities.kind, value: personIdentities.value })
    .from(personIdentities)
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(
      and(eq(people.workspaceId, ctx.scope.workspaceId), inArray(people.rootId, [...rootIds])),
    );
}

/** Whom an erasure that is not done yet is about. */
export function openSubject(erasureId: string, sealed: string): ErasureSubject {
  return JSON.parse(decrypt(env().ENCRYPTION_KEYS, sealed, erasureId));
}

/** That one of these people waits for the job that takes their rows away. */
export async function isBeingErased(ctx: Ctx, rootIds: readonly string[]): Promise<boolean> {
  const waiting = await ctx.db
    .select({ id: erasures.id, sealed: erasures.subjectSealed })
    .from(erasures)
    .where(and(eq(erasures.workspaceId, ctx.scope.workspaceId), isNull(erasures.erasedAt)));
  if (waiting.length === 0) return false;
  const doomed = waiting.flatMap(({ id, sealed }) =>
    sealed ? openSubject(id, sealed).identities.map(digestText) : [],
  );
  const known = await listIdentities(ctx, rootIds);
  return known.some((one) => doomed.includes(digestText(one)));
}

const MOST_SHOWN = 200;

/** The latest erasures of the workspace. Whom they were about nobody can tell any more. */
export async function listErasures(ctx: Ctx<MemberScope>): Promise<ErasureRow[]> {
  requirePermission(ctx.scope, 'person:erase');
  const rows = await ctx.db
    .select({
      id: erasures.id,
      requestedAt: erasures.requestedAt,
      requestedByName: users.name,
      finishedAt: erasures.finishedAt,
      counts: erasures.counts,
    })
    .from(erasures)
    .innerJoin(members, eq(members.id, erasures.requestedByMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(erasures.workspaceId, ctx.scope.workspaceId))
    .orderBy(desc(erasures.requestedAt), desc(erasures.id))
    .limit(MOST_SHOWN);
  return rows.map(({ requestedAt, finishedAt, ...row }) => ({
    ...row,
    requestedAt: requestedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }));
}
