import { expect } from 'vitest';
import type { Judge } from './judge';

const list = 'GET /api/v1/emails';
const one = 'GET /api/v1/emails/{email_id}';
const send = 'POST /api/v1/emails';
const update = 'PUT /api/v1/emails/{email_id}';

/** Every mail and folder of the demo, page by page, in both forms. */
export async function judgeDemoEmails(judge: Judge): Promise<void> {
  const truth = await judge.sandbox.control<{ emails: { id: string; accountId: string }[] }>(
    'GET',
    '/truth',
  );
  expect(truth.emails).toHaveLength(3_000);
  for (const type of ['GOOGLE_OAUTH', 'OUTLOOK', 'MAIL']) {
    const account_id = judge.demoId(type);
    const ids = await allEmails(judge, { account_id, limit: '250' });
    const known = truth.emails.filter(({ accountId }) => accountId === account_id);
    expect(new Set(ids)).toEqual(new Set(known.map(({ id }) => id)));
    const folders = await judge.call('GET /api/v1/folders', 200, { query: { account_id } });
    const counts = folders.items.map(({ nb_mails }: { nb_mails: number }) => nb_mails);
    expect(Math.max(...counts)).toBeGreaterThan(100);
    expect(Math.max(...counts)).toBeLessThanOrEqual(ids.length);
  }
  await judge.call(list, 200, { query: { meta_only: 'true', limit: '250' } });
}

/** The filters of the list, by what is known to be in a mailbox. */
export async function judgeEmailFilters(judge: Judge): Promise<void> {
  const { id: account_id } = await judge.makeAccount('MAIL', 'filters@mail.example');
  const add = async (body: object) => {
    const { emails } = await judge.sandbox.control<{ emails: { id: string; messageId: string }[] }>(
      'POST',
      `/accounts/${account_id}/emails`,
      { silent: true, ...body },
    );
    const [email] = emails;
    if (email === undefined) throw new Error('no mail');
    return email;
  };
  const first = await add({ from: 'a@client.example', at: '2026-01-01T10:00:00.000Z' });
  const second = await add({
    from: 'b@client.example',
    cc: ['c@client.example'],
    folder: 'archive',
  });
  const found = async (query: Record<string, string>) =>
    (await judge.call(list, 200, { query: { account_id, ...query } })).items.map(
      ({ id }: { id: string }) => id,
    );
  expect(await found({})).toEqual([second.id, first.id]);
  expect(await found({ folder: 'Archive' })).toEqual([second.id]);
  expect(await found({ folder: 'Nowhere' })).toEqual([]);
  expect(await found({ role: 'inbox' })).toEqual([first.id]);
  expect(await found({ from: 'A@client.example' })).toEqual([first.id]);
  expect(await found({ to: 'c@client.example' })).toEqual([second.id]);
  expect(await found({ any_email: 'x@y.example,c@client.example' })).toEqual([second.id]);
  expect(await found({ before: '2026-02-01T00:00:00.000Z' })).toEqual([first.id]);
  expect(await found({ after: '2026-02-01T00:00:00.000Z' })).toEqual([second.id]);
  expect(await found({ message_id: first.messageId })).toEqual([first.id]);
  expect(await found({ thread_id: 'none' })).toEqual([]);
  const withHeaders = await judge.call(list, 200, {
    query: { account_id, include_headers: 'true' },
  });
  expect(withHeaders.items[0].headers).toContainEqual({
    name: 'Message-ID',
    value: second.messageId,
  });
  const clash = { account_id, include_headers: 'true', meta_only: 'true' };
  await judge.call(list, 400, { query: clash });
  await judge.call(list, 400, { query: { account_id, before: 'yesterday' } });
  const linkedin = await judge.makeAccount('LINKEDIN', 'nomail@mail.example');
  await judge.call(list, 403, { query: { account_id: linkedin.id } });
}

