import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import { invitationReads, invitations } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { holdErasures, keepOutInvitations } from '@/lib/erasure/keep-out-mutations';
import type { GatewayInvitation } from '@/lib/gateway/invitation-types';
import { publish } from '@/lib/live/publish';
import { replan } from './replan-mutations';
import { settleUnknown } from './send-mutations';

interface AccountRef {
  id: string;
  workspaceId: string;
}

/** Reading the lists of an account begins. */
export async function recordTry(ctx: Ctx, { id: accountId, workspaceId }: AccountRef) {
  await ctx.db
    .insert(invitationReads)
    .values({ accountId, workspaceId, triedAt: sql`clock_timestamp()` })
    .onConflictDoUpdate({
      target: invitationReads.accountId,
      set: { triedAt: sql`clock_timestamp()` },
    });
}

/**
 * Takes over both lists of an account as they were at `readAt`: what is new and, where all of them could be read, what is
 * in them no more. A later reading is not undone by an earlier one that took longer.
 */
export async function storeInvitations(
  ctx: Ctx,
  account: AccountRef,
  listed: readonly GatewayInvitation[],
  { readAt, isWhole }: { readAt: Date; isWhole: boolean },
): Promise<void> {
  const { id: accountId } = account;
  await inTransaction(ctx, async (tx) => {
    await holdErasures(tx);
    const [known] = await tx.db
      .select({ readAt: invitationReads.readAt })
      .from(invitationReads)
      .where(eq(invitationReads.accountId, accountId))
      .for('no key update');
    if (known?.readAt && known.readAt >= readAt) return;
    // What an earlier whole list had not was sent since: the later the safer for the limits.
    const isNewSince = known?.readAt != null;
    const wanted = await keepOutInvitations(tx, account, listed);
    const rows = distinct(wanted).map((one) => toRow(one, account, { readAt, isNewSince }));
    if (rows.length > 0) {
      await tx.db
        .insert(invitations)
        .values(rows)
        .onConflictDoUpdate({
          target: [invitations.accountId, invitations.direction, invitations.gatewayInvitationId],
          set: {
            providerUserId: sql`excluded.provider_user_id`,
            publicIdentifier: sql`excluded.public_identifier`,
            name: sql`excluded.name`,
            headline: sql`excluded.headline`,
            note: sql`excluded.note`,
            lastSeenAt: sql`excluded.last_seen_at`,
            // What was answered here while the list was read stays answered.
            goneAt: sql`case when ${invitations.endedAs} is null then null else ${invitations.goneAt} end`,
          },
        });
    }
    if (isWhole) {
      await takeAway(tx, account, readAt);
      await settleUnknown(tx, account, readAt);
    }
    await replan(tx, accountId);
    await publish(tx, { kind: 'invitations.changed', id: accountId, accountId });
  });
}

/** What waits no more, and as of when that is known. */
async function takeAway(tx: Ctx, { id, workspaceId }: AccountRef, readAt: Date): Promise<void> {
  await tx.db
    .update(invitations)
    .set({ goneAt: readAt })
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        eq(invitations.accountId, id),
        isNull(invitations.goneAt),
        lt(invitations.lastSeenAt, readAt),
      ),
    );
  await tx.db
    .update(invitationReads)
    .set({ readAt })
    .where(and(eq(invitationReads.workspaceId, workspaceId), eq(invitationReads.accountId, id)));
}

function toRow(
  one: GatewayInvitation,
  account: AccountRef,
  { readAt, isNewSince }: { readAt: Date; isNewSince: boolean },
) {
  const { gatewayInvitationId, direction, person, note, approximateAt } = one;
  return {
    ...{ workspaceId: account.workspaceId, accountId: account.id, gatewayInvitationId, direction },
    ...person,
    note,
    sentAbout: (isNewSince && direction === 'sent' ? null : approximateAt) ?? readAt,
    firstSeenAt: readAt,
    lastSeenAt: readAt,
    goneAt: null,
  };
}

/** One entry per id: while pages are read the list moves, and one may stand on two of them. */
function distinct(listed: readonly GatewayInvitation[]): GatewayInvitation[] {
  const keyOf = (one: GatewayInvitation) => `${one.direction} ${one.gatewayInvitationId}`;
  return [...new Map(listed.map((one) => [keyOf(one), one])).values()];
}
