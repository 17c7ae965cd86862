import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import type { GatewayChat, GatewayClient } from './client';
import { codeOf, testClient } from './testing/clients';
import { DIALECTS, type Made } from './testing/dialects';
import { everything } from './testing/pages';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
});
afterEach(() => sandbox.control('DELETE', '/faults'));
afterAll(() => sandbox.stop());

let count = 0;
const makeAccount = (type: string, more: object = {}): Promise<Made> => {
  count += 1;
  const login = `c${count}@x.example`;
  return sandbox.control<Made>('POST', '/accounts', { type, login, ...more });
};
const control = <T>(path: string, body?: unknown) => sandbox.control<T>('POST', path, body);

describe.each(DIALECTS)('chats in $dialect', (spec) => {
  let client: GatewayClient;
  let made: Made;
  let providerAccountId: string;

  const use = (account: Made) => {
    made = account;
    providerAccountId = spec.accountId(account);
  };
  beforeEach(async () => {
    ({ client } = testClient(sandbox.url, { apiKey: spec.apiKey(sandbox) }, spec.dialect));
    use(await makeAccount('LINKEDIN'));
  });

  const write = (body: object) =>
    control<{ chatId: string; messageIds: string[] }>(`/accounts/${made.id}/messages`, body);
  const addFault = ([method, path]: readonly [string, string], fault: object) =>
    control('/faults', { match: { method, path, accountId: made.id }, ...fault });
  const chats = async () => (await client.listChats({ providerAccountId })).items;
  const messages = async ({ gatewayChatId }: GatewayChat) =>
    (await client.listChatMessages({ gatewayChatId })).items;
  const onlyChat = async () => {
    const [chat, ...more] = await chats();
    if (!chat || more.length > 0) throw new Error('expected one chat');
    return chat;
  };
  const person = async (path: 'relations' | 'contacts') =>
    (await control<{ providerId: string }>(`/accounts/${made.id}/${path}`)).providerId;
  const start = (providerUserId: string, more: object = {}) =>
    client.startChat({
      providerAccountId,
      providerUserIds: [providerUserId],
      text: 'Hello Mira',
      title: null,
      subject: null,
      linkedinApi: null,
      isInmail: false,
      ...more,
    });

  // A list of v2 goes on by cursor at one provider and by offset at another.
  it.each([
    ['LINKEDIN', 5],
    ['WHATSAPP', 5],
    ['WHATSAPP', 4],
  ])('of %s are listed latest first, page by page as all at once: %d', async (type, chatCount) => {
    use(await makeAccount(type, { chats: chatCount, messages: chatCount * 3 }));
    const all = await chats();
    const times = all.map(({ lastActivityAt }) => lastActivityAt?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(all).toHaveLength(chatCount);
    const paged = await everything((page) => client.listChats({ providerAccountId }, page), 2);
    expect(paged).toEqual(all);
    const [first, second] = all;
    const before = first?.lastActivityAt ?? undefined;
    const older = await client.listChats({ providerAccountId, before });
    expect(older.items).toEqual(all.slice(1));
    expect(second && (await client.getChat(second.gatewayChatId))).toEqual(second);
    expect(await codeOf(client.getChat('nothing'))).toBe('not_found');
  });

  it('of two name the other one, groups their people and title', async () => {
    use(await makeAccount('WHATSAPP'));
    await write({ newChat: true, name: 'Mira Olsen', text: 'Hello' });
    const direct = await onlyChat();
    expect(direct).toMatchObject({
      provider: 'WHATSAPP',
      kind: 'direct',
      title: null,
      unreadCount: 1,
      isReadOnly: false,
    });
    const others = async (chat: GatewayChat) =>
      (await client.listChatAttendees(chat.gatewayChatId)).filter(({ isSelf }) => !isSelf);
    expect(await others(direct)).toMatchObject([
      { providerUserId: direct.attendeeProviderId, name: 'Mira Olsen' },
    ]);
    await write({ members: ['Ada Berg', 'Noor Haddad'], name: 'Dock 7', text: 'Hi all' });
    const group = (await chats()).find(({ kind }) => kind === 'group');
    expect(group).toMatchObject({ title: 'Dock 7', attendeeProviderId: null });
    const names = group ? (await others(group)).map(({ name }) => name) : [];
    expect(names.sort()).toEqual(['Ada Berg', 'Noor Haddad']);
    await client.setChatRead(direct.gatewayChatId, true);
    expect((await client.getChat(direct.gatewayChatId)).unreadCount).toBe(0);
  });

  it('give their messages newest first, one by one as in the list, with files', async () => {
    const file = { type: 'img', mime: 'image/png', fileName: 'dock.png' };
    // A second apart: what is written in one millisecond has no order.
    const at = (second: number) => new Date(Date.now() - 60_000 + second * 1_000).toISOString();
    const { chatId } = await write({ newChat: true, text: 'Look', attachments: [file], at: at(0) });
    await write({ chatId, text: 'Well?', at: at(1) });
    await write({ chatId, text: 'Still there?', at: at(2) });
    const chat = await onlyChat();
    const all = await messages(chat);
    expect(all.map(({ text }) => text)).toEqual(['Still there?', 'Well?', 'Look']);
    expect(all[0]).toMatchObject({
      gatewayChatId: chat.gatewayChatId,
      providerAccountId,
      senderProviderId: chat.attendeeProviderId,
      isOurs: false,
      eventType: null,
      reactions: [],
      quoted: null,
    });
    const { gatewayChatId } = chat;
    const paged = await everything((page) => client.listChatMessages({ gatewayChatId }, page), 1);
    expect(paged).toEqual(all);
    const last = all[2];
    if (!last) throw new Error('there are three');
    expect(await client.getMessage(last.gatewayMessageId)).toEqual(last);
    const [attachment] = last.attachments;
    expect(attachment).toMatchObject({ kind: 'image', mimeType: 'image/png' });
    const opened = await client.openAttachment({
      gatewayMessageId: last.gatewayMessageId,
      attachmentId: attachment?.id ?? '',
      providerAccountId,
    });
    expect(opened.mimeType).toBe('image/png');
    let size = 0;
    for await (const piece of opened.body) size += piece.byteLength;
    expect(size).toBe(attachment?.sizeBytes);
    expect(await codeOf(client.getMessage('nothing'))).toBe('not_found');
  });

  it('tell of a message who reacted, that it was edited, and that it is gone', async () => {
    const { messageIds } = await write({ newChat: true, text: 'Look' });
    const chat = await onlyChat();
    const [first] = await messages(chat);
    const read = () => client.getMessage(first?.gatewayMessageId ?? '');
    await control(`/messages/${messageIds[0]}/react`, { value: '👍' });
    await client.addReaction({ gatewayMessageId: first?.gatewayMessageId ?? '', value: '🎉' });
    expect((await read()).reactions).toEqual([
      { value: '👍', senderProviderId: chat.attendeeProviderId, isOurs: false },
      { value: '🎉', senderProviderId: made.providerId, isOurs: true },
    ]);
    await control(`/messages/${messageIds[0]}/edit`, { text: 'New words' });
    expect(await read()).toMatchObject({ text: 'New words', isEdited: true, isDeleted: false });
    await control(`/messages/${messageIds[0]}/delete`);
    expect(await read()).toMatchObject({ text: null, isDeleted: true });
  });

  describe('a message', () => {
    it('is sent once, also as an answer', async () => {
      await write({ newChat: true, text: 'Do you have a minute?' });
      const chat = await onlyChat();
      const [theirs] = await messages(chat);
      const outcome = await client.sendMessage({
        gatewayChatId: chat.gatewayChatId,
        providerAccountId,
        text: 'Sure – "Tuesday"?\n👋',
        quotedGatewayMessageId: theirs?.gatewayMessageId,
      });
      const ours = (await messages(chat)).filter(({ isOurs }) => isOurs);
      expect(ours).toMatchObject([
        {
          text: 'Sure – "Tuesday"?\n👋',
          senderProviderId: made.providerId,
          quoted: { text: 'Do you have a minute?', senderProviderId: chat.attendeeProviderId },
        },
      ]);
      expect(outcome).toEqual({
        state: 'sent',
        gatewayMessageId: ours[0]?.gatewayMessageId,
      });
    });

    it('goes with its files, also without a word', async () => {
      await write({ newChat: true, text: 'Hello' });
      const { gatewayChatId } = await onlyChat();
      const text = 'dock;"Kai 7"\nÜ';
      const file = (sizeBytes: number) => ({
        name: 'docks "new".csv',
        mimeType: 'text/csv',
        sizeBytes,
        async *read() {
          for (const letter of text) yield Buffer.from(letter);
        },
      });
      const send = (sizeBytes: number) =>
        client.sendMessage({
          gatewayChatId,
          providerAccountId,
          text: '',
          files: [file(sizeBytes)],
        });
      const outcome = await send(Buffer.byteLength(text));
      const id = outcome.state === 'sent' ? (outcome.gatewayMessageId ?? '') : '';
      const [attachment] = (await client.getMessage(id)).attachments;
      expect(attachment).toMatchObject({ kind: 'file', mimeType: 'text/csv' });
      const which = { gatewayMessageId: id, attachmentId: attachment?.id ?? '', providerAccountId };
      const pieces: Uint8Array[] = [];
      for await (const piece of (await client.openAttachment(which)).body) pieces.push(piece);
      expect(Buffer.concat(pieces).toString()).toBe(text);
      // A file that is not what it was said to be does not leave.
      expect((await send(1)).state).not.toBe('sent');
      const chat = await client.getChat(gatewayChatId);
      expect((await messages(chat)).filter(({ isOurs }) => isOurs)).toHaveLength(1);
    });

    it('of an account that is signed out is refused, and one to nowhere', async () => {
      await write({ newChat: true, text: 'Hello' });
      const { gatewayChatId } = await onlyChat();
      const send = (id: string) =>
        client.sendMessage({ gatewayChatId: id, providerAccountId, text: 'Hi' });
      expect(await send('nothing')).toMatchObject({
        state: 'failed',
        error: { code: 'not_found' },
      });
      await control(`/accounts/${made.id}/status`, { status: 'CREDENTIALS' });
      expect(await send(gatewayChatId)).toMatchObject({
        state: 'failed',
        error: { code: 'account_disconnected', type: spec.disconnectedType },
      });
    });

    it.each([
      ['the line breaks', { kind: 'reset_after_action' }],
      ['the API gives up', { kind: 'status', status: 504, afterAction: true }],
      ['another thing is named', { kind: 'answer', body: '{"object":"Chat"}', afterAction: true }],
    ])('is unknown when it was taken and then %s; it went once', async (_, fault) => {
      await write({ newChat: true, text: 'Hello' });
      const chat = await onlyChat();
      await addFault(spec.routes.message, { ...fault, times: 0 });
      const { gatewayChatId } = chat;
      const outcome = await client.sendMessage({ gatewayChatId, providerAccountId, text: 'Hi' });
      expect(outcome.state).toBe('unknown');
      expect((await messages(chat)).filter(({ isOurs }) => isOurs)).toHaveLength(1);
    });
  });

  describe('a new chat', () => {
    it('is begun with a relation, and found by the person', async () => {
      const providerUserId = await person('relations');
      const outcome = await start(providerUserId);
      const chat = await onlyChat();
      const [message] = await messages(chat);
      expect(message).toMatchObject({ text: 'Hello Mira', isOurs: true });
      expect(outcome).toEqual({
        state: 'sent',
        gatewayChatId: chat.gatewayChatId,
        gatewayMessageId: message?.gatewayMessageId,
      });
      const found = await client.listChatsWith({ providerAccountId, providerUserId });
      expect(found).toMatchObject({ items: [chat], cursor: null });
    });

    it('with a stranger is refused, but for an InMail of who pays for it', async () => {
      const providerUserId = await person('contacts');
      expect(await start(providerUserId)).toMatchObject({
        state: 'failed',
        error: { code: 'recipient_unreachable', status: 422 },
      });
      const inmail = { isInmail: true, linkedinApi: 'classic' };
      expect(await start(providerUserId, inmail)).toMatchObject({
        state: 'failed',
        error: { code: 'not_permitted', status: 403 },
      });
      expect(await chats()).toEqual([]);
      use(await makeAccount('LINKEDIN', { premium: true }));
      expect(await start(providerUserId, inmail)).toMatchObject({
        state: 'sent',
        gatewayMessageId: null,
      });
      expect(await chats()).toHaveLength(1);
    });

    it('is unknown when nobody heard the answer; it was begun once', async () => {
      const providerUserId = await person('relations');
      // By path alone: v1 names the account in the form, which a fault rule does not see.
      await control('/faults', {
        kind: 'reset_after_action',
        match: { method: spec.routes.start[0], path: spec.routes.start[1] },
      });
      expect((await start(providerUserId)).state).toBe('unknown');
      expect(await chats()).toHaveLength(1);
    });
  });
});
