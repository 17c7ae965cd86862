import { expect } from 'vitest';
import type { Judge } from './judge';

/** Every chat, message and attendee of the demo, page by page. */
export async function judgeDemo(judge: Judge): Promise<void> {
  const truth = await judge.sandbox.control<{ chats: unknown[]; messages: unknown[] }>(
    'GET',
    '/truth',
  );
  const chats = await all(judge, 'GET /api/v1/chats', { limit: '250' });
  expect(new Set(chats.map((chat) => chat.id)).size).toBe(truth.chats.length);
  const messages = await all(judge, 'GET /api/v1/messages', { limit: '250' });
  expect(new Set(messages.map((message) => message.id)).size).toBe(truth.messages.length);
  const attendees = await all(judge, 'GET /api/v1/chat_attendees', { limit: '250' });
  expect(attendees.length).toBeGreaterThan(400);
}

/** One chat with its messages, attendees and history. */
export async function judgeChat(judge: Judge): Promise<void> {
  const { items } = await judge.call('GET /api/v1/chats', 200, {
    query: { unread: 'true', limit: '1' },
  });
  const [chat] = items;
  const path = { chat_id: chat.id };
  const shown = await judge.call('GET /api/v1/chats/{chat_id}', 200, { path });
  expect(shown.lastMessage.timestamp).toBe(chat.timestamp);
  await judge.call('GET /api/v1/chats/{chat_id}', 404, { path: { chat_id: chat.provider_id } });
  const query = { account_id: chat.account_id };
  await judge.call('GET /api/v1/chats/{chat_id}', 200, {
    path: { chat_id: chat.provider_id },
    query,
  });
  const messages = await judge.call('GET /api/v1/chats/{chat_id}/messages', 200, { path });
  await judge.call('GET /api/v1/chats/{chat_id}/messages', 404, { path: { chat_id: 'none' } });
  await judge.call('GET /api/v1/chats/{chat_id}/attendees', 200, { path });
  await judge.call('GET /api/v1/chats/{chat_id}/attendees', 404, { path: { chat_id: 'none' } });
  await judge.call('GET /api/v1/chats/{chat_id}/sync', 200, { path });
  await judge.call('GET /api/v1/chats/{chat_id}/sync', 404, { path: { chat_id: 'none' } });
  const message = { message_id: messages.items[0].id };
  await judge.call('GET /api/v1/messages/{message_id}', 200, { path: message });
  await judge.call('GET /api/v1/messages/{message_id}', 404, { path: { message_id: 'none' } });
  const read = { action: 'setReadStatus', value: true };
  await judge.call('PATCH /api/v1/chats/{chat_id}', 200, { path, json: read });
  expect((await judge.call('GET /api/v1/chats/{chat_id}', 200, { path })).unread_count).toBe(0);
  await judge.call('PATCH /api/v1/chats/{chat_id}', 400, { path, json: { action: 'explode' } });
  await judge.call('PATCH /api/v1/chats/{chat_id}', 404, { path: { chat_id: 'none' }, json: read });
}

/** Attendees with their picture, chats and messages. */
export async function judgeAttendees(judge: Judge): Promise<void> {
  const account = await judge.makeAccount('INSTAGRAM', 'grid', { chats: 2 });
  const { items } = await judge.call('GET /api/v1/chat_attendees', 200, {
    query: { account_id: account.id },
  });
  const person = items.find((item: { is_self: number }) => item.is_self === 0);
  await judge.call('GET /api/v1/chat_attendees', 404, { query: { account_id: 'nobody' } });
  await judge.call('GET /api/v1/chat_attendees/{id}', 200, { path: { id: person.id } });
  await judge.call('GET /api/v1/chat_attendees/{id}', 404, { path: { id: 'none' } });
  const picture = await judge.call('GET /api/v1/chat_attendees/{id}/picture', 200, {
    path: { id: person.id },
  });
  expect(picture).toContain('PNG');
  await judge.call('GET /api/v1/chat_attendees/{id}/picture', 404, { path: { id: 'none' } });
  const chats = 'GET /api/v1/chat_attendees/{attendee_id}/chats';
  expect(
    (await judge.call(chats, 200, { path: { attendee_id: person.provider_id } })).items,
  ).toHaveLength(1);
  await judge.call(chats, 404, { path: { attendee_id: 'none' } });
  const messages = 'GET /api/v1/chat_attendees/{sender_id}/messages';
  expect(
    (await judge.call(messages, 200, { path: { sender_id: person.id } })).items,
  ).not.toHaveLength(0);
  await judge.call(messages, 404, { path: { sender_id: 'none' } });
}

