import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';
import { type Receiver, startReceiver } from './testing/receiver';
import { until } from './testing/until';

let sandbox: RunningSandbox;
let receiver: Receiver;
let account: { id: string };

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  receiver = await startReceiver();
  account = await makeMailbox('GOOGLE_OAUTH', 'jane@ours.example');
  const events = ['mail_received', 'mail_sent', 'mail_moved'];
  await call('POST', '/webhooks', { source: 'email', events, request_url: receiver.url });
  const tracking = ['mail_opened', 'mail_link_clicked'];
  await call('POST', '/webhooks', {
    source: 'email_tracking',
    events: tracking,
    request_url: receiver.url,
  });
});

afterEach(async () => {
  await sandbox.stop();
  await receiver.close();
});

const makeMailbox = (type: string, login: string) =>
  sandbox.control<{ id: string }>('POST', '/accounts', { type, login });

async function call(method: string, path: string, body?: object | FormData) {
  const isForm = body instanceof FormData;
  const response = await fetch(`${sandbox.url}/api/v1${path}`, {
    method,
    headers: {
      'X-API-KEY': sandbox.apiKey,
      ...(!isForm && { 'Content-Type': 'application/json' }),
    },
    body: isForm ? body : body && JSON.stringify(body),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  return response.json();
}

async function arrive(body: object, accountId = account.id) {
  const { emails } = await sandbox.control<{ emails: Made[] }>(
    'POST',
    `/accounts/${accountId}/emails`,
    body,
  );
  const [email] = emails;
  if (email === undefined) throw new Error('no mail');
  return email;
}

interface Made {
  id: string;
  messageId: string;
  threadId: string | null;
}

function send(fields: Record<string, unknown>) {
  const form = new FormData();
  const all = { account_id: account.id, to: [{ identifier: 'mira@client.example' }], ...fields };
  for (const [name, value] of Object.entries(all)) {
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return call('POST', '/emails', form);
}

const bodies = (event: string) =>
  receiver.received.map(({ text }) => JSON.parse(text)).filter((body) => body.event === event);

async function heard(event: string, count = 1) {
  await until(event, () => bodies(event).length === count);
  return bodies(event);
}

describe('mails', () => {
  it('are announced as they come, with their thread, and answers stand in it', async () => {
    const first = await arrive({ subject: 'Your offer', html: '<p>Hello</p>', text: 'Hello' });
    const [body] = await heard('mail_received');
    expect(body).toMatchObject({
      email_id: first.id,
      account_id: account.id,
      subject: 'Your offer',
      body: '<p>Hello</p>',
      body_plain: 'Hello',
      role: 'inbox',
      folders: ['INBOX'],
      origin: 'external',
      is_complete: true,
      read_date: null,
      in_reply_to: null,
    });
    const sent = await send({ subject: 'Re: Your offer', body: '<p>Yes</p>', reply_to: first.id });
    const [echo] = await heard('mail_sent');
    expect(echo).toMatchObject({
      email_id: sent.id,
      tracking_id: sent.tracking_id,
      origin: 'unipile',
      thread_id: first.threadId,
      in_reply_to: { message_id: first.messageId, id: first.id },
    });
    await sandbox.control('POST', `/emails/${sent.id}/answer`, { text: 'Thank you' });
    const [, answered] = await heard('mail_received', 2);
    expect(answered).toMatchObject({ subject: 'Re: Your offer', thread_id: first.threadId });
    expect(answered.body).toContain('<blockquote');
  });

  it('come without their text first, and are announced again once it is there', async () => {
    const email = await arrive({ subject: 'Large', text: 'All of it', complete: false });
    expect((await heard('mail_received'))[0]).toMatchObject({ is_complete: false, body: '' });
    expect(await call('GET', `/emails/${email.id}`)).toMatchObject({
      is_complete: false,
      body_plain: '',
    });
    await sandbox.control('POST', `/emails/${email.id}/complete`);
    const again = (await heard('mail_received', 2))[1];
    expect(again).toMatchObject({ email_id: email.id, body_plain: 'All of it', is_complete: true });
  });

  it('wait at the provider while the account is out', async () => {
    const status = `/accounts/${account.id}/status`;
    await sandbox.control('POST', status, { status: 'CREDENTIALS' });
    const email = await arrive({ subject: 'Meanwhile' });
    const list = `/emails?account_id=${account.id}`;
    expect((await call('GET', list)).items).toEqual([]);
    await sandbox.control('POST', status, { status: 'OK' });
    expect((await heard('mail_received'))[0]).toMatchObject({ email_id: email.id });
    expect((await call('GET', list)).items).toMatchObject([{ id: email.id }]);
  });

  it('get another id when they are moved at IMAP, and keep it at the others', async () => {
    const imap = await makeMailbox('MAIL', 'lukas@ours.example');
    for (const [accountId, keepsId] of [
      [account.id, true],
      [imap.id, false],
    ] as const) {
      const email = await arrive({ subject: 'Move me', silent: true }, accountId);
      await sandbox.control('POST', `/emails/${email.id}/move`, { folder: 'trash' });
      const [moved] = await heard('mail_moved', bodies('mail_moved').length + 1).then((all) =>
        all.slice(-1),
      );
      expect(moved).toMatchObject({ message_id: email.messageId, role: 'trash' });
      expect(moved.email_id === email.id).toBe(keepsId);
    }
  });

  it('reach the other accounts of the tenant, once each', async () => {
    const imap = await makeMailbox('MAIL', 'lukas@ours.example');
    const to = [{ identifier: 'Lukas@ours.example' }, { identifier: 'lukas@ours.example' }];
    await send({ to, subject: 'Between us', body: 'Hello' });
    const { items } = await call('GET', `/emails?account_id=${imap.id}`);
    expect(items).toMatchObject([{ subject: 'Between us', role: 'inbox', read_date: null }]);
    const [own] = (await call('GET', `/emails?account_id=${account.id}`)).items;
    expect(own.message_id).toBe(items[0].message_id);
    expect(own.id).not.toBe(items[0].id);
  });
});

it('a mailbox that was saved before there was e-mail takes mails after the next start', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-emails-')), 'state.json');
  const first = await startSandbox({ stateFile });
  const { id } = await first.control<{ id: string }>('POST', '/accounts', {
    type: 'MAIL',
    login: 'old@ours.example',
  });
  await first.stop();
  const { folders, emails: _, ...older } = JSON.parse(readFileSync(stateFile, 'utf8'));
  expect(folders).toHaveLength(7);
  writeFileSync(stateFile, JSON.stringify(older));
  const second = await startSandbox({ stateFile });
  const { emails } = await second.control<{ emails: Made[] }>('POST', `/accounts/${id}/emails`, {});
  expect(emails).toHaveLength(1);
  await second.stop();
});

describe('tracking', () => {
  const body = '<p><a href="https://ours.example/pricing">Prices</a></p>';

  it('counts who loads the pixel and who follows a link', async () => {
    const options = { opens: true, links: true, label: 'seven' };
    const sent = await send({ subject: 'Track me', body, tracking_options: options });
    const { body: html } = await call('GET', `/emails/${sent.id}`);
    const [pixel, link] = ['src', 'href'].map(
      (name) => new RegExp(`${name}="([^"]+/track/[^"]+)"`).exec(html)?.[1] ?? 'none',
    );
    const opened = await fetch(pixel ?? '');
    expect(opened.headers.get('content-type')).toBe('image/gif');
    expect((await heard('mail_opened'))[0]).toMatchObject({
      tracking_id: sent.tracking_id,
      email_id: sent.id,
      label: 'seven',
    });
    const followed = await fetch(link ?? '', { redirect: 'manual' });
    expect(followed.headers.get('location')).toBe('https://ours.example/pricing');
    expect((await heard('mail_link_clicked'))[0]).toMatchObject({
      url: 'https://ours.example/pricing',
    });
  });

  it('leaves a mail alone that did not ask for it', async () => {
    const sent = await send({ subject: 'Do not', body });
    expect((await call('GET', `/emails/${sent.id}`)).body).toBe(body);
    await sandbox.control('POST', `/emails/${sent.id}/open`);
    await sandbox.control('POST', '/settle');
    expect(bodies('mail_opened')).toEqual([]);
  });

  it('goes with a person who opens and answers', async () => {
    await sandbox.control('POST', '/options', { autoReply: true });
    await send({ subject: 'Hello', body, tracking_options: { opens: true } });
    await heard('mail_opened');
    const [answer] = await heard('mail_received');
    expect(answer).toMatchObject({
      subject: 'Re: Hello',
      from_attendee: { identifier: 'mira@client.example' },
    });
  });
});
