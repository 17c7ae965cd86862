import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, conversations, messages, sends } from '@/db/schema';
import { createMember, setChatHold } from '@/db/testing/factories';
import { type InboxWorld, messageEvent, startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { listConversations } from './queries';
import { checkSend, discardSend, retrySend, undoSend } from './send-mutations';
import { lookUpRecipient, startConversation } from './start-mutations';
import { listPeople, listSendingAccounts, listStarts } from './start-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

const START = { method: 'POST', path: '/api/v1/chats' };

interface Person {
  providerId: string;
  publicIdentifier: string;
  name: string;
}

async function startWorld(options: { type?: string; features?: string[] } = {}) {
  const world = await startInboxWorld(test.db, test.pool, {
    ...(options.type && { type: options.type }),
    more: { premium: options.features?.includes('premium') ?? false },
  });
  const account = `/accounts/${world.account.providerAccountId}`;
  const provider = options.type ?? 'LINKEDIN';
  await test.pool.query('update accounts set provider = $1, features = $2 where id = $3', [
    provider,
    JSON.stringify(options.features ?? []),
    world.account.id,
  ]);
  /** Somebody connected to the account; nobody has written yet. */
  const connect = (name: string) =>
    world.sandbox.control<Person>('POST', `${account}/relations`, { name });
  const stranger = (name: string) =>
    world.sandbox.control<Person>('POST', `${account}/contacts`, { name });
  const begin = (
    people: readonly Person[],
    text: string,
    fields: Partial<Parameters<typeof startConversation>[1]> = {},
  ) =>
    startConversation(world.owner.ctx, {
      accountId: world.account.id,
      clientId: newId(),
      recipients: people.map(({ providerId, name }) => ({ providerUserId: providerId, name })),
      text,
      title: null,
      inmailApi: null,
      subject: null,
      ...fields,
    });
  const stateOf = async (sendId: string) => {
    const [row] = await test.db.select().from(sends).where(eq(sends.id, sendId));
    if (!row) throw new Error('no send');
    return row;
  };
  const chats = () =>
    test.db.select().from(conversations).where(eq(conversations.accountId, world.account.id));
  return { world, connect, stranger, begin, stateOf, chats, posts: () => countStarts(world) };
}

async function countStarts({ sandbox }: InboxWorld): Promise<number> {
  const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
    'GET',
    '/log',
  );
  return requests.filter(({ method, path }) => method === 'POST' && path === START.path).length;
}

async function heldBy(world: InboxWorld, text: string) {
  return (await world.truth()).messages.filter((message) => message.text === text);
}

