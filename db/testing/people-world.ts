import { and, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { attendees, auditLog, conversationAttendees, invitations } from '@/db/schema';
import {
  createAccount,
  createConversation,
  createMessage,
  createTeam,
} from '@/db/testing/factories';
import { newId } from '@/lib/core/ids';
import { systemCtx } from '@/lib/jobs/system-scope';
import { linkPeople } from '@/lib/people/handlers';
import { listPeople } from '@/lib/people/queries';
import { EVERYBODY } from '@/lib/people/rules';

type Account = { id: string; workspaceId: string };
type AttendeeFields = Partial<typeof attendees.$inferInsert>;

/** Somebody whom an account has a chat of two with, not linked to a person yet. */
export async function createContact(
  db: Db,
  account: Account,
  {
    lastMessageAt = new Date(),
    kind = 'direct',
    text,
    ...fields
  }: AttendeeFields & {
    lastMessageAt?: Date;
    kind?: 'direct' | 'email' | 'group';
    /** Of a message that they wrote at `lastMessageAt`. */
    text?: string;
  } = {},
) {
  const attendee = await createAttendee(db, account, fields);
  const conversation = await createConversation(db, account, {
    kind,
    title: null,
    attendeeProviderId: attendee.providerUserId,
    lastMessageAt,
  });
  await db
    .insert(conversationAttendees)
    .values({ conversationId: conversation.id, attendeeId: attendee.id });
  if (text !== undefined) {
    await createMessage(db, conversation, {
      text,
      sentAt: lastMessageAt,
      senderProviderId: attendee.providerUserId,
    });
  }
  return { attendee, conversation };
}

export async function createAttendee(db: Db, account: Account, fields: AttendeeFields = {}) {
  const [attendee] = await db
    .insert(attendees)
    .values({
      workspaceId: account.workspaceId,
      accountId: account.id,
      providerUserId: `ACo${newId()}`,
      name: 'Mira Olsen',
      ...fields,
    })
    .returning();
  if (!attendee) throw new Error('no attendee');
  return attendee;
}

export async function createInvitation(
  db: Db,
  account: Account,
  fields: Partial<typeof invitations.$inferInsert> = {},
) {
  const now = new Date();
  const [invitation] = await db
    .insert(invitations)
    .values({
      workspaceId: account.workspaceId,
      accountId: account.id,
      direction: 'sent',
      gatewayInvitationId: newId(),
      providerUserId: `ACo${newId()}`,
      name: 'Noor Haddad',
      sentAbout: now,
      firstSeenAt: now,
      lastSeenAt: now,
      ...fields,
    })
    .returning();
  if (!invitation) throw new Error('no invitation');
  return invitation;
}

export const minutesAgo = (minutes: number) =>
  new Date(Date.UTC(2026, 10, 20, 12) - minutes * 60_000);

/** Jane's shared account, Omar's shared mailbox and one that he keeps for himself. */
export async function createPeopleWorld(db: Db) {
  const team = await createTeam(db);
  const hidden = await createAccount(db, team.gateway, {
    ownerMemberId: team.omar.member.id,
    provider: 'GOOGLE',
    visibility: 'private',
    name: 'Hidden mailbox',
  });
  const mailbox = await createAccount(db, team.gateway, {
    ownerMemberId: team.omar.member.id,
    provider: 'GOOGLE',
    visibility: 'team-read',
    name: 'Sales mailbox',
  });
  const link = () =>
    linkPeople({ workspaceId: team.workspace.id }, systemCtx(db, team.workspace.id), {
      signal: new AbortController().signal,
    });
  const idOf = async (name: string, who = team.jane) => {
    const { items } = await listPeople(who.ctx, { filter: { ...EVERYBODY, q: name } });
    const id = items.find((one) => one.name === name)?.id;
    if (!id) throw new Error(`${name} is not listed.`);
    return id;
  };
  const audits = (action: string) =>
    db.$count(
      auditLog,
      and(eq(auditLog.workspaceId, team.workspace.id), eq(auditLog.action, action)),
    );
  return { ...team, hidden, mailbox, link, idOf, audits };
}

export type PeopleWorld = Awaited<ReturnType<typeof createPeopleWorld>>;

/** Ana on LinkedIn, and the same Ana by e-mail; two people until somebody says otherwise. */
export async function createTwoAnas(db: Db, world: PeopleWorld) {
  await createContact(db, world.account, {
    name: 'Ana Ruiz',
    headline: 'VP Sales, Norda',
    profileUrl: 'https://www.linkedin.com/in/ana-ruiz',
    lastMessageAt: minutesAgo(10),
    text: 'Hello from LinkedIn',
  });
  await createContact(db, world.mailbox, {
    kind: 'email',
    name: 'Ana R.',
    providerUserId: 'ana@norda.test',
    lastMessageAt: minutesAgo(5),
    text: 'Hello by e-mail',
  });
  await world.link();
  return { linkedin: await world.idOf('Ana Ruiz'), email: await world.idOf('Ana R.') };
}