/** Reading, sending, answering, moving and deleting at each provider. */
export async function judgeEmailActs(judge: Judge): Promise<void> {
  for (const [type, isNamed, changesId] of [
    ['GOOGLE_OAUTH', true, false],
    ['OUTLOOK', false, false],
    ['MAIL', true, true],
  ] as const) {
    const login = `acts@${type.toLowerCase().replace('_', '')}.example`;
    const account = await judge.makeAccount(type, login, { aliases: [`sales@${type}.example`] });
    const account_id = account.id;
    const to = JSON.stringify([{ identifier: 'mira@client.example', display_name: 'Mira' }]);
    const form = { account_id, to, subject: 'Hello', body: '<p>Hello</p>' };
    const sent = await judge.call(send, 201, { form });
    expect(sent.id !== null).toBe(isNamed);
    const { items } = await judge.call(list, 200, { query: { account_id, role: 'sent' } });
    expect(items).toMatchObject([{ subject: 'Hello', body_plain: 'Hello', origin: 'unipile' }]);
    const [email] = items;
    expect(email.thread_id !== undefined).toBe(type !== 'MAIL');
    const path = { email_id: email.id };
    await judge.call(one, 200, { path, query: { include_headers: 'true' } });
    const byProvider = { email_id: encodeURIComponent(email.provider_id) };
    expect((await judge.call(one, 200, { path: byProvider, query: { account_id } })).id).toBe(
      email.id,
    );
    await judge.call(one, 404, { path: byProvider });

    const answer = await judge.call(send, 201, { form: { ...form, reply_to: email.provider_id } });
    expect(answer.tracking_id).not.toBe('');
    const [newest] = (await judge.call(list, 200, { query: { account_id, role: 'sent' } })).items;
    expect(newest.in_reply_to).toEqual({ message_id: email.message_id, id: email.id });
    expect(newest.thread_id).toBe(email.thread_id);

    await judge.call(update, 200, { path, json: { unread: true } });
    expect((await judge.call(one, 200, { path })).read_date).toBeNull();
    const archive = type === 'GOOGLE_OAUTH' ? 'Label_12' : await folderId(judge, account_id);
    await judge.call(update, 200, { path, json: { folders: [archive] } });
    const moved = (
      await judge.call(list, 200, {
        query: { account_id, message_id: email.message_id },
      })
    ).items;
    expect(moved).toHaveLength(1);
    expect(moved[0].folderIds).toEqual([archive]);
    expect(moved[0].id !== email.id).toBe(changesId);
    await judge.call(update, 422, { path: { email_id: moved[0].id }, json: { folders: ['gone'] } });
    const both = { folders: [archive, archive] };
    await judge.call(update, type === 'GOOGLE_OAUTH' ? 200 : 400, {
      path: { email_id: moved[0].id },
      json: both,
    });
    await judgeRefusals(judge, form, `sales@${type}.example`);
    const trash = 'DELETE /api/v1/emails/{email_id}';
    await judge.call(trash, 200, { path: { email_id: newest.id } });
    const binned = (await judge.call(list, 200, { query: { account_id, role: 'trash' } })).items;
    expect(binned).toMatchObject([{ message_id: newest.message_id }]);
    await judge.call(trash, 200, { path: { email_id: binned[0].id } });
    await judge.call(one, 404, { path: { email_id: binned[0].id } });
    await judge.call(trash, 404, { path: { email_id: 'none' } });
    const draft = await judge.call('POST /api/v1/drafts', 200, {
      json: { account_id, to: [{ identifier: 'mira@client.example' }], body: 'Not yet' },
    });
    expect((await judge.call(one, 200, { path: { email_id: draft.draft_id } })).role).toBe(
      'drafts',
    );
    await judge.call(send, 201, { form: { ...form, draft_id: draft.draft_id } });
    await judge.call(one, 404, { path: { email_id: draft.draft_id } });
  }
}

