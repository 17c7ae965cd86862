import { bytesOf, sizeOf } from '../attachments';
import type { Draft } from '../domain/messaging';
import { invalid } from '../errors';
import {
  type Fields,
  isFields,
  optionalFlag,
  optionalNumber,
  optionalText,
  requireChoice,
  textList,
} from '../input';
import type { Attachment, Message } from '../state';
import type { World } from '../world';

const kinds = ['img', 'video', 'audio', 'file', 'linkedin_post', 'video_meeting'] as const;

/**
 * What a message of the control API may carry besides its text: `attachments`, `quotedId`, `subject`,
 * `messageType`, `eventType`, `hidden`, `deleted`, `edited`, `senderId` (of somebody whom the API does
 * not list) and `reactions` (a list of values, each by somebody else).
 */
export function readParts(world: World, fields: Fields): Omit<Draft, 'text'> {
  const parts: Omit<Draft, 'text'> = { marks: readMarks(fields) };
  const attachments = fields.attachments;
  if (attachments !== undefined) {
    if (!Array.isArray(attachments)) throw invalid('attachments must be a list');
    parts.attachments = attachments.map((one) => readAttachment(world, one));
  }
  const quotedId = optionalText(fields, 'quotedId');
  if (quotedId !== undefined) parts.quotedId = quotedId;
  const subject = optionalText(fields, 'subject');
  if (subject !== undefined) parts.subject = subject;
  const messageType = optionalText(fields, 'messageType');
  if (messageType !== undefined) parts.messageType = messageType;
  return parts;
}

function readMarks(fields: Fields): Partial<Message> {
  const marks: Partial<Message> = {};
  const eventType = optionalNumber(fields, 'eventType');
  if (eventType !== undefined) marks.eventType = eventType;
  if (optionalFlag(fields, 'noText') === true) marks.text = null;
  if (optionalFlag(fields, 'hidden') === true) marks.isHidden = true;
  if (optionalFlag(fields, 'deleted') === true) marks.isDeleted = true;
  if (optionalFlag(fields, 'edited') === true) marks.isEdited = true;
  const senderId = optionalText(fields, 'senderId');
  if (senderId !== undefined) marks.senderId = senderId;
  const reactions = textList(fields, 'reactions');
  if (reactions !== undefined) {
    marks.reactions = reactions.map((value, index) => ({
      value,
      senderId: `reacting-${index}`,
      isSender: false,
    }));
  }
  return marks;
}

/** `{type, mime?, fileName?, base64?, width?, height?, duration?, sticker?, gif?, voiceNote?, …}` */
function readAttachment(world: World, value: unknown): Attachment {
  if (!isFields(value)) throw invalid('an attachment must be an object');
  const attachment: Attachment = {
    id: optionalText(value, 'id') ?? world.newId('attachment'),
    type: requireChoice(value, 'type', kinds),
    mime: optionalText(value, 'mime') ?? '',
    fileName: optionalText(value, 'fileName') ?? '',
    sizeBytes: 0,
  };
  const numbers = {
    width: optionalNumber(value, 'width'),
    height: optionalNumber(value, 'height'),
    durationSeconds: optionalNumber(value, 'duration'),
    startsAtMs: optionalNumber(value, 'startsAtMs'),
    endsAtMs: optionalNumber(value, 'endsAtMs'),
    fillerBytes: optionalNumber(value, 'fillerBytes'),
  };
  const flags = {
    isSticker: optionalFlag(value, 'sticker'),
    isGif: optionalFlag(value, 'gif'),
    isVoiceNote: optionalFlag(value, 'voiceNote'),
    isUnavailable: optionalFlag(value, 'unavailable'),
    isChunked: optionalFlag(value, 'chunked'),
  };
  const base64 = optionalText(value, 'base64');
  Object.assign(attachment, given({ ...numbers, ...flags, base64 }));
  const size = base64 === undefined ? sizeOf(attachment) : bytesOf(attachment).length;
  attachment.sizeBytes = attachment.fillerBytes ?? size;
  return attachment;
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
