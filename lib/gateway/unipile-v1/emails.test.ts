import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../../sandbox/server';
import type { GatewayClient } from '../client';
import type { OutgoingEmail } from '../email-types';
import { codeOf, testClient } from '../testing/clients';
import { everything } from '../testing/pages';
import { toEmail } from './email-map';
import { emailSchema } from './email-wire';

let sandbox: RunningSandbox;
let client: GatewayClient;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  ({ client } = testClient(sandbox.url, { apiKey: sandbox.apiKey }));
});

afterEach(() => sandbox.stop());

const TYPES = ['GOOGLE_OAUTH', 'OUTLOOK', 'MAIL'] as const;

const makeMailbox = async (type: string, more: object = {}) => {
  const body = { type, login: 'jane@ours.example', name: 'Jane Ruiz', ...more };
  return (await sandbox.control<{ id: string }>('POST', '/accounts', body)).id;
};

async function arrive(accountId: string, body: object) {
  const made = await sandbox.control<{ emails: { id: string; messageId: string }[] }>(
    'POST',
    `/accounts/${accountId}/emails`,
    body,
  );
  const [email] = made.emails;
  if (!email) throw new Error('no e-mail');
  return email;
}

interface Truth {
  id: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  html: string;
  role: string;
  isRead: boolean;
  inReplyTo: string | null;
  headers: { name: string; value: string }[];
  files: { name: string; sizeBytes: number }[];
}

async function truthOf(match: (email: Truth) => boolean): Promise<Truth[]> {
  return (await sandbox.control<{ emails: Truth[] }>('GET', '/truth')).emails.filter(match);
}

function outgoing(providerAccountId: string, more: Partial<OutgoingEmail> = {}): OutgoingEmail {
  return {
    providerAccountId,
    to: [{ address: 'mira@client.example', name: 'Mira "M." Olsen' }],
    cc: [],
    bcc: [],
    subject: 'Grüße, "one"; two',
    html: '<p>Hello,\nMira</p>',
    repliesTo: null,
    headers: [],
    tracking: { opens: false, links: false, label: null },
    ...more,
  };
}

