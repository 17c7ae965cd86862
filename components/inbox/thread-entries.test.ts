import { describe, expect, it } from 'vitest';
import type { ThreadMessage, ThreadSend } from '@/lib/inbox/types';
import type { ThreadNote } from '@/lib/notes/types';
import type { OutboxEntry } from './outbox-entries';
import {
  isScheduled,
  notesBetween,
  threadDays,
  threadEntries,
  threadItems,
} from './thread-entries';

const START_MS = Date.parse('2026-03-03T18:00:00.000Z');
const minute = (count: number) => new Date(START_MS + count * 60_000).toISOString();

function message(id: string, at: string, over: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    id,
    clientId: null,
    providerMessageId: `p-${id}`,
    senderProviderId: 'ana',
    senderName: 'Ana Ruiz',
    authorName: null,
    isOurs: false,
    text: `text of ${id}`,
    subject: null,
    sentAt: at,
    isSeen: false,
    seenAt: null,
    seenBy: [],
    isDelivered: true,
    isDeleted: false,
    isEdited: false,
    isUnread: false,
    eventType: null,
    reactions: [],
    messageType: null,
    quoted: null,
    email: null,
    attachments: [],
    ...over,
  };
}

function send(clientId: string, at: string, over: Partial<ThreadSend> = {}): ThreadSend {
  return {
    id: `send ${clientId}`,
    clientId,
    text: `text of ${clientId}`,
    files: [],
    quoted: null,
    quotedMessageId: null,
    email: null,
    state: 'sending',
    createdAt: at,
    heldUntil: null,
    scheduledFor: null,
    isAnsweredSince: false,
    settledAt: null,
    problem: null,
    errorRequestId: null,
    authorName: null,
    isMine: true,
    ...over,
  };
}

const entry = (clientId: string, at: string): OutboxEntry => ({
  clientId,
  text: `text of ${clientId}`,
  createdAt: at,
  state: 'sending',
  problem: null,
  reference: null,
});

const none = { messages: [], sends: [], outbox: [] };
const zone = { timeZone: 'Asia/Kathmandu', firstUnreadId: null };

describe('the bubbles of a conversation', () => {
  it('keep one key from the press of Send to the copy of the provider', () => {
    const outbox = [entry('c', minute(0))];
    const sends = [send('c', minute(0))];
    const own = message('m', minute(1), { clientId: 'c', isOurs: true });
    const steps = [
      threadItems({ ...none, outbox }),
      threadItems({ ...none, sends, outbox }),
      threadItems({ ...none, messages: [own], sends, outbox }),
      threadItems({ ...none, messages: [own] }),
    ];
    expect(steps.map((items) => items.map(({ key }) => key))).toEqual([['c'], ['c'], ['c'], ['c']]);
  });

  it('stand oldest first, what is only on this device last', () => {
    const items = threadItems({
      messages: [message('b', minute(9)), message('a', minute(1))],
      sends: [send('s', minute(5))],
      outbox: [entry('o', minute(-60))],
    });
    expect(items.map(({ key }) => key)).toEqual(['a', 's', 'b', 'o']);
  });

  it('that wait for their time stand behind what comes meanwhile, and are not the newest', () => {
    const scheduled = { state: 'held', scheduledFor: minute(90) } as const;
    const items = threadItems({
      messages: [message('m2', minute(5)), message('m1', minute(0))],
      sends: [send('later', minute(1), scheduled), send('held', minute(2), { state: 'held' })],
      outbox: [],
    });
    expect(items.map(({ key }) => key)).toEqual(['m1', 'held', 'm2', 'later']);
    expect(items.filter(isScheduled).map(({ key }) => key)).toEqual(['later']);
  });

  it('show a message that two pages both hold once', () => {
    const twice = message('a', minute(1));
    expect(threadItems({ ...none, messages: [twice, twice] })).toHaveLength(1);
  });
});

