import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { accounts, invitationImportRows, invitationPlans, invitations } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import { keepAway } from './mutations';
import { invitationId } from './queries';
import { type ErasureSubject, tracesOf } from './rules';
import { matchesPerson, namesAny } from './subject-queries';

/** What is left of somebody in a row that counts towards a limit. */
const NOBODY = {
  publicIdentifier: null,
  name: null,
  headline: null,
  note: null,
} as const;

/**
 * Takes away received invitations, plans that have not left and rows of imports. What was sent counts towards the limits
 * of its account, so its row stays and names nobody. Null while one is just leaving.
 */
export async function eraseInvitations(
  tx: Ctx,
  subject: ErasureSubject,
): Promise<{ count: number; traces: string[] } | null> {
  const plans = await tx.db
    .select({
      id: invitationPlans.id,
      accountId: invitationPlans.accountId,
      state: invitationPlans.state,
      leftAt: invitationPlans.leftAt,
    })
    .from(invitationPlans)
    .innerJoin(accounts, eq(accounts.id, invitationPlans.accountId))
    .where(
      and(
        eq(invitationPlans.workspaceId, tx.scope.workspaceId),
        matchesPerson(subject.identities, invitationPlans.providerUserId),
      ),
    )
    .orderBy(invitationPlans.id)
    .for('update', { of: invitationPlans });
  if (plans.some(({ state }) => state === 'sending')) return null;
  const listed = await tx.db
    .select({
      id: invitations.id,
      accountId: invitations.accountId,
      direction: invitations.direction,
      gatewayInvitationId: invitations.gatewayInvitationId,
    })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(
      and(
        eq(invitations.workspaceId, tx.scope.workspaceId),
        or(
          matchesPerson(subject.identities, invitations.providerUserId),
          inArray(invitations.publicIdentifier, subject.publicIdentifiers),
        ),
      ),
    )
    .orderBy(invitations.id)
    .for('update', { of: invitations });
  const planIds = plans.map(({ id }) => id);
  await eraseImportRows(tx, subject, planIds);
  await erasePlans(tx, plans);
  await keepAway(
    tx,
    listed.map(({ accountId, gatewayInvitationId }) =>
      invitationId(accountId, gatewayInvitationId),
    ),
  );
  await eraseListed(tx, listed);
  for (const accountId of new Set([...plans, ...listed].map((one) => one.accountId))) {
    await publish(tx, { kind: 'invitations.changed', id: accountId, accountId });
  }
  return {
    count: plans.length + listed.length,
    traces: listed.map(({ gatewayInvitationId }) => gatewayInvitationId),
  };
}

async function erasePlans(
  tx: Ctx,
  plans: readonly { id: string; leftAt: Date | null }[],
): Promise<void> {
  const waiting = plans.filter(({ leftAt }) => leftAt === null).map(({ id }) => id);
  const left = plans.filter(({ leftAt }) => leftAt !== null).map(({ id }) => id);
  if (waiting.length > 0)
    await tx.db.delete(invitationPlans).where(inArray(invitationPlans.id, waiting));
  if (left.length > 0) {
    await tx.db
      .update(invitationPlans)
      .set({
        ...NOBODY,
        email: null,
        providerUserId: sql`'erased:' || ${invitationPlans.id}`,
        gatewayInvitationId: null,
      })
      .where(inArray(invitationPlans.id, left));
  }
}

async function eraseListed(
  tx: Ctx,
  listed: readonly { id: string; direction: 'received' | 'sent' }[],
): Promise<void> {
  const received = listed.filter(({ direction }) => direction === 'received').map(({ id }) => id);
  const sent = listed.filter(({ direction }) => direction === 'sent').map(({ id }) => id);
  if (received.length > 0) await tx.db.delete(invitations).where(inArray(invitations.id, received));
  if (sent.length > 0) {
    await tx.db
      .update(invitations)
      .set({
        ...NOBODY,
        providerUserId: null,
        identityId: null,
        gatewayInvitationId: sql`'erased:' || ${invitations.id}`,
        goneAt: sql`coalesce(${invitations.goneAt}, now())`,
      })
      .where(inArray(invitations.id, sent));
  }
}

/** Rows of uploaded files that became, or name, the person. */
async function eraseImportRows(
  tx: Ctx,
  subject: ErasureSubject,
  planIds: readonly string[],
): Promise<void> {
  const words = tracesOf({ ...subject, traces: [] });
  const ids = subject.identities.map(({ value }) => value);
  await tx.db.delete(invitationImportRows).where(
    and(
      eq(invitationImportRows.workspaceId, tx.scope.workspaceId),
      or(
        sql`${invitationImportRows.planId} = any(${sql.param([...planIds])}::uuid[])`,
        sql`${invitationImportRows.person} ->> 'providerUserId' = any(${sql.param(ids)}::text[])`,
        sql`lower(${invitationImportRows.identifier}) = any(${sql.param(subject.publicIdentifiers)}::text[])`,
        sql`exists (select 1 from jsonb_array_elements_text(${invitationImportRows.cells}) cell
          where ${namesAny(words, sql`lower(cell)`)})`,
      ),
    ),
  );
}
