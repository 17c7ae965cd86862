import { and, eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  accountReads,
  accounts,
  auditLog,
  conversations,
  erasures,
  invitationPlans,
  invitations,
  messages,
  people,
  personIdentities,
  personProfiles,
  sends,
  webhookEvents,
} from '@/db/schema';
import { plantChats, plantEmails, plantInvitations } from '@/db/testing/erasure-world';
import { createAccount, createMember } from '@/db/testing/factories';
import { createAttendee, createContact, createPeopleWorld } from '@/db/testing/people-world';
import { scanTables } from '@/db/testing/scan-tables';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/core/log';
import { systemClock } from '@/lib/core/time';
import { systemCtx } from '@/lib/jobs/system-scope';
import { mergePeople } from '@/lib/people/mutations';
import { exportPerson } from './export-mutations';
import { erase } from './handlers';
import { eraseById, erasePerson } from './mutations';

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
    expect(await scanTables(test.db, [word])).toContain('messages.text');
  });
});

describe('by an address, a number or a profile', () => {
  it('reaches whom only a private account knows, and keeps out whom nobody knows', async () => {
    const world = await start();
    const mail = await plantEmails(test.db, word, world);
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, {
      channel: 'EMAIL',
      value: mail.address.toUpperCase(),
    });
    await world.run(erasureId);
    expect(await scanTables(test.db, [word])).toEqual([]);
    expect((await world.row(erasureId))?.counts).toMatchObject({ conversations: 1, messages: 2 });

    const unknown = await eraseById(world.admin.ctx, { channel: 'EMAIL', value: `x@${word}.test` });
    await world.run(unknown.erasureId);
    expect(await scanTables(test.db, [word])).toEqual([]);
    expect((await world.row(unknown.erasureId))?.counts).toMatchObject({ messages: 0 });
  });

  it.each([
    [
      'the address of a profile',
      'LINKEDIN',
      (name: string) => `https://www.linkedin.com/in/Mira-${name}/`,
    ],
    ['the id of the provider', 'LINKEDIN', (name: string) => `ACo-${name}`],
  ] as const)('finds somebody by %s', async (_what, channel, typed) => {
    const world = await start();
    const chats = await plantChats(test.db, word, world);
    await plantInvitations(test.db, word, world, chats.id);
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, { channel, value: typed(word) });
    await world.run(erasureId);
    expect(await scanTables(test.db, [word])).toEqual([]);
  });

  it('finds a messenger by the number, however it is written', async () => {
    const world = await start();
    const phone = await createAccount(test.db, world.gateway, {
      provider: 'WHATSAPP',
      ownerMemberId: world.omar.member.id,
    });
    await createContact(test.db, phone, {
      providerUserId: '4915112345678@s.whatsapp.net',
      text: word,
    });
    await world.link();
    const { erasureId } = await eraseById(world.admin.ctx, {
      channel: 'WHATSAPP',
      value: '+49 151 1234-5678',
    });
    await world.run(erasureId);
    expect(await scanTables(test.db, [word, '4915112345678'])).toEqual([]);
  });

  it('is refused for what names nobody, and for who may not', async () => {
    const world = await start();
    const input = { channel: 'EMAIL', value: 'no address' } as const;
    await expect(eraseById(world.admin.ctx, input)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(
      eraseById(world.jane.ctx, { channel: 'EMAIL', value: 'x@acme.test' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a file of what is held', () => {
  it('holds what the admin may read, names who keeps more, and leaves one line in the audit', async () => {
    const world = await start();
    const chats = await plantChats(test.db, word, world);
    const mail = await plantEmails(test.db, word, world);
    await world.link();
    await plantInvitations(test.db, word, world, chats.id);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    const [identity] = await test.db
      .select({ personId: personIdentities.personId })
      .from(personIdentities)
      .where(eq(personIdentities.value, mail.address));
    await mergePeople(world.omar.ctx, { personId, otherPersonId: identity?.personId ?? '' });
    const held = await exportPerson(world.admin.ctx, { personId });
    expect(held).toMatchObject({
      name: `Mira ${word}`,
      ids: [{ kind: 'LINKEDIN', value: chats.id }],
      inPrivateAccountsOf: [{ ownerName: 'Omar Haddad' }],
    });
    const said = held.conversations.flatMap(({ messages: all }) => all.map(({ text }) => text));
    expect(said.toSorted()).toEqual([`dear ${word}`, `hello from ${word}`, `soup, says ${word}`]);
    expect(held.conversations.flatMap(({ notes }) => notes)).toMatchObject([
      { by: 'Jane Ruiz', text: `careful with ${word}` },
    ]);
    expect(held.invitations).toHaveLength(2);
    expect(held.plannedInvitations).toHaveLength(2);
    // Omar's own part has the e-mails.
    const admin = await createMember(test.db, world.workspace, 'owner');
    await test.db
      .update(accounts)
      .set({ ownerMemberId: admin.member.id })
      .where(eq(accounts.id, world.hidden.id));
    const whole = await exportPerson(admin.ctx, { personId });
    expect(whole.conversations.flatMap(({ messages: all }) => all)).toHaveLength(6);
    expect(await world.audits('person.exported')).toBe(2);
    await expect(exportPerson(world.jane.ctx, { personId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
