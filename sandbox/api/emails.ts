import type { Hono } from 'hono';
import { bytesOf } from '../attachments';
import { keepDraft, sendEmail } from '../domain/email-sending';
import { deleteEmail, findEmail, moveEmail } from '../domain/emails';
import { foldersOf, hasLabels, isMailbox, roleOf } from '../domain/folders';
import { requireUsable } from '../domain/people';
import { ApiError, invalid, missing, notFound } from '../errors';
import {
  type Fields,
  optionalFlag,
  readForm,
  readJson,
  requireText,
  textList,
  utcDate,
} from '../input';
import { cutPage, listLimit, type PageRequest, readPage } from '../pagination';
import type { Account } from '../state';
import { type Email, type EmailFile, type Folder, folderRoles } from '../state-emails';
import { emailWire, folderWire } from '../wire/email';
import type { World } from '../world';
import { type ApiContext, type ApiEnv, requireAccount } from './context';
import { readOutgoing } from './email-input';
import { readFile } from './sending';

const filterNames = [
  'account_id',
  'folder',
  'role',
  'from',
  'to',
  'any_email',
  'before',
  'after',
  'message_id',
  'thread_id',
  'meta_only',
  'include_headers',
] as const;
/** Parts of a form that hold JSON text. */
const jsonParts = ['to', 'cc', 'bcc', 'from', 'custom_headers', 'tracking_options'];

/** `/emails`, `/folders` and `/drafts`. */
export function emailRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get('/emails', (c) => {
    const page = readPage(c.req.query(), filterNames, listLimit);
    const accountId = page.filters.account_id;
    if (accountId !== undefined) requireMailbox(requireAccount(world, c, accountId));
    return c.json(emailList(world, page));
  });

  api.get('/emails/:id', (c) => {
    const { email, account } = requireEmail(world, c);
    const hasHeaders = optionalFlag(c.req.query(), 'include_headers') ?? false;
    return c.json(emailWire(world, account, email, { isMeta: false, hasHeaders }));
  });

  api.post('/emails', async (c) => {
    const form = await readForm(c.req.raw);
    const fields = partsOf(form);
    const account = requireAccount(world, c, requireText(fields, 'account_id'));
    requireMailbox(account);
    const outgoing = readOutgoing(world, account, fields, await filesOf(world, form, account));
    const draftId = fields.draft_id;
    const draft = typeof draftId === 'string' ? findEmail(world, draftId, account.id) : null;
    if (draftId !== undefined && draft === null) throw notFound('Email');
    requireUsable(account);
    const email = await sendEmail(world, account, outgoing);
    if (draft !== null) world.state.emails.delete(draft.id);
    // Microsoft does not say under which id it keeps the copy.
    const isNamed = account.type !== 'OUTLOOK';
    return c.json(
      {
        object: 'EmailSent',
        tracking_id: email.tracking?.id ?? '',
        id: isNamed ? email.id : null,
        provider_id: isNamed ? email.providerId : null,
      },
      201,
    );
  });

  api.put('/emails/:id', async (c) => {
    const { email, account } = requireEmail(world, c);
    const fields = await readJson(c.req.raw);
    const isUnread = optionalFlag(fields, 'unread');
    const folders = textList(fields, 'folders')?.map((id) => requireFolderOf(world, account, id));
    if (folders !== undefined && folders.length !== 1 && !hasLabels(account)) {
      throw invalid('folders must name one folder');
    }
    requireUsable(account);
    if (isUnread !== undefined) email.readAtMs = isUnread ? null : world.clock.now();
    world.changed();
    if (folders !== undefined) moveEmail(world, account, email, folders);
    return c.json({ object: 'EmailUpdated' });
  });

  api.delete('/emails/:id', (c) => {
    const { email, account } = requireEmail(world, c);
    requireUsable(account);
    deleteEmail(world, account, email);
    return c.json({ object: 'EmailDeleted' });
  });

  api.get('/emails/:id/attachments/:attachmentId', (c) => {
    const { email } = requireEmail(world, c);
    const wanted = c.req.param('attachmentId');
    const file = email.files.find((one) => one.id === wanted);
    if (file === undefined || file.isUnavailable === true) throw notFound('Attachment');
    const bytes = bytesOf(file);
    const headers = { 'Content-Type': file.mime, 'Content-Length': String(bytes.length) };
    return new Response(new Uint8Array(bytes), { headers });
  });

  api.get('/folders', (c) => {
    const accountId = c.req.query('account_id');
    if (accountId !== undefined) requireMailbox(requireAccount(world, c, accountId));
    const folders = [...world.state.folders.values()].filter(
      (folder) => accountId === undefined || folder.accountId === accountId,
    );
    return c.json({
      object: 'FolderList',
      items: folders.map((folder) => folderWire(world, folder)),
    });
  });

  api.get('/folders/:id', (c) => {
    const [id, accountId] = [c.req.param('id'), c.req.query('account_id')];
    const byProvider = accountId === undefined ? [] : foldersOf(world, accountId);
    const folder =
      world.state.folders.get(id) ?? byProvider.find(({ providerId }) => providerId === id);
    if (folder === undefined) throw notFound('Folder');
    return c.json(folderWire(world, folder));
  });

  api.post('/drafts', async (c) => {
    const fields = await readJson(c.req.raw);
    const account = requireAccount(world, c, requireText(fields, 'account_id'));
    requireMailbox(account);
    const outgoing = readOutgoing(world, account, fields, []);
    requireUsable(account);
    return c.json({
      object: 'DraftCreated',
      draft_id: keepDraft(world, account, outgoing).id,
    });
  });
}

