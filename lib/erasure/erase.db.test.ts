import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  accountReads,
  accountViews,
  auditLog,
  conversationAttendees,
  conversations,
  emails,
  emailTrackingEvents,
  erasures,
  invitationImportRows,
  invitationImports,
  invitationPlans,
  invitations,
  messages,
  noteMentions,
  people,
  personProfiles,
  sendAttachmentParts,
  sendAttachments,
  sends,
  trustedImageSenders,
  webhookEvents,
} from '@/db/schema';
import {
  createConversation,
  createMember,
  createMessage,
  createNote,
} from '@/db/testing/factories';
import {
  createAttendee,
  createContact,
  createInvitation,
  createPeopleWorld,
} from '@/db/testing/people-world';
import { scanTables } from '@/db/testing/scan-tables';
import { storeEmail } from '@/db/testing/stored-emails';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/core/log';
import { systemClock } from '@/lib/core/time';
import { systemCtx } from '@/lib/jobs/system-scope';
import { mergePeople } from '@/lib/people/mutations';
import { erase } from './handlers';
import { erasePerson } from './mutations';

setTestEnv({});
const test = testDb();

/** Everything that is known of Mira holds this word. */
let word = '';
beforeEach(() => {
  word = `canary${newId().slice(-12)}`;
});

async function start() {
  const world = await createPeopleWorld(test.db);
  const admin = await createMember(test.db, world.workspace, 'admin');
  const run = (erasureId: string) =>
    erase({ workspaceId: world.workspace.id, erasureId }, systemCtx(test.db, world.workspace.id), {
      clock: systemClock,
      log: log(),
    });
  return {
    ...world,
    admin,
    run,
    erase: async (personId: string) => {
      const { erasureId } = await erasePerson(admin.ctx, { personId });
      await run(erasureId);
      return erasureId;
    },
    row: async (erasureId: string) =>
      (await test.db.select().from(erasures).where(eq(erasures.id, erasureId)))[0],
  };
}

type World = Awaited<ReturnType<typeof start>>;

/** Mira on LinkedIn: a chat of two with all that hangs on it, and what she wrote in a group. */
async function plantChats(world: World) {
  const { account, jane, workspace } = world;
  const id = `ACo-${word}`;
  const { attendee, conversation } = await createContact(test.db, account, {
    providerUserId: id,
    name: `Mira ${word}`,
    headline: `Head of ${word}`,
    profileUrl: `https://www.linkedin.com/in/mira-${word}/`,
    gatewayAttendeeId: `ga-${word}`,
    text: `hello from ${word}`,
  });
  const ours = await createMessage(test.db, conversation, { isOurs: true, text: `dear ${word}` });
  const note = await createNote(test.db, conversation, jane, { text: `careful with ${word}` });
  await test.db.insert(noteMentions).values({ noteId: note.id, memberId: jane.member.id });
  await test.db.insert(accountViews).values({
    workspaceId: workspace.id,
    accountId: account.id,
    memberId: jane.member.id,
    conversationId: conversation.id,
  });
  const [send] = await test.db
    .insert(sends)
    .values({
      workspaceId: workspace.id,
      accountId: account.id,
      conversationId: conversation.id,
      authorMemberId: jane.member.id,
      clientId: newId(),
      text: `to be sent to ${word}`,
      quotedMessageId: ours.id,
      state: 'held',
    })
    .returning();
  const [file] = await test.db
    .insert(sendAttachments)
    .values({
      workspaceId: workspace.id,
      memberId: jane.member.id,
      conversationId: conversation.id,
      sendId: send?.id,
      fileName: `${word}.pdf`,
      mimeType: 'application/pdf',
      sizeBytes: 3,
    })
    .returning();
  await test.db.insert(sendAttachmentParts).values({
    attachmentId: file?.id ?? '',
    position: 0,
    content: Buffer.from(`file of ${word}`),
  });
  const group = await createConversation(test.db, account, { kind: 'group', title: 'Lunch' });
  await test.db
    .insert(conversationAttendees)
    .values({ conversationId: group.id, attendeeId: attendee.id });
  await createMessage(test.db, group, { senderProviderId: id, text: `soup, says ${word}` });
  const theirs = await createMessage(test.db, group, {
    text: 'Salad',
    quoted: { providerMessageId: 'p', senderProviderId: id, text: `soup, says ${word}` },
    reactions: [
      { value: '👍', senderProviderId: id, isOurs: false },
      { value: '🎉', senderProviderId: 'somebody-else', isOurs: false },
    ],
    seenBy: { [id]: true, 'somebody-else': true },
  });
  const [start_] = await test.db
    .insert(sends)
    .values({
      workspaceId: workspace.id,
      accountId: account.id,
      authorMemberId: jane.member.id,
      clientId: newId(),
      text: `first words to ${word}`,
      start: {
        recipients: [{ providerUserId: id, name: `Mira ${word}` }],
        title: null,
        subject: null,
        linkedinApi: null,
        isInmail: false,
      },
      state: 'failed',
    })
    .returning();
  return { id, conversation, group, theirs, startId: start_?.id };
}