describe.each(TYPES)('an account of %s', (type) => {
  it('gives its mails page by page, by folder, by message and by time', async () => {
    const providerAccountId = await makeMailbox(type, { chats: 1, messages: 60 });
    const all = await everything((page) => client.listEmails({ providerAccountId }, page), 25);
    expect(new Set(all.map((email) => email.gatewayEmailId)).size).toBe(60);
    const folders = await client.listEmailFolders(providerAccountId);
    expect(new Set(folders.map(({ role }) => role))).toContain('inbox');
    const inbox = folders.find(({ role }) => role === 'inbox')?.providerFolderId ?? '';
    const { items } = await client.listEmails(
      { providerAccountId, providerFolderId: inbox, isMeta: true },
      { limit: 250 },
    );
    expect(items.length).toBeGreaterThan(10);
    for (const email of items) {
      expect(email).toMatchObject({ role: 'inbox', html: null, plain: null, providerAccountId });
      expect(email.folderIds).toContain(inbox);
    }
    const [newest, next] = items;
    if (!newest || !next) throw new Error('too few');
    const found = await client.listEmails({
      providerAccountId,
      messageId: newest.messageId ?? '',
    });
    expect(found.items).toMatchObject([{ gatewayEmailId: newest.gatewayEmailId }]);
    const later = await client.listEmails({ providerAccountId, after: next.sentAt });
    expect(later.items.map((email) => email.gatewayEmailId)).not.toContain(next.gatewayEmailId);
    expect(later.items.map((email) => email.gatewayEmailId)).toContain(newest.gatewayEmailId);
  });

  it('gives one mail with all that is in it', async () => {
    const providerAccountId = await makeMailbox(type);
    const { id, messageId } = await arrive(providerAccountId, {
      from: { address: 'mira@client.example', name: 'Mira Olsen' },
      cc: [{ address: 'tom@client.example', name: '' }],
      replyTo: ['desk@client.example'],
      subject: 'The plan',
      html: '<p>See <img src="cid:plan"></p>',
      text: 'See',
      headers: [{ name: 'X-Campaign', value: '7' }],
      files: [{ name: 'plan.png', mime: 'image/png', cid: 'plan' }],
    });
    const email = await client.getEmail({ gatewayEmailId: id, hasHeaders: true });
    expect(email).toMatchObject({
      gatewayEmailId: id,
      messageId,
      role: 'inbox',
      isRead: false,
      from: { address: 'mira@client.example', name: 'Mira Olsen' },
      to: [{ address: 'jane@ours.example', name: 'Jane Ruiz' }],
      cc: [{ address: 'tom@client.example', name: null }],
      bcc: [],
      replyTo: [{ address: 'desk@client.example', name: null }],
      subject: 'The plan',
      html: '<p>See <img src="cid:plan"></p>',
      plain: 'See',
      inReplyTo: null,
      isFromApi: false,
      trackingId: null,
      isComplete: true,
      files: [{ fileName: 'plan.png', mimeType: 'image/png', contentId: 'plan', sizeBytes: 8 }],
    });
    expect(email.threadId === null).toBe(type === 'MAIL');
    expect(email.headers).toContainEqual({ name: 'X-Campaign', value: '7' });
    const file = await client.openEmailFile({
      gatewayEmailId: id,
      fileId: email.files[0]?.id ?? '',
      providerAccountId,
    });
    expect(file).toMatchObject({ mimeType: 'image/png', sizeBytes: 8 });
    const bytes: Uint8Array[] = [];
    for await (const piece of file.body) bytes.push(piece);
    expect(Buffer.concat(bytes).toString()).toBe('A file.\n');
  });

  it('sends exactly what was written to exactly whom, and answers in the thread', async () => {
    const providerAccountId = await makeMailbox(type, { aliases: ['sales@ours.example'] });
    const received = await arrive(providerAccountId, { subject: 'A question' });
    const outcome = await client.sendEmail(
      outgoing(providerAccountId, {
        from: { address: 'sales@ours.example', name: 'Sales, Harbourline' },
        cc: [{ address: 'a@client.example', name: null }],
        bcc: [{ address: 'b@client.example', name: null }],
        repliesTo: received.id,
        headers: [{ name: 'X-Campaign', value: '7' }],
        tracking: { opens: true, links: false, label: 'seven' },
        files: [
          {
            name: 'a "plan".txt',
            mimeType: 'text/plain',
            sizeBytes: 5,
            async *read() {
              yield Buffer.from('Hello');
            },
          },
        ],
      }),
    );
    expect(outcome).toMatchObject({ state: 'sent', trackingId: expect.any(String) });
    const isNamed = outcome.state === 'sent' && outcome.gatewayEmailId !== null;
    expect(isNamed).toBe(type !== 'OUTLOOK');
    const [sent, ...others] = await truthOf(({ role }) => role === 'sent');
    expect(others).toEqual([]);
    expect(sent).toMatchObject({
      to: ['mira@client.example'],
      cc: ['a@client.example'],
      bcc: ['b@client.example'],
      subject: 'Grüße, "one"; two',
      inReplyTo: received.messageId,
      headers: [{ name: 'X-Campaign', value: '7' }],
      files: [{ name: 'a "plan".txt', sizeBytes: 5 }],
    });
    expect(sent?.html).toContain('<p>Hello,\nMira</p><img');
  });

  it('marks, moves and deletes', async () => {
    const providerAccountId = await makeMailbox(type);
    const { id, messageId } = await arrive(providerAccountId, {});
    await client.setEmailRead(id, true);
    expect((await client.getEmail({ gatewayEmailId: id })).isRead).toBe(true);
    await client.setEmailRead(id, false);
    expect((await client.getEmail({ gatewayEmailId: id })).isRead).toBe(false);
    const folders = await client.listEmailFolders(providerAccountId);
    const own = folders.find(({ role }) => role === 'unknown')?.providerFolderId ?? '';
    await client.moveEmail(id, [own]);
    const moved = await client.listEmails({ providerAccountId, messageId });
    expect(moved.items).toMatchObject([{ folderIds: [own] }]);
    const current = moved.items[0]?.gatewayEmailId ?? '';
    expect(current !== id).toBe(type === 'MAIL');
    expect(await codeOf(client.moveEmail(current, ['gone']))).toBe('invalid_request');
    await client.deleteEmail(current);
    const binned = await client.listEmails({ providerAccountId, messageId });
    expect(binned.items).toMatchObject([{ role: 'trash' }]);
    expect(await codeOf(client.getEmail({ gatewayEmailId: 'none' }))).toBe('not_found');
  });
});