describe('beginning a conversation', () => {
  it('posts once, stores the chat, and stands in it as one bubble, whenever the echo comes', async () => {
    const { world, connect, begin, stateOf, chats, posts } = await startWorld();
    const mira = await connect('Mira Olsen');
    const { sendId, conversationId } = await begin([mira], 'Good to be connected.');
    expect(conversationId).toBeNull();
    expect(await listStarts(world.owner.ctx)).toMatchObject([
      { sendId, state: 'sending', conversationId: null, recipients: [{ name: 'Mira Olsen' }] },
    ]);
    await world.runJobs();
    const [chat] = await chats();
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent', conversationId: chat?.id });
    expect(await posts()).toBe(1);
    for (const copy of await heldBy(world, 'Good to be connected.')) {
      const { chatId, id: messageId, text, at } = copy;
      await world.deliver(messageEvent(world, { chatId, messageId, text, at, isSender: true }));
    }
    await world.runLaterJobs();
    const stored = await test.db
      .select()
      .from(messages)
      .where(eq(messages.accountId, world.account.id));
    expect(stored).toMatchObject([{ text: 'Good to be connected.', isOurs: true }]);
    expect(await stateOf(sendId)).toMatchObject({ gatewayMessageId: stored[0]?.gatewayMessageId });
    const list = await listConversations(world.owner.ctx, { view: 'all', limit: 10 });
    expect(list.items).toMatchObject([{ id: chat?.id, name: 'Mira Olsen' }]);
    const lines = await test.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.workspaceId, world.workspace.id));
    expect(lines.map(({ action }) => action)).toEqual(['message.start']);
  });

  it('asked fifty times under one id is one intent; with another content it is a conflict', async () => {
    const { world, connect, begin, posts } = await startWorld();
    const mira = await connect('Mira Olsen');
    const clientId = newId();
    const first = await begin([mira], 'Once.', { clientId });
    for (let round = 0; round < 49; round += 1) {
      expect(await begin([mira], 'Once.', { clientId })).toMatchObject({ sendId: first.sendId });
    }
    await world.runJobs();
    expect(await begin([mira], 'Once.', { clientId })).toMatchObject({ state: 'sent' });
    expect(await posts()).toBe(1);
    await expect(begin([mira], 'Twice.', { clientId })).rejects.toMatchObject({ code: 'conflict' });
    const omar = await connect('Omar Haddad');
    await expect(begin([omar], 'Once.', { clientId })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('with somebody whom the account has a conversation with goes into that one', async () => {
    const { world, connect, begin, chats, posts } = await startWorld();
    const mira = await connect('Mira Olsen');
    await begin([mira], 'First.');
    await world.runJobs();
    const [chat] = await chats();
    const clientId = newId();
    const again = await begin([mira], 'Second.', { clientId });
    expect(again.conversationId).toBe(chat?.id);
    expect(await begin([mira], 'Second.', { clientId })).toEqual(again);
    await world.runJobs();
    expect(await posts()).toBe(1);
    expect(await chats()).toHaveLength(1);
    expect(await heldBy(world, 'Second.')).toHaveLength(1);
  });

  it('with several people is a group with its name', async () => {
    const { world, connect, begin, stateOf, chats } = await startWorld({ type: 'WHATSAPP' });
    const people = [await connect('Mira Olsen'), await connect('Omar Haddad')];
    const { sendId } = await begin(people, 'Hello both.', { title: 'Berth 12' });
    await world.runJobs();
    expect(await chats()).toMatchObject([{ kind: 'group', title: 'Berth 12' }]);
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent' });
  });

  it('as an InMail has a subject and a chat of its own, also where the API tells no message id', async () => {
    const { world, stranger, begin, stateOf, chats, posts } = await startWorld({
      features: ['premium'],
    });
    const vera = await stranger('Vera Lindqvist');
    const { sendId } = await begin([vera], 'A berth for you.', {
      inmailApi: 'classic',
      subject: 'Berths',
    });
    await world.runJobs();
    await world.runLaterJobs();
    expect(await chats()).toMatchObject([{ contentType: 'inmail', subject: 'Berths' }]);
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent' });
    expect((await stateOf(sendId)).gatewayMessageId).not.toBeNull();
    expect(await posts()).toBe(1);
  });

  it('is refused before anything is stored where the account cannot', async () => {
    const { world, connect, begin } = await startWorld();
    const mira = await connect('Mira Olsen');
    const refused = (fields: object) => expect(begin([mira], 'No.', fields)).rejects;
    await refused({ inmailApi: 'classic' }).toMatchObject({ code: 'conflict' });
    await refused({ recipients: [{ providerUserId: 'ACwAAmira', name: null }] }).toMatchObject({
      code: 'conflict',
    });
    await refused({ accountId: newId() }).toMatchObject({ code: 'not_found' });
    await test.pool.query('update accounts set sends_paused_at = now() where id = $1', [
      world.account.id,
    ]);
    await refused({}).toMatchObject({ code: 'conflict' });
    expect(await listStarts(world.owner.ctx)).toEqual([]);
  });
});

describe('a conversation that could not be begun', () => {
  it('keeps what was written, says that they are not connected, and is tried again or thrown away', async () => {
    const { world, stranger, begin, posts } = await startWorld();
    const vera = await stranger('Vera Lindqvist');
    const { sendId } = await begin([vera], 'Hello Vera.');
    await world.runJobs();
    expect(await listStarts(world.owner.ctx)).toMatchObject([
      {
        sendId,
        text: 'Hello Vera.',
        state: 'failed',
        problem: {
          text: 'Vera Lindqvist is not a connection: send an InMail or invite. Your message is saved here.',
          step: 'invite',
        },
        conversationId: null,
      },
    ]);
    await retrySend(world.owner.ctx, { sendId });
    await world.runJobs();
    expect(await posts()).toBe(2);
    expect(await discardSend(world.owner.ctx, { sendId })).toMatchObject({ text: 'Hello Vera.' });
    expect(await listStarts(world.owner.ctx)).toEqual([]);
  });

  it('held is taken back by its author and never leaves', async () => {
    const { world, connect, begin, stateOf, posts } = await startWorld();
    await setChatHold(test.db, world.owner.member, 10);
    const mira = await connect('Mira Olsen');
    const { sendId, state } = await begin([mira], 'Too soon.');
    expect(state).toBe('held');
    expect(await undoSend(world.owner.ctx, { sendId })).toMatchObject({ text: 'Too soon.' });
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('cancelled');
    expect(await posts()).toBe(0);
    expect(await listStarts(world.owner.ctx)).toEqual([]);
  });
});

describe('a conversation of which we did not hear whether it was begun', () => {
  it.each([{ kind: 'reset_after_action' }, { kind: 'garbage_html', afterAction: true }])(
    'is found by reading, and posted once: $kind',
    async (rule) => {
      const { world, connect, begin, stateOf, chats, posts } = await startWorld();
      const mira = await connect('Mira Olsen');
      await world.fault({ ...rule, match: START });
      const { sendId } = await begin([mira], 'Did it arrive?');
      await world.runJobs();
      expect((await stateOf(sendId)).state).toBe('unknown');
      expect(await listStarts(world.owner.ctx)).toMatchObject([{ state: 'unknown' }]);
      expect(await checkSend(world.owner.ctx, { sendId })).toMatchObject({ state: 'sent' });
      const [chat] = await chats();
      expect(await stateOf(sendId)).toMatchObject({ state: 'sent', conversationId: chat?.id });
      await world.runLaterJobs();
      expect(await posts()).toBe(1);
      expect(await heldBy(world, 'Did it arrive?')).toHaveLength(1);
    },
  );

  it('is not taken for the same words to somebody else', async () => {
    const { world, connect, begin, stateOf } = await startWorld();
    const [mira, omar] = [await connect('Mira Olsen'), await connect('Omar Haddad')];
    await world.fault({ kind: 'reset', match: START });
    const lost = await begin([mira], 'Same words.');
    await world.runJobs();
    expect((await stateOf(lost.sendId)).state).toBe('unknown');
    await world.write({ from: 'me', newChat: true, text: 'Same words.' });
    const other = await begin([omar], 'Same words.');
    await world.runJobs();
    expect((await stateOf(other.sendId)).state).toBe('sent');
    expect(await checkSend(world.owner.ctx, lost)).toMatchObject({ state: 'unknown' });
    expect((await stateOf(lost.sendId)).conversationId).toBeNull();
  });

  it('finds its place later when the chat cannot be read at once', async () => {
    const { world, connect, begin, stateOf, chats, posts } = await startWorld();
    const mira = await connect('Mira Olsen');
    await world.fault({
      kind: 'status',
      status: 404,
      type: 'errors/resource_not_found',
      match: { method: 'GET', path: '/api/v1/chats/*' },
    });
    const { sendId } = await begin([mira], 'Later.');
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent', conversationId: null });
    await world.runLaterJobs();
    const [chat] = await chats();
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent', conversationId: chat?.id });
    expect(await posts()).toBe(1);
  });
});

describe('finding whom to write to', () => {
  it('asks the provider for an address or a public name, and checks who came back', async () => {
    const { world, stranger } = await startWorld();
    const vera = await stranger('Vera Lindqvist');
    const lookUp = (text: string) =>
      lookUpRecipient(world.owner.ctx, {
        accountId: world.account.id,
        text,
        linkedinApi: 'classic',
      });
    const found = { providerUserId: vera.providerId, name: vera.name, isConnection: false };
    const address = `https://www.linkedin.com/in/${vera.publicIdentifier}/`;
    expect((await lookUp(address)).person).toMatchObject(found);
    expect((await lookUp(vera.publicIdentifier)).person).toMatchObject(found);
    expect(await lookUp('nobody-is-called-so')).toEqual({ person: null, why: 'nobody' });
    expect(await lookUp('https://example.com/x')).toEqual({
      person: null,
      why: 'not_an_identifier',
    });
  });

  it('finds known people by name in our own rows, of accounts that the member may send from', async () => {
    const { world } = await startWorld();
    await world.write({ newChat: true, name: 'Mira Olsen', text: 'Hello' });
    const { chatId, messageIds } = await world.write({ newChat: true, name: 'Omar Haddad' });
    await world.deliver(messageEvent(world, { chatId, messageId: messageIds[0] ?? '' }));
    await world.runJobs();
    const accountId = world.account.id;
    const names = async (q: string) =>
      (await listPeople(world.owner.ctx, { accountId, q })).map(({ name }) => name);
    expect(await names('oma had')).toEqual(['Omar Haddad']);
    expect(await names('')).toContain('Omar Haddad');
    expect(await names('nobody')).toEqual([]);
    const colleague = await createMember(test.db, world.workspace, 'member');
    await expect(listPeople(colleague.ctx, { accountId, q: '' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await listSendingAccounts(colleague.ctx)).toEqual([]);
    expect(await listSendingAccounts(world.owner.ctx)).toMatchObject([{ id: accountId }]);
  });
});
