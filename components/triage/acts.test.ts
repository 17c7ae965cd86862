import { describe, expect, it } from 'vitest';
import type { ConversationRow } from '@/lib/inbox/types';
import { EVERYTHING } from '@/lib/inbox/view-rules';
import {
  actFor,
  afterAct,
  applyPending,
  applyToPages,
  changedBy,
  factsOf,
  labelMark,
  nextAfter,
  type TriageSubject,
} from './acts';

function row(id: string, minute: number, more: Partial<ConversationRow> = {}): ConversationRow {
  const at = new Date(Date.UTC(2026, 10, 26, 12, minute)).toISOString();
  return {
    id,
    accountId: 'a',
    accountName: 'Jane',
    provider: 'LINKEDIN',
    kind: 'direct',
    name: id,
    headline: null,
    lastMessageAt: at,
    sortAt: at,
    previewPrefix: null,
    previewText: null,
    unreadCount: 0,
    place: 'inbox',
    filedTo: null,
    snoozedUntil: null,
    isUnread: false,
    isStarred: false,
    isMuted: false,
    assignee: null,
    labels: [],
    canTriage: true,
    ...more,
  };
}

const rows = [row('c', 3), row('b', 2, { isUnread: true, unreadCount: 2 }), row('a', 1)];
const [, middle = row('b', 2)] = rows;
const done = afterAct(factsOf(middle), { kind: 'place', place: 'done' });
const ids = (list: readonly ConversationRow[]) => list.map(({ id }) => id);

describe('an end in the mailbox', () => {
  it('is for e-mail alone, and over with any other place', () => {
    const act = { kind: 'place', place: 'done', filedTo: 'trash' } as const;
    const subjects = [row('chat', 1), row('mail', 2, { kind: 'email' })].map((one) => ({
      ...one,
      row: one,
    }));
    expect(changedBy(act, subjects).map(({ id }) => id)).toEqual(['mail']);
    const filed = afterAct(factsOf(middle), act);
    expect(filed).toMatchObject({ place: 'done', filedTo: 'trash' });
    for (const next of [
      { kind: 'place', place: 'inbox' },
      { kind: 'place', place: 'done' },
      { kind: 'snooze', until: '2026-11-30T08:00:00.000Z' },
    ] as const) {
      expect(afterAct(filed, next).filedTo).toBe(null);
    }
  });
});

describe('an act on screen', () => {
  it('takes the row away at once, and a failure puts it back in its very place', () => {
    const pending = new Map([['b', { facts: done, row: middle }]]);
    expect(ids(applyPending(rows, pending, EVERYTHING))).toEqual(['c', 'a']);
    expect(applyPending(rows, new Map(), EVERYTHING)).toEqual(rows);
  });

  it('brings the row back in its place when it is undone before the list is asked again', () => {
    const [first = middle, , last = middle] = rows;
    const pending = new Map([['b', { facts: factsOf(middle), row: middle }]]);
    expect(applyPending([first, last], pending, EVERYTHING)).toEqual(rows);
  });

  it('does not bring it into a list to which it does not belong', () => {
    const pending = new Map([['b', { facts: done, row: middle }]]);
    expect(ids(applyPending([], pending, { ...EVERYTHING, view: 'done' }))).toEqual(['b']);
    expect(applyPending([], pending, { ...EVERYTHING, view: 'snoozed' })).toEqual([]);
  });

  it('leaves no count on a row that was read', () => {
    const facts = afterAct(factsOf(middle), { kind: 'unread', isUnread: false });
    const [, shown] = applyPending(rows, new Map([['b', { facts, row: null }]]), EVERYTHING);
    expect(shown).toMatchObject({ isUnread: false, unreadCount: 0 });
  });
});

describe('where to go on', () => {
  it('the next row that stays, at the end the one before, else nowhere', () => {
    expect(nextAfter(rows, new Set(['c']), 'c')).toBe('b');
    expect(nextAfter(rows, new Set(['c', 'b']), 'c')).toBe('a');
    expect(nextAfter(rows, new Set(['a']), 'a')).toBe('b');
    expect(nextAfter(rows, new Set(['a', 'b', 'c']), 'b')).toBeNull();
  });
});

