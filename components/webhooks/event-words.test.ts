import { describe, expect, it } from 'vitest';
import { lagText, outcomeText } from './event-words';

describe('the words of the flight recorder', () => {
  it('give the lag its unit', () => {
    expect([84.4, 2_410, 300_000, 7_200_000].map(lagText)).toEqual([
      '84 ms',
      '2.4 s',
      '5 min',
      '2 h',
    ]);
    expect(lagText(null)).toBe('');
  });

  it('say why before what', () => {
    const event = { state: 'quarantined', effect: 'none', reason: 'unknown_account' } as const;
    expect(outcomeText(event)).toBe('The account is not one of this workspace.');
    expect(outcomeText({ ...event, reason: null })).toBe('Nothing to do');
  });

  it('show a word that is newer than this page as it is', () => {
    expect(outcomeText({ state: 'processed', effect: 'chat_stored', reason: null })).toBe(
      'chat_stored',
    );
  });
});
