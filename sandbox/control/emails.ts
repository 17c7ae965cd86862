import type { Hono } from 'hono';
import { answer } from '../domain/email-sending';
import { deleteEmail, findEmail, moveEmail, publishEmail, receiveEmail } from '../domain/emails';
import { foldersOf, isMailbox } from '../domain/folders';
import { findTracked, noteClick, noteOpen } from '../domain/tracking';
import { invalid, notFound } from '../errors';
import {
  type Fields,
  isFields,
  optionalChoice,
  optionalFlag,
  optionalNumber,
  optionalText,
  readJson,
  requireText,
  utcDate,
} from '../input';
import type { Account } from '../state';
import { type Email, type EmailFile, type EmailPerson, folderRoles } from '../state-emails';
import type { World } from '../world';
import { accountById } from './api';

/** Mails of other people and what happens to mails at the provider, and the tracker's addresses. */
export function controlEmailRoutes(app: Hono, world: World): void {
  app.post('/control/accounts/:id/emails', async (c) => {
    const account = accountById(world, c.req.param('id'));
    if (!isMailbox(account)) throw invalid('the account holds no e-mail');
    const emails = makeEmails(world, account, await readJson(c.req.raw));
    return c.json({ emails: emails.map(idsOf) }, 201);
  });

  app.post('/control/emails/:id/answer', async (c) => {
    const email = emailById(world, c.req.param('id'));
    const account = accountById(world, email.accountId);
    const text = requireText(await readJson(c.req.raw), 'text');
    const person = email.to[0] ?? { address: 'somebody@mail.example', name: '' };
    return c.json(idsOf(answer(world, account, email, person, text)), 201);
  });

  app.post('/control/emails/:id/move', async (c) => {
    const email = emailById(world, c.req.param('id'));
    const account = accountById(world, email.accountId);
    const name = requireText(await readJson(c.req.raw), 'folder');
    const folder = foldersOf(world, account.id).find(
      (one) => one.providerId === name || one.role === name,
    );
    if (folder === undefined) throw notFound('Folder');
    return c.json(idsOf(moveEmail(world, account, email, [folder])));
  });

  app.post('/control/emails/:id/complete', (c) => {
    const email = emailById(world, c.req.param('id'));
    email.isComplete = true;
    world.changed();
    publishEmail(world, email, 'mail_received');
    return c.json(idsOf(email));
  });

  app.post('/control/emails/:id/read', async (c) => {
    const email = emailById(world, c.req.param('id'));
    const isRead = optionalFlag(await readJson(c.req.raw), 'read') ?? true;
    email.readAtMs = isRead ? world.clock.now() : null;
    world.changed();
    return c.json(idsOf(email));
  });

  app.post('/control/emails/:id/open', (c) => {
    const email = emailById(world, c.req.param('id'));
    noteOpen(world, email);
    return c.json(idsOf(email));
  });

  app.post('/control/emails/:id/click', async (c) => {
    const email = emailById(world, c.req.param('id'));
    noteClick(world, email, requireText(await readJson(c.req.raw), 'url'));
    return c.json(idsOf(email));
  });

  app.delete('/control/emails/:id', (c) => {
    const email = emailById(world, c.req.param('id'));
    deleteEmail(world, accountById(world, email.accountId), email);
    return c.json(idsOf(email));
  });

  app.delete('/control/folders/:id', (c) => {
    const id = c.req.param('id');
    if (!world.state.folders.delete(id)) throw notFound('Folder');
    for (const email of world.state.emails.values()) {
      email.folderIds = email.folderIds.filter((one) => one !== id);
    }
    world.changed();
    return c.json({ id });
  });
}

/** What a mail program that opens a tracked mail calls. */
export function trackerRoutes(app: Hono, world: World): void {
  app.get('/track/:id/open.gif', (c) => {
    const email = findTracked(world, c.req.param('id'));
    if (email === null) return c.notFound();
    noteOpen(world, email, visitorOf(c.req.header('user-agent')));
    return new Response(new Uint8Array(Buffer.from(pixel, 'base64')), {
      headers: { 'Content-Type': 'image/gif', 'Cache-Control': 'no-store' },
    });
  });

  app.get('/track/:id/click/:number', (c) => {
    const email = findTracked(world, c.req.param('id'));
    const url = email?.tracking?.links[Number(c.req.param('number'))];
    if (email === null || url === undefined) return c.notFound();
    noteClick(world, email, url, visitorOf(c.req.header('user-agent')));
    return c.redirect(url);
  });
}

const pixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

function visitorOf(userAgent: string | undefined) {
  return { ip: '203.0.113.9', userAgent: userAgent ?? '' };
}

/**
 * `{from?, to?, cc?, bcc?, replyTo?, subject?, text?, html?, headers?, files?, folder?, inReplyTo?,
 * at?, count?, complete?, silent?}`: mails of another person. `from: "me"` is sent elsewhere by the
 * owner. A file is `{name, mime, base64?, cid?, type?}`.
 */
function makeEmails(world: World, account: Account, fields: Fields): Email[] {
  const count = optionalNumber(fields, 'count') ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > 2_000)
    throw invalid('count must be 1 to 2000');
  const atMs = utcDate(optionalText(fields, 'at'), 'at') ?? world.clock.now();
  const isOwn = fields.from === 'me';
  const own = { address: account.login, name: account.owner };
  const from = isOwn
    ? own
    : (person(fields.from) ?? { address: 'mira@client.example', name: 'Mira Olsen' });
  const answeredId = optionalText(fields, 'inReplyTo');
  const answered = answeredId === undefined ? null : emailById(world, answeredId);
  const html = textOrNone(fields.html);
  const plain =
    textOrNone(fields.text) ?? (html === undefined ? 'Do you have a minute this week?' : '');
  const subject = textOrNone(fields.subject) ?? 'A question';
  const messageId = optionalText(fields, 'messageId');
  return Array.from({ length: count }, (_, index) =>
    receiveEmail(
      world,
      account,
      {
        role: optionalChoice(fields, 'folder', folderRoles) ?? (isOwn ? 'sent' : 'inbox'),
        from,
        to: peopleOf(fields.to) ?? [own],
        cc: peopleOf(fields.cc) ?? [],
        bcc: peopleOf(fields.bcc) ?? [],
        replyTo: peopleOf(fields.replyTo) ?? [],
        subject: count === 1 ? subject : `${subject} (${index + 1}/${count})`,
        plain,
        atMs: atMs + index,
        headers: headersOf(fields.headers),
        files: filesOf(world, fields.files),
        isComplete: optionalFlag(fields, 'complete') ?? true,
        ...(html !== undefined && { html }),
        ...(messageId !== undefined && { messageId }),
        ...(answered !== null && {
          inReplyTo: { messageId: answered.messageId, id: answered.id },
        }),
      },
      optionalFlag(fields, 'silent') ?? false,
    ),
  );
}

function idsOf(email: Email) {
  const { id, providerId, messageId, threadId } = email;
  return { id, providerId, messageId, threadId: threadId ?? null };
}

function emailById(world: World, id: string): Email {
  const email = findEmail(world, id);
  if (email === null) throw notFound('Email');
  return email;
}

/** `address`, `{address, name}` or nothing; anything goes, as in a mail from the world. */
function person(value: unknown): EmailPerson | undefined {
  if (typeof value === 'string') return { address: value, name: '' };
  if (!isFields(value)) return undefined;
  const { address, name } = value;
  return { address: String(address ?? ''), name: typeof name === 'string' ? name : '' };
}

function peopleOf(value: unknown): EmailPerson[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((one: unknown) => person(one) ?? []);
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function headersOf(value: unknown): Email['headers'] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) =>
    isFields(one) ? { name: String(one.name), value: String(one.value) } : [],
  );
}

function filesOf(world: World, value: unknown): EmailFile[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown) => {
    const fields = isFields(one) ? one : {};
    const base64 = textOrNone(fields.base64) ?? Buffer.from('A file.\n').toString('base64');
    const [mime, cid] = [textOrNone(fields.mime) ?? 'text/plain', textOrNone(fields.cid)];
    return {
      id: world.newId('attachment'),
      type: mime.startsWith('image/') ? 'img' : 'file',
      mime,
      fileName: textOrNone(fields.name) ?? 'file.txt',
      sizeBytes: Buffer.from(base64, 'base64').length,
      base64,
      ...(cid !== undefined && { cid }),
    };
  });
}
