import { UnipileClient } from 'unipile-node-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';

/** Methods of the official SDK that were driven, to prove that none was forgotten. */
const driven = new Set<string>();

let sandbox: RunningSandbox;
let client: UnipileClient;
let account: { id: string; providerId: string; chatIds: string[] };

function drive<T>(name: string, answer: Promise<T>): Promise<T> {
  driven.add(name);
  return answer;
}

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  client = new UnipileClient(sandbox.url, sandbox.apiKey, {
    validateRequestPayload: true,
    validateRequestPayloadLevel: 'error',
  });
  const body = {
    type: 'LINKEDIN',
    login: 'sdk@mail.example',
    chats: 5,
    messages: 60,
    premium: true,
  };
  account = await sandbox.control('POST', '/accounts', body);
});

afterAll(() => sandbox.stop());

describe('the official SDK accepts every answer at validation level error', () => {
  it('webhooks: 3 methods, on a tenant without the events it does not know', async () => {
    const created = await drive(
      'webhook.create',
      client.webhook.create({
        source: 'messaging',
        name: 'sdk',
        request_url: 'http://127.0.0.1:9/hook',
        account_ids: [account.id],
        events: ['message_received'],
      }),
    );
    const list = await drive('webhook.getAll', client.webhook.getAll());
    expect(list.items.map((item) => item.id)).toEqual([created.webhook_id]);
    expect(list.items[0]?.account_ids).toMatchObject([{ id: account.id, type: 'LINKEDIN' }]);
    await drive('webhook.delete', client.webhook.delete(created.webhook_id));
    expect((await client.webhook.getAll()).items).toEqual([]);
  });

  it('messaging: 14 methods', async () => {
    const { messaging } = client;
    const [chat_id = ''] = account.chatIds;
    const chats = await drive('getAllChats', messaging.getAllChats({ limit: 2 }));
    expect(chats.items).toHaveLength(2);
    const rest = await messaging.getAllChats({ cursor: chats.cursor ?? '', limit: 100 });
    expect(rest.items).toHaveLength(3);
    await messaging.getAllChats({
      unread: false,
      account_type: 'LINKEDIN',
      account_id: account.id,
    });
    const chat = await drive('getChat', messaging.getChat(chat_id));
    expect(chat.lastMessage).not.toBeNull();
    const listed = await drive(
      'getAllMessagesFromChat',
      messaging.getAllMessagesFromChat({ chat_id }),
    );
    const attendees = await drive(
      'getAllAttendeesFromChat',
      messaging.getAllAttendeesFromChat(chat_id),
    );
    const other = attendees.items.find((item) => item.is_self === 0);
    await messaging.getAllMessagesFromChat({ chat_id, sender_id: other?.provider_id, limit: 3 });
    expect(listed.items.length).toBeGreaterThan(5);
    const attachments: [string, Buffer][] = [['plan.pdf', Buffer.from('%PDF-1.4 tiny')]];
    const sent = await drive(
      'sendMessage',
      messaging.sendMessage({ chat_id, text: 'Hello', attachments }),
    );
    const message_id = sent.message_id ?? '';
    const message = await drive('getMessage', messaging.getMessage(message_id));
    expect(message).toMatchObject({
      text: 'Hello',
      is_sender: 1,
      attachments: [{ file_name: 'plan.pdf' }],
    });
    const attachment_id = message.attachments[0]?.id ?? '';
    const file: unknown = await drive(
      'getMessageAttachment',
      messaging.getMessageAttachment({ message_id, attachment_id }),
    );
    expect(file instanceof Blob ? await file.text() : file).toBe('%PDF-1.4 tiny');
    const attendees_ids = [other?.provider_id ?? ''];
    const started = await drive(
      'startNewChat',
      messaging.startNewChat({ account_id: account.id, text: 'Hello again', attendees_ids }),
    );
    expect(started.chat_id).toBe(chat_id);
    const inmail = await messaging.startNewChat({
      account_id: account.id,
      text: 'Hello by InMail',
      subject: 'Your gate',
      attendees_ids,
      options: { linkedin: { api: 'classic', inmail: true } },
    });
    expect(inmail.chat_id).not.toBe(chat_id);
    expect(inmail.message_id).toBeNull();
    await drive('getAllMessages', messaging.getAllMessages({ account_id: account.id, limit: 250 }));
    await drive('getAllAttendees', messaging.getAllAttendees({ account_id: account.id }));
    const attendee_id = other?.id ?? '';
    await drive('getAttendee', messaging.getAttendee(attendee_id));
    const byAttendee = await drive(
      'getAllMessagesFromAttendee',
      messaging.getAllMessagesFromAttendee({ attendee_id }),
    );
    expect(byAttendee.items.length).toBeGreaterThan(0);
    const chatsOf = await drive(
      'getAllChatsFromAttendee',
      messaging.getAllChatsFromAttendee({ attendee_id }),
    );
    expect(chatsOf.items.map((item) => item.id)).toContain(chat_id);
    const status = { chat_id, action: 'setReadStatus', value: true } as const;
    await drive('setChatStatus', messaging.setChatStatus(status));
    expect((await messaging.getChat(chat_id)).unread_count).toBe(0);
  });

  it('users: 6 methods in scope', async () => {
    const { users } = client;
    const account_id = account.id;
    const me = await drive('getOwnProfile', users.getOwnProfile(account_id));
    expect(me).toMatchObject({ provider: 'LINKEDIN', provider_id: account.providerId });
    const relations = await drive(
      'getAllRelations',
      users.getAllRelations({ account_id, limit: 2 }),
    );
    expect(relations.items).toHaveLength(2);
    const identifier = relations.items[0]?.public_identifier ?? '';
    const profile = await drive(
      'getProfile',
      users.getProfile({ account_id, identifier, linkedin_sections: ['experience', 'skills'] }),
    );
    expect(profile).toMatchObject({ provider_id: relations.items[0]?.member_id });
    const stranger = await sandbox.control<{ id: string; providerId: string }>(
      'POST',
      '/accounts',
      {
        type: 'LINKEDIN',
        login: 'stranger@mail.example',
      },
    );
    const provider_id = stranger.providerId;
    const sent = await drive('sendInvitation', users.sendInvitation({ account_id, provider_id }));
    const list = await drive('getAllInvitationsSent', users.getAllInvitationsSent({ account_id }));
    expect(list.items[0]).toMatchObject({ id: sent.invitation_id, invited_user_id: provider_id });
    const invitation_id = sent.invitation_id;
    await drive('cancelInvitationSent', users.cancelInvitationSent({ account_id, invitation_id }));
    expect((await users.getAllInvitationsSent({ account_id })).items).toEqual([]);
  });

  it('accounts: 22 methods', async () => {
    const api = client.account;
    const login = { username: 'kim@mail.example', password: 'secret' };
    const cookie = { access_token: 'AQEDATxyz', user_agent: 'Mozilla/5.0' };
    const twitter = { ...login, email: 'kim@mail.example' };
    const linkedin = await drive('connectLinkedin', api.connectLinkedin(login));
    expect(linkedin.object).toBe('AccountCreated');
    const account_id = linkedin.account_id;
    await drive('connectLinkedinWithCookie', api.connectLinkedinWithCookie(cookie));
    await drive('connect', api.connect({ provider: 'LINKEDIN', ...login }));
    const instagram = await drive('connectInstagram', api.connectInstagram(login));
    const messenger = await drive('connectMessenger', api.connectMessenger(login));
    const x = await drive('connectTwitter', api.connectTwitter(twitter));
    const whatsapp = await drive('connectWhatsapp', api.connectWhatsapp());
    const telegram = await drive('connectTelegram', api.connectTelegram());
    expect(whatsapp.code).toContain(whatsapp.account_id);
    for (const pending of [whatsapp, telegram]) {
      await sandbox.control('POST', `/intents/${pending.account_id}/complete`);
    }
    await drive('reconnect', api.reconnect({ provider: 'LINKEDIN', account_id, ...login }));
    const again = await drive('reconnectLinkedin', api.reconnectLinkedin({ account_id, ...login }));
    expect(again).toEqual({ object: 'AccountReconnected', account_id });
    await drive(
      'reconnectLinkedinWithCookie',
      api.reconnectLinkedinWithCookie({ account_id, ...cookie }),
    );
    await drive(
      'reconnectInstagram',
      api.reconnectInstagram({ account_id: instagram.account_id, ...login }),
    );
    await drive(
      'reconnectMessenger',
      api.reconnectMessenger({ account_id: messenger.account_id, ...login }),
    );
    await drive('reconnectTwitter', api.reconnectTwitter({ account_id: x.account_id, ...twitter }));
    await drive('reconnectWhatsapp', api.reconnectWhatsapp(whatsapp.account_id));
    await drive('reconnectTelegram', api.reconnectTelegram(telegram.account_id));
    for (const tag of ['2fa', 'otp', 'inapp', 'captcha', 'phone', 'contract']) {
      const asked = await api.connectLinkedin({ ...login, username: `kim+${tag}@mail.example` });
      expect(asked.object).toBe('Checkpoint');
    }
    const asked = await api.connectLinkedin({ ...login, username: 'kim+2fa@mail.example' });
    const solution = {
      provider: 'LINKEDIN',
      account_id: asked.account_id,
      code: '123456',
    } as const;
    const solved = await drive('solveCodeCheckpoint', api.solveCodeCheckpoint(solution));
    expect(solved.object).toBe('AccountCreated');
    const link = await drive(
      'createHostedAuthLink',
      api.createHostedAuthLink({
        type: 'create',
        providers: '*',
        api_url: sandbox.url,
        expiresOn: '2055-01-01T00:00:00.000Z',
      }),
    );
    expect(link.object).toBe('HostedAuthUrl');
    const sync = await drive(
      'resyncLinkedinAccount',
      api.resyncLinkedinAccount({ account_id: account.id }),
    );
    expect(sync.status).toBe('SYNC_STARTED');
    const list = await drive('getAll', api.getAll({ limit: 3 }));
    expect(list.items).toHaveLength(3);
    const next = await api.getAll({ cursor: list.cursor ?? '' });
    const seen = new Set([...list.items, ...next.items].map((item) => item.id));
    expect(seen.size).toBe(6);
    const one = await drive('getOne', api.getOne(account_id));
    expect(one).toMatchObject({ id: account_id, type: 'LINKEDIN' });
    await drive('delete', api.delete(account_id));
    await expect(api.getOne(account_id)).rejects.toMatchObject({
      body: { status: 404, type: 'errors/resource_not_found' },
    });
  });

  it('e-mail: 13 methods, by the id of the API and by that of the provider', async () => {
    const { email } = client;
    const { id: account_id } = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'MAIL',
      login: 'box@mail.example',
      messages: 12,
      chats: 1,
    });
    const attachments: [string, Buffer][] = [['plan.pdf', Buffer.from('%PDF-1.4 tiny')]];
    const sent = await drive(
      'email.send',
      email.send({
        account_id,
        to: [{ identifier: 'mira@client.example', display_name: 'Mira' }],
        cc: [{ identifier: 'tom@client.example' }],
        subject: 'Hello',
        body: '<p>Hello</p>',
        attachments,
        custom_headers: [{ name: 'X-Campaign', value: '7' }],
        tracking_options: { opens: true, links: true, label: 'seven' },
      }),
    );
    // Its types leave out the ids, which the API sends for IMAP.
    const { id: email_id, provider_id: email_provider_id } = sent as typeof sent & {
      id: string;
      provider_id: string;
    };
    const list = await drive(
      'email.getAll',
      email.getAll({ account_id, role: 'sent', limit: 250 }),
    );
    expect(list.items.map((item) => item.id)).toContain(email_id);
    const one = await drive('email._getOne', email.getOne.byId(email_id));
    expect(one).toMatchObject({ subject: 'Hello', tracking_id: sent.tracking_id });
    const same = await drive(
      'email._getOneByProviderId',
      email.getOne.byProviderId(email_provider_id, account_id),
    );
    expect(same).toEqual(one);
    const attachment_id = ('attachments' in one && one.attachments?.[0]?.id) || '';
    for (const file of [
      await drive(
        'email._getEmailAttachment',
        email.getEmailAttachment.byId({ email_id, attachment_id }),
      ),
      await drive(
        'email._getEmailAttachmentByProviderId',
        email.getEmailAttachment.byProviderId({ email_provider_id, attachment_id, account_id }),
      ),
    ]) {
      expect(file instanceof Blob ? await file.text() : file).toBe('%PDF-1.4 tiny');
    }
    const folders = await drive('email.getAllFolders', email.getAllFolders({ account_id }));
    const [folder] = folders.items;
    expect(await drive('email._getOneFolder', email.getOneFolder.byId(folder?.id ?? ''))).toEqual(
      folder,
    );
    const byProvider = email.getOneFolder.byProviderId(folder?.provider_id ?? '', account_id);
    expect(await drive('email._getOneFolderByProviderId', byProvider)).toEqual(folder);
    // The SDK forgets to say that this body is JSON, so it reaches nobody as such.
    const refused = { body: { status: 400, type: 'errors/malformed_request' } };
    await expect(
      drive('email._update', email.update.byId({ email_id, unread: true })),
    ).rejects.toMatchObject(refused);
    await expect(
      drive(
        'email._updateByProviderId',
        email.update.byProviderId({ email_provider_id, account_id, unread: true }),
      ),
    ).rejects.toMatchObject(refused);
    const [received, other] = (await email.getAll({ account_id, role: 'inbox' })).items;
    await drive('email._delete', email.delete.byId(received?.id ?? ''));
    await drive(
      'email._deleteByProviderId',
      email.delete.byProviderId(other?.provider_id ?? '', account_id),
    );
    const left = (await email.getAll({ account_id, role: 'inbox' })).items.map((item) => item.id);
    expect(left).not.toContain(received?.id);
    expect(left).not.toContain(other?.id);
  });

  it('drove all 58 methods in scope', () => {
    const outOfScope = /post|company/i;
    const methodsOf = (resource: object) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter(
        (name) => name !== 'constructor' && !outOfScope.test(name),
      );
    const expected = [
      ...methodsOf(client.account),
      ...methodsOf(client.messaging),
      ...methodsOf(client.users),
      ...methodsOf(client.webhook).map((name) => `webhook.${name}`),
      ...methodsOf(client.email).map((name) => `email.${name}`),
    ];
    expect(expected).toHaveLength(58);
    expect([...driven].sort()).toEqual(expected.sort());
  });
});
