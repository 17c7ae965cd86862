import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from './server';
import { JudgeV2, type MadeV2 } from './testing/judge-v2';

const CHATS = 'GET /v2/{account_id}/chats';
const CHAT = `${CHATS}/{chat_id}`;
const MESSAGES = `${CHAT}/messages`;
const MESSAGE = `${MESSAGES}/{message_id}`;
const SEND = 'POST /v2/{account_id}/chats/{chat_id}/messages/send';
const START = 'POST /v2/{account_id}/chats/send';
const LOOKUP = 'GET /v2/{account_id}/users/{user_id}/chat';

let judge: JudgeV2;
let count = 0;
beforeAll(async () => {
  judge = new JudgeV2(await startSandbox({ speed: 1_000 }));
});
afterAll(() => judge.sandbox.stop());

const make = (type: string, extra: object = {}): Promise<MadeV2> => {
  count += 1;
  return judge.makeAccount(type, `jane${count}@ours.example`, extra);
};
const control = <T>(path: string, body?: unknown) => judge.sandbox.control<T>('POST', path, body);
const at = (account: MadeV2, more: Record<string, string> = {}) => ({
  path: { account_id: account.v2Id, ...more },
});
const write = (made: MadeV2, body: object) =>
  control<{ chatId: string; messageIds: string[] }>(`/accounts/${made.id}/messages`, body);
const ids = (items: { id: string }[]) => items.map(({ id }) => id);

describe('chats of v2', () => {
  it('of the demo all fit the model, with every message of theirs', async () => {
    await control('/reset', { seed: 'demo' });
    const { data: accounts } = await judge.call('GET /v2/accounts/', 200);
    let messageCount = 0;
    for (const { id, provider } of accounts) {
      if (['google', 'outlook', 'imap'].includes(provider)) continue;
      const path = { account_id: id };
      let query: Record<string, string> = { limit: '100' };
      for (;;) {
        const page = await judge.call(CHATS, 200, { path, query });
        for (const chat of page.data.slice(0, 5)) {
          const asked = { path: { ...path, chat_id: chat.id }, query: { limit: '100' } };
          const messages = await judge.call(MESSAGES, 200, asked);
          messageCount += messages.data.length;
          expect(messages.data.every((one: { chat_id: string }) => one.chat_id === chat.id)).toBe(
            true,
          );
        }
        if (page.next_cursor === undefined) break;
        query = { cursor: page.next_cursor };
      }
    }
    expect(messageCount).toBeGreaterThan(300);
  });

  it('go by the ids of the provider, latest first, page by page, by filter', async () => {
    const made = await make('LINKEDIN', { chats: 5, messages: 20 });
    const all = await judge.call(CHATS, 200, at(made));
    expect(all.data).toHaveLength(5);
    const times = all.data.map(
      (one: { last_message_timestamp: string }) => one.last_message_timestamp,
    );
    expect(times).toEqual([...times].sort().reverse());
    const first = await judge.call(CHATS, 200, { ...at(made), query: { limit: '3' } });
    const rest = await judge.call(CHATS, 200, {
      ...at(made),
      query: { cursor: first.next_cursor },
    });
    expect(ids([...first.data, ...rest.data])).toEqual(ids(all.data));
    await judge.call(CHATS, 400, { ...at(made), query: { offset: '1' } });
    const older = await judge.call(CHATS, 200, { ...at(made), query: { before: times[1] } });
    expect(ids(older.data)).toEqual(ids(all.data).slice(2));
    const [one] = all.data;
    expect(await judge.call(CHAT, 200, at(made, { chat_id: one.id }))).toEqual(one);
    await judge.call(CHAT, 404, at(made, { chat_id: made.chatIds[0] ?? '' }));
    const lookup = await judge.call(LOOKUP, 200, at(made, { user_id: one.user_id }));
    expect(lookup.data).toMatchObject([{ chat_id: one.id, has_history: true }]);
  });

  it('are marked read and unread, and groups tell who is in them', async () => {
    const made = await make('WHATSAPP');
    await write(made, { newChat: true, text: 'Hello' });
    const [chat] = (await judge.call(CHATS, 200, at(made))).data;
    expect(chat.unread_count).toBe(1);
    const patch = 'PATCH /v2/{account_id}/chats/{chat_id}';
    const json = { read_status: true };
    const read = await judge.call(patch, 200, { ...at(made, { chat_id: chat.id }), json });
    expect(read.unread_count).toBe(0);
    await judge.call(patch, 400, { ...at(made, { chat_id: chat.id }), json: { label: 'x' } });
    await write(made, { members: ['Ada Berg', 'Noor Haddad'], name: 'Dock 7', text: 'Hi all' });
    const groups = await judge.call(CHATS, 200, { ...at(made), query: { type: 'group' } });
    expect(groups.data).toMatchObject([{ name: 'Dock 7', is_group: true }]);
    const people = await judge.call(
      'GET /v2/{account_id}/chats/{chat_id}/participants',
      200,
      at(made, { chat_id: groups.data[0].id }),
    );
    expect(people.data).toHaveLength(3);
  });
});

