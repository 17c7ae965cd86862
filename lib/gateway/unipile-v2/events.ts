import { z } from 'zod';
import { id, optionalId, text } from '@/lib/gateway/fields';
import type { MessageEventName, WebhookEvent, WebhookMessage } from '@/lib/gateway/webhook-payload';
import { toChatId, toMessageId } from './ids';
import { providerOf } from './provider-names';

/** The envelope of every event of v2 (webhooks.md §6.1); what v1 sends has none of the three together. */
const envelopeSchema = z.object({
  id: z.string().regex(/^evt_/).max(200),
  type: z.string().max(100),
  account_id: id,
  account_provider: text,
  payload: z.unknown().optional(),
});
type Envelope = z.infer<typeof envelopeSchema>;

/** Word of v1 for each event of an account: both are a hint to read the account. */
const STATUS_WORDS: ReadonlyMap<string, string> = new Map([
  ['account.remove', 'DELETED'],
  ['account.locked', 'STOPPED'],
  ['account.unlocked', 'OK'],
  ['account.status.running', 'OK'],
  ['account.status.disconnected', 'CREDENTIALS'],
  ['account.status.partial', 'PERMISSIONS'],
  ['account.status.errored', 'ERROR'],
  ['account.status.degraded', 'ERROR'],
  ['account.initial_sync.completed', 'SYNC_SUCCESS'],
]);

const SIGN_IN_WORDS: ReadonlyMap<string, 'CREATION_SUCCESS' | 'RECONNECTED'> = new Map([
  ['account.add', 'CREATION_SUCCESS'],
  ['account.reconnect', 'RECONNECTED'],
]);

/** Where each event names its message. */
const MESSAGE_EVENTS: ReadonlyMap<string, { event: MessageEventName; key: 'id' | 'message_id' }> =
  new Map([
    ['message.new', { event: 'message_received', key: 'id' }],
    ['message.update', { event: 'message_edited', key: 'id' }],
    ['message.delete', { event: 'message_deleted', key: 'id' }],
    ['message.receipt.read', { event: 'message_read', key: 'message_id' }],
    ['message.receipt.delivery', { event: 'message_delivered', key: 'message_id' }],
    ['message.reaction.new', { event: 'message_reaction', key: 'message_id' }],
    ['message.reaction.delete', { event: 'message_reaction', key: 'message_id' }],
  ]);

/** What an event of v2 says, in our words; undefined where the value is no event of v2. */
export function parseV2Event(value: unknown): WebhookEvent | undefined {
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const envelope = parsed.data;
  const word = STATUS_WORDS.get(envelope.type);
  if (word) return toStatus(envelope, word);
  const signIn = SIGN_IN_WORDS.get(envelope.type);
  if (signIn) return toSignIn(envelope, signIn);
  if (envelope.type === 'relation.new') return toRelationEvent(envelope);
  const message = MESSAGE_EVENTS.get(envelope.type);
  return message ? toMessageEvent(envelope, message) : { kind: 'unknown', reason: 'unknown_event' };
}

function toStatus(envelope: Envelope, message: string): WebhookEvent {
  return { kind: 'account_status', ...accountOf(envelope), message, eventId: envelope.id };
}

/** Where an account was added elsewhere, e.g. in the dashboard of the API, there is no state. */
function toSignIn(envelope: Envelope, status: 'CREATION_SUCCESS' | 'RECONNECTED'): WebhookEvent {
  const { data } = z.object({ state: optionalId }).safeParse(envelope.payload);
  return { kind: 'signed_in', ...accountOf(envelope), status, state: data?.state ?? null };
}

/** A hint like the others: nothing but the ids of the payload counts, the message itself is read. */
function toMessageEvent(
  envelope: Envelope,
  { event, key }: { event: MessageEventName; key: 'id' | 'message_id' },
): WebhookEvent {
  const { data } = z.object({ chat_id: id, [key]: id }).safeParse(envelope.payload);
  const chatId = data?.chat_id;
  const messageId = data?.[key];
  if (!chatId || !messageId) return { kind: 'unknown', reason: 'missing_field' };
  const { providerAccountId, provider } = accountOf(envelope);
  return {
    kind: 'message',
    event,
    providerAccountId,
    provider,
    gatewayChatId: toChatId(providerAccountId, chatId),
    gatewayMessageId: toMessageId(providerAccountId, chatId, messageId),
    message: NOTHING_TOLD,
  };
}

/** As `new_relation` of v1, which is as late. */
function toRelationEvent(envelope: Envelope): WebhookEvent {
  const { data } = z
    .object({ user: z.object({ id, public_identifier: optionalId }) })
    .safeParse(envelope.payload);
  if (!data) return { kind: 'unknown', reason: 'missing_field' };
  return {
    kind: 'relation',
    event: 'new_relation',
    providerAccountId: envelope.account_id,
    providerUserId: data.user.id,
    publicIdentifier: data.user.public_identifier,
  };
}

function accountOf(envelope: Envelope) {
  return {
    providerAccountId: envelope.account_id,
    providerType: envelope.account_provider,
    provider: providerOf(envelope.account_provider),
  };
}

const NOTHING_TOLD: WebhookMessage = {
  providerMessageId: null,
  providerChatId: null,
  sender: null,
  attendees: [],
  isOurs: null,
  isGroup: null,
  text: null,
  subject: null,
  sentAt: null,
  eventType: null,
  messageType: null,
  chatContentType: null,
  attachments: [],
  quoted: null,
  reaction: null,
};
