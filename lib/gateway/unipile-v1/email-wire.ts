import { z } from 'zod';
import {
  count,
  id,
  listOf,
  objectNamed,
  optionalFlag,
  optionalId,
  text,
  time,
} from '@/lib/gateway/fields';

// As wire.ts, for e-mail (contract v1 §9).

const person = z.object({ identifier: text, display_name: text }).nullable().catch(null);

const fileSchema = z.object({ id: optionalId, name: text, size: count, mime: text, cid: text });

/** At IMAP a JSON text, which may be longer than an id of the API. */
const providerId = z.string().min(1).max(4096).nullable().catch(null);

export const emailSchema = z.object({
  object: objectNamed('Email'),
  id,
  account_id: id,
  provider_id: providerId,
  message_id: optionalId,
  thread_id: optionalId,
  in_reply_to: z.object({ message_id: id, id: optionalId }).nullable().catch(null),
  date: time,
  role: text,
  folderIds: listOf(z.string()),
  read_date: z.unknown().optional(),
  from_attendee: person,
  to_attendees: listOf(person),
  cc_attendees: listOf(person),
  bcc_attendees: listOf(person),
  reply_to_attendees: listOf(person),
  subject: text,
  body: text,
  body_plain: text,
  kind: text,
  attachments: listOf(fileSchema),
  origin: text,
  tracking_id: optionalId,
  is_complete: optionalFlag,
  headers: listOf(z.object({ name: z.string(), value: z.string() })),
});
export type WireEmail = z.infer<typeof emailSchema>;
export type WirePerson = z.infer<typeof person>;

export const folderSchema = z.object({
  object: objectNamed('Folder'),
  id,
  account_id: id,
  provider_id: id,
  name: text,
  role: text,
});
export type WireFolder = z.infer<typeof folderSchema>;

export const emailSentSchema = z.object({
  object: objectNamed('EmailSent').unwrap(),
  id: optionalId,
  tracking_id: optionalId,
});
