import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { conversations, invitationPlans, messages } from '@/db/schema';
import { createAccount, createMember, createMessage, createNote } from '@/db/testing/factories';
import {
  createAttendee,
  createContact,
  createInvitation,
  createPeopleWorld,
  createTwoAnas,
  minutesAgo,
} from '@/db/testing/people-world';
import { testDb } from '@/db/testing/test-db';
import { newId } from '@/lib/core/ids';
import { mergePeople, unmergePeople } from './mutations';
import { findPersonOfConversation, getPerson } from './person-queries';
import { listTimeline } from './timeline-queries';

const test = testDb();
const start = () => createPeopleWorld(test.db);

describe('a person', () => {
  it('has every channel that the reader may read, the accounts that know it, and links that lead to the web', async () => {
    const world = await start();
    const { linkedin } = await createTwoAnas(test.db, world);
    await createAttendee(test.db, world.account, {
      name: 'Bad Link',
      profileUrl: 'javascript:alert(1)',
    });
    await world.link();
    const person = await getPerson(world.jane.ctx, { personId: linkedin });
    expect(person).toMatchObject({
      name: 'Ana Ruiz',
      headline: 'VP Sales, Norda',
      links: [{ kind: 'LINKEDIN', url: 'https://www.linkedin.com/in/ana-ruiz' }],
      privateTouches: [],
      merges: [],
      canMerge: true,
    });
    expect(person.channels).toMatchObject([
      {
        kind: 'LINKEDIN',
        shown: null,
        accounts: [{ ownerName: 'Jane Ruiz', lastAt: minutesAgo(10).toISOString() }],
      },
    ]);
    const bad = await getPerson(world.jane.ctx, { personId: await world.idOf('Bad Link') });
    expect(bad.links).toEqual([]);
  });

  it('whom only a private account of a colleague knows does not exist; else the colleague and the time are told, nothing more', async () => {
    const world = await start();
    await createContact(test.db, world.hidden, {
      kind: 'email',
      name: 'Secret name',
      providerUserId: 'secret@norda.test',
      text: 'canary of a private mailbox',
    });
    await createContact(test.db, world.mailbox, {
      kind: 'email',
      name: 'Bo Lind',
      providerUserId: 'bo@norda.test',
      lastMessageAt: minutesAgo(60),
      text: 'Shared words',
    });
    const { conversation } = await createContact(test.db, world.hidden, {
      kind: 'email',
      name: 'Bo, the secret one',
      headline: 'Private headline',
      providerUserId: 'bo@norda.test',
      lastMessageAt: minutesAgo(3),
      text: 'canary of a private thread',
    });
    await createNote(test.db, conversation, world.omar, { text: 'canary of a private note' });
    await createInvitation(test.db, world.hidden, {
      providerUserId: 'bo@norda.test',
      note: 'canary',
    });
    await world.link();
    const secret = await world.idOf('Secret name', world.omar);
    const bo = await world.idOf('Bo Lind');
    const readers = [world.jane];
    for (const role of ['owner', 'admin', 'lead', 'viewer'] as const) {
      readers.push(await createMember(test.db, world.workspace, role));
    }
    for (const { ctx } of readers) {
      await expect(getPerson(ctx, { personId: secret })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(listTimeline(ctx, { personId: secret })).rejects.toMatchObject({
        code: 'not_found',
      });
      const person = await getPerson(ctx, { personId: bo });
      expect(person.privateTouches).toEqual([
        { ownerName: 'Omar Haddad', lastAt: minutesAgo(3).toISOString() },
      ]);
      const all = JSON.stringify([person, await listTimeline(ctx, { personId: bo })]);
      for (const word of [
        'canary',
        'secret',
        'Private headline',
        'Hidden mailbox',
        conversation.id,
      ]) {
        expect(all).not.toContain(word);
      }
      expect(all).toContain('Shared words');
    }
    const own = await getPerson(world.omar.ctx, { personId: bo });
    expect(own.privateTouches).toEqual([]);
    expect(own.channels[0]?.accounts.map(({ accountName }) => accountName)).toContain(
      'Hidden mailbox',
    );
    const timeline = await listTimeline(world.omar.ctx, { personId: bo });
    expect(timeline.items.map(({ text }) => text)).toContain('canary of a private note');
  });

  it('of another workspace and one that never was are not found alike', async () => {
    const world = await start();
    const { linkedin, email } = await createTwoAnas(test.db, world);
    const other = await start();
    for (const personId of [linkedin, newId()]) {
      await expect(getPerson(other.jane.ctx, { personId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(listTimeline(other.jane.ctx, { personId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(
        mergePeople(other.jane.ctx, { personId, otherPersonId: email }),
      ).rejects.toMatchObject({ code: 'not_found' });
    }
    const { mergeId } = await mergePeople(world.jane.ctx, {
      personId: linkedin,
      otherPersonId: email,
    });
    await expect(unmergePeople(other.jane.ctx, { mergeId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('of a conversation is found by whoever may read it', async () => {
    const world = await start();
    const { conversation } = await createContact(test.db, world.account, { name: 'Ana Ruiz' });
    const ask = (who = world.jane) =>
      findPersonOfConversation(who.ctx, { conversationId: conversation.id });
    expect(await ask()).toMatchObject({ personId: null });
    await world.link();
    expect(await ask()).toMatchObject({ personId: await world.idOf('Ana Ruiz') });
    const other = await start();
    await expect(ask(other.jane)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the timeline', () => {
  it('has chats, e-mails, invitations and notes of all colleagues in one order, by type and page by page', async () => {
    const world = await start();
    const { linkedin, email } = await createTwoAnas(test.db, world);
    await mergePeople(world.jane.ctx, { personId: linkedin, otherPersonId: email });
    const [channel] = (await getPerson(world.jane.ctx, { personId: linkedin })).channels.filter(
      ({ kind }) => kind === 'LINKEDIN',
    );
    const conversationId = channel?.accounts[0]?.conversationId ?? '';
    const conversation = {
      id: conversationId,
      accountId: world.account.id,
      workspaceId: world.workspace.id,
    };
    await createMessage(test.db, conversation, { isHidden: true, text: 'canary hidden' });
    await createMessage(test.db, conversation, { eventType: 1, text: 'canary event' });
    await createMessage(test.db, conversation, {
      isOurs: true,
      text: 'Our answer',
      sentAt: minutesAgo(8),
    });
    await createNote(test.db, conversation, world.omar, {
      text: 'Call her on Monday',
      createdAt: minutesAgo(7),
    });
    const identity = await test.db.execute<{ value: string }>(
      sql`select i.value from person_identities i join people p on p.id = i.person_id
        where p.root_id = ${linkedin} and i.kind = 'LINKEDIN'`,
    );
    await createInvitation(test.db, world.account, {
      providerUserId: identity.rows[0]?.value,
      sentAbout: minutesAgo(20),
      goneAt: minutesAgo(15),
      note: 'We met in Antwerp',
    });
    const plan = {
      workspaceId: world.workspace.id,
      authorMemberId: world.omar.member.id,
      providerUserId: identity.rows[0]?.value ?? '',
      note: 'See you at the fair',
    };
    await test.db.insert(invitationPlans).values([
      { ...plan, accountId: world.account.id, clientId: newId(), plannedAt: minutesAgo(-60) },
      // Of an account that Jane may not read, and one that was taken out again.
      { ...plan, accountId: world.hidden.id, clientId: newId(), note: 'canary' },
      { ...plan, accountId: world.account.id, clientId: newId(), state: 'cancelled' },
    ]);
    await world.link();
    const { items, cursor } = await listTimeline(world.jane.ctx, { personId: email });
    expect(cursor).toBeNull();
    expect(items).toHaveLength(6);
    expect(items).toMatchObject([
      { kind: 'invitation', text: 'See you at the fair', state: 'planned' },
      { kind: 'email', text: 'Hello by e-mail', isOurs: false, memberName: 'Omar Haddad' },
      { kind: 'note', text: 'Call her on Monday', memberName: 'Omar Haddad' },
      { kind: 'chat', text: 'Our answer', isOurs: true, memberName: 'Jane Ruiz' },
      { kind: 'chat', text: 'Hello from LinkedIn', isOurs: false },
      { kind: 'invitation', text: 'We met in Antwerp', state: 'gone', conversationId: null },
    ]);
    const only = async (kind: 'chat' | 'email' | 'invitation' | 'note') =>
      (await listTimeline(world.jane.ctx, { personId: email, kind })).items.length;
    expect([
      await only('chat'),
      await only('email'),
      await only('invitation'),
      await only('note'),
    ]).toEqual([2, 1, 2, 1]);
    for (let index = 0; index < 60; index += 1) {
      await createMessage(test.db, conversation, {
        text: `Old ${index}`,
        sentAt: minutesAgo(1_000 + Math.floor(index / 3)),
      });
    }
    const first = await listTimeline(world.jane.ctx, { personId: linkedin });
    const second = await listTimeline(world.jane.ctx, {
      personId: linkedin,
      cursor: first.cursor ?? '',
    });
    expect(second.cursor).toBeNull();
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toHaveLength(66);
    expect(new Set(ids).size).toBe(66);
  });

  it('has of a group what the person said there', async () => {
    const world = await start();
    const { attendee, conversation } = await createContact(test.db, world.account, {
      kind: 'group',
      name: 'Mira Olsen',
      text: 'Said by Mira',
    });
    await createMessage(test.db, conversation, { text: 'Said by somebody else' });
    await test.db.execute(
      sql`update conversations set title = 'Fair in Antwerp' where id = ${conversation.id}`,
    );
    await world.link();
    const { items } = await listTimeline(world.jane.ctx, {
      personId: await world.idOf('Mira Olsen'),
    });
    expect(attendee.name).toBe('Mira Olsen');
    expect(items).toMatchObject([{ text: 'Said by Mira', groupName: 'Fair in Antwerp' }]);
  });

  it('shows a message that a retired connection and the kept one both have once, and what only one has', async () => {
    const world = await start();
    const { linkedin } = await createTwoAnas(test.db, world);
    const [theirs] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.accountId, world.account.id));
    const [shared] = await test.db
      .select()
      .from(messages)
      .where(eq(messages.accountId, world.account.id));
    if (!theirs?.attendeeProviderId || !shared) throw new Error('no chat');
    const retired = await createAccount(test.db, world.gateway, {
      ownerMemberId: world.jane.member.id,
      visibility: 'team-reply',
      status: 'removed',
      removedAt: new Date(),
      mergedIntoAccountId: world.account.id,
    });
    const { conversation } = await createContact(test.db, retired, {
      name: 'Ana Ruiz',
      providerUserId: theirs.attendeeProviderId,
    });
    await test.db
      .update(conversations)
      .set({ providerChatId: theirs.providerChatId })
      .where(eq(conversations.id, conversation.id));
    const { providerMessageId, sentAt, text } = shared;
    const senderProviderId = theirs.attendeeProviderId;
    await createMessage(test.db, conversation, {
      providerMessageId,
      sentAt,
      text,
      senderProviderId,
    });
    await createMessage(test.db, conversation, {
      text: 'Only the first one read this',
      sentAt: minutesAgo(900),
      senderProviderId,
    });
    await world.link();
    const { items } = await listTimeline(world.jane.ctx, { personId: linkedin });
    expect(items.map((item) => [item.text, item.conversationId])).toEqual([
      ['Hello from LinkedIn', theirs.id],
      ['Only the first one read this', conversation.id],
    ]);
  });
});
