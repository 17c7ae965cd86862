import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  emailBodies,
  emails,
  emailTrackingEvents,
  invitationImportRows,
  invitationPlans,
  invitations,
  members,
  messages,
  notes,
  personProfiles,
  sends,
  users,
} from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { getPerson, getVisible } from '@/lib/people/person-queries';
import type { PersonFact } from '@/lib/people/types';
import { matchesPerson, namesAddress, startsChatWith } from './subject-queries';
import type { PersonExport } from './types';

/**
 * Everything that is held of a person and that the member may read, to be handed to that person. What colleagues keep in
 * private accounts is named by its owner alone: they can make their part of it.
 */
export async function exportPerson(
  ctx: Ctx<MemberScope>,
  { personId }: { personId: string },
): Promise<PersonExport> {
  requirePermission(ctx.scope, 'person:export');
  const { rootId, facts, accounts: known } = await getVisible(ctx, personId);
  const person = await getPerson(ctx, { personId: rootId });
  const accountIds = known.map(({ id }) => id);
  const made: PersonExport = {
    exportedAt: new Date().toISOString(),
    name: person.name,
    headline: person.headline,
    ids: distinctIds(facts),
    profiles: await listProfiles(ctx, facts, accountIds),
    conversations: await listThreads(ctx, facts),
    invitations: await listInvitations(ctx, facts),
    plannedInvitations: await listPlans(ctx, facts),
    unsentMessages: await listUnsent(ctx, facts),
    rowsOfFiles: await listFileRows(ctx, facts),
    followed: await listTracking(ctx, facts),
    inPrivateAccountsOf: person.privateTouches,
  };
  await recordAudit(ctx, {
    action: 'person.exported',
    entityType: 'person',
    entityId: rootId,
    detail: { conversations: made.conversations.length },
  });
  return made;
}

function distinctIds(facts: readonly PersonFact[]): PersonExport['ids'] {
  return [
    ...new Map(facts.map(({ kind, value }) => [`${kind} ${value}`, { kind, value }])).values(),
  ];
}

async function listProfiles(ctx: Ctx, facts: readonly PersonFact[], accountIds: readonly string[]) {
  const rows = await ctx.db
    .select()
    .from(personProfiles)
    .where(
      and(
        eq(personProfiles.workspaceId, ctx.scope.workspaceId),
        inArray(personProfiles.identityId, idsOf(facts, 'identityId')),
        inArray(personProfiles.accountId, [...accountIds]),
      ),
    );
  return rows.map(({ profile, publicIdentifier, emails: addresses, phones, readAt }) => ({
    ...profile,
    publicIdentifier,
    emails: addresses,
    phones,
    readAt: readAt.toISOString(),
  }));
}

/** Whole threads of two and of e-mail; of groups what the person wrote. */
async function listThreads(
  ctx: Ctx,
  facts: readonly PersonFact[],
): Promise<PersonExport['conversations']> {
  const rows = await ctx.db
    .selectDistinct({
      id: conversations.id,
      kind: conversations.kind,
      title: conversations.title,
      subject: conversations.subject,
      accountName: accounts.name,
      provider: accounts.provider,
      senderId: attendees.providerUserId,
    })
    .from(attendees)
    .innerJoin(conversationAttendees, eq(conversationAttendees.attendeeId, attendees.id))
    .innerJoin(conversations, eq(conversations.id, conversationAttendees.conversationId))
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(
      and(
        eq(attendees.workspaceId, ctx.scope.workspaceId),
        inArray(attendees.identityId, idsOf(facts, 'identityId')),
        inArray(attendees.accountId, idsOf(facts, 'accountId')),
        eq(attendees.isSelf, false),
      ),
    )
    .orderBy(asc(conversations.id));
  const threads: PersonExport['conversations'] = [];
  for (const { id, kind, provider, accountName, title, subject, senderId } of rows) {
    const isWhole = kind === 'direct' || kind === 'email';
    threads.push({
      account: accountName,
      channel: PROVIDER_NAMES[provider],
      kind,
      title: title ?? subject,
      messages: await listMessages(ctx, id, isWhole ? null : senderId),
      notes: isWhole ? await listNotes(ctx, id) : [],
    });
  }
  return threads;
}

async function listMessages(ctx: Ctx, conversationId: string, senderId: string | null) {
  const rows = await ctx.db
    .select({
      sentAt: messages.sentAt,
      isOurs: messages.isOurs,
      senderId: messages.senderProviderId,
      senderName: attendees.name,
      subject: messages.subject,
      text: messages.text,
      attachments: messages.attachments,
      reactions: messages.reactions,
      people: emails.people,
      plain: emailBodies.plain,
      html: emailBodies.html,
    })
    .from(messages)
    .leftJoin(emails, eq(emails.messageId, messages.id))
    .leftJoin(emailBodies, eq(emailBodies.messageId, messages.id))
    .leftJoin(
      attendees,
      and(
        eq(attendees.accountId, messages.accountId),
        eq(attendees.providerUserId, messages.senderProviderId),
      ),
    )
    .where(
      and(
        eq(messages.conversationId, conversationId),
        senderId === null ? undefined : eq(messages.senderProviderId, senderId),
        isNull(messages.eventType),
      ),
    )
    .orderBy(asc(messages.sentAt), asc(messages.id));
  return rows.map(({ sentAt, isOurs, senderName, plain, html, text, people, ...row }) => ({
    sentAt: sentAt.toISOString(),
    from: isOurs ? 'us' : (senderName ?? row.senderId),
    subject: row.subject,
    text: plain ?? html ?? text,
    files: row.attachments.map(({ fileName, mimeType }) => fileName ?? mimeType ?? 'file'),
    reactions: row.reactions.map(({ value }) => value),
    people,
  }));
}

