import { describe, expect, it } from 'vitest';
import { answerSubject, bareSubject, forwardSubject, isForwardSubject } from './subject-rules';

describe('the subject of a thread', () => {
  it.each([
    ['Re: AW: Fwd: Proposal', 'Proposal'],
    ['RE[2]: Proposal', 'Proposal'],
    ['Regarding: it', 'Regarding: it'],
    ['Re:', null],
    ['', null],
    [null, null],
  ])('of %j is %j', (subject, bare) => {
    expect(bareSubject(subject)).toBe(bare);
  });
});

describe('an answer', () => {
  it.each([
    ['Proposal', 'Re: Proposal'],
    ['RE: Proposal', 'RE: Proposal'],
    ['AW: Angebot', 'AW: Angebot'],
    [null, 'Re:'],
  ])('of %j is called %j', (subject, answer) => {
    expect(answerSubject(subject)).toBe(answer);
  });
});

describe('a forward', () => {
  it.each([
    ['Proposal', 'Fwd: Proposal'],
    ['WG: AW: Angebot', 'Fwd: Angebot'],
    ['Fwd: Re: Fwd: Proposal', 'Fwd: Proposal'],
    [null, 'Fwd:'],
  ])('of %j is called %j', (subject, forward) => {
    expect(forwardSubject(subject)).toBe(forward);
  });

  it('is told by its mark in several languages, and is no answer', () => {
    for (const subject of ['Fwd: News', 'WG: News', 'RV: News', ' tr : News']) {
      expect(isForwardSubject(subject)).toBe(true);
      expect(answerSubject(subject)).toBe(`Re: ${subject.trim()}`);
    }
    expect(isForwardSubject('Re: News')).toBe(false);
    expect(isForwardSubject(null)).toBe(false);
  });
});