/** Sending, starting, forwarding, attachments. */
export async function judgeSending(judge: Judge): Promise<void> {
  const account = await judge.makeAccount('WHATSAPP', '+31655500002', { chats: 2 });
  const [first = '', second = ''] = account.chatIds;
  const send = 'POST /api/v1/chats/{chat_id}/messages';
  const sent = await judge.call(send, 201, { path: { chat_id: first }, form: { text: 'Hello' } });
  await judge.call(send, 404, { path: { chat_id: 'none' }, form: { text: 'Hello' } });
  await judge.call(send, 400, { path: { chat_id: first }, form: {} });
  await judge.call(send, 403, {
    path: { chat_id: first },
    form: { text: 'Hello', account_id: 'other' },
  });
  const forward = 'POST /api/v1/messages/{message_id}/forward';
  await judge.call(forward, 200, {
    path: { message_id: sent.message_id },
    json: { chat_id: second },
  });
  await judge.call(forward, 404, { path: { message_id: 'none' }, json: { chat_id: second } });
  const start = 'POST /api/v1/chats';
  const to = {
    account_id: account.id,
    attendees_ids: '31655509999@s.whatsapp.net',
    text: 'Hello',
  };
  await judge.call(start, 201, { form: to });
  await judge.call(start, 422, { form: { ...to, attendees_ids: 'not-a-number' } });
  await judge.call(start, 404, { form: { ...to, account_id: 'nobody' } });
  await judge.call(start, 400, { form: { account_id: account.id, text: 'Hello' } });
  const mail = await judge.makeAccount('MAIL', 'box@mail.example');
  await judge.call(start, 501, { form: { ...to, account_id: mail.id } });
  const linkedin = await judge.makeAccount('LINKEDIN', 'sender@mail.example', { chats: 1 });
  const inmail = { account_id: linkedin.id, attendees_ids: linkedin.providerId, text: 'Hello' };
  await judge.call(start, 422, { form: inmail });
  await judge.call(start, 403, { form: { ...inmail, 'linkedin[inmail]': 'true' } });
  const files = await sendFile(judge, first, 'plan.pdf');
  const bytes = 'GET /api/v1/messages/{message_id}/attachments/{attachment_id}';
  expect(await judge.call(bytes, 200, { path: files })).toBe('%PDF-1.4 tiny');
  await judge.call(bytes, 404, { path: { ...files, attachment_id: 'none' } });
  expect((await sendFile(judge, first, 'tool.exe')).status).toBe('415');
}

/** While an account is out stored data is readable and actions say why not. */
export async function judgeOutage(judge: Judge): Promise<void> {
  const account = await judge.makeAccount('LINKEDIN', 'out@mail.example', { chats: 2 });
  const [chat_id = ''] = account.chatIds;
  const send = 'POST /api/v1/chats/{chat_id}/messages';
  const me = 'GET /api/v1/users/me';
  const query = { account_id: account.id };
  const refusals: [string, number, string][] = [
    ['CREDENTIALS', 401, 'errors/disconnected_account'],
    ['STOPPED', 401, 'errors/disconnected_account'],
    ['CONNECTING', 503, 'errors/no_client_session'],
    ['RESTRICTED', 403, 'errors/account_restricted'],
  ];
  for (const [status, code, type] of refusals) {
    await judge.sandbox.control('POST', `/accounts/${account.id}/status`, { status, silent: true });
    expect(await judge.call(send, code, { path: { chat_id }, form: { text: 'x' } })).toMatchObject({
      type,
    });
    expect(await judge.call(me, code, { query })).toMatchObject({ type });
    await judge.call('GET /api/v1/chats/{chat_id}/messages', 200, { path: { chat_id } });
  }
  expect((await judge.call('GET /api/v1/chats', 200, { query })).items).toHaveLength(2);
}

async function all(
  judge: Judge,
  operation: string,
  query: Record<string, string>,
): Promise<{ id: string }[]> {
  const items: { id: string }[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; cursor: string | null } = await judge.call(
      operation,
      200,
      {
        query: cursor === null ? query : { cursor },
      },
    );
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return items;
}

async function sendFile(
  judge: Judge,
  chatId: string,
  name: string,
): Promise<Record<string, string>> {
  const form = new FormData();
  form.append('attachments', new Blob(['%PDF-1.4 tiny']), name);
  const response = await fetch(`${judge.sandbox.url}/api/v1/chats/${chatId}/messages`, {
    method: 'POST',
    headers: { 'X-API-KEY': judge.sandbox.apiKey },
    body: form,
  });
  const { message_id } = await response.json();
  if (message_id === undefined) return { status: String(response.status) };
  const { attachments } = await judge.call('GET /api/v1/messages/{message_id}', 200, {
    path: { message_id },
  });
  return { message_id, attachment_id: attachments[0].id, status: String(response.status) };
}
