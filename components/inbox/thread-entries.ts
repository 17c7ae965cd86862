import { formatter } from '@/components/ui/format-time';
import { MINUTE_MS } from '@/lib/core/time';
import type { ThreadMessage, ThreadSend } from '@/lib/inbox/types';
import type { ThreadNote } from '@/lib/notes/types';
import type { OutboxEntry } from './outbox-entries';
import { placeGaps, type ThreadGap } from './thread-gaps';

type Content =
  | { type: 'message'; message: ThreadMessage }
  | { type: 'send'; send: ThreadSend }
  | { type: 'outbox'; entry: OutboxEntry }
  | { type: 'note'; note: ThreadNote };

/** One bubble. The key outlives the step from outbox to send to the provider's own copy. */
export type ThreadItem = Content & {
  key: string;
  at: string;
  isOurs: boolean;
  senderKey: string;
  senderName: string;
};

export type ThreadEntry =
  | { type: 'day'; key: string; at: string }
  | { type: 'new'; key: string }
  | { type: 'gap'; key: string; gap: ThreadGap }
  | { type: 'event'; key: string; message: ThreadMessage }
  | { type: 'note'; key: string; note: ThreadNote }
  | { type: 'group'; key: string; isOurs: boolean; senderName: string; items: ThreadItem[] };

const GROUP_MS = 5 * MINUTE_MS;

type ThreadContent = {
  /** Newest first, as the pages come. */
  messages: readonly ThreadMessage[];
  sends: readonly ThreadSend[];
  outbox: readonly OutboxEntry[];
  notes?: readonly ThreadNote[];
};

/** Everything of a conversation as bubbles, oldest first; each message once. */
export function threadItems({ messages, sends, outbox, notes = [] }: ThreadContent): ThreadItem[] {
  const known = new Set<string>();
  const items: ThreadItem[] = [];
  const add = (key: string, item: Omit<ThreadItem, 'key'> & Content) => {
    if (known.has(key)) return;
    known.add(key);
    items.push({ ...item, key });
  };
  for (const message of messages) add(message.clientId ?? message.id, messageItem(message));
  for (const send of sends) add(send.clientId, sendItem(send));
  for (const note of notes) add(note.id, noteItem(note));
  items.sort((one, two) => Date.parse(one.at) - Date.parse(two.at) || (one.key < two.key ? -1 : 1));
  // What is only on this device stands last, whatever its clock says.
  for (const entry of outbox) add(entry.clientId, outboxItem(entry));
  return items;
}

/** Waits for its time: it stands behind everything, and is no news. */
export function isScheduled(item: ThreadItem): boolean {
  return item.type === 'send' && item.send.state === 'held' && item.send.scheduledFor !== null;
}

/** The last that is a bubble, and no note or line between them. */
export function newestBubble(items: readonly ThreadItem[]): ThreadItem | undefined {
  return items.findLast((item) => item.type !== 'note' && !isEvent(item));
}

function isEvent(item: ThreadItem): item is Extract<ThreadItem, { type: 'message' }> {
  return item.type === 'message' && item.message.eventType !== null;
}

