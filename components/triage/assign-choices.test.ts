import { describe, expect, it } from 'vitest';
import type { Teammate } from '@/lib/triage/types';
import { assignChoices, NOBODY } from './assign-choices';

const people: Teammate[] = [
  { memberId: 'ana', name: 'Ana', isMe: false, canAnswer: false },
  { memberId: 'ben', name: 'Ben', isMe: false, canAnswer: true },
  { memberId: 'me', name: 'Jane', isMe: true, canAnswer: true },
];
const given = (memberId: string | null) => ({
  assignee: memberId ? { memberId, name: memberId, isMe: false } : null,
});

describe('to whom conversations can be given', () => {
  it('me first, then nobody, then the others; who may only read cannot be chosen', () => {
    const choices = assignChoices(people, [given(null)]);
    expect(choices.map(({ id }) => id)).toEqual(['me', NOBODY, 'ben', 'ana']);
    expect(choices.filter(({ isDisabled }) => isDisabled).map(({ id }) => id)).toEqual(['ana']);
    expect(choices[0]?.label).toBe('Jane (you)');
  });

  it('says who has them now, and who has only some of them', () => {
    const notes = assignChoices(people, [given('ben'), given(null)]).map(({ id, note }) => [
      id,
      note,
    ]);
    expect(notes).toEqual([
      ['me', undefined],
      [NOBODY, 'Some now'],
      ['ben', 'Some now'],
      ['ana', 'May only read'],
    ]);
    expect(assignChoices(people, [given('ben')])[2]?.note).toBe('Now');
  });
});