/** Mira by e-mail, in Omar's private mailbox: a thread with her alone, and one with others. */
async function plantEmails(world: World) {
  const { hidden, omar, workspace } = world;
  const address = `mira@${word}.test`;
  const { conversation } = await createContact(test.db, hidden, {
    kind: 'email',
    providerUserId: address,
    name: `Mira ${word}`,
  });
  const hers = async (thread: typeof conversation, people: object) => {
    const { message, email } = await storeEmail(test.db, thread, {
      subject: `About ${word}`,
      html: `<p>${word}</p>`,
      plain: word,
    });
    await test.db
      .update(emails)
      .set({
        people: { from: null, to: [], cc: [], bcc: [], replyTo: [], ...people },
        trackingId: `t-${word}`,
      })
      .where(eq(emails.messageId, email.messageId));
    return message;
  };
  await hers(conversation, { from: { address: address.toUpperCase(), name: `Mira ${word}` } });
  await test.db.insert(emailTrackingEvents).values({
    workspaceId: workspace.id,
    accountId: hidden.id,
    trackingId: `t-${word}`,
    gatewayEventId: newId(),
    kind: 'clicked',
    at: new Date(),
    url: `https://${word}.test/`,
  });
  const shared = await createConversation(test.db, hidden, {
    kind: 'email',
    subject: 'Offer',
    attendeeProviderId: address,
  });
  const other = await createAttendee(test.db, hidden, {
    providerUserId: 'ola@client.example',
    name: 'Ola',
  });
  await test.db
    .insert(conversationAttendees)
    .values({ conversationId: shared.id, attendeeId: other.id });
  await hers(shared, { cc: [{ address, name: null }] });
  const kept = await storeEmail(test.db, shared, { subject: 'Offer', plain: 'Between us' });
  await test.db.insert(sends).values({
    workspaceId: workspace.id,
    accountId: hidden.id,
    conversationId: shared.id,
    authorMemberId: omar.member.id,
    clientId: newId(),
    text: `an answer to ${word}`,
    email: {
      to: [{ address, name: null }],
      cc: [],
      bcc: [],
      subject: 'Re: Offer',
      html: `<p>${word}</p>`,
    },
    state: 'sent',
  });
  await test.db
    .insert(trustedImageSenders)
    .values({ memberId: omar.member.id, workspaceId: workspace.id, address });
  return { address, conversation, shared, kept };
}

/** Mira among invitations, plans and files of people. */
async function plantInvitations(world: World, providerUserId: string) {
  const { account, jane, workspace } = world;
  const ofMira = {
    providerUserId,
    publicIdentifier: `mira-${word}`,
    name: `Mira ${word}`,
    note: `hi ${word}`,
  };
  const sent = await createInvitation(test.db, account, {
    ...ofMira,
    direction: 'sent',
    gatewayInvitationId: `inv-${word}-1`,
  });
  const received = await createInvitation(test.db, account, {
    ...ofMira,
    direction: 'received',
    gatewayInvitationId: `inv-${word}-2`,
  });
  const plan = (fields: Partial<typeof invitationPlans.$inferInsert>) =>
    test.db
      .insert(invitationPlans)
      .values({
        workspaceId: workspace.id,
        accountId: account.id,
        authorMemberId: jane.member.id,
        clientId: newId(),
        ...ofMira,
        email: `mira@${word}.test`,
        ...fields,
      })
      .returning();
  const [left] = await plan({ state: 'sent', leftAt: new Date() });
  const [waiting] = await plan({ state: 'planned' });
  const [file] = await test.db
    .insert(invitationImports)
    .values({ workspaceId: workspace.id, memberId: jane.member.id, fileName: 'people.csv' })
    .returning();
  const cells = [
    [`https://www.linkedin.com/in/mira-${word}/`, `hi ${word}`],
    ['https://www.linkedin.com/in/ola/', 'hi Ola'],
  ];
  await test.db.insert(invitationImportRows).values(
    cells.map((row, index) => ({
      workspaceId: workspace.id,
      importId: file?.id ?? '',
      line: index + 1,
      cells: row,
      accountId: account.id,
      state: 'waiting' as const,
    })),
  );
  return { sent, received, left, waiting };
}

