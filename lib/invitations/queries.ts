import { and, asc, count, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { accounts, invitationReads, invitations, members, users } from '@/db/schema';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import { listContacts } from './contact-queries';
import type { InvitationDirection, InvitationPage, InvitationRead } from './types';

const PAGE_SIZE = 50;

/**
 * Invitations that wait, of every account that the scope may read or of one of them, newest first. A foreign account
 * gives an empty list.
 */
export async function listInvitations(
  ctx: Ctx<MemberScope>,
  input: {
    direction: InvitationDirection;
    accountId?: string;
    isMine?: boolean;
    cursor?: string;
  },
): Promise<InvitationPage> {
  const waiting = and(
    readsMessagesOf(ctx.scope),
    isNull(accounts.removedAt),
    eq(invitations.workspaceId, ctx.scope.workspaceId),
    isNull(invitations.goneAt),
    input.accountId ? eq(invitations.accountId, input.accountId) : undefined,
  );
  const [rows, totals, reads] = await Promise.all([
    ctx.db
      .select({
        invitation: invitations,
        accountName: accounts.name,
        canSettle: sql<boolean>`coalesce(${sendsFrom(ctx.scope) ?? sql`false`}, false)`,
        assigneeName: users.name,
      })
      .from(invitations)
      .innerJoin(accounts, eq(accounts.id, invitations.accountId))
      .leftJoin(
        members,
        and(eq(members.id, invitations.assigneeMemberId), isNull(members.removedAt)),
      )
      .leftJoin(users, eq(users.id, members.userId))
      .where(
        and(
          waiting,
          eq(invitations.direction, input.direction),
          input.isMine ? eq(invitations.assigneeMemberId, ctx.scope.memberId) : undefined,
          input.cursor ? isBefore(input.cursor) : undefined,
        ),
      )
      .orderBy(desc(invitations.sentAbout), desc(invitations.id))
      .limit(PAGE_SIZE + 1),
    ctx.db
      .select({ direction: invitations.direction, total: count() })
      .from(invitations)
      .innerJoin(accounts, eq(accounts.id, invitations.accountId))
      .where(waiting)
      .groupBy(invitations.direction),
    listReads(ctx, input.accountId),
  ]);
  const page = rows.slice(0, PAGE_SIZE);
  const contacts = await listContacts(
    ctx,
    page.flatMap(({ invitation }) => invitation.identityId ?? []),
  );
  const last = rows.length > PAGE_SIZE ? page.at(-1)?.invitation : undefined;
  const totalOf = (direction: InvitationDirection) =>
    totals.find((one) => one.direction === direction)?.total ?? 0;
  return {
    items: page.map(({ invitation, accountName, canSettle, assigneeName }) => ({
      id: invitation.id,
      accountId: invitation.accountId,
      accountName,
      direction: invitation.direction,
      name: invitation.name,
      headline: invitation.headline,
      publicIdentifier: invitation.publicIdentifier,
      note: invitation.note,
      sentAbout: invitation.sentAbout.toISOString(),
      canSettle,
      assignee:
        invitation.assigneeMemberId && assigneeName !== null
          ? {
              memberId: invitation.assigneeMemberId,
              name: assigneeName,
              isMe: invitation.assigneeMemberId === ctx.scope.memberId,
            }
          : null,
      contact: (invitation.identityId && contacts.get(invitation.identityId)) || null,
    })),
    cursor: last ? toCursor(last.sentAbout, last.id) : null,
    counts: { received: totalOf('received'), sent: totalOf('sent') },
    reads,
  };
}

/** Every account that can have invitations, and what we know of each. */
async function listReads(
  ctx: Ctx<MemberScope>,
  accountId: string | undefined,
): Promise<InvitationRead[]> {
  const rows = await ctx.db
    .select({
      accountId: accounts.id,
      accountName: accounts.name,
      readAt: invitationReads.readAt,
    })
    .from(accounts)
    .leftJoin(invitationReads, eq(invitationReads.accountId, accounts.id))
    .where(
      and(
        readsMessagesOf(ctx.scope),
        eq(accounts.provider, 'LINKEDIN'),
        isNull(accounts.removedAt),
        accountId ? eq(accounts.id, accountId) : undefined,
      ),
    )
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id));
  return rows.map(({ readAt, ...row }) => ({ ...row, readAt: readAt?.toISOString() ?? null }));
}

function isBefore(cursor: string) {
  const { at, id } = fromCursor(cursor);
  return or(
    lt(invitations.sentAbout, at),
    and(eq(invitations.sentAbout, at), lt(invitations.id, id)),
  );
}
