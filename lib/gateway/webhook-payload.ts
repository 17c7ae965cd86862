import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Provider } from '@/lib/core/providers';
import type { GatewayAttachment, GatewayMessage } from './client';
import {
  count,
  id,
  listOf,
  optionalFlag,
  optionalId,
  optionalTime,
  text,
  time,
  webAddress,
} from './fields';
import { toAttachment, toEventType, toMessageType, toQuoted } from './unipile-v1/map';
import { providerOf } from './unipile-v1/provider-names';
import { attachmentSchema, quotedSchema } from './unipile-v1/wire';
import { parseV2Event } from './unipile-v2/events';
import { type BodyProblem, readWebhookBody } from './webhook-body';
import { toRelation, type WebhookRelation } from './webhook-relation';

export { toStorableText } from './storable-text';

export const MESSAGE_EVENTS = [
  'message_received',
  'message_read',
  'message_reaction',
  'message_edited',
  'message_deleted',
  'message_delivered',
] as const;
export type MessageEventName = (typeof MESSAGE_EVENTS)[number];

export const EMAIL_EVENTS = ['mail_received', 'mail_sent', 'mail_moved'] as const;
export type EmailEventName = (typeof EMAIL_EVENTS)[number];

export const TRACKING_EVENTS = ['mail_opened', 'mail_link_clicked'] as const;
export type TrackingEventName = (typeof TRACKING_EVENTS)[number];

export interface WebhookPerson {
  providerUserId: string;
  name: string | null;
  profileUrl: string | null;
}

/** What a messaging webhook tells of its message. Null: the payload does not say. */
export interface WebhookMessage {
  providerMessageId: string | null;
  providerChatId: string | null;
  sender: WebhookPerson | null;
  attendees: readonly WebhookPerson[];
  isOurs: boolean | null;
  isGroup: boolean | null;
  text: string | null;
  subject: string | null;
  sentAt: Date | null;
  eventType: number | null;
  messageType: string | null;
  chatContentType: string | null;
  attachments: readonly GatewayAttachment[];
  quoted: GatewayMessage['quoted'];
  reaction: { value: string; senderProviderId: string | null } | null;
}

export type WebhookEvent =
  /** A hint without id or time: read the account before believing it. */
  | {
      kind: 'account_status';
      providerAccountId: string;
      /** The type's name on the wire, and what it means to us. */
      providerType: string | null;
      provider: Provider;
      /** Upper-case word such as `CREDENTIALS`; may be one that we do not know. */
      message: string;
      /** Of the event, where it has one; those of v1 all look alike. */
      eventId?: string;
    }
  /**
   * Of v2: an account was added or signed in again. `state` is the `name` of our link, to be checked as
   * that of a callback; null where the account was added elsewhere.
   */
  | {
      kind: 'signed_in';
      providerAccountId: string;
      providerType: string | null;
      provider: Provider;
      status: 'CREATION_SUCCESS' | 'RECONNECTED';
      state: string | null;
    }
  | {
      kind: 'message';
      event: MessageEventName;
      providerAccountId: string;
      provider: Provider;
      gatewayChatId: string;
      gatewayMessageId: string;
      message: WebhookMessage;
    }
  /** A hint: the API's present state of the e-mail counts. */
  | {
      kind: 'email';
      event: EmailEventName;
      providerAccountId: string;
      gatewayEmailId: string;
      /** The RFC id, by which it is found when it has another id of the API by now. */
      messageId: string | null;
    }
  | {
      kind: 'email_tracking';
      event: TrackingEventName;
      providerAccountId: string;
      trackingId: string;
      /** Null where the payload names none. */
      gatewayEventId: string | null;
      at: Date;
      /** The link that was followed, http or https. */
      url: string | null;
      label: string | null;
    }
  | WebhookRelation
  /** The callback of one hosted auth link: unsigned, so `name` must prove itself. */
  | { kind: 'hosted_auth'; status: string; providerAccountId: string; name: string | null }
  | { kind: 'unknown'; reason: UnknownReason };

