import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import {
  accounts,
  attendees,
  conversations,
  invitations,
  messages,
  personIdentities,
} from '@/db/schema';
import { createConversation, createMember, createTeam } from '@/db/testing/factories';
import {
  eventsOf,
  messageEvent,
  messagesOf,
  startInboxWorld,
  writeMessage,
} from '@/db/testing/inbox-world';
import { startMailbox } from '@/db/testing/mailbox-world';
import { createContact, createInvitation } from '@/db/testing/people-world';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/core/log';
import { systemClock } from '@/lib/core/time';
import type { GatewayMessage } from '@/lib/gateway/client';
import type { GatewayInvitation } from '@/lib/gateway/invitation-types';
import { storeAttendees } from '@/lib/inbox/chat-mutations';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { storeMessages } from '@/lib/inbox/message-mutations';
import { storeInvitations } from '@/lib/invitations/mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';
import { linkPeople } from '@/lib/people/handlers';
import { erase } from './handlers';
import { erasePerson } from './mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const signal = new AbortController().signal;

type Seen = {
  workspace: { id: string };
  admin: { ctx: Parameters<typeof erasePerson>[0] };
  account: { id: string };
};

/** Erases the person behind an id of the provider, on behalf of an admin. */
async function eraseContact(world: Seen, providerUserId: string): Promise<void> {
  const workspaceId = world.workspace.id;
  const ctx = systemCtx(test.db, workspaceId);
  await test.db
    .update(accounts)
    .set({ visibility: 'team-read' })
    .where(eq(accounts.id, world.account.id));
  await linkPeople({ workspaceId }, ctx, { signal });
  const [person] = await test.db
    .select({ id: personIdentities.personId })
    .from(personIdentities)
    .where(
      and(
        eq(personIdentities.workspaceId, workspaceId),
        eq(personIdentities.value, providerUserId),
      ),
    );
  const { erasureId } = await erasePerson(world.admin.ctx, { personId: person?.id ?? '' });
  await erase({ workspaceId, erasureId }, ctx, { clock: systemClock, log: log() });
}

