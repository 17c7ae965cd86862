import { z } from 'zod';
import {
  count,
  flag,
  id,
  listOf,
  measure,
  objectNamed,
  optionalFlag,
  optionalId,
  optionalTime,
  text,
  time,
  webAddress,
} from '@/lib/gateway/fields';

// What the wire says, in the words of the wire. Unknown fields pass and are left behind; unknown words
// stay words here and get their meaning in map.ts.

/** Members of `connection_params.im` and `.mail` of all account types together. */
const connection = z
  .object({
    id: optionalId,
    user_id: optionalId,
    username: text,
    publicIdentifier: text,
    phone_number: text,
    imap_user: text,
    premiumFeatures: listOf(z.string()),
  })
  .nullable()
  .catch(null);

export const accountSchema = z.object({
  object: objectNamed('Account'),
  id,
  type: text,
  name: text,
  created_at: optionalTime,
  connection_params: z
    .object({ im: connection, call: connection, mail: connection })
    .nullable()
    .catch(null),
  sources: listOf(z.object({ status: z.string().transform((word) => word.slice(0, 50)) })),
});
export type WireAccount = z.infer<typeof accountSchema>;

export const chatSchema = z.object({
  object: objectNamed('Chat'),
  id,
  account_id: id,
  account_type: text,
  provider_id: optionalId,
  attendee_provider_id: optionalId,
  name: text,
  type: count,
  timestamp: optionalTime,
  unread_count: count,
  archived: flag,
  read_only: count,
  disabledFeatures: listOf(z.string()),
  subject: text,
  content_type: text,
});
export type WireChat = z.infer<typeof chatSchema>;

export const attachmentSchema = z.object({
  id: optionalId,
  type: text,
  file_name: text,
  mimetype: text,
  file_size: count,
  unavailable: flag,
  voice_note: flag,
  sticker: flag,
  gif: flag,
  size: z.object({ width: measure, height: measure }).nullable().catch(null),
  duration: measure,
  starts_at: optionalTime,
  expires_at: optionalTime,
  /** Milliseconds from start to end, where the end itself is not told. */
  time_range: measure,
});
export type WireAttachment = z.infer<typeof attachmentSchema>;

export const quotedSchema = z
  .object({ provider_id: id, sender_id: optionalId, text, attachments: listOf(attachmentSchema) })
  .nullable()
  .catch(null);
export type WireQuoted = z.infer<typeof quotedSchema>;

/** Provider user id → true or when. A Map, because ids come from outside (`__proto__`). */
const seenBySchema = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
    return new Map<string, unknown>(Object.entries(value));
  });

export const messageSchema = z.object({
  object: objectNamed('Message'),
  id,
  account_id: id,
  chat_id: id,
  provider_id: optionalId,
  sender_id: optionalId,
  text,
  subject: text,
  timestamp: time,
  is_sender: flag,
  seen: flag,
  seen_by: seenBySchema,
  delivered: flag,
  hidden: flag,
  deleted: flag,
  edited: flag,
  is_event: optionalFlag,
  event_type: count,
  message_type: text,
  behavior: count,
  reactions: listOf(z.object({ value: z.string(), sender_id: optionalId, is_sender: flag })),
  quoted: quotedSchema,
  attachments: listOf(attachmentSchema),
});
export type WireMessage = z.infer<typeof messageSchema>;

export const attendeeSchema = z.object({
  object: objectNamed('ChatAttendee'),
  id,
  provider_id: id,
  name: text,
  is_self: flag,
  picture_url: webAddress,
  profile_url: webAddress,
  specifics: z.object({ headline: text, occupation: text }).nullable().catch(null),
});
export type WireAttendee = z.infer<typeof attendeeSchema>;

export const webhookSchema = z.object({
  object: objectNamed('Webhook'),
  id,
  request_url: z.string().transform((url) => url.trim()),
  source: text,
  enabled: optionalFlag,
});
export type WireWebhook = z.infer<typeof webhookSchema>;

/** A list: its items are read one by one, so that a bad one does not cost the others. */
export const listSchema = z.object({
  items: z.array(z.unknown()),
  cursor: z.string().min(1).nullable().catch(null),
});

/** `HostedAuthUrl` by the OpenAPI, `HostedAuthURL` by the guide. */
export const hostedAuthSchema = z.object({
  object: objectNamed('HostedAuthUrl'),
  url: z.url({ protocol: /^https?$/ }),
});

/** `CHUNK_DONE` ends a part that was asked for by its size; we ask for all. */
const RESYNCS = {
  SYNC_STARTED: 'started',
  SYNC_RUNNING: 'running',
  SYNC_DONE: 'done',
  CHUNK_DONE: 'done',
  SYNC_ERROR: 'failed',
} as const;

export const resyncSchema = z.object({
  object: objectNamed('AccountResync'),
  status: z
    .enum(['SYNC_STARTED', 'SYNC_RUNNING', 'SYNC_DONE', 'CHUNK_DONE', 'SYNC_ERROR'])
    .transform((word) => RESYNCS[word]),
});

export const messageSentSchema = z.object({
  object: objectNamed('MessageSent').unwrap(),
  message_id: optionalId,
});

export const chatStartedSchema = z.object({
  object: objectNamed('ChatStarted').unwrap(),
  chat_id: optionalId,
  message_id: optionalId,
});

/** Members of the profiles of all providers together. */
export const profileSchema = z
  .object({
    object: objectNamed('UserProfile'),
    id: optionalId,
    provider_id: optionalId,
    provider_messaging_id: optionalId,
    public_identifier: text,
    first_name: text,
    last_name: text,
    full_name: text,
    headline: text,
    profile_picture_url: webAddress,
    network_distance: text,
  })
  .refine((wire) => wire.provider_messaging_id ?? wire.provider_id ?? wire.id);
export type WireProfile = z.infer<typeof profileSchema>;

export const webhookCreatedSchema = z.object({
  object: objectNamed('WebhookCreated'),
  webhook_id: id,
});