export type UnknownReason = BodyProblem | 'unknown_shape' | 'unknown_event' | 'missing_field';

/** What the bytes of a v1 webhook or callback say. Pure; never throws, whatever the bytes are. */
export function parseWebhookPayload(raw: Uint8Array): WebhookEvent {
  const body = readWebhookBody(raw);
  if ('problem' in body) return { kind: 'unknown', reason: body.problem };
  const shape = shapeSchema.safeParse(body.value);
  if (!shape.success) return { kind: 'unknown', reason: 'unknown_shape' };
  if (isPresent(shape.data.AccountStatus)) return toAccountStatus(shape.data.AccountStatus);
  const ofV2 = parseV2Event(body.value);
  if (ofV2) return ofV2;
  if (isPresent(shape.data.event)) return toNamedEvent(shape.data.event, body.value);
  if (isPresent(shape.data.status)) return toHostedAuth(body.value);
  return { kind: 'unknown', reason: 'unknown_shape' };
}

export interface DeliveryIdentity {
  /**
   * Tells repeats of one delivery apart from new ones: SHA-256 of the body in hex, since a repeat has
   * the same bytes. Null for account status of v1: two losses of one account look exactly alike, and
   * taking the second for a repeat would hide it (W6).
   */
  key: string | null;
  /** Null where the body names no account. */
  providerAccountId: string | null;
}

/** What is known of a delivery before it counts. Pure; never throws, whatever the bytes are. */
export function identifyDelivery(raw: Uint8Array): DeliveryIdentity {
  const said = parseWebhookPayload(raw);
  const isLikeOthers = said.kind === 'account_status' && said.eventId === undefined;
  return {
    key: isLikeOthers ? null : createHash('sha256').update(raw).digest('hex'),
    providerAccountId: said.kind === 'unknown' ? null : said.providerAccountId,
  };
}

const shapeSchema = z.object({
  AccountStatus: z.unknown().optional(),
  event: z.unknown().optional(),
  status: z.unknown().optional(),
});

const accountStatusSchema = z.object({
  account_id: id,
  account_type: text,
  message: id,
});

const hostedAuthSchema = z.object({ status: id, account_id: id, name: text });

const personSchema = z.object({
  attendee_provider_id: id,
  attendee_name: text,
  attendee_profile_url: webAddress,
});

const optionalPerson = personSchema.nullable().catch(null);

const messageSchema = z.object({
  account_id: id,
  account_type: text,
  account_info: z.object({ user_id: optionalId }).nullable().catch(null),
  chat_id: id,
  provider_chat_id: optionalId,
  timestamp: optionalTime,
  message_id: id,
  provider_message_id: optionalId,
  message: text,
  subject: text,
  chat_content_type: text,
  is_event: optionalFlag,
  event_type: count,
  message_type: text,
  is_group: optionalFlag,
  is_sender: optionalFlag,
  quoted: quotedSchema,
  attachments: listOf(attachmentSchema),
  sender: optionalPerson,
  attendees: listOf(personSchema),
  reaction: text,
  reaction_sender: optionalPerson,
});
type WireWebhookMessage = z.infer<typeof messageSchema>;

function toAccountStatus(value: unknown): WebhookEvent {
  const parsed = accountStatusSchema.safeParse(value);
  if (!parsed.success) return { kind: 'unknown', reason: 'missing_field' };
  const { account_id, account_type, message } = parsed.data;
  return {
    kind: 'account_status',
    providerAccountId: account_id,
    providerType: account_type,
    provider: providerOf(account_type),
    message: message.toUpperCase(),
  };
}

const emailSchema = z.object({
  account_id: id,
  email_id: optionalId,
  /** So the guide of 2023. */
  id: optionalId,
  message_id: optionalId,
});

const trackingSchema = z.object({
  account_id: id,
  tracking_id: id,
  event_id: optionalId,
  date: time,
  url: webAddress,
  label: text,
});

