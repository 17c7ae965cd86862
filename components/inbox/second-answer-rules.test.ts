import { describe, expect, it } from 'vitest';
import { NO_ANSWER, reasonAgainst } from './second-answer-rules';

const early = { at: '2026-03-03T18:00:00.000Z', name: 'Omar Haddad' };
const late = { at: '2026-03-03T18:05:00.000Z', name: 'Omar Haddad' };
const typist = { memberId: 'm1', name: 'Sam Okafor', kind: 'typing' as const };
const viewer = { memberId: 'm2', name: 'Mira Olsen', kind: 'viewing' as const };

describe('what stands against a reply', () => {
  it('is an answer that came after the draft was begun, not one that was there before', () => {
    expect(reasonAgainst(early.at, early, [])).toBeNull();
    expect(reasonAgainst(early.at, late, [])).toMatchObject({ kind: 'answered', at: late.at });
    expect(reasonAgainst(NO_ANSWER, early, [])).toMatchObject({ name: 'Omar Haddad' });
    expect(reasonAgainst(NO_ANSWER, null, [])).toBeNull();
    // Without a draft everything on screen is known.
    expect(reasonAgainst(null, late, [])).toBeNull();
  });

  it('is a colleague who types, unless somebody answered; looking on is no reason', () => {
    expect(reasonAgainst(NO_ANSWER, null, [typist, viewer])).toMatchObject({
      kind: 'typing',
      names: ['Sam Okafor'],
    });
    expect(reasonAgainst(NO_ANSWER, late, [typist])).toMatchObject({ kind: 'answered' });
    expect(reasonAgainst(NO_ANSWER, null, [viewer])).toBeNull();
  });
});