async function plantDelivery(
  world: World,
  body: object,
  state: 'received' | 'processed' | 'failed' = 'processed',
) {
  const [row] = await test.db
    .insert(webhookEvents)
    .values({
      workspaceId: world.workspace.id,
      gatewayId: world.gateway.id,
      origin: 'webhook',
      body: Buffer.from(JSON.stringify(body)),
      state,
    })
    .returning();
  if (!row) throw new Error('no delivery');
  return row.id;
}

const deliveryOf = async (id: string) =>
  (await test.db.select().from(webhookEvents).where(eq(webhookEvents.id, id)))[0];

describe('erasing a person', () => {
  it('leaves nothing of them in any table, through private accounts too, and keeps what is of others', async () => {
    const world = await start();
    const chats = await plantChats(world);
    const mail = await plantEmails(world);
    await world.link();
    const onLinkedin = await world.idOf(`Mira ${word}`);
    const invited = await plantInvitations(world, chats.id);
    await world.link();
    const identity = await test.db.execute<{ id: string; person_id: string }>(
      sql`select id, person_id from person_identities where value = ${mail.address}`,
    );
    const mailPerson = identity.rows[0]?.person_id ?? '';
    await mergePeople(world.omar.ctx, { personId: onLinkedin, otherPersonId: mailPerson });
    await test.db.insert(personProfiles).values({
      identityId: identity.rows[0]?.id ?? '',
      accountId: world.account.id,
      workspaceId: world.workspace.id,
      profile: {
        name: `Mira ${word}`,
        headline: null,
        location: null,
        about: `I am ${word}`,
        isConnection: null,
        connectedAt: null,
        experience: [],
        education: [],
        skills: [word],
        languages: [],
        certifications: [],
      },
      emails: [mail.address],
      readAt: new Date(),
    });
    const deliveries = [
      await plantDelivery(world, { chat_id: chats.conversation.gatewayChatId, message: word }),
      await plantDelivery(
        world,
        { sender: { attendee_provider_id: chats.id }, message: word },
        'failed',
      ),
      await plantDelivery(world, { from_attendee: { identifier: mail.address }, subject: word }),
    ];
    const ofOthers = await plantDelivery(world, { message: 'nothing of hers' });
    const before = await scanTables(test.db, [word]);
    expect(before).toEqual(
      expect.arrayContaining([
        'attendees.name',
        'email_bodies.html',
        'invitation_import_rows.cells',
        'messages.text',
        'notes.text',
        'person_identities.value',
        'send_attachment_parts.content',
        'sends.email',
        'webhook_events.body',
      ]),
    );

    const erasureId = await world.erase(onLinkedin);

    expect(await scanTables(test.db, [word])).toEqual([]);
    const row = await world.row(erasureId);
    expect(row).toMatchObject({
      subjectSealed: null,
      counts: { conversations: 2, messages: 5, invitations: 4, notes: 1, deliveries: 3 },
    });
    expect(row?.finishedAt).not.toBeNull();
    expect(await deliveryOf(deliveries[1] ?? '')).toMatchObject({
      state: 'ignored',
      reason: 'erased',
    });
    expect((await deliveryOf(ofOthers))?.body.toString()).toContain('nothing of hers');
    const [salad] = await test.db.select().from(messages).where(eq(messages.id, chats.theirs.id));
    expect(salad).toMatchObject({
      text: 'Salad',
      quoted: null,
      reactions: [{ value: '🎉', senderProviderId: 'somebody-else', isOurs: false }],
      seenBy: { 'somebody-else': true },
    });
    const [offer] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.id, mail.shared.id));
    expect(offer?.attendeeProviderId).toBe('ola@client.example');
    expect(await test.db.$count(messages, eq(messages.conversationId, mail.shared.id))).toBe(1);
    expect(await test.db.$count(people, eq(people.workspaceId, world.workspace.id))).toBe(1);
    // What was sent counts on towards the limits of its account.
    const [left] = await test.db
      .select()
      .from(invitationPlans)
      .where(eq(invitationPlans.accountId, world.account.id));
    expect(left).toMatchObject({ id: invited.left?.id, state: 'sent', name: null });
    expect(left?.leftAt).not.toBeNull();
    const listed = await test.db
      .select()
      .from(invitations)
      .where(eq(invitations.accountId, world.account.id));
    expect(listed).toMatchObject([{ id: invited.sent.id, name: null, providerUserId: null }]);
    const [reads] = await test.db
      .select()
      .from(accountReads)
      .where(eq(accountReads.accountId, world.account.id));
    expect(reads?.messageCount).toBe(1);
    const trail = await test.db
      .select()
      .from(auditLog)
      .where(
        and(eq(auditLog.workspaceId, world.workspace.id), eq(auditLog.action, 'person.erased')),
      );
    expect(trail).toMatchObject([{ entityId: onLinkedin, detail: { erasureId } }]);
  });

  it('waits for a message that is just leaving, and for a delivery that has not had its turn', async () => {
    const world = await start();
    const chats = await plantChats(world);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    await test.db
      .update(sends)
      .set({ state: 'sending', postedAt: new Date() })
      .where(eq(sends.conversationId, chats.conversation.id));
    const waiting = await plantDelivery(world, { sender: chats.id, message: word }, 'received');
    const { erasureId } = await erasePerson(world.admin.ctx, { personId });
    await world.run(erasureId);
    expect(await scanTables(test.db, [word])).toContain('messages.text');
    expect(await world.row(erasureId)).toMatchObject({ erasedAt: null, finishedAt: null });
    // Whom it is about is told to nobody who reads the row.
    expect((await world.row(erasureId))?.subjectSealed).not.toContain(word);

    await test.db
      .update(sends)
      .set({ state: 'sent' })
      .where(eq(sends.conversationId, chats.conversation.id));
    await world.run(erasureId);
    expect(await scanTables(test.db, [word])).toEqual(['webhook_events.body']);
    expect(await world.row(erasureId)).toMatchObject({ finishedAt: null });

    await test.db
      .update(webhookEvents)
      .set({ state: 'processed' })
      .where(eq(webhookEvents.id, waiting));
    await world.run(erasureId);
    expect(await scanTables(test.db, [word])).toEqual([]);
    expect((await world.row(erasureId))?.subjectSealed).toBeNull();
    const again = await world.row(erasureId);
    await world.run(erasureId);
    expect(await world.row(erasureId)).toEqual(again);
  });

  it('is for owners and admins, and not for whoever is an account of the workspace', async () => {
    const world = await start();
    await plantChats(world);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    for (const role of ['lead', 'member', 'viewer'] as const) {
      const { ctx } = await createMember(test.db, world.workspace, role);
      await expect(erasePerson(ctx, { personId })).rejects.toMatchObject({ code: 'forbidden' });
    }
    const stranger = await start();
    await expect(erasePerson(stranger.admin.ctx, { personId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await createAttendee(test.db, world.account, {
      providerUserId: `ACo-${word}`.toUpperCase(),
      isSelf: true,
    });
    await createAttendee(test.db, world.mailbox, {
      providerUserId: 'omar@acme.test',
      isSelf: true,
    });
    await createContact(test.db, world.hidden, { kind: 'email', providerUserId: 'omar@acme.test' });
    const { conversation } = await createContact(test.db, world.mailbox, {
      kind: 'email',
      name: `Colleague ${word}`,
      providerUserId: 'jane@acme.test',
    });
    expect(conversation.kind).toBe('email');
    await createAttendee(test.db, world.hidden, { providerUserId: 'jane@acme.test', isSelf: true });
    await world.link();
    await expect(
      erasePerson(world.admin.ctx, { personId: await world.idOf(`Colleague ${word}`) }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await scanTables(test.db, [word])).toContain('messages.text');
  });
});