function emailList(world: World, page: PageRequest) {
  const { filters } = page;
  const isMeta = optionalFlag(filters, 'meta_only') ?? false;
  const hasHeaders = optionalFlag(filters, 'include_headers') ?? false;
  if (isMeta && hasHeaders) throw invalid('include_headers needs meta_only false');
  const found = cutPage(filtered(world, filters), page, (email) => ({
    id: email.id,
    date: email.atMs,
  }));
  return {
    object: 'EmailList',
    items: found.items.map((email) => {
      const account = world.state.accounts.get(email.accountId);
      if (account === undefined) throw notFound('Account');
      return emailWire(world, account, email, { isMeta, hasHeaders });
    }),
    cursor: found.cursor,
  };
}

function filtered(world: World, filters: Record<string, string>): Email[] {
  const { account_id, folder, role, from, to, any_email, message_id, thread_id } = filters;
  const before = utcDate(filters.before, 'before') ?? Number.POSITIVE_INFINITY;
  const after = utcDate(filters.after, 'after') ?? Number.NEGATIVE_INFINITY;
  if (role !== undefined && !folderRoles.some((one) => one === role)) {
    throw invalid(`role must be one of ${folderRoles.join(', ')}`);
  }
  const wantedFolders = new Set(
    [...world.state.folders.values()]
      .filter(
        ({ providerId, accountId }) =>
          providerId === folder && (account_id === undefined || accountId === account_id),
      )
      .map(({ id }) => id),
  );
  const anyOf = any_email?.toLowerCase().split(',');
  const tests: ((email: Email) => boolean)[] = [
    ({ accountId }) => account_id === undefined || accountId === account_id,
    ({ atMs }) => atMs < before && atMs > after,
    ({ folderIds }) => folder === undefined || folderIds.some((id) => wantedFolders.has(id)),
    (email) => role === undefined || roleOf(world, email) === role,
    (email) => from === undefined || isSame(email.from.address, from),
    (email) => to === undefined || recipientsOf(email).some((one) => isSame(one, to)),
    (email) =>
      anyOf === undefined ||
      [email.from.address, ...recipientsOf(email)].some((one) => anyOf.includes(one.toLowerCase())),
    ({ messageId }) => message_id === undefined || messageId === message_id,
    ({ threadId }) => thread_id === undefined || threadId === thread_id,
  ];
  return [...world.state.emails.values()].filter((email) => tests.every((test) => test(email)));
}

function recipientsOf({ to, cc, bcc }: Email): string[] {
  return [...to, ...cc, ...bcc].map(({ address }) => address);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The JSON parts of a form, parsed; a list or an object that is not JSON text is refused. */
function partsOf(form: FormData): Fields {
  const fields: Fields = {};
  for (const [name, value] of form.entries()) {
    if (typeof value !== 'string') continue;
    fields[name] = jsonParts.includes(name) ? parsed(name, value) : value;
  }
  return fields;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${name} must be JSON text`);
  }
}

async function filesOf(world: World, form: FormData, account: Account): Promise<EmailFile[]> {
  const files: EmailFile[] = [];
  for (const file of form.getAll('attachments')) {
    if (typeof file === 'string') throw invalid('attachments must be files');
    files.push(await readFile(world, file, 'attachments', account));
  }
  return files;
}

function requireMailbox(account: Account): void {
  if (!isMailbox(account)) throw new ApiError(403, 'account_mismatch');
}

function requireFolderOf(world: World, account: Account, id: string): Folder {
  const folder = foldersOf(world, account.id).find((one) => one.providerId === id || one.id === id);
  if (folder === undefined) throw new ApiError(422, 'invalid_folder', `${id} is no folder`);
  return folder;
}

function requireEmail(world: World, c: ApiContext): { email: Email; account: Account } {
  const id = c.req.param('id');
  if (id === undefined) throw missing('email_id');
  const accountId = c.req.query('account_id');
  const email = findEmail(world, id, accountId);
  const account = email === null ? undefined : world.state.accounts.get(email.accountId);
  if (email === null || account === undefined) throw notFound('Email');
  if (accountId !== undefined && accountId !== email.accountId) throw notFound('Email');
  c.set('accountId', account.id);
  return { email, account };
}
