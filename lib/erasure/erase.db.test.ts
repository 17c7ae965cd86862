import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  accountReads,
  auditLog,
  conversations,
  erasedIds,
  invitationPlans,
  invitations,
  messages,
  people,
  personProfiles,
  sends,
  webhookEvents,
} from '@/db/schema';
import {
  createErasureWorld,
  plantChats,
  plantDelivery,
  plantEmails,
  plantInvitations,
} from '@/db/testing/erasure-world';
import { createMember, createMessage } from '@/db/testing/factories';
import { createAttendee, createContact } from '@/db/testing/people-world';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { mergePeople } from '@/lib/people/mutations';
import { erasePerson } from './mutations';

setTestEnv({});
const test = testDb();

/** Everything that is known of Mira holds this word. */
let word = '';
beforeEach(() => {
  word = `canary${newId().slice(-12)}`;
});

const start = () => createErasureWorld(test.db);

const deliveryOf = async (id: string) =>
  (await test.db.select().from(webhookEvents).where(eq(webhookEvents.id, id)))[0];

describe('erasing a person', () => {
  it('leaves nothing of them in any table, through private accounts too, and keeps what is of others', async () => {
    const world = await start();
    const chats = await plantChats(test.db, word, world);
    const mail = await plantEmails(test.db, word, world);
    await world.link();
    const onLinkedin = await world.idOf(`Mira ${word}`);
    const invited = await plantInvitations(test.db, word, world, chats.id);
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
      await plantDelivery(test.db, world, {
        chat_id: chats.conversation.gatewayChatId,
        message: word,
      }),
      await plantDelivery(
        test.db,
        world,
        { sender: { attendee_provider_id: chats.id }, message: word },
        'failed',
      ),
      await plantDelivery(test.db, world, {
        from_attendee: { identifier: mail.address },
        subject: word,
      }),
    ];
    const ofOthers = await plantDelivery(test.db, world, { message: 'nothing of hers' });
    const before = await placesInDatabase(test.db, word);
    expect(before).toEqual(
      expect.arrayContaining([
        'public.attendees.name',
        'public.email_bodies.html',
        'public.invitation_import_rows.cells',
        'public.messages.text',
        'public.notes.text',
        'public.person_identities.value',
        'public.send_attachment_parts.content',
        'public.sends.email',
        'public.webhook_events.body',
      ]),
    );

    const erasureId = await world.erase(onLinkedin);

    expect(await placesInDatabase(test.db, word)).toEqual([]);
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
    expect(trail).toMatchObject([
      { entityId: erasureId, actorMemberId: world.admin.member.id, detail: {} },
    ]);
  });

  it('waits for a message that is just leaving, and for a delivery that has not had its turn', async () => {
    const world = await start();
    const chats = await plantChats(test.db, word, world);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    await test.db
      .update(sends)
      .set({ state: 'sending', postedAt: new Date() })
      .where(eq(sends.conversationId, chats.conversation.id));
    const waiting = await plantDelivery(
      test.db,
      world,
      { sender: chats.id, message: word },
      'received',
    );
    const { erasureId } = await erasePerson(world.admin.ctx, { personId });
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word)).toContain('public.messages.text');
    expect(await world.row(erasureId)).toMatchObject({ erasedAt: null, finishedAt: null });
    // Whom it is about is told to nobody who reads the row.
    expect((await world.row(erasureId))?.subjectSealed).not.toContain(word);

    await test.db
      .update(sends)
      .set({ state: 'sent' })
      .where(eq(sends.conversationId, chats.conversation.id));
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word)).toEqual(['public.webhook_events.body']);
    expect(await world.row(erasureId)).toMatchObject({ finishedAt: null });

    await test.db
      .update(webhookEvents)
      .set({ state: 'processed' })
      .where(eq(webhookEvents.id, waiting));
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word)).toEqual([]);
    expect((await world.row(erasureId))?.subjectSealed).toBeNull();
    const again = await world.row(erasureId);
    await world.run(erasureId);
    expect(await world.row(erasureId)).toEqual(again);
  });

  it('takes what comes of them until it is done, and leaves whose address or name is longer', async () => {
    const world = await start();
    const { address } = await plantEmails(test.db, word, world);
    const chats = await plantChats(test.db, word, world);
    await plantInvitations(test.db, word, world, chats.id);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    const near = await plantDelivery(test.db, world, {
      from: `jo${address}`,
      profile: `/in/mira-${word}-2/`,
      id: `${chats.id}2`,
    });
    const { erasureId } = await erasePerson(world.admin.ctx, { personId });
    await createMessage(test.db, chats.conversation, {
      senderProviderId: chats.id,
      text: `meanwhile ${word}`,
    });
    const meanwhile = await plantDelivery(test.db, world, { text: `line\nmira-${word}` });
    await world.run(erasureId);
    expect(await test.db.$count(messages, eq(messages.conversationId, chats.conversation.id))).toBe(
      0,
    );
    expect((await deliveryOf(near))?.body.toString()).toContain(`mira-${word}-2`);
    expect((await deliveryOf(meanwhile))?.body).toHaveLength(0);
    const [digest] = await test.db
      .select()
      .from(erasedIds)
      .where(eq(erasedIds.workspaceId, world.workspace.id));
    const row = await world.row(erasureId);
    expect(digest?.erasedAt.getTime()).toBeGreaterThan(row?.requestedAt.getTime() ?? Infinity);
  });

  it('is for owners and admins, and not for whoever is an account of the workspace', async () => {
    const world = await start();
    await plantChats(test.db, word, world);
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
    expect(await placesInDatabase(test.db, word)).toContain('public.messages.text');
  });
});
