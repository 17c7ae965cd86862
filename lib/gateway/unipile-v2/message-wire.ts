import { z } from 'zod';
import {
  count,
  flag,
  id,
  listOf,
  measure,
  objectNamed,
  optionalId,
  optionalTime,
  text,
  time,
} from '@/lib/gateway/fields';
import { userSchema } from './wire';

// As wire.ts, for chats and messages (v2 §7).

const optionalUser = userSchema.nullable().catch(null);

export const chatSchema = z.object({
  object: objectNamed('Chat'),
  id,
  name: text,
  last_message_timestamp: optionalTime,
  user_id: optionalId,
  user: optionalUser,
  type: text,
  is_group: flag,
  is_channel: flag,
  is_readonly: flag,
  is_archived: flag,
  /** -1: marked unread by hand, with nothing new. */
  unread_count: z.number().int().nullable().catch(null),
  provider: text,
  specifics: z.object({ subject: text }).nullable().catch(null),
});
export type WireChat = z.infer<typeof chatSchema>;

const attachmentSchema = z.object({
  id: optionalId,
  type: text,
  filename: text,
  mimetype: text,
  file_size: count,
  is_unavailable: flag,
  voice_note: flag,
  sticker: flag,
  gif: flag,
  size: z.object({ width: measure, height: measure }).nullable().catch(null),
  duration: measure,
});
export type WireAttachment = z.infer<typeof attachmentSchema>;

export const messageSchema = z.object({
  object: objectNamed('Message'),
  id,
  chat_id: id,
  text,
  sender_id: optionalId,
  timestamp: time,
  is_sender: flag,
  is_hidden: flag,
  is_seen: flag,
  is_delivered: flag,
  is_deleted: flag,
  is_edited: flag,
  is_event: flag,
  event_type: count,
  reactions_counter: listOf(z.object({ reaction: z.string(), count })),
  attachments: listOf(attachmentSchema),
  quoted: z
    .object({ id, text, sender: optionalUser, attachments: listOf(attachmentSchema) })
    .nullable()
    .catch(null),
  specifics: z.object({ subject: text }).nullable().catch(null),
});
export type WireMessage = z.infer<typeof messageSchema>;

export const reactionSchema = z.object({
  value: z.string().min(1),
  sender: optionalUser,
  is_sender: flag,
});
export type WireReaction = z.infer<typeof reactionSchema>;

export const participantSchema = z.object({ user: userSchema, is_self: flag });

export const chatLookupSchema = z.object({
  object: objectNamed('ChatLookup').unwrap(),
  data: listOf(z.object({ chat_id: id })),
});

/** Several ids where the provider split text and files; the first is that of the text. */
const messageIds = z
  .union([z.string(), z.array(z.string()).transform(([first]) => first ?? null)])
  .pipe(z.string().min(1).max(512))
  .nullable()
  .catch(null);

export const messageSentSchema = z.object({
  object: objectNamed('MessageSent').unwrap(),
  message_id: messageIds,
});

export const chatStartedSchema = z.object({
  object: objectNamed('ChatStarted').unwrap(),
  chat_id: optionalId,
  message_id: messageIds,
});