describe('what is read later', () => {
  it('brings no erased chat back; who writes anew is new, without their past', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const sync = async () => {
      const payload = { workspaceId: world.workspace.id, accountId: world.account.id };
      await enqueue(
        test.db,
        syncAccountJob,
        { ...payload, reason: 'connected' as const },
        syncAccountOptions(world.account.id, 'connected'),
      );
      await world.runJobs();
    };
    const { chatId, messageId } = await writeMessage(world, { text: 'old words' });
    await writeMessage(world, { text: 'of somebody else' });
    await sync();
    const [old] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.gatewayChatId, chatId));
    const providerUserId = old?.attendeeProviderId ?? '';
    expect(providerUserId).not.toBe('');

    await eraseContact(world, providerUserId);
    await sync();
    expect((await messagesOf(test.db, world.account.id)).map(({ text }) => text)).toEqual([
      'of somebody else',
    ]);
    expect(await placesInDatabase(test.db, providerUserId, 'old words')).toEqual([]);

    // Told once more of what was erased: neither the event nor what it carried is kept.
    const sender = {
      attendee_id: 'a1',
      attendee_name: 'Mira Olsen',
      attendee_provider_id: providerUserId,
    };
    const at = new Date(Date.now() - 60_000).toISOString();
    const told = { chatId, messageId, text: 'old words', at, sender, attendees: [sender] };
    await world.deliver(messageEvent(world, told));
    await world.runJobs();
    const late = (await eventsOf(test.db, world.gateway.id)).at(-1);
    expect(late).toMatchObject({ state: 'ignored', reason: 'erased' });
    expect(late?.body).toHaveLength(0);
    expect(await placesInDatabase(test.db, providerUserId, 'old words')).toEqual([]);

    const fresh = await world.write({ chatId, text: 'new words' });
    await world.deliver(
      messageEvent(world, {
        ...told,
        messageId: fresh.messageIds[0] ?? '',
        text: 'new words',
        at: new Date().toISOString(),
      }),
    );
    await world.runJobs();
    await sync();
    const [back] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.gatewayChatId, chatId));
    expect(back?.id).not.toBe(old?.id);
    const texts = await test.db
      .select({ text: messages.text })
      .from(messages)
      .where(eq(messages.conversationId, back?.id ?? ''));
    expect(texts).toEqual([{ text: 'new words' }]);
    const [again] = await test.db
      .select({ name: attendees.name })
      .from(attendees)
      .where(
        and(
          eq(attendees.accountId, world.account.id),
          eq(attendees.providerUserId, providerUserId),
        ),
      );
    expect(again?.name).toBeTruthy();
    expect(await placesInDatabase(test.db, 'old words')).toEqual([]);
  });

  it('brings no erased e-mail back, and takes the next one', async () => {
    const world = await startMailbox(test.db, test.pool);
    const first = await world.mail({ subject: 'Old subject', text: 'old letter' });
    await world.answer(first, {
      from: { address: 'ola@client.example', name: 'Ola' },
      cc: [{ address: 'noor@client.example', name: 'Noor Haddad' }],
      text: 'copied old letter',
    });
    await world.mail({
      from: { address: 'ola@client.example', name: 'Ola' },
      subject: 'Other',
      text: 'from Ola alone',
    });
    await world.sync();
    await eraseContact(world, 'noor@client.example');
    await world.sync('catch_up');
    await world.sync('connected');
    expect((await world.rows()).map(({ messages: row }) => row.subject)).toEqual(['Other']);
    expect(
      await placesInDatabase(test.db, 'noor@client.example', 'old letter', 'Old subject'),
    ).toEqual([]);
    await world.event('mail_received', first);
    await world.runJobs();
    expect((await eventsOf(test.db, world.gateway.id)).at(-1)).toMatchObject({
      state: 'ignored',
      reason: 'erased',
    });
    await world.answer(first, { text: 'new letter' });
    await world.sync('catch_up');
    expect((await world.rows()).map(({ email_bodies: body }) => body.plain)).toEqual([
      'from Ola alone',
      'new letter',
    ]);
  });

  it('in a group leaves out what they wrote, reacted and read, and their name until they write again', async () => {
    const team = await createTeam(test.db);
    const admin = await createMember(test.db, team.workspace, 'admin');
    const world = { ...team, admin };
    const ctx = systemCtx(test.db, team.workspace.id);
    const group = await createConversation(test.db, team.account, {
      kind: 'group',
      title: 'Lunch',
    });
    const id = `ACo${newId()}`;
    await createContact(test.db, team.account, { providerUserId: id, text: 'hi' });
    await eraseContact(world, id);
    const message = (
      fields: Partial<GatewayMessage>,
    ): { message: GatewayMessage; isUnread: boolean } => ({
      isUnread: false,
      message: {
        ...{ gatewayMessageId: newId(), providerMessageId: newId(), gatewayChatId: 'c' },
        ...{ providerAccountId: 'a', senderProviderId: 'somebody', isOurs: false, text: 'x' },
        ...{ subject: null, sentAt: new Date(Date.now() - 60_000), isSeen: false, seenBy: {} },
        ...{ isDelivered: false, isHidden: false, isDeleted: false, isEdited: false },
        ...{ eventType: null, countsAsUnread: true, reactions: [], messageType: null },
        ...{ quoted: null, attachments: [] },
        ...fields,
      },
    });
    const store = (incoming: ReturnType<typeof message>[]) =>
      inTransaction(ctx, async (tx) => {
        const stored = await storeMessages(tx, team.account, group.id, incoming, { readAt: null });
        await storeAttendees(tx, team.account, group.id, [
          {
            ...{ gatewayAttendeeId: newId(), providerUserId: id, name: 'Mira', isSelf: false },
            ...{ headline: null, profileUrl: null, pictureUrl: null },
          },
        ]);
        return stored;
      });
    const stored = await store([
      message({ senderProviderId: id, text: 'soup' }),
      message({
        text: 'salad',
        quoted: { providerMessageId: 'soup', senderProviderId: id, text: 'soup', attachment: null },
        reactions: [{ value: '👍', senderProviderId: id, isOurs: false }],
        seenBy: { [id]: true, other: true },
      }),
    ]);
    expect(stored).toMatchObject({ insertedCount: 1, keptOutCount: 1, contested: [] });
    expect(await messagesOf(test.db, team.account.id)).toMatchObject([
      { text: 'salad', quoted: null, reactions: [], seenBy: { other: true } },
    ]);
    expect(await placesInDatabase(test.db, id)).toEqual([]);

    const back = await store([
      message({ senderProviderId: id, text: 'bread', sentAt: new Date() }),
    ]);
    expect(back).toMatchObject({ insertedCount: 1, keptOutCount: 0 });
    expect(await placesInDatabase(test.db, id)).toEqual([
      'public.attendees.provider_user_id',
      'public.messages.sender_provider_id',
    ]);
    // Their past stays away all the same.
    const past = await store([message({ senderProviderId: id, text: 'soup' })]);
    expect(past).toMatchObject({ insertedCount: 0, keptOutCount: 1 });
  });

  it('lists no erased invitation again, however old its provider calls it; a new one it does', async () => {
    const team = await createTeam(test.db);
    const admin = await createMember(test.db, team.workspace, 'admin');
    const ctx = systemCtx(test.db, team.workspace.id);
    const id = `ACo${newId()}`;
    const invitation = await createInvitation(test.db, team.account, {
      direction: 'received',
      providerUserId: id,
      gatewayInvitationId: `inv-${id}`,
    });
    await eraseContact({ ...team, admin }, id);
    const listed = (gatewayInvitationId: string, approximateAt: Date): GatewayInvitation => ({
      ...{ gatewayInvitationId, direction: 'received', note: 'hello again' },
      person: { providerUserId: id, publicIdentifier: 'mira', name: 'Mira', headline: null },
      ...{ approximateAt, ageText: null, sharedSecret: null },
    });
    const later = new Date(Date.now() + 86_400_000);
    const read = (items: GatewayInvitation[]) =>
      storeInvitations(ctx, team.account, items, { readAt: new Date(), isWhole: false });
    await read([
      listed(invitation.gatewayInvitationId, later),
      listed('never seen', new Date(Date.now() - 86_400_000)),
    ]);
    expect(await placesInDatabase(test.db, id)).toEqual([]);
    await read([listed('new', later)]);
    const rows = await test.db
      .select()
      .from(invitations)
      .where(eq(invitations.accountId, team.account.id));
    expect(rows).toMatchObject([{ gatewayInvitationId: 'new', name: 'Mira' }]);
  });

  it('of another workspace is its own', async () => {
    const one = await createTeam(test.db);
    const two = await createTeam(test.db);
    const admin = await createMember(test.db, one.workspace, 'admin');
    const id = `ACo${newId()}`;
    await createContact(test.db, one.account, { providerUserId: id, text: 'hi' });
    const kept = await createContact(test.db, two.account, { providerUserId: id, text: 'hi' });
    await eraseContact({ ...one, admin }, id);
    expect(await test.db.$count(messages, eq(messages.accountId, one.account.id))).toBe(0);
    expect(await test.db.$count(messages, eq(messages.conversationId, kept.conversation.id))).toBe(
      1,
    );
  });
});
