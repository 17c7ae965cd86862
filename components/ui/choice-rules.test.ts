import { describe, expect, it } from 'vitest';
import { isNameOfChoice, matchChoices, stepChoice } from './choice-rules';

const choices = ['Hot reply', 'Pilot', 'Not now', 'Chloé'].map((label) => ({ id: label, label }));

describe('what is found by typing', () => {
  it('holds every word, without case and accents, beginnings first', () => {
    expect(matchChoices(choices, 'o').map(({ id }) => id)).toHaveLength(4);
    expect(matchChoices(choices, 'not').map(({ id }) => id)).toEqual(['Not now']);
    expect(matchChoices(choices, 'p').map(({ id }) => id)).toEqual(['Pilot', 'Hot reply']);
    expect(matchChoices(choices, 'reply hot').map(({ id }) => id)).toEqual(['Hot reply']);
    expect(matchChoices(choices, 'chloe').map(({ id }) => id)).toEqual(['Chloé']);
    expect(matchChoices(choices, 'nothing')).toEqual([]);
  });

  it('everything in its own order while nothing is typed', () => {
    expect(matchChoices(choices, ' ')).toEqual(choices);
  });

  it('a new name is not offered where one is called so in any case', () => {
    expect(isNameOfChoice(choices, ' hot   REPLY')).toBe(true);
    expect(isNameOfChoice(choices, 'hot')).toBe(false);
  });
});

describe('the arrows', () => {
  const some = choices.map((one, index) => ({ ...one, isDisabled: index === 1 }));
  it('go round and leave out what cannot be chosen', () => {
    expect(stepChoice(some, 0, 1)).toBe(2);
    expect(stepChoice(some, 3, 1)).toBe(0);
    expect(stepChoice(some, 0, -1)).toBe(3);
    expect(stepChoice(some, 2, -1)).toBe(0);
  });
  it('have nowhere to go where nothing can be chosen', () => {
    expect(stepChoice([], 0, 1)).toBe(-1);
    expect(stepChoice([{ id: 'a', label: 'a', isDisabled: true }], 0, 1)).toBe(-1);
  });
});
