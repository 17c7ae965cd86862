import { describe, expect, it } from 'vitest';
import { changeOf, isStillMade } from './rules';

const id = 'c1';

describe('what an act changes', () => {
  it('nothing where it is so already', () => {
    expect(changeOf(id, { isStarred: true }, { isStarred: true })).toBeNull();
    expect(changeOf(id, { labels: { a: true } }, { labels: { a: true } })).toBeNull();
    expect(changeOf(id, { labels: {} }, { labels: { a: false } })).toBeNull();
  });

  it('only the keys that it sets, with what stood there before', () => {
    expect(
      changeOf(
        id,
        { place: 'inbox', snoozedUntil: null, isStarred: true, labels: { a: true } },
        { place: 'done', snoozedUntil: null },
      ),
    ).toEqual({
      conversationId: id,
      before: { place: 'inbox', snoozedUntil: null },
      after: { place: 'done', snoozedUntil: null },
    });
  });

  it('one label among others', () => {
    const change = changeOf(id, { labels: { a: true } }, { labels: { b: true } });
    expect(change?.before).toEqual({ labels: { b: false } });
  });
});

describe('whether an act still stands', () => {
  it('does not depend on what it did not set', () => {
    expect(isStillMade({ isStarred: true, isMuted: true }, { isStarred: true })).toBe(true);
    expect(isStillMade({ labels: { a: true, b: true } }, { labels: { a: true } })).toBe(true);
  });

  it('ends with any other value', () => {
    expect(isStillMade({ isStarred: false }, { isStarred: true })).toBe(false);
    expect(isStillMade({ labels: {} }, { labels: { a: true } })).toBe(false);
  });
});
