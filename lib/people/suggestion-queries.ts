import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { people, personDistinctions, personIdentities, personProfiles } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { whatsappDigits } from './profile-rules';
import { idArray, listFacts } from './reach-queries';
import { channelsOf, headlineOf, nameOf } from './rules';
import type { PersonFact, PersonSuggestion } from './types';

type Evidence = PersonSuggestion['evidence'];

/**
 * People who share an address, a number or a public profile with this one, told by profiles that the reader may read.
 * A name is no evidence. Those of whom somebody said that they are another person are left out.
 */
export async function listSuggestions(
  ctx: Ctx<MemberScope>,
  rootId: string,
  facts: readonly PersonFact[],
  accountIds: readonly string[],
): Promise<PersonSuggestion[]> {
  const found = await findSharing(ctx, rootId, facts, accountIds);
  for (const id of await listDistinct(ctx, rootId)) found.delete(id);
  const others = await listFacts(ctx, [...found.keys()], accountIds);
  return [...found].flatMap(([personId, evidence]) => {
    const ofOther = others.filter((fact) => fact.rootId === personId);
    if (ofOther.length === 0) return [];
    return {
      personId,
      evidence,
      name: nameOf(ofOther),
      headline: headlineOf(ofOther),
      channels: channelsOf(ofOther),
    };
  });
}

/** Roots with the evidence that says it best. */
async function findSharing(
  ctx: Ctx,
  rootId: string,
  facts: readonly PersonFact[],
  accountIds: readonly string[],
): Promise<Map<string, Evidence>> {
  const told = await ctx.db
    .select({
      publicIdentifier: personProfiles.publicIdentifier,
      emails: personProfiles.emails,
      phones: personProfiles.phones,
    })
    .from(personProfiles)
    .where(
      and(
        eq(personProfiles.workspaceId, ctx.scope.workspaceId),
        inArray(personProfiles.identityId, unique(facts.map((fact) => fact.identityId))),
        sql`${personProfiles.accountId} = any(${idArray(accountIds)})`,
      ),
    );
  const emails = unique([
    ...told.flatMap((one) => one.emails),
    ...facts.flatMap(({ kind, value }) => (kind === 'EMAIL' ? value : [])),
  ]);
  const phones = unique([
    ...told.flatMap((one) => one.phones),
    ...facts.flatMap(({ kind, value }) =>
      kind === 'WHATSAPP' ? (whatsappDigits(value) ?? []) : [],
    ),
  ]);
  const publicIds = unique([
    ...told.flatMap((one) => one.publicIdentifier ?? []),
    ...facts.flatMap(({ publicIdentifier }) => publicIdentifier?.toLowerCase() ?? []),
  ]);
  const isOther = sql`${people.rootId} <> ${rootId}`;
  const [byIdentity, byProfile] = await Promise.all([
    ctx.db
      .select({ rootId: people.rootId, kind: personIdentities.kind })
      .from(personIdentities)
      .innerJoin(people, eq(people.id, personIdentities.personId))
      .where(
        and(
          eq(personIdentities.workspaceId, ctx.scope.workspaceId),
          isOther,
          or(
            isOf('EMAIL', emails),
            isOf(
              'WHATSAPP',
              phones.flatMap((digits) => [`${digits}@s.whatsapp.net`, `${digits}@c.us`]),
            ),
          ),
        ),
      ),
    ctx.db
      .select({
        rootId: people.rootId,
        hasEmail: sql<boolean>`${personProfiles.emails} && ${textArray(emails)}`,
        hasPhone: sql<boolean>`${personProfiles.phones} && ${textArray(phones)}`,
      })
      .from(personProfiles)
      .innerJoin(personIdentities, eq(personIdentities.id, personProfiles.identityId))
      .innerJoin(people, eq(people.id, personIdentities.personId))
      .where(
        and(
          eq(personProfiles.workspaceId, ctx.scope.workspaceId),
          sql`${personProfiles.accountId} = any(${idArray(accountIds)})`,
          isOther,
          or(
            sql`${personProfiles.emails} && ${textArray(emails)}`,
            sql`${personProfiles.phones} && ${textArray(phones)}`,
            sql`${personProfiles.publicIdentifier} = any(${textArray(publicIds)})`,
          ),
        ),
      ),
  ]);
  const found = new Map<string, Evidence>();
  for (const row of byProfile) {
    found.set(
      row.rootId,
      row.hasEmail ? 'same_email' : row.hasPhone ? 'same_phone' : 'same_public_id',
    );
  }
  for (const row of byIdentity) {
    found.set(row.rootId, row.kind === 'EMAIL' ? 'same_email' : 'same_phone');
  }
  return found;
}

function isOf(kind: 'EMAIL' | 'WHATSAPP', values: readonly string[]): SQL {
  return sql`(${personIdentities.kind} = ${kind} and ${personIdentities.value} = any(${textArray(values)}))`;
}

function textArray(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Roots of people of whom somebody said that they are not this one, merged with others or not. */
async function listDistinct(ctx: Ctx, rootId: string): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select other.root_id as id from ${personDistinctions} d
    join ${people} one on one.id = d.person_id join ${people} other on other.id = d.other_person_id
    where d.workspace_id = ${ctx.scope.workspaceId} and one.root_id = ${rootId}
    union
    select one.root_id from ${personDistinctions} d
    join ${people} one on one.id = d.person_id join ${people} other on other.id = d.other_person_id
    where d.workspace_id = ${ctx.scope.workspaceId} and other.root_id = ${rootId}`);
  return rows.map(({ id }) => id);
}