/** Bubbles in groups by sender within five minutes, with days, events, gaps and the "New" line between them. */
export function threadEntries(
  items: readonly ThreadItem[],
  options: {
    timeZone: string;
    firstUnreadId: string | null;
    gaps?: readonly ThreadGap[];
    /** The items end before the newest message. */
    isPast?: boolean;
  },
): ThreadEntry[] {
  const entries: ThreadEntry[] = [];
  const gaps = placeGaps(items, options.gaps ?? [], !options.isPast);
  const addGap = (index: number) => {
    const gap = gaps.get(index);
    if (gap) entries.push({ type: 'gap', key: `gap ${gap.from}`, gap });
  };
  const dayOf = dayReader(options.timeZone);
  let day = '';
  let lastAtMs = 0;
  for (const [index, item] of items.entries()) {
    addGap(index);
    const ownDay = dayOf(item.at);
    // Not by its date: in another zone it is another one, and every bubble of the day would be drawn anew.
    if (ownDay !== day) entries.push({ type: 'day', key: `day ${item.key}`, at: item.at });
    day = ownDay;
    if (item.type === 'message' && item.message.id === options.firstUnreadId) {
      entries.push({ type: 'new', key: 'new' });
    }
    if (isEvent(item)) {
      entries.push({ type: 'event', key: item.key, message: item.message });
      continue;
    }
    if (item.type === 'note') {
      entries.push({ type: 'note', key: item.key, note: item.note });
      continue;
    }
    const group = entries.at(-1);
    const atMs = Date.parse(item.at);
    const isSameGroup =
      group?.type === 'group' &&
      group.items[0]?.senderKey === item.senderKey &&
      atMs - lastAtMs <= GROUP_MS;
    if (isSameGroup) group.items.push(item);
    else entries.push(newGroup(item));
    lastAtMs = atMs;
  }
  addGap(items.length);
  return entries;
}

/** Notes of the time that the messages cover: the others come with the messages around them. */
export function notesBetween(
  notes: readonly ThreadNote[],
  messages: readonly ThreadMessage[],
  { isOlderLeft, isPast }: { isOlderLeft: boolean; isPast: boolean },
): ThreadNote[] {
  const times = messages.map(({ sentAt }) => sentAt).sort();
  const [first = ''] = times;
  const last = times.at(-1) ?? '';
  return notes.filter(
    ({ createdAt }) => !(isOlderLeft && createdAt < first) && !(isPast && createdAt > last),
  );
}

export type ThreadDay = { key: string; at: string; entries: ThreadEntry[] };

/** The entries day by day, so that the name of a day can stay in sight for as long as it lasts. */
export function threadDays(entries: readonly ThreadEntry[]): ThreadDay[] {
  const days: ThreadDay[] = [];
  for (const entry of entries) {
    if (entry.type === 'day') days.push({ key: entry.key, at: entry.at, entries: [] });
    else days.at(-1)?.entries.push(entry);
  }
  return days;
}

function newGroup(item: ThreadItem): ThreadEntry {
  const { key, isOurs, senderName } = item;
  return { type: 'group', key: `group ${key}`, isOurs, senderName, items: [item] };
}

function messageItem(message: ThreadMessage): Omit<ThreadItem, 'key'> & Content {
  const { isOurs, senderProviderId, senderName, authorName } = message;
  return {
    type: 'message',
    message,
    at: message.sentAt,
    isOurs,
    senderKey: isOurs ? oursKey(authorName) : senderProviderId,
    senderName: isOurs ? (authorName ?? 'You') : senderName,
  };
}

function sendItem(send: ThreadSend): Omit<ThreadItem, 'key'> & Content {
  return {
    type: 'send',
    send,
    at: send.scheduledFor ?? send.createdAt,
    isOurs: true,
    senderKey: oursKey(send.authorName),
    senderName: send.authorName ?? 'You',
  };
}

function outboxItem(entry: OutboxEntry): Omit<ThreadItem, 'key'> & Content {
  return {
    type: 'outbox',
    entry,
    at: entry.createdAt,
    isOurs: true,
    senderKey: oursKey(null),
    senderName: 'You',
  };
}

function noteItem(note: ThreadNote): Omit<ThreadItem, 'key'> & Content {
  return {
    type: 'note',
    note,
    at: note.createdAt,
    isOurs: note.isMine,
    senderKey: 'note',
    senderName: note.authorName,
  };
}

function oursKey(authorName: string | null): string {
  return authorName === null ? 'ours' : `ours ${authorName}`;
}

function dayReader(timeZone: string): (at: string) => string {
  const format = formatter('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  });
  return (at) => format.format(new Date(at));
}