describe('a send that does not go well', () => {
  it.each([
    [
      'an alias that is not the account’s',
      { from: { address: 'a@b.example', name: null } },
      'not_permitted',
    ],
    [
      'a recipient that is refused',
      { to: [{ address: 'x@refused.example', name: null }] },
      'recipient_unreachable',
    ],
    [
      'a header that may not be set',
      { headers: [{ name: 'Bcc', value: 'x@y.example' }] },
      'invalid_request',
    ],
    ['an answer to what is gone', { repliesTo: 'none' }, 'not_found'],
    [
      'an address with another one in it',
      { to: [{ address: '"a@evil"@victim', name: null }] },
      'invalid_request',
    ],
    ['a subject of two lines', { subject: 'One\r\nBcc: x@y.example' }, 'invalid_request'],
  ] as const)('%s', async (_, more, code) => {
    const providerAccountId = await makeMailbox('GOOGLE_OAUTH');
    const outcome = await client.sendEmail(outgoing(providerAccountId, more));
    expect(outcome).toMatchObject({ state: 'failed', error: { code } });
    expect(await truthOf(({ role }) => role === 'sent')).toEqual([]);
  });

  it('is unknown when the line breaks after it was taken, and is not repeated', async () => {
    const providerAccountId = await makeMailbox('MAIL');
    await sandbox.control('POST', '/faults', {
      kind: 'reset_after_action',
      match: { method: 'POST', path: '/api/v1/emails' },
    });
    const outcome = await client.sendEmail(outgoing(providerAccountId));
    expect(outcome.state).toBe('unknown');
    expect(await truthOf(({ role }) => role === 'sent')).toHaveLength(1);
  });
});

describe('what the wire may hold', () => {
  const wire = {
    object: 'Email',
    id: 'e1',
    account_id: 'a1',
    date: '2026-11-20T10:02:11.000Z',
    role: 'inbox',
    read_date: null,
  };
  const read = (more: object) => toEmail(emailSchema.parse({ ...wire, ...more }));

  it('a mail without subject, sender, recipients or text is one', () => {
    expect(read({})).toMatchObject({
      subject: null,
      from: null,
      to: [],
      html: null,
      plain: null,
      messageId: null,
      isRead: false,
      isComplete: true,
    });
  });

  it('a subject of nothing but blanks is none', () => {
    expect(read({ subject: '  ' }).subject).toBeNull();
    expect(read({ subject: ' Offer' }).subject).toBe(' Offer');
  });

  it('the message id stands in the provider’s id where the API leaves it out', () => {
    const provider_id = JSON.stringify({ message_id: '<abc@client.example>', uid: 7 });
    expect(read({ provider_id }).messageId).toBe('<abc@client.example>');
    expect(read({ provider_id, message_id: '<own@x>' }).messageId).toBe('<own@x>');
    expect(read({ provider_id: '{"message_id":' }).messageId).toBeNull();
    expect(read({ provider_id: '{"message_id":7}' }).messageId).toBeNull();
  });

  it('unknown roles, people without an address and files without an id lose nothing else', () => {
    const email = read({
      role: 'snoozed',
      to_attendees: [null, { identifier: ' ' }, { identifier: 'a@b.example', display_name: 7 }],
      attachments: [{ name: 'x.pdf' }, { id: 'f', cid: '<logo@x>' }],
      is_complete: false,
    });
    expect(email.role).toBe('unknown');
    expect(email.to).toEqual([{ address: 'a@b.example', name: null }]);
    expect(email.files).toMatchObject([
      { fileName: 'x.pdf', isUnavailable: true },
      { id: 'f', contentId: 'logo@x', isUnavailable: false },
    ]);
    expect(email.isComplete).toBe(false);
  });

  it('only what has no id, account or time is no mail', () => {
    for (const name of ['id', 'account_id', 'date'] as const) {
      expect(emailSchema.safeParse({ ...wire, [name]: null }).success).toBe(false);
    }
  });
});
