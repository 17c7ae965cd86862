import { describe, expect, it } from 'vitest';
import {
  attachmentAlt,
  attachmentPath,
  attachmentTitle,
  isDownloadable,
  isPlayable,
  lengthText,
  messageTag,
  seenInOrder,
  senderNameOf,
  sizeText,
} from './message-rules';
import type { ThreadAttachment } from './types';

const file: ThreadAttachment = {
  id: 'a1',
  kind: 'file',
  fileName: 'Offer.pdf',
  mimeType: 'application/pdf',
  sizeBytes: 1_400_000,
  isUnavailable: false,
  isVoiceNote: false,
  isSticker: false,
  isGif: false,
  width: null,
  height: null,
  durationSeconds: null,
  startsAt: null,
  endsAt: null,
  contentId: null,
};

describe('a sender whom the API does not list', () => {
  it('is told by the handle in the id, else by words that tell two of them apart', () => {
    expect(senderNameOf('WHATSAPP', null, '33612345678@s.whatsapp.net')).toBe('+33612345678');
    expect(senderNameOf('LINKEDIN', null, 'ACoAABcdefgh')).toBe('Unknown person (cdefgh)');
    expect(senderNameOf('LINKEDIN', 'Mira Olsen', 'ACoAA')).toBe('Mira Olsen');
    expect(senderNameOf('LINKEDIN', null, '')).toBe('Unknown person');
  });
});

describe('what came with a message', () => {
  it.each([
    [{ kind: 'image' }, 'Photo'],
    [{ kind: 'image', isSticker: true }, 'Sticker'],
    [{ kind: 'image', isGif: true }, 'GIF'],
    [{ kind: 'video' }, 'Video'],
    [{ kind: 'video', isGif: true }, 'GIF'],
    [{ kind: 'audio' }, 'Audio'],
    [{ kind: 'audio', isVoiceNote: true }, 'Voice message'],
    [{ kind: 'post' }, 'Shared post'],
    [{ kind: 'meeting' }, 'Video meeting'],
    [{ kind: 'file' }, 'Offer.pdf'],
    [{ kind: 'unknown', fileName: null }, 'Attachment of an unknown kind'],
  ] as const)('as %j is called %s', (fields, title) => {
    expect(attachmentTitle({ ...file, ...fields })).toBe(title);
  });

  it('has words for whoever sees no picture', () => {
    expect(attachmentAlt({ ...file, kind: 'image', fileName: null }, 'Mira')).toBe(
      'Photo from Mira',
    );
    expect(attachmentAlt({ ...file, kind: 'image', fileName: 'dock.png' }, 'You')).toBe(
      'Photo from you: dock.png',
    );
  });

  it('is downloaded only where there are bytes', () => {
    expect(isDownloadable(file)).toBe(true);
    for (const kind of ['post', 'meeting'] as const) {
      expect(isDownloadable({ ...file, kind })).toBe(false);
    }
    expect(isDownloadable({ ...file, isUnavailable: true })).toBe(false);
    expect(isDownloadable({ ...file, id: '..' })).toBe(false);
  });

  it('is drawn in the thread unless that takes more memory than a page has (E12)', () => {
    const image = { ...file, kind: 'image' as const };
    expect(isPlayable({ ...image, width: 4_000, height: 3_000 })).toBe(true);
    expect(isPlayable({ ...image, width: 60_000, height: 60_000 })).toBe(false);
    expect(isPlayable(file)).toBe(false);
  });

  it('is had at our own address, whatever its id', () => {
    expect(attachmentPath('m', 'a/../b?c#d')).toBe('/api/attachments/m/a%2F..%2Fb%3Fc%23d');
  });

  it('has a length and a size that people read', () => {
    expect([0.2, 7, 67.2, 3_725].map(lengthText)).toEqual(['0:01', '0:07', '1:07', '1:02:05']);
    expect([999, 1_000, 999_600, 15_728_640].map(sizeText)).toEqual([
      '999 B',
      '1 kB',
      '1.0 MB',
      '15.7 MB',
    ]);
  });
});

describe('a message', () => {
  it('says what it is when it is more than a message', () => {
    expect(['INMAIL', 'INVITATION', 'INMAIL_DECLINE'].map(messageTag)).toEqual([
      'InMail',
      'Invitation note',
      'InMail declined',
    ]);
    expect(messageTag(null)).toBeNull();
    expect(messageTag('SOMETHING_NEW')).toBeNull();
  });

  it('names its readers in the order of reading, those without a time last', () => {
    const seen = (name: string, at: string | null) => ({ providerUserId: name, name, at });
    const order = seenInOrder([
      seen('C', null),
      seen('B', '2026-11-20T10:00:00.000Z'),
      seen('A', '2026-11-20T09:00:00.000Z'),
    ]);
    expect(order.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  });
});
