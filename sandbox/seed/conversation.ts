import { sizeOf } from '../attachments';
import { selfOf } from '../domain/people';
import { providerMessageId } from '../domain/provider-ids';
import { idOf, type Random } from '../ids';
import type { Account, Attachment, Attendee, Chat, Contact, Message } from '../state';
import type { World } from '../world';
import { type Line, writeScript } from './script';

export interface ConversationPlan {
  length: number;
  unread: number;
  firstMs: number;
  lastMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Fills a chat with history: texts, and now and then files, reactions, quotes, edits, events. */
export function writeConversation(
  world: World,
  account: Account,
  chat: Chat,
  people: { attendees: Attendee[]; contact: Contact },
  plan: ConversationPlan,
  random: Random,
): void {
  const lines = writeScript(
    random,
    { me: account.owner, contact: people.contact },
    plan.length,
    plan.unread,
  );
  const times = spreadTimes(lines, plan, random);
  const self = selfOf(world, account);
  const messages = lines.map((line, index) => {
    const sender = line.isMine ? self : random.pick(people.attendees);
    return historyMessage(account, chat, sender, line, times[index] ?? plan.lastMs, index);
  });
  const unreadFrom = messages.length - plan.unread;
  decorate(messages.slice(0, unreadFrom), random, people.attendees);
  if (chat.type === 1) addGroupEvents(messages, people.attendees, random);
  markSeen(messages, unreadFrom);
  if (chat.type === 1) nameReaders(messages, people.attendees, random);
  if (chat.contentType === 'inmail' && messages[0]) openWithInmail(messages[0], chat);
  world.state.messages.set(chat.id, messages);
  chat.createdAtMs = messages[0]?.atMs ?? plan.lastMs;
}

function historyMessage(
  account: Account,
  chat: Chat,
  sender: Attendee,
  line: Line,
  atMs: number,
  index: number,
): Message {
  const id = idOf('history', chat.id, index);
  const message: Message = {
    id,
    providerId: providerMessageId(account, id),
    accountId: account.id,
    chatId: chat.id,
    senderAttendeeId: sender.id,
    senderId: sender.providerId,
    isSender: sender.isSelf,
    text: line.text,
    atMs,
    isSeen: true,
    seenBy: {},
    isDelivered: true,
    attachments: [],
    reactions: [],
  };
  if (account.type === 'LINKEDIN') message.messageType = 'MESSAGE';
  return message;
}

/** Answers come within hours, new rounds after days; everything fits between first and last. */
function spreadTimes(lines: Line[], plan: ConversationPlan, random: Random): number[] {
  const gaps = lines.map((line, index) => {
    if (index === 0) return 0;
    if (!line.isNewRound) return random.between(1, 200) * minuteMs;
    return random.between(3, 140) * hourMs;
  });
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const room = plan.lastMs - plan.firstMs;
  const factor = total > room ? room / total : 1;
  let plannedMs = plan.lastMs - total * factor;
  let previousMs = 0;
  return gaps.map((gap, index) => {
    plannedMs += gap * factor;
    const isLast = index === gaps.length - 1;
    const jitterMs = random.between(0, minuteMs - 1);
    const isLastDay = Math.floor(plannedMs / dayMs) === Math.floor(plan.lastMs / dayMs);
    const dayTimeMs = isLastDay ? plannedMs : atWorkingHours(plannedMs) + jitterMs;
    const wantedMs = isLast ? plan.lastMs : dayTimeMs;
    // Moving lines into the day must neither change their order nor overtake the last one.
    const atMs = Math.max(previousMs + 1_000, Math.min(wantedMs, plan.lastMs));
    previousMs = atMs;
    return Math.floor(atMs);
  });
}

/** The same day between seven and half past seven in the evening (UTC), where most work mail lives. */
function atWorkingHours(timeMs: number): number {
  const dayStartMs = Math.floor(timeMs / dayMs) * dayMs;
  const part = (timeMs - dayStartMs) / dayMs;
  return dayStartMs + (7 + part * 12.5) * hourMs;
}

function decorate(messages: Message[], random: Random, attendees: Attendee[]): void {
  for (const [index, message] of messages.entries()) {
    const chance = random.next();
    const earlier = messages[index - random.between(1, 4)];
    if (chance < 0.05) message.attachments = [inventAttachment(message, random)];
    else if (chance < 0.1) addReaction(message, random, attendees);
    else if (chance < 0.14 && earlier !== undefined) message.quotedId = earlier.id;
    else if (chance < 0.155) message.isEdited = true;
    else if (chance < 0.163) {
      message.isDeleted = true;
      message.text = null;
    } else if (chance < 0.167) {
      message.isHidden = true;
      message.behavior = 0;
    } else if (chance < 0.172 && !message.isSender) {
      // A missed call is an event without text: 8 voice, 9 video.
      message.eventType = random.pick([8, 9]);
      message.text = null;
    }
  }
}

function addReaction(message: Message, random: Random, attendees: Attendee[]): void {
  const by = random.pick(attendees);
  const value = random.pick(['👍', '❤️', '😂', '🎉', '🙏', '👏🏽']);
  message.reactions = [{ value, senderId: by.providerId, isSender: false }];
}

const inventions: readonly (Omit<Attachment, 'id' | 'sizeBytes'> & { weight: number })[] = [
  { weight: 5, type: 'img', mime: 'image/png', fileName: 'dock-plan.png', width: 320, height: 200 },
  {
    weight: 2,
    type: 'img',
    mime: 'image/png',
    fileName: 'gate-morning.png',
    width: 180,
    height: 320,
  },
  {
    weight: 1,
    type: 'img',
    mime: 'image/png',
    fileName: 'sticker.png',
    width: 128,
    height: 128,
    isSticker: true,
  },
  {
    weight: 5,
    type: 'file',
    mime: 'application/pdf',
    fileName: 'Offer Harbourline – two sites.pdf',
  },
  { weight: 2, type: 'file', mime: 'text/csv', fileName: 'arrivals_week_41.csv' },
  {
    weight: 3,
    type: 'audio',
    mime: 'audio/wav',
    fileName: 'voice.wav',
    durationSeconds: 7,
    isVoiceNote: true,
  },
  {
    weight: 1,
    type: 'video',
    mime: 'video/webm',
    fileName: 'yard-tour.webm',
    width: 160,
    height: 90,
  },
  {
    weight: 1,
    type: 'video',
    mime: 'video/webm',
    fileName: 'on-its-way.webm',
    width: 160,
    height: 90,
    isGif: true,
  },
  {
    weight: 1,
    type: 'audio',
    mime: 'audio/wav',
    fileName: 'gate-noise.wav',
    durationSeconds: 12,
  },
  {
    weight: 1,
    type: 'file',
    mime: 'application/pdf',
    fileName: 'Expired link.pdf',
    isUnavailable: true,
  },
];

function inventAttachment(message: Message, random: Random): Attachment {
  const id = idOf('attachment', message.id);
  // Two kinds without a file: a shared post and a meeting, both known from LinkedIn only.
  if (message.messageType !== undefined && random.chance(0.15)) {
    const base = { id, mime: '', fileName: '', sizeBytes: 0 };
    if (random.chance(0.5)) return { ...base, type: 'linkedin_post' };
    const startsAtMs = message.atMs + 2 * dayMs;
    return { ...base, type: 'video_meeting', startsAtMs, endsAtMs: startsAtMs + hourMs / 2 };
  }
  const pool = inventions.flatMap((item) => Array.from({ length: item.weight }, () => item));
  const { weight: _weight, ...chosen } = random.pick(pool);
  const attachment: Attachment = { ...chosen, id, sizeBytes: 0 };
  attachment.sizeBytes = sizeOf(attachment);
  return attachment;
}

function addGroupEvents(messages: Message[], attendees: Attendee[], random: Random): void {
  const [first] = messages;
  if (first !== undefined) Object.assign(first, { eventType: 3, text: null, attachments: [] });
  for (const message of messages.slice(1, -1)) {
    if (!random.chance(0.04)) continue;
    const eventType = random.pick([4, 5, 6, 7]);
    const name = random.pick(attendees).name;
    Object.assign(message, { eventType, text: name || null, attachments: [], reactions: [] });
    delete message.quotedId;
  }
}

/** Own messages are seen once the contact wrote afterwards; the last incoming ones are unread. */
function markSeen(messages: Message[], unreadFrom: number): void {
  let hasLaterAnswer = false;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined) continue;
    if (!message.isSender) {
      hasLaterAnswer = true;
      message.isSeen = index < unreadFrom;
    } else {
      message.isSeen = hasLaterAnswer;
    }
  }
}

/** In a group the provider tells who has read a message, and mostly when. */
function nameReaders(messages: Message[], attendees: Attendee[], random: Random): void {
  for (const message of messages) {
    if (!message.isSender || !message.isSeen) continue;
    const readers = attendees.slice(0, random.between(1, attendees.length));
    message.seenBy = Object.fromEntries(
      readers.map((reader, index) => {
        const at = new Date(message.atMs + (index + 1) * 7 * minuteMs).toISOString();
        return [reader.providerId, random.chance(0.2) ? true : at];
      }),
    );
  }
}

function openWithInmail(message: Message, chat: Chat): void {
  message.messageType = 'INMAIL';
  if (chat.subject !== undefined) message.subject = chat.subject;
}