async function listNotes(ctx: Ctx, conversationId: string) {
  const rows = await ctx.db
    .select({ at: notes.createdAt, by: users.name, text: notes.text })
    .from(notes)
    .innerJoin(members, eq(members.id, notes.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(notes.conversationId, conversationId), isNull(notes.deletedAt)))
    .orderBy(asc(notes.createdAt), asc(notes.id));
  return rows.map(({ at, ...row }) => ({ at: at.toISOString(), ...row }));
}

async function listInvitations(ctx: Ctx, facts: readonly PersonFact[]) {
  const rows = await ctx.db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, ctx.scope.workspaceId),
        inArray(invitations.identityId, idsOf(facts, 'identityId')),
        inArray(invitations.accountId, idsOf(facts, 'accountId')),
      ),
    )
    .orderBy(asc(invitations.sentAbout), asc(invitations.id));
  return rows.map(({ direction, sentAbout, note, endedAs, goneAt }) => ({
    direction,
    sentAbout: sentAbout.toISOString(),
    note,
    endedAs,
    goneAt: goneAt?.toISOString() ?? null,
  }));
}

async function listPlans(ctx: Ctx, facts: readonly PersonFact[]) {
  const onLinkedin = facts.filter(({ kind }) => kind === 'LINKEDIN');
  if (onLinkedin.length === 0) return [];
  const pairs = or(
    ...onLinkedin.map(({ accountId, value }) =>
      and(eq(invitationPlans.accountId, accountId), eq(invitationPlans.providerUserId, value)),
    ),
  );
  const rows = await ctx.db
    .select()
    .from(invitationPlans)
    .where(and(eq(invitationPlans.workspaceId, ctx.scope.workspaceId), pairs ?? sql`false`))
    .orderBy(asc(invitationPlans.createdAt), asc(invitationPlans.id));
  return rows.map(({ createdAt, leftAt, state, note, email }) => ({
    createdAt: createdAt.toISOString(),
    leftAt: leftAt?.toISOString() ?? null,
    state,
    note,
    email,
  }));
}

/** Messages to them that have no copy in a conversation: they wait, failed, or nobody knows. */
async function listUnsent(ctx: Ctx, facts: readonly PersonFact[]) {
  const rows = await ctx.db
    .select({ createdAt: sends.createdAt, state: sends.state, text: sends.text })
    .from(sends)
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .leftJoin(conversations, eq(conversations.id, sends.conversationId))
    .where(
      and(
        eq(sends.workspaceId, ctx.scope.workspaceId),
        inArray(sends.accountId, idsOf(facts, 'accountId')),
        inArray(sends.state, ['held', 'sending', 'failed', 'unknown']),
        or(
          and(
            eq(conversations.kind, 'direct'),
            matchesPerson(facts, conversations.attendeeProviderId),
          ),
          and(isNotNull(sends.email), namesAddress(facts, sends.email)),
          startsChatWith(facts),
        ),
      ),
    )
    .orderBy(asc(sends.createdAt), asc(sends.id));
  return rows.map(({ createdAt, ...row }) => ({ createdAt: createdAt.toISOString(), ...row }));
}

/** Of files that members uploaded to invite people; each by whoever may read its account. */
async function listFileRows(ctx: Ctx, facts: readonly PersonFact[]) {
  const values = facts.filter(({ kind }) => kind === 'LINKEDIN').map(({ value }) => value);
  const names = facts.flatMap(({ publicIdentifier }) => publicIdentifier?.toLowerCase() ?? []);
  const rows = await ctx.db
    .select({ cells: invitationImportRows.cells, note: invitationImportRows.note })
    .from(invitationImportRows)
    .where(
      and(
        eq(invitationImportRows.workspaceId, ctx.scope.workspaceId),
        inArray(invitationImportRows.accountId, idsOf(facts, 'accountId')),
        or(
          sql`${invitationImportRows.person} ->> 'providerUserId' = any(${sql.param(values)}::text[])`,
          sql`lower(${invitationImportRows.identifier}) = any(${sql.param(names)}::text[])`,
        ),
      ),
    )
    .orderBy(asc(invitationImportRows.id));
  return rows;
}

/** Openings and clicks of e-mails to them, where those were asked for. */
async function listTracking(ctx: Ctx, facts: readonly PersonFact[]) {
  const rows = await ctx.db
    .select({
      at: emailTrackingEvents.at,
      kind: emailTrackingEvents.kind,
      url: emailTrackingEvents.url,
    })
    .from(emailTrackingEvents)
    .innerJoin(
      emails,
      and(
        eq(emails.accountId, emailTrackingEvents.accountId),
        eq(emails.trackingId, emailTrackingEvents.trackingId),
      ),
    )
    .where(
      and(
        eq(emailTrackingEvents.workspaceId, ctx.scope.workspaceId),
        inArray(emailTrackingEvents.accountId, idsOf(facts, 'accountId')),
        namesAddress(facts, emails.people),
      ),
    )
    .orderBy(asc(emailTrackingEvents.at), asc(emailTrackingEvents.id));
  return rows.map(({ at, ...row }) => ({ at: at.toISOString(), ...row }));
}

function idsOf(facts: readonly PersonFact[], field: 'identityId' | 'accountId'): string[] {
  return [...new Set(facts.map((fact) => fact[field]))];
}
