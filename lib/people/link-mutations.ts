import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { accounts, attendees, invitations, people, personIdentities } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import type { Channel, Provider } from '@/lib/core/providers';
import { identityOf } from './rules';

const PIECE = 500;

interface Identity {
  kind: Channel;
  value: string;
}

/** Links up to 500 attendees of the workspace to their identities; returns how many. */
export function linkAttendees(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select({
        id: attendees.id,
        provider: accounts.provider,
        providerUserId: attendees.providerUserId,
      })
      .from(attendees)
      .innerJoin(accounts, eq(accounts.id, attendees.accountId))
      .where(
        and(
          eq(attendees.workspaceId, ctx.scope.workspaceId),
          isNull(attendees.identityId),
          eq(attendees.isSelf, false),
        ),
      )
      .limit(PIECE)
      // Whoever takes in messages holds rows in an order of its own: never wait for it.
      .for('no key update', { of: attendees, skipLocked: true });
    return writeLinks(tx, attendees, await identify(tx, rows));
  });
}

/** The same for invitations. One that names nobody's id belongs to nobody we could know. */
export function linkInvitations(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select({
        id: invitations.id,
        provider: accounts.provider,
        providerUserId: sql<string>`${invitations.providerUserId}`,
      })
      .from(invitations)
      .innerJoin(accounts, eq(accounts.id, invitations.accountId))
      .where(
        and(
          eq(invitations.workspaceId, ctx.scope.workspaceId),
          isNull(invitations.identityId),
          isNotNull(invitations.providerUserId),
        ),
      )
      .limit(PIECE)
      .for('no key update', { of: invitations, skipLocked: true });
    return writeLinks(tx, invitations, await identify(tx, rows));
  });
}

interface Link {
  rowId: string;
  identityId: string;
}

async function writeLinks(
  tx: Ctx,
  table: typeof attendees | typeof invitations,
  links: readonly Link[],
): Promise<number> {
  if (links.length === 0) return 0;
  const rowIds = links.map(({ rowId }) => rowId);
  const identityIds = links.map(({ identityId }) => identityId);
  await tx.db.execute(sql`update ${table} set identity_id = link.identity_id
    from unnest(${sql.param(rowIds)}::uuid[], ${sql.param(identityIds)}::uuid[]) link (row_id, identity_id)
    where ${table.id} = link.row_id`);
  return links.length;
}

interface UnlinkedRow {
  id: string;
  provider: Provider;
  providerUserId: string;
}

/** The identity of each row; all of them exist when it returns. */
async function identify(tx: Ctx, rows: readonly UnlinkedRow[]): Promise<Link[]> {
  if (rows.length === 0) return [];
  const wanted = rows.map((row) => ({
    rowId: row.id,
    ...identityOf(row.provider, row.providerUserId),
  }));
  const identities = [...new Map(wanted.map((one) => [keyOf(one), one])).values()];
  const found = await findIdentities(tx, identities);
  const missing = identities.filter((one) => !found.has(keyOf(one)));
  if (missing.length > 0) {
    await addIdentities(tx, missing);
    for (const [key, id] of await findIdentities(tx, missing)) found.set(key, id);
  }
  return wanted.flatMap((one) => {
    const identityId = found.get(keyOf(one));
    return identityId ? [{ rowId: one.rowId, identityId }] : [];
  });
}

async function findIdentities(
  tx: Ctx,
  identities: readonly Identity[],
): Promise<Map<string, string>> {
  const kinds = [...new Set(identities.map(({ kind }) => kind))];
  const rows = await tx.db
    .select({
      id: personIdentities.id,
      kind: personIdentities.kind,
      value: personIdentities.value,
    })
    .from(personIdentities)
    .where(
      and(
        eq(personIdentities.workspaceId, tx.scope.workspaceId),
        or(
          ...kinds.map((kind) =>
            and(
              eq(personIdentities.kind, kind),
              inArray(
                personIdentities.value,
                identities.filter((one) => one.kind === kind).map(({ value }) => value),
              ),
            ),
          ),
        ),
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

/** A person each. In one order for every writer, so that two of them never deadlock; whoever comes second adds none. */
async function addIdentities(tx: Ctx, missing: readonly Identity[]): Promise<void> {
  const { workspaceId } = tx.scope;
  const rows = missing
    .toSorted((one, two) => (keyOf(one) < keyOf(two) ? -1 : 1))
    .map(({ kind, value }) => ({ workspaceId, kind, value, personId: newId() }));
  await tx.db
    .insert(people)
    .values(rows.map(({ personId }) => ({ id: personId, workspaceId, rootId: personId })));
  const added = await tx.db
    .insert(personIdentities)
    .values(rows)
    .onConflictDoNothing()
    .returning({ personId: personIdentities.personId });
  const used = new Set(added.map(({ personId }) => personId));
  const unused = rows.map(({ personId }) => personId).filter((id) => !used.has(id));
  if (unused.length > 0) await tx.db.delete(people).where(inArray(people.id, unused));
}

function keyOf({ kind, value }: Identity): string {
  return `${kind} ${value}`;
}