async function judgeRefusals(judge: Judge, form: Record<string, string>, alias: string) {
  const refused = (expected: number, more: Record<string, string>) =>
    judge.call(send, expected, { form: { ...form, ...more } });
  await refused(201, { from: JSON.stringify({ identifier: alias, display_name: 'Sales' }) });
  const foreign = JSON.stringify({ identifier: 'boss@other.example' });
  expect(await refused(422, { from: foreign })).toMatchObject({ type: 'errors/send_as_denied' });
  await refused(400, { to: 'mira@client.example' });
  await refused(400, { to: '[]' });
  await refused(400, { to: JSON.stringify([{ identifier: '"a@evil"@victim' }]) });
  await refused(400, { subject: 'Hello\r\nBcc: evil@client.example' });
  expect(await refused(422, { reply_to: 'none' })).toMatchObject({
    type: 'errors/parent_mail_not_found',
  });
  const header = (name: string) => JSON.stringify([{ name, value: '1' }]);
  await refused(201, { custom_headers: header('X-Campaign') });
  expect(await refused(422, { custom_headers: header('Bcc') })).toMatchObject({
    type: 'errors/invalid_headers',
  });
  const lost = JSON.stringify([{ identifier: 'nobody@refused.example' }]);
  expect(await refused(422, { to: lost })).toMatchObject({ type: 'errors/recipient_rejected' });
  await refused(404, { account_id: 'nobody' });
}

/** Attachments, folders by both ids, and stored mail while the account is out. */
export async function judgeEmailParts(judge: Judge): Promise<void> {
  const { id: account_id } = await judge.makeAccount('OUTLOOK', 'parts@outlook.example');
  const { emails } = await judge.sandbox.control<{ emails: { id: string; providerId: string }[] }>(
    'POST',
    `/accounts/${account_id}/emails`,
    { files: [{ name: 'note.txt', mime: 'text/plain' }], silent: true },
  );
  const [email] = emails;
  const shown = await judge.call(one, 200, { path: { email_id: email?.id ?? '' } });
  const [file] = shown.attachments;
  expect(file).toMatchObject({ name: 'note.txt', extension: 'txt', size: 8 });
  const bytes = 'GET /api/v1/emails/{email_id}/attachments/{attachment_id}';
  const path = { email_id: email?.id ?? '', attachment_id: file.id };
  expect(await judge.call(bytes, 200, { path })).toBe('A file.\n');
  await judge.call(bytes, 404, { path: { ...path, attachment_id: 'none' } });
  const folders = await judge.call('GET /api/v1/folders', 200, { query: { account_id } });
  const [folder] = folders.items;
  const get = 'GET /api/v1/folders/{folder_id}';
  await judge.call(get, 200, { path: { folder_id: folder.id } });
  await judge.call(get, 200, { path: { folder_id: folder.provider_id }, query: { account_id } });
  await judge.call(get, 404, { path: { folder_id: folder.provider_id } });
  await judge.sandbox.control('POST', `/accounts/${account_id}/status`, {
    status: 'CREDENTIALS',
    silent: true,
  });
  const form = { account_id, to: JSON.stringify([{ identifier: 'a@b.example' }]), body: 'x' };
  expect(await judge.call(send, 401, { form })).toMatchObject({
    type: 'errors/disconnected_account',
  });
  await judge.call(update, 401, { path: { email_id: email?.id ?? '' }, json: { unread: false } });
  await judge.call(one, 200, { path: { email_id: email?.id ?? '' } });
}

async function folderId(judge: Judge, account_id: string): Promise<string> {
  const { items } = await judge.call('GET /api/v1/folders', 200, { query: { account_id } });
  return items.find(({ role }: { role: string }) => role === 'archive').provider_id;
}

async function allEmails(judge: Judge, query: Record<string, string>): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { id: string }[]; cursor: string | null } = await judge.call(list, 200, {
      query: cursor === null ? query : { cursor },
    });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== null);
  return ids;
}
