import type { Hono } from 'hono';
import { scheduleAnswer } from '../domain/auto-reply';
import { isMailbox } from '../domain/folders';
import {
  addOwnMessage,
  type Draft,
  findDirectChat,
  openChat,
  publishMessage,
} from '../domain/messaging';
import { addAttendee, findContact, requireUsable } from '../domain/people';
import { ApiError, invalid, missing, notFound } from '../errors';
import { digitsOf, messagingIdOf, productIdOf } from '../ids';
import { readForm } from '../input';
import {
  type Account,
  type Attachment,
  type Attendee,
  type Chat,
  type Contact,
  type LinkedinProduct,
  linkedinProducts,
} from '../state';
import type { World } from '../world';
import { type ApiEnv, requireAccount, requireChat } from './context';
import { requireProduct } from './users';

const largestFileBytes = 15 * 1024 * 1024;
const longestText = 8_000;

/** Starting a chat and sending into one: multipart in, ids out. */
export function sendRoutes(api: Hono<ApiEnv>, world: World): void {
  api.post('/chats', async (c) => {
    const form = await readForm(c.req.raw);
    const account = requireAccount(world, c, requireField(form, 'account_id'));
    const recipients = form.getAll('attendees_ids').filter((id) => typeof id === 'string');
    if (recipients.length === 0) throw missing('attendees_ids');
    const draft = await readDraft(world, form, account);
    const product = linkedinProducts.find((name) => name === form.get('linkedin[api]'));
    const isInmail = product !== undefined || form.get('linkedin[inmail]') === 'true';
    requireMessaging(account);
    requireUsable(account);
    const attendees = recipients.map((id) =>
      requireRecipient(world, account, id, { isInmail, product }),
    );
    const chat = chatFor(world, account, attendees, form, isInmail);
    if (draft === null)
      return c.json({ object: 'ChatStarted', chat_id: chat.id, message_id: null }, 201);
    const messageId = await deliver(
      world,
      account,
      chat,
      isInmail ? { ...draft, messageType: 'INMAIL', ...subjectOf(form) } : draft,
    );
    // LinkedIn does not tell the id of an InMail: the caller has to find its echo.
    return c.json(
      { object: 'ChatStarted', chat_id: chat.id, message_id: isInmail ? null : messageId },
      201,
    );
  });

  api.post('/chats/:id/messages', async (c) => {
    const { chat, account } = requireChat(world, c, c.req.param('id'));
    const form = await readForm(c.req.raw);
    const guard = form.get('account_id');
    if (typeof guard === 'string' && guard !== account.id)
      throw new ApiError(403, 'account_mismatch');
    const draft = await readDraft(world, form, account);
    if (draft === null) throw missing('text');
    const quoteId = form.get('quote_id');
    if (typeof quoteId === 'string' && quoteId !== '')
      draft.quotedId = requireQuoted(world, chat, quoteId);
    requireUsable(account);
    if (chat.readOnly !== 0) throw new ApiError(403, 'resource_access_restricted');
    const messageId = await deliver(world, account, chat, draft);
    return c.json({ object: 'MessageSent', message_id: messageId }, 201);
  });
}

/** Writes into a chat, with its echo and an answer; the id of the message. */
export async function deliver(
  world: World,
  account: Account,
  chat: Chat,
  draft: Draft,
): Promise<string> {
  const message = addOwnMessage(world, account, chat, draft);
  const { echoOrder } = world.behaviour;
  if (echoOrder === 'before') {
    publishMessage(world, message);
    await world.outbox.settled();
  } else if (echoOrder === 'after') world.clock.later(60, () => publishMessage(world, message));
  scheduleAnswer(world, account, chat, message);
  return message.id;
}

function requireMessaging(account: Account): void {
  if (isMailbox(account)) {
    throw new ApiError(501, 'feature_not_implemented');
  }
}

function chatFor(
  world: World,
  account: Account,
  attendees: Attendee[],
  form: FormData,
  isInmail: boolean,
): Chat {
  const [first] = attendees;
  const isDirect = attendees.length === 1 && first !== undefined;
  const known = isDirect && !isInmail ? findDirectChat(world, account, first.providerId) : null;
  if (known !== null) return known;
  const subject = textOf(form, 'subject');
  const title = textOf(form, 'title');
  return openChat(world, account, attendees, {
    ...(subject === undefined ? {} : { subject }),
    ...(title === undefined || isDirect ? {} : { name: title }),
    ...(isInmail ? { contentType: 'inmail' as const } : {}),
  });
}

interface Way {
  isInmail: boolean;
  product: LinkedinProduct | undefined;
}

function subjectOf(form: FormData): { subject?: string } {
  const subject = textOf(form, 'subject');
  return subject === undefined ? {} : { subject };
}

/** Whom a new chat is with, or the refusal of the provider. */
export function requireRecipient(world: World, account: Account, id: string, way: Way): Attendee {
  if (account.type === 'LINKEDIN') return linkedinRecipient(world, account, id, way);
  const contact =
    findContact(world, account.type, id) ??
    contactByMessagingId(world, account, id) ??
    unknownContact(account, id);
  const isId = contact?.providerId === id || account.type === 'INSTAGRAM';
  if (contact === null || !isId || contact.publicIdentifier === id) {
    throw new ApiError(422, 'invalid_recipient');
  }
  return addAttendee(world, account, contact);
}