describe('messages of v2', () => {
  it('carry what v1 knows, as booleans and by ids of the provider', async () => {
    const made = await make('WHATSAPP');
    const file = { type: 'img', mime: 'image/png', fileName: 'dock.png' };
    const { chatId } = await write(made, { newChat: true, text: 'Look', attachments: [file] });
    const { messageIds } = await write(made, { chatId, text: 'Well?' });
    await control(`/messages/${messageIds[0]}/react`, { value: '👍' });
    const [chat] = (await judge.call(CHATS, 200, at(made))).data;
    const { data } = await judge.call(MESSAGES, 200, at(made, { chat_id: chat.id }));
    expect(data).toMatchObject([
      { text: 'Well?', is_sender: false, reactions_counter: [{ reaction: '👍', count: 1 }] },
      { text: 'Look', attachments: [{ type: 'img', mimetype: 'image/png' }] },
    ]);
    const [latest, earlier] = data;
    const where = at(made, { chat_id: chat.id, message_id: latest.id });
    expect(await judge.call(MESSAGE, 200, where)).toEqual(latest);
    const url = `${judge.sandbox.url}/v2/${made.v2Id}/chats/${chat.id}/messages/${earlier.id}`;
    const headers = { 'X-API-KEY': judge.sandbox.apiKeyV2 };
    const bytes = await fetch(`${url}/attachments/${earlier.attachments[0].id}`, { headers });
    expect(bytes.headers.get('content-type')).toBe('image/png');
    expect((await bytes.arrayBuffer()).byteLength).toBeGreaterThan(50);
    const reacted = await judge.call(
      'POST /v2/{account_id}/chats/{chat_id}/messages/{message_id}/reactions',
      200,
      {
        ...where,
        json: { reaction: '🎉' },
      },
    );
    expect(reacted).toEqual({ object: 'MessageReactionAdded' });
    const before = { before: latest.timestamp };
    const older = await judge.call(MESSAGES, 200, {
      ...at(made, { chat_id: chat.id }),
      query: before,
    });
    expect(ids(older.data)).toEqual([earlier.id]);
  });

  it('are sent into a chat, also as an answer, and v1 has them as well', async () => {
    const made = await make('LINKEDIN');
    await write(made, { newChat: true, text: 'Do you have a minute?' });
    const [chat] = (await judge.call(CHATS, 200, at(made))).data;
    const [theirs] = (await judge.call(MESSAGES, 200, at(made, { chat_id: chat.id }))).data;
    const send = (json: object, status: number) =>
      judge.call(SEND, status, { ...at(made, { chat_id: chat.id }), json });
    const sent = await send({ text: 'Sure – Tuesday?', quote_id: theirs.id }, 200);
    const where = at(made, { chat_id: chat.id, message_id: sent.message_id });
    expect(await judge.call(MESSAGE, 200, where)).toMatchObject({
      text: 'Sure – Tuesday?',
      is_sender: true,
      quoted: { id: theirs.id, text: 'Do you have a minute?' },
    });
    const url = `${judge.sandbox.url}/api/v1/messages?account_id=${made.id}`;
    const v1 = await fetch(url, { headers: { 'X-API-KEY': judge.sandbox.apiKey } });
    const { items } = await v1.json();
    expect(items.map((item: { provider_id: string }) => item.provider_id)).toContain(
      sent.message_id,
    );
    await send({ text: '' }, 400);
    const file = { content: Buffer.from('dock,7').toString('base64'), filename: 'docks.csv' };
    const attachments = [{ ...file, content_type: 'text/csv' }];
    const withFile = await send({ text: '', attachments }, 200);
    const there = at(made, { chat_id: chat.id, message_id: withFile.message_id });
    expect((await judge.call(MESSAGE, 200, there)).attachments).toMatchObject([
      { type: 'file', filename: 'docks.csv', file_size: 6 },
    ]);
    const program = [{ ...file, filename: 'docks.exe', content_type: 'text/csv' }];
    expect((await send({ text: '', attachments: program }, 415)).type).toBe(
      'provider/invalid_file',
    );
    await send({ text: 'x', attachments: [file] }, 400);
    await send({ text: 'x', quote_id: 'nothing' }, 404);
    await control(`/accounts/${made.id}/status`, { status: 'CREDENTIALS' });
    expect((await send({ text: 'x' }, 401)).type).toBe('provider/invalid_authorization');
  });

  it('begin a chat with a relation, and are refused to a stranger and without a plan', async () => {
    const made = await make('LINKEDIN', { premium: true });
    const { providerId } = await control<{ providerId: string }>(`/accounts/${made.id}/relations`);
    const stranger = await control<{ providerId: string }>(`/accounts/${made.id}/contacts`);
    const start = (json: object, status: number) =>
      judge.call(START, status, { ...at(made), json });
    const started = await start({ text: 'Hello', users_ids: providerId }, 200);
    const again = await start({ text: 'Once more', users_ids: [providerId] }, 200);
    expect(again.chat_id).toBe(started.chat_id);
    expect((await start({ text: 'Hi', users_ids: stranger.providerId }, 422)).type).toBe(
      'provider/unprocessable_entity',
    );
    const inmail = { linkedin: { classic: { inmail: true } } };
    const sent = await start(
      { text: 'Hi', users_ids: stranger.providerId, specifics: inmail },
      200,
    );
    expect(sent.message_id).toBeNull();
    const recruiter = { linkedin: { recruiter: { subject: 'A role', signature: 'Jane' } } };
    await start({ text: 'Hi', users_ids: 'AEx', specifics: recruiter }, 422);
    await start({ users_ids: providerId }, 400);
    await start({ text: 'Hi' }, 400);
    const mailbox = await make('MAIL');
    await judge.call(START, 501, { ...at(mailbox), json: { text: 'Hi', users_ids: 'x' } });
  });
});
