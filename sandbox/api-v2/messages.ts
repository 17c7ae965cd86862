import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api/context';
import { attachmentAnswer } from '../api/messages';
import { deliver, readFile, requireQuoted, requireRecipient } from '../api/sending';
import { type Draft, findDirectChat, openChat, reactToMessage } from '../domain/messaging';
import { findContact, requireUsable, selfOf } from '../domain/people';
import { ApiError } from '../errors';
import { type Fields, isFields, optionalText, readJson, requireText, utcDate } from '../input';
import { type Account, linkedinProducts, type Message } from '../state';
import { messageWireV2 } from '../wire-v2/message';
import { userWire } from '../wire-v2/user';
import type { World } from '../world';
import { requireMessaging, requireV2Chat } from './chats';
import { v2NotFound } from './context';
import { invalidParameters } from './errors';
import { providerPage } from './pagination';

const longestText = 8_000;
const one = '/:account/chats/:chat/messages/:message';

/** Messages of a chat, sending into one and beginning one, with files in base64. */
export function messageRoutesV2(api: Hono<ApiEnv>, world: World): void {
  api.get('/:account/chats/:chat/messages', (c) => {
    const { account, chat } = requireV2Chat(world, c);
    return c.json(
      providerPage(account, c.req.query(), (query) => {
        const beforeMs = utcDate(query.before, 'before') ?? Number.POSITIVE_INFINITY;
        const afterMs = utcDate(query.after, 'after') ?? Number.NEGATIVE_INFINITY;
        return world
          .messagesOf(chat.id)
          .filter(({ atMs }) => atMs < beforeMs && atMs > afterMs)
          .filter(({ senderId }) => query.user_id === undefined || senderId === query.user_id)
          .toReversed()
          .map((message) => messageWireV2(world, account, chat, message));
      }),
    );
  });

  api.get(one, (c) => {
    const { account, chat, message } = requireV2Message(world, c);
    return c.json(messageWireV2(world, account, chat, message));
  });

  api.get(`${one}/reactions`, (c) => {
    const { account, message } = requireV2Message(world, c);
    return c.json(
      providerPage(account, c.req.query(), () =>
        message.reactions.map(({ value, senderId, isSender }) => {
          const sender = findContact(world, account.type, senderId);
          return {
            object: 'Reaction',
            value,
            ...(sender === null ? {} : { sender: userWire(world, sender) }),
            is_sender: isSender,
          };
        }),
      ),
    );
  });

  api.post(`${one}/reactions`, async (c) => {
    const { account, message } = requireV2Message(world, c);
    const value = requireText(await readJson(c.req.raw), 'reaction');
    requireUsable(account);
    reactToMessage(world, message, selfOf(world, account), value);
    return c.json({ object: 'MessageReactionAdded' });
  });

  api.get(`${one}/attachments/:attachment`, (c) => {
    const { message } = requireV2Message(world, c);
    return attachmentAnswer(message, c.req.param('attachment'));
  });

  api.post('/:account/chats/:chat/messages/send', async (c) => {
    const { account, chat } = requireV2Chat(world, c);
    const fields = await readJson(c.req.raw);
    const draft = await readDraft(world, account, fields);
    if (draft === null) throw invalidParameters('text is required');
    const quoteId = optionalText(fields, 'quote_id');
    if (quoteId !== undefined) draft.quotedId = requireQuoted(world, chat, quoteId);
    requireUsable(account);
    if (chat.readOnly !== 0) throw new ApiError(403, 'resource_access_restricted');
    const messageId = await deliver(world, account, chat, draft);
    return c.json({ object: 'MessageSent', message_id: providerIdOf(world, messageId) });
  });

  api.post('/:account/chats/send', async (c) => {
    const account = requireMessaging(world, c);
    return c.json(await startChat(world, account, await readJson(c.req.raw)));
  });
}

async function startChat(world: World, account: Account, fields: Fields) {
  const draft = await readDraft(world, account, fields);
  const ids = typeof fields.users_ids === 'string' ? [fields.users_ids] : fields.users_ids;
  if (!Array.isArray(ids) || ids.length === 0) throw invalidParameters('users_ids is required');
  const { product, isInmail, subject } = readWay(fields);
  requireUsable(account);
  const people = ids.map((id) =>
    requireRecipient(world, account, String(id), { isInmail, product }),
  );
  const [first, ...others] = people;
  const isDirect = first !== undefined && others.length === 0 && !isInmail;
  const known = isDirect ? findDirectChat(world, account, first.providerId) : null;
  const name = optionalText(fields, 'name');
  const chat =
    known ??
    openChat(world, account, people, {
      ...(subject === undefined ? {} : { subject }),
      ...(name === undefined || others.length === 0 ? {} : { name }),
      ...(isInmail ? { contentType: 'inmail' as const } : {}),
    });
  const started = { object: 'ChatStarted', chat_id: chat.providerId };
  if (draft === null) return { ...started, message_id: null };
  if (isInmail) draft.messageType = 'INMAIL';
  const messageId = await deliver(world, account, chat, draft);
  return { ...started, message_id: isInmail ? null : providerIdOf(world, messageId) };
}

/** `specifics.linkedin` names the product; for all but `classic` that makes an InMail. */
function readWay(fields: Fields) {
  const specifics = isFields(fields.specifics) ? fields.specifics.linkedin : undefined;
  const linkedin = isFields(specifics) ? specifics : {};
  const product = linkedinProducts.find((name) => isFields(linkedin[name]));
  const details = product === undefined ? linkedin.classic : linkedin[product];
  const chosen = isFields(details) ? details : {};
  return {
    product,
    isInmail: product !== undefined || chosen.inmail === true,
    subject: optionalText(chosen, 'subject'),
  };
}

/** Text and files; null when it has neither. The text must be there, though it may be empty. */
async function readDraft(world: World, account: Account, fields: Fields): Promise<Draft | null> {
  const text = readText(fields);
  const { attachments: items = [] } = fields;
  if (!Array.isArray(items)) throw invalidParameters('attachments must be a list');
  const attachments = [];
  for (const item of items) {
    const one = isFields(item) ? item : {};
    const bytes = Buffer.from(requireText(one, 'content'), 'base64');
    const type = requireText(one, 'content_type');
    const file = new File([bytes], requireText(one, 'filename'), { type });
    attachments.push(await readFile(world, file, 'attachments', account));
  }
  if (text === '' && attachments.length === 0) return null;
  return { text: text === '' ? null : text, attachments };
}

function readText(fields: Fields): string {
  if (typeof fields.text !== 'string') throw invalidParameters('text is required');
  if (fields.text.length > longestText) throw invalidParameters('text is too long');
  return fields.text;
}

function providerIdOf(world: World, messageId: string): string | null {
  return world.findMessage(messageId)?.providerId ?? null;
}

function requireV2Message(world: World, c: ApiContext) {
  const { account, chat } = requireV2Chat(world, c);
  const id = c.req.param('message');
  const message = world.messagesOf(chat.id).find((item: Message) => item.providerId === id);
  if (message === undefined) throw v2NotFound('Message');
  return { account, chat, message };
}