describe('the entries of a conversation', () => {
  it('group one sender within five minutes', () => {
    const items = threadItems({
      ...none,
      messages: [
        message('a', minute(0)),
        message('b', minute(4)),
        message('c', minute(10)),
        message('d', minute(11), { senderProviderId: 'omar' }),
      ],
    });
    const groups = threadEntries(items, { ...zone, timeZone: 'UTC' }).flatMap((one) =>
      one.type === 'group' ? one.items.length : [],
    );
    expect(groups).toEqual([2, 1, 1]);
  });

  it('keep what two teammates wrote apart', () => {
    const items = threadItems({
      ...none,
      messages: [
        message('a', minute(0), { isOurs: true }),
        message('b', minute(1), { isOurs: true, authorName: 'Sam Okafor' }),
      ],
    });
    const names = threadEntries(items, zone).flatMap((one) =>
      one.type === 'group' ? one.senderName : [],
    );
    expect(names).toEqual(['You', 'Sam Okafor']);
  });

  it('begin a day at midnight of the reader, not of the server', () => {
    // 18:10 UTC is 23:55 in Kathmandu.
    const items = threadItems({
      ...none,
      messages: [message('a', minute(10)), message('b', minute(20))],
    });
    const days = (timeZone: string) =>
      threadEntries(items, { ...zone, timeZone }).filter(({ type }) => type === 'day').length;
    expect([days('UTC'), days('Asia/Kathmandu')]).toEqual([1, 2]);
  });

  it('stay the same bubbles when the zone of the reader becomes known', () => {
    // 18:30 UTC is the next day in Kathmandu.
    const items = threadItems({ ...none, messages: [message('a', minute(30))] });
    const keys = (timeZone: string) =>
      threadDays(threadEntries(items, { ...zone, timeZone })).map(({ key }) => key);
    expect(keys('UTC')).toEqual(keys('Asia/Kathmandu'));
  });

  it('stand day by day, none lost', () => {
    const items = threadItems({
      ...none,
      messages: [message('a', minute(10)), message('b', minute(20)), message('c', minute(30))],
    });
    const days = threadDays(threadEntries(items, zone));
    expect(days.map((day) => day.entries.length)).toEqual([1, 2]);
  });

  it('draw the "New" line before the first unread message, also within a group', () => {
    const items = threadItems({
      ...none,
      messages: [message('a', minute(0)), message('b', minute(1))],
    });
    const types = threadEntries(items, { ...zone, timeZone: 'UTC', firstUnreadId: 'b' });
    expect(types.map(({ type }) => type)).toEqual(['day', 'group', 'new', 'group']);
  });

  it('draw an event as a line of its own', () => {
    const items = threadItems({
      ...none,
      messages: [message('a', minute(0)), message('e', minute(1), { eventType: 8, text: null })],
    });
    const types = threadEntries(items, { ...zone, timeZone: 'UTC' }).map(({ type }) => type);
    expect(types).toEqual(['day', 'group', 'event']);
  });
});

describe('private notes among the messages', () => {
  const note = (id: string, at: string): ThreadNote => ({
    id,
    text: 'Between us',
    authorName: 'Jane Ruiz',
    isMine: true,
    canDelete: true,
    createdAt: at,
    editedAt: null,
    mentions: [],
    isNewToMe: false,
  });
  const messages = [message('b', minute(4)), message('a', minute(2))];

  it('stand at their time by themselves, and part the group that they fall into', () => {
    const items = threadItems({ messages, sends: [], outbox: [], notes: [note('n', minute(3))] });
    const entries = threadEntries(items, { timeZone: 'UTC', firstUnreadId: null });
    expect(entries.map(({ type }) => type)).toEqual(['day', 'group', 'note', 'group']);
  });

  it('of a time that is not loaded wait for the messages around them', () => {
    const notes = [note('early', minute(1)), note('mid', minute(3)), note('late', minute(5))];
    const ids = (isOlderLeft: boolean, isPast: boolean) =>
      notesBetween(notes, messages, { isOlderLeft, isPast }).map(({ id }) => id);
    expect(ids(false, false)).toEqual(['early', 'mid', 'late']);
    expect(ids(true, false)).toEqual(['mid', 'late']);
    expect(ids(true, true)).toEqual(['mid']);
  });
});