function toEmailEvent(event: EmailEventName, value: unknown): WebhookEvent {
  const parsed = emailSchema.safeParse(value);
  const gatewayEmailId = parsed.data?.email_id ?? parsed.data?.id;
  if (!parsed.success || !gatewayEmailId) return { kind: 'unknown', reason: 'missing_field' };
  const { account_id, message_id } = parsed.data;
  return {
    kind: 'email',
    event,
    providerAccountId: account_id,
    gatewayEmailId,
    messageId: message_id,
  };
}

function toTrackingEvent(event: TrackingEventName, value: unknown): WebhookEvent {
  const parsed = trackingSchema.safeParse(value);
  if (!parsed.success) return { kind: 'unknown', reason: 'missing_field' };
  const { account_id, tracking_id, event_id, date, url, label } = parsed.data;
  return {
    kind: 'email_tracking',
    event,
    providerAccountId: account_id,
    trackingId: tracking_id,
    gatewayEventId: event_id,
    at: date,
    url,
    label,
  };
}

function toNamedEvent(event: unknown, value: unknown): WebhookEvent {
  const email = EMAIL_EVENTS.find((candidate) => candidate === event);
  if (email) return toEmailEvent(email, value);
  const tracking = TRACKING_EVENTS.find((candidate) => candidate === event);
  if (tracking) return toTrackingEvent(tracking, value);
  if (event === 'new_relation') {
    return toRelation(value) ?? { kind: 'unknown', reason: 'missing_field' };
  }
  const name = MESSAGE_EVENTS.find((candidate) => candidate === event);
  if (!name) return { kind: 'unknown', reason: 'unknown_event' };
  const parsed = messageSchema.safeParse(value);
  if (!parsed.success) return { kind: 'unknown', reason: 'missing_field' };
  const wire = parsed.data;
  return {
    kind: 'message',
    event: name,
    providerAccountId: wire.account_id,
    provider: providerOf(wire.account_type),
    gatewayChatId: wire.chat_id,
    gatewayMessageId: wire.message_id,
    message: toWebhookMessage(wire),
  };
}

function toHostedAuth(value: unknown): WebhookEvent {
  const parsed = hostedAuthSchema.safeParse(value);
  if (!parsed.success) return { kind: 'unknown', reason: 'missing_field' };
  const { status, account_id, name } = parsed.data;
  return { kind: 'hosted_auth', status: status.toUpperCase(), providerAccountId: account_id, name };
}

function toWebhookMessage(wire: WireWebhookMessage): WebhookMessage {
  return {
    providerMessageId: wire.provider_message_id,
    providerChatId: wire.provider_chat_id,
    sender: toPerson(wire.sender),
    attendees: wire.attendees.flatMap((person) => toPerson(person) ?? []),
    isOurs: isOurs(wire),
    isGroup: wire.is_group,
    text: wire.message,
    subject: wire.subject,
    sentAt: wire.timestamp,
    eventType: toEventType(wire.is_event, wire.event_type),
    messageType: toMessageType(wire.message_type),
    chatContentType: wire.chat_content_type,
    attachments: wire.attachments.map(toAttachment),
    quoted: toQuoted(wire.quoted),
    reaction:
      wire.reaction === null
        ? null
        : {
            value: wire.reaction,
            senderProviderId: wire.reaction_sender?.attendee_provider_id ?? null,
          },
  };
}

/** Own messages come as `message_received`; older payloads lack `is_sender`. */
function isOurs(wire: WireWebhookMessage): boolean | null {
  if (wire.is_sender !== null) return wire.is_sender;
  const ownId = wire.account_info?.user_id;
  const senderId = wire.sender?.attendee_provider_id;
  return ownId && senderId ? ownId === senderId : null;
}

function toPerson(wire: z.infer<typeof optionalPerson>): WebhookPerson | null {
  return (
    wire && {
      providerUserId: wire.attendee_provider_id,
      name: wire.attendee_name,
      profileUrl: wire.attendee_profile_url,
    }
  );
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}
