import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';

let sandbox: RunningSandbox;
let chatId: string;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'empty', parts: ['api'], speed: 1_000 });
  const body = { type: 'WHATSAPP', login: '4915112345', chats: 1, messages: 1 };
  const account = await sandbox.control<{ chatIds: string[] }>('POST', '/accounts', body);
  chatId = account.chatIds[0] ?? '';
});
afterAll(() => sandbox.stop());

const headers = () => ({ 'x-api-key': sandbox.apiKey });

function post(files: File[], text?: string): Promise<Response> {
  const form = new FormData();
  if (text !== undefined) form.set('text', text);
  for (const file of files) form.append('attachments', file);
  const url = `${sandbox.url}/api/v1/chats/${chatId}/messages`;
  return fetch(url, { method: 'POST', headers: headers(), body: form });
}

describe('files of a message', () => {
  it('are taken without a text, named in the truth, and given out as the same bytes', async () => {
    const bytes = new Uint8Array(300_000).map((_, at) => (at * 31) % 251);
    const answer = await post([
      new File([bytes], 'Übersicht 2.bin', { type: 'application/x-plan' }),
      new File(['a,b'], 'b.csv', { type: 'text/csv' }),
    ]);
    expect(answer.status).toBe(201);
    const { message_id: id } = (await answer.json()) as { message_id: string };
    const { messages } = await sandbox.control<{ messages: Held[] }>('GET', '/truth');
    const held = messages.find((message) => message.id === id);
    expect(held).toMatchObject({
      text: null,
      attachments: [
        { name: 'Übersicht 2.bin', mime: 'application/x-plan', sizeBytes: 300_000 },
        { name: 'b.csv', mime: 'text/csv', sizeBytes: 3 },
      ],
    });
    const path = `/api/v1/messages/${id}/attachments/${held?.attachments[0]?.id}`;
    const file = await fetch(`${sandbox.url}${path}`, { headers: headers() });
    expect(file.headers.get('content-type')).toBe('application/x-plan');
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('above fifteen megabytes are refused in the words of the API, and nothing is sent', async () => {
    const before = await countMessages();
    const large = new File([new Uint8Array(15 * 1024 * 1024 + 1)], 'film.mov');
    const answer = await post([large], 'Look');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ type: 'errors/content_too_large', status: 400 });
    expect(await countMessages()).toBe(before);
  });
});

interface Held {
  id: string;
  text: string | null;
  attachments: { id: string; name: string; mime: string; sizeBytes: number }[];
}

async function countMessages(): Promise<number> {
  return (await sandbox.control<{ messages: Held[] }>('GET', '/truth')).messages.length;
}
