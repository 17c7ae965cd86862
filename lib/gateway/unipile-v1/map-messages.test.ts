import { describe, expect, it } from 'vitest';
import { MESSAGE } from '../testing/wire-samples';
import { toMessage } from './map';
import { messageSchema } from './wire';

const message = (changes: object = {}) =>
  toMessage(messageSchema.parse({ ...MESSAGE, ...changes }));

describe('a message', () => {
  it('is told in our words', () => {
    expect(message()).toEqual({
      gatewayMessageId: 'msg-1',
      providerMessageId: '2-MTc5',
      gatewayChatId: 'chat-1',
      providerAccountId: 'acc-1',
      senderProviderId: 'ACoAAMira',
      isOurs: false,
      text: 'Thanks, Tuesday works for me.',
      subject: null,
      sentAt: new Date('2026-11-20T09:31:04.112Z'),
      isSeen: true,
      seenBy: { ACoAAJane: '2026-11-20T10:00:00.000Z', other: true },
      isDelivered: true,
      isHidden: false,
      isDeleted: false,
      isEdited: true,
      eventType: null,
      countsAsUnread: true,
      reactions: [{ value: '👍', senderProviderId: 'ACoAAJane', isOurs: true }],
      messageType: null,
      quoted: {
        providerMessageId: '2-quoted',
        senderProviderId: 'ACoAAJane',
        text: null,
        attachment: { kind: 'image', fileName: null, isVoiceNote: false },
      },
      attachments: [
        {
          id: 'a1',
          kind: 'image',
          fileName: null,
          mimeType: 'image/png',
          sizeBytes: 12,
          isUnavailable: false,
          isVoiceNote: false,
          isSticker: true,
          isGif: false,
          width: 320,
          height: 200,
          durationSeconds: null,
          startsAt: null,
          endsAt: null,
        },
        {
          id: 'a2',
          kind: 'audio',
          fileName: null,
          mimeType: null,
          sizeBytes: null,
          isUnavailable: true,
          isVoiceNote: true,
          isSticker: false,
          isGif: false,
          width: null,
          height: null,
          durationSeconds: 7.5,
          startsAt: null,
          endsAt: null,
        },
      ],
    });
  });

  it.each([
    [{ is_event: 1, event_type: 4 }, 4],
    [{ is_event: 1, event_type: 0 }, 0],
    [{ is_event: 1, event_type: 57 }, 0],
    [{ is_event: true, event_type: null }, 0],
    [{ is_event: undefined, event_type: 9 }, 9],
    [{ is_event: 0, event_type: 4 }, null],
    [{ is_event: undefined, event_type: undefined }, null],
  ])('with %j has the event type %s', (changes, eventType) => {
    expect(message(changes).eventType).toBe(eventType);
  });

  it.each([
    [{ is_sender: true }, { isOurs: true }],
    [{ is_sender: 1 }, { isOurs: true }],
    [{ is_sender: 'true' }, { isOurs: true }],
    [{ is_sender: 'maybe' }, { isOurs: false }],
    [{ behavior: 0 }, { countsAsUnread: false }],
    [{ sender_id: null }, { senderProviderId: '' }],
    [{ provider_id: undefined }, { providerMessageId: 'msg-1' }],
    [{ text: '' }, { text: '' }],
    [{ text: 'a\0b\ud800c' }, { text: 'ab\ufffdc' }],
    [{ seen_by: ['x'] }, { seenBy: {} }],
    [
      { reactions: null, attachments: undefined, quoted: 'x' },
      { reactions: [], quoted: null },
    ],
    [{ reactions: [{ value: 1 }, { value: 'ok' }] }, { reactions: [{ value: 'ok' }] }],
    // The guide prints one attachment as an object with its size in words.
    [
      { attachments: { id: 'a', type: 'file', file_size: '77' } },
      { attachments: [{ sizeBytes: 77 }] },
    ],
    [
      { attachments: [{ type: 'hologram' }] },
      { attachments: [{ kind: 'unknown', isUnavailable: true }] },
    ],
    [{ message_type: 'INMAIL' }, { messageType: 'INMAIL' }],
    [{ message_type: 'MESSAGE' }, { messageType: null }],
    [{ message_type: '<b>' }, { messageType: null }],
    [
      {
        attachments: {
          id: 'm',
          type: 'video_meeting',
          starts_at: 1_795_000_000_000,
          expires_at: null,
          time_range: 1_800_000,
        },
      },
      {
        attachments: [{ startsAt: '2026-11-18T11:06:40.000Z', endsAt: '2026-11-18T11:36:40.000Z' }],
      },
    ],
    [
      { attachments: { id: 'g', type: 'video', gif: 1, size: { width: -1, height: '9' } } },
      { attachments: [{ kind: 'video', isGif: true, width: null, height: null }] },
    ],
  ])('with %j is %j', (changes, expected) => {
    expect(message(changes)).toMatchObject(expected);
  });

  it('keeps a reader whose id is a trap', () => {
    const seenBy = message({ seen_by: JSON.parse('{"__proto__":true,"a":true}') }).seenBy;
    expect(Object.keys(seenBy)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(seenBy)).toBe(Object.prototype);
  });

  it.each([
    { id: null },
    { id: '' },
    { id: 'x'.repeat(513) },
    { chat_id: undefined },
    { account_id: {} },
    { timestamp: null },
    { timestamp: '1969-12-31T00:00:00.000Z' },
    { timestamp: '+275760-01-01T00:00:00.000Z' },
    { object: 'Chat' },
  ])('is refused with %j', (changes) => {
    expect(messageSchema.safeParse({ ...MESSAGE, ...changes }).success).toBe(false);
  });
});