function linkedinRecipient(
  world: World,
  account: Account,
  id: string,
  { isInmail, product }: Way,
): Attendee {
  // Each product knows its own ids only; a vanity name does not reach anybody.
  const contact = product ? contactInProduct(world, id, product) : classicContact(world, id);
  if (contact === null) throw new ApiError(422, 'invalid_recipient');
  if (isInmail) {
    if (product) requireProduct(account, product);
    else if (!account.isPremium) throw new ApiError(403, 'feature_not_subscribed');
    return addAttendee(world, account, contact);
  }
  const isRelation = account.relations.some((relation) => relation.providerId === id);
  const hasChat = findDirectChat(world, account, id) !== null;
  if (!isRelation && !hasChat) throw new ApiError(422, 'no_connection_with_recipient');
  return addAttendee(world, account, contact);
}

function classicContact(world: World, id: string): Contact | null {
  return id.startsWith('ACo') ? findContact(world, 'LINKEDIN', id) : null;
}

function contactInProduct(world: World, id: string, product: LinkedinProduct): Contact | null {
  for (const contact of world.state.contacts.values()) {
    const isIt = contact.provider === 'LINKEDIN' && productIdOf(contact.providerId, product) === id;
    if (isIt) return contact;
  }
  return null;
}

/** Instagram writes to a messaging id, which is not the id of the profile. */
function contactByMessagingId(world: World, account: Account, id: string): Contact | null {
  if (account.type !== 'INSTAGRAM') return null;
  for (const contact of world.state.contacts.values()) {
    if (contact.provider === 'INSTAGRAM' && messagingIdOf(contact.providerId) === id) {
      return contact;
    }
  }
  return null;
}

/** Phone networks reach any number, known before or not. */
function unknownContact(account: Account, id: string): Contact | null {
  if (account.type !== 'WHATSAPP' || !/^\d{7,15}@s\.whatsapp\.net$/.test(id)) return null;
  return {
    provider: 'WHATSAPP',
    providerId: id,
    publicIdentifier: null,
    name: '',
    headline: '',
    location: '',
    language: 'en',
  };
}

/** The id of a message of the chat, named by either of its ids. */
export function requireQuoted(world: World, chat: Chat, quoteId: string): string {
  const quoted = world
    .messagesOf(chat.id)
    .find((message) => message.id === quoteId || message.providerId === quoteId);
  if (quoted === undefined) throw notFound('Message');
  return quoted.id;
}

/** Text and files of a form; null when it has neither. */
async function readDraft(world: World, form: FormData, account: Account): Promise<Draft | null> {
  const text = textOf(form, 'text') ?? null;
  if (text !== null && text.length > longestText) throw new ApiError(400, 'too_many_characters');
  const attachments: Attachment[] = [];
  for (const name of ['attachments', 'voice_message', 'video_message']) {
    for (const file of form.getAll(name)) {
      if (typeof file === 'string') throw invalid(`${name} must be a file`);
      attachments.push(await readFile(world, file, name, account));
    }
  }
  return text === null && attachments.length === 0 ? null : { text, attachments };
}

/** A file of a form as an attachment; too large and executable ones are refused. */
export async function readFile(
  world: World,
  file: File,
  field: string,
  account: Account,
): Promise<Attachment> {
  if (file.size > largestFileBytes) throw new ApiError(400, 'content_too_large');
  if (/\.(exe|bat|cmd|scr)$/i.test(file.name)) throw new ApiError(415, 'unsupported_media_type');
  if (field !== 'attachments' && account.type !== 'LINKEDIN') {
    throw new ApiError(422, 'unprocessable_entity', `${field} is for LinkedIn`);
  }
  const id = world.newId('attachment');
  const mime = file.type === '' ? guessMime(file.name) : file.type;
  const bytes = Buffer.from(await file.arrayBuffer());
  const common = {
    id,
    mime,
    fileName: file.name,
    sizeBytes: bytes.length,
    base64: bytes.toString('base64'),
  };
  if (field === 'voice_message')
    return { ...common, type: 'audio', isVoiceNote: true, durationSeconds: 4 };
  if (field === 'video_message' || mime.startsWith('video/')) {
    return { ...common, type: 'video', width: 640, height: 360 };
  }
  if (mime.startsWith('audio/')) return { ...common, type: 'audio', durationSeconds: 4 };
  if (mime.startsWith('image/')) return { ...common, type: 'img', ...pixelSize(bytes, id) };
  return { ...common, type: 'file' };
}

const mimeByExtension: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  csv: 'text/csv',
  txt: 'text/plain',
};

function guessMime(fileName: string): string {
  const extension = fileName.split('.').at(-1)?.toLowerCase() ?? '';
  return mimeByExtension[extension] ?? 'application/octet-stream';
}

function pixelSize(bytes: Buffer, id: string): { width: number; height: number } {
  const isPng = bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47;
  if (isPng) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  return { width: 640 + Number(digitsOf(2, 'width', id)), height: 480 };
}

function requireField(form: FormData, name: string): string {
  const value = textOf(form, name);
  if (value === undefined) throw missing(name);
  return value;
}

function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