describe('what a key means for several', () => {
  const me = { memberId: 'm', name: 'Jane' };
  const mine = { ...me, isMe: true };

  it('gives to all what one of them lacks, and takes it back once all have it', () => {
    const starred = row('a', 1, { isStarred: true });
    expect(actFor('star', [starred, row('b', 2)], me)).toEqual({ kind: 'star', isStarred: true });
    expect(actFor('star', [starred], me)).toEqual({ kind: 'star', isStarred: false });
    expect(actFor('mine', [row('a', 1, { assignee: mine })], me)).toMatchObject({ assignee: null });
    expect(actFor('mine', [row('a', 1)], me)).toMatchObject({ assignee: mine });
  });

  it('marks all as read as long as one is unread', () => {
    const unread = row('a', 1, { isUnread: true });
    expect(actFor('unread', [unread, row('b', 2)], me)).toMatchObject({ isUnread: false });
    expect(actFor('unread', [row('b', 2)], me)).toMatchObject({ isUnread: true });
  });

  it('leaves alone what is so already and what the reader may not sort', () => {
    const subject = (one: ConversationRow): TriageSubject => ({ ...one, row: one });
    const subjects = [
      row('a', 1, { isStarred: true }),
      row('b', 2),
      row('c', 3, { canTriage: false }),
    ].map(subject);
    const changed = changedBy({ kind: 'star', isStarred: true }, subjects);
    expect(changed.map(({ id }) => id)).toEqual(['b']);
  });
});

describe('the pages that the browser keeps', () => {
  const [first = middle, , last = middle] = rows;
  const pages = (...items: ConversationRow[][]) =>
    items.map((page, index) => ({ items: page, cursor: index < items.length - 1 ? 'x' : null }));
  const idsOf = (list: ReturnType<typeof applyToPages>) => list.map((page) => ids(page.items));

  it('lose a row that was put away, from whichever page it stands on', () => {
    const changes = new Map([['b', { facts: done, row: middle }]]);
    const [one, two] = [[first, middle], [last]];
    expect(idsOf(applyToPages(pages(one, two), changes, EVERYTHING))).toEqual([['c'], ['a']]);
    expect(idsOf(applyToPages(pages([first], [middle, last]), changes, EVERYTHING))).toEqual([
      ['c'],
      ['a'],
    ]);
  });

  it('get a row back once, on the page of its place', () => {
    const changes = new Map([['b', { facts: factsOf(middle), row: middle }]]);
    expect(idsOf(applyToPages(pages([first], [last]), changes, EVERYTHING))).toEqual([
      ['c'],
      ['b', 'a'],
    ]);
    expect(idsOf(applyToPages(pages([first, last], []), changes, EVERYTHING))).toEqual([
      ['c', 'b', 'a'],
      [],
    ]);
  });
});

describe('labels', () => {
  const hot = { id: 'hot', name: 'Hot', colour: 'red' as const };
  const cold = { id: 'cold', name: 'cold', colour: 'teal' as const };
  const subject = (own: TriageSubject['labels'], canTriage = true): TriageSubject => {
    const one = row('b', 2, { labels: own, canTriage });
    return { ...one, row: one };
  };

  it('stand by name, once, and the other ones stay', () => {
    const facts = factsOf(subject([hot]));
    const both = afterAct(facts, { kind: 'label', label: cold, isOn: true });
    expect(both.labels).toEqual([cold, hot]);
    expect(afterAct(both, { kind: 'label', label: cold, isOn: true }).labels).toEqual([cold, hot]);
    expect(afterAct(both, { kind: 'label', label: hot, isOn: false }).labels).toEqual([cold]);
  });

  it('an act leaves out those that carry it already and those that may only be read', () => {
    const act = { kind: 'label', label: hot, isOn: true } as const;
    expect(changedBy(act, [subject([hot]), subject([cold]), subject([], false)])).toHaveLength(1);
  });

  it('of several are marked on, off or on a part, which is said in words', () => {
    const some = [subject([hot]), subject([hot, cold])];
    expect(labelMark(some, 'hot')).toEqual({ mark: true });
    expect(labelMark(some, 'cold')).toEqual({ mark: 'mixed', note: 'on 1 of 2' });
    expect(labelMark(some, 'other')).toEqual({ mark: false });
  });
});
