import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import {
  accountViews,
  conversationAttendees,
  emails,
  emailTrackingEvents,
  erasures,
  invitationImportRows,
  invitationImports,
  invitationPlans,
  noteMentions,
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
  type PeopleWorld as World,
} from '@/db/testing/people-world';
import { storeEmail } from '@/db/testing/stored-emails';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/core/log';
import { systemClock } from '@/lib/core/time';
import { erase } from '@/lib/erasure/handlers';
import { erasePerson } from '@/lib/erasure/mutations';
import { systemCtx } from '@/lib/jobs/system-scope';

/** People, an admin who erases them, and the job that does it. */
export async function createErasureWorld(db: Db) {
  const world = await createPeopleWorld(db);
  const admin = await createMember(db, world.workspace, 'admin');
  const run = (erasureId: string) =>
    erase({ workspaceId: world.workspace.id, erasureId }, systemCtx(db, world.workspace.id), {
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
      (await db.select().from(erasures).where(eq(erasures.id, erasureId)))[0],
  };
}

/** Mira on LinkedIn: a chat of two with all that hangs on it, and what she wrote in a group. */
export async function plantChats(db: Db, word: string, world: World) {
  const { account, jane, workspace } = world;
  const id = `ACo-${word}`;
  const { attendee, conversation } = await createContact(db, account, {
    providerUserId: id,
    name: `Mira ${word}`,
    headline: `Head of ${word}`,
    profileUrl: `https://www.linkedin.com/in/mira-${word}/`,
    gatewayAttendeeId: `ga-${word}`,
    text: `hello from ${word}`,
  });
  const ours = await createMessage(db, conversation, { isOurs: true, text: `dear ${word}` });
  const note = await createNote(db, conversation, jane, { text: `careful with ${word}` });
  await db.insert(noteMentions).values({ noteId: note.id, memberId: jane.member.id });
  await db.insert(accountViews).values({
    workspaceId: workspace.id,
    accountId: account.id,
    memberId: jane.member.id,
    conversationId: conversation.id,
  });
  const [send] = await db
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
  const [file] = await db
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
  await db.insert(sendAttachmentParts).values({
    attachmentId: file?.id ?? '',
    position: 0,
    content: Buffer.from(`file of ${word}`),
  });
  const group = await createConversation(db, account, { kind: 'group', title: 'Lunch' });
  await db
    .insert(conversationAttendees)
    .values({ conversationId: group.id, attendeeId: attendee.id });
  await createMessage(db, group, { senderProviderId: id, text: `soup, says ${word}` });
  const theirs = await createMessage(db, group, {
    text: 'Salad',
    quoted: { providerMessageId: 'p', senderProviderId: id, text: `soup, says ${word}` },
    reactions: [
      { value: '👍', senderProviderId: id, isOurs: false },
      { value: '🎉', senderProviderId: 'somebody-else', isOurs: false },
    ],
    seenBy: { [id]: true, 'somebody-else': true },
  });
  const [start_] = await db
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
export async function plantEmails(db: Db, word: string, world: World) {
  const { hidden, omar, workspace } = world;
  const address = `mira@${word}.test`;
  const { attendee, conversation } = await createContact(db, hidden, {
    kind: 'email',
    providerUserId: address,
    name: `Mira ${word}`,
  });
  const hers = async (thread: typeof conversation, people: object) => {
    const { message, email } = await storeEmail(db, thread, {
      subject: `About ${word}`,
      html: `<p>${word}</p>`,
      plain: word,
    });
    await db
      .update(emails)
      .set({
        people: { from: null, to: [], cc: [], bcc: [], replyTo: [], ...people },
        trackingId: `t-${word}-${thread.id}`,
      })
      .where(eq(emails.messageId, email.messageId));
    return message;
  };
  await hers(conversation, { from: { address: address.toUpperCase(), name: `Mira ${word}` } });
  await db.insert(emailTrackingEvents).values({
    workspaceId: workspace.id,
    accountId: hidden.id,
    trackingId: `t-${word}-${conversation.id}`,
    gatewayEventId: newId(),
    kind: 'clicked',
    at: new Date(),
    url: `https://${word}.test/`,
  });
  const shared = await createConversation(db, hidden, {
    kind: 'email',
    subject: 'Offer',
    attendeeProviderId: address,
  });
  const other = await createAttendee(db, hidden, {
    providerUserId: 'ola@client.example',
    name: 'Ola',
  });
  await db
    .insert(conversationAttendees)
    .values([attendee, other].map(({ id }) => ({ conversationId: shared.id, attendeeId: id })));
  await hers(shared, { cc: [{ address, name: null }] });
  const kept = await storeEmail(db, shared, { subject: 'Offer', plain: 'Between us' });
  await db.insert(sends).values({
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
  await db
    .insert(trustedImageSenders)
    .values({ memberId: omar.member.id, workspaceId: workspace.id, address });
  return { address, conversation, shared, kept };
}

/** Mira among invitations, plans and files of people. */
export async function plantInvitations(db: Db, word: string, world: World, providerUserId: string) {
  const { account, jane, workspace } = world;
  const ofMira = {
    providerUserId,
    publicIdentifier: `mira-${word}`,
    name: `Mira ${word}`,
    note: `hi ${word}`,
  };
  const sent = await createInvitation(db, account, {
    ...ofMira,
    direction: 'sent',
    gatewayInvitationId: `inv-${word}-1`,
  });
  const received = await createInvitation(db, account, {
    ...ofMira,
    direction: 'received',
    gatewayInvitationId: `inv-${word}-2`,
  });
  const plan = (fields: Partial<typeof invitationPlans.$inferInsert>) =>
    db
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
  const [file] = await db
    .insert(invitationImports)
    .values({ workspaceId: workspace.id, memberId: jane.member.id, fileName: 'people.csv' })
    .returning();
  const cells = [
    [`https://www.linkedin.com/in/mira-${word}/`, `hi ${word}`],
    ['https://www.linkedin.com/in/ola/', 'hi Ola'],
  ];
  await db.insert(invitationImportRows).values(
    cells.map((row, index) => ({
      workspaceId: workspace.id,
      importId: file?.id ?? '',
      line: index + 1,
      cells: row,
      identifier: index === 0 ? `mira-${word}` : 'ola',
      accountId: account.id,
      state: 'waiting' as const,
    })),
  );
  return { sent, received, left, waiting };
}

/** A raw delivery, which names whom its body names. */
export async function plantDelivery(
  db: Db,
  { workspace, gateway }: World,
  body: object,
  state: 'received' | 'processed' | 'failed' = 'processed',
) {
  const [row] = await db
    .insert(webhookEvents)
    .values({
      workspaceId: workspace.id,
      gatewayId: gateway.id,
      origin: 'webhook',
      body: Buffer.from(JSON.stringify(body)),
      state,
    })
    .returning();
  if (!row) throw new Error('no delivery');
  return row.id;
}
