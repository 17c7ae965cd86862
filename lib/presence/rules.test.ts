import { describe, expect, it } from 'vitest';
import { collisionOf, presenceText } from './rules';

const typist = { memberId: 'm1', name: 'Sam Okafor', kind: 'typing' as const };
const viewer = { memberId: 'm2', name: 'Mira Olsen', kind: 'viewing' as const };
const at = (minute: number) => `2026-11-20T09:${String(minute).padStart(2, '0')}:00.000Z`;
const theirs = (minute: number, authorName: string | null = 'Sam Okafor') => ({
  sentAt: at(minute),
  authorName,
  isMine: false,
});

describe('before a message leaves', () => {
  it('an answer of a colleague since the draft was begun weighs most, the newest of several', () => {
    const ours = [theirs(5), theirs(7, 'Ana Ruiz'), theirs(1)];
    expect(collisionOf({ draftSince: at(3), present: [typist], ours })).toEqual({
      kind: 'answered',
      name: 'Ana Ruiz',
      at: at(7),
    });
  });

  it('an answer from the phone counts too, though nobody knows who wrote it', () => {
    expect(collisionOf({ draftSince: at(3), present: [], ours: [theirs(4, null)] })).toMatchObject({
      kind: 'answered',
      name: null,
    });
  });

  it('who types counts, who only looks does not', () => {
    expect(collisionOf({ draftSince: at(3), present: [viewer, typist], ours: [] })).toEqual({
      kind: 'typing',
      name: 'Sam Okafor',
    });
    expect(collisionOf({ draftSince: at(3), present: [viewer], ours: [] })).toBeNull();
  });

  it('nothing collides with one’s own messages, with older answers, or without a draft', () => {
    const ours = [{ ...theirs(9), isMine: true }, theirs(1)];
    expect(collisionOf({ draftSince: at(3), present: [], ours })).toBeNull();
    expect(collisionOf({ draftSince: null, present: [typist], ours: [theirs(9)] })).toBeNull();
  });
});

describe('the words for who is there', () => {
  it('name everybody and what they do', () => {
    expect(presenceText([typist, viewer])).toBe(
      'Sam Okafor is typing. Mira Olsen is looking at this',
    );
    expect(presenceText([viewer, { ...viewer, name: 'Ana Ruiz' }])).toBe(
      'Mira Olsen and Ana Ruiz are looking at this',
    );
    expect(presenceText([])).toBe('');
  });
});
