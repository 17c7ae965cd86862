import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@/lib/core/time';
import { isEchoOf, repeatDelayMs } from './send-rules';

describe('a look-alike', () => {
  const postedAt = new Date('2026-11-20T10:00:00.000Z');
  const at = (offsetMs: number) => new Date(postedAt.getTime() + offsetMs);
  const copy = { text: 'ok', sentAt: at(500), createdAt: at(900) };

  it('is the copy of a send when words and time fit and it is new here', () => {
    expect(isEchoOf({ text: 'ok', postedAt }, copy)).toBe(true);
    expect(isEchoOf({ text: 'ok\r\n', postedAt }, copy)).toBe(true);
    expect(isEchoOf({ text: 'cafe\u0301', postedAt }, { ...copy, text: 'caf\u00e9' })).toBe(true);
  });

  it('is not when one of them does not', () => {
    expect(isEchoOf({ text: 'OK', postedAt }, copy)).toBe(false);
    expect(isEchoOf({ text: 'ok', postedAt }, { ...copy, text: null })).toBe(false);
    expect(isEchoOf({ text: 'ok', postedAt }, { ...copy, createdAt: at(-1) })).toBe(false);
    expect(isEchoOf({ text: 'ok', postedAt }, { ...copy, sentAt: at(-3 * MINUTE_MS) })).toBe(false);
    expect(isEchoOf({ text: 'ok', postedAt }, { ...copy, sentAt: at(60 * MINUTE_MS) })).toBe(false);
  });
});

describe('a look-alike with files', () => {
  const postedAt = new Date('2026-11-20T10:00:00.000Z');
  const shown = (
    text: string | null,
    ...attachments: [string, string | null, number | null][]
  ) => ({
    text,
    sentAt: postedAt,
    createdAt: postedAt,
    attachments: attachments.map(([kind, fileName, sizeBytes]) => ({ kind, fileName, sizeBytes })),
  });
  const plan = { name: 'plan.pdf', sizeBytes: 900 };
  const photo = { name: 'photo.png', sizeBytes: 50 };
  const isEcho = (text: string, files: (typeof plan)[], copy: ReturnType<typeof shown>) =>
    isEchoOf({ text, files, postedAt }, copy);

  it('is the copy of files alone when as many are there and each fits', () => {
    const both = shown(null, ['image', null, 31], ['file', 'plan.pdf', 900]);
    expect(isEcho('', [plan, photo], both)).toBe(true);
    expect(isEcho('', [plan], shown('', ['file', 'renamed.pdf', 900]))).toBe(true);
    expect(isEcho('', [plan], shown(null, ['file', 'plan.pdf', 905]))).toBe(true);
    expect(isEcho('', [plan], shown(null, ['file', 'other.pdf', 17]))).toBe(false);
    expect(isEcho('', [plan], both)).toBe(false);
    expect(isEcho('', [plan], shown(null))).toBe(false);
    expect(isEcho('', [plan], shown('Hello', ['file', 'plan.pdf', 900]))).toBe(false);
  });

  it('is the copy of words with a file also where the file got a message of its own', () => {
    expect(isEcho('Here', [plan], shown('Here', ['file', 'plan.pdf', 900]))).toBe(true);
    expect(isEcho('Here', [plan], shown('Here'))).toBe(true);
    expect(isEcho('Here', [plan], shown('Here', ['file', 'other.pdf', 17]))).toBe(false);
    expect(isEcho('Here', [], shown('Here', ['image', null, 31]))).toBe(true);
  });
});

describe('trying again by itself', () => {
  it('happens only where nothing can have been sent, with growing pauses, a few times', () => {
    for (const code of ['timeout', 'unexpected', 'garbage', 'recipient_unreachable', 'too_large']) {
      expect(repeatDelayMs(code, 1, null)).toBeNull();
    }
    const delays = [1, 2, 3].map((tries) => repeatDelayMs('not_reached', tries, null) ?? 0);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(repeatDelayMs('not_reached', 4, null)).toBeNull();
    expect(repeatDelayMs('throttled', 1, 45_000)).toBe(45_000);
    expect(repeatDelayMs('throttled', 1, 60 * MINUTE_MS)).toBeNull();
  });
});
