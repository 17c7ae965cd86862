import { describe, expect, it } from 'vitest';
import { matchingPeople, mentionedIn, mentionQuery, noteParts } from './rules';

const ann = { name: 'Ann' };
const annLee = { name: 'Ann Lee' };
const chloe = { name: 'Chloé Roy' };
const people = [ann, annLee, chloe];

describe('whom a note names', () => {
  it('is who stands in it as a whole name behind an @, the longer name before the shorter', () => {
    expect(mentionedIn('@Ann Lee, please look', people)).toEqual([annLee]);
    expect(mentionedIn('@Ann, please; and @chloé roy.', people)).toEqual([ann, chloe]);
    expect(mentionedIn('@Anna mail@Ann Ann', people)).toEqual([]);
    expect(mentionedIn('(@Ann)', people)).toEqual([ann]);
  });

  it('is everybody of that name where two have it', () => {
    const two = [
      { name: 'Sam', id: 1 },
      { name: 'Sam', id: 2 },
    ];
    expect(mentionedIn('@Sam?', two)).toEqual(two);
  });

  it('is shown without a letter lost', () => {
    const text = '@Ann Lee and @Nobody, then @Ann';
    const parts = noteParts(text, ['Ann', 'Ann Lee']);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.filter((part) => part.isMention).map((part) => part.text)).toEqual([
      '@Ann Lee',
      '@Ann',
    ]);
  });
});

describe('the picker', () => {
  it('asks for what stands between the @ and the caret', () => {
    expect(mentionQuery('Hi @an', 6)).toEqual({ from: 3, query: 'an' });
    expect(mentionQuery('@', 1)).toEqual({ from: 0, query: '' });
    expect(mentionQuery('@Ann Le', 7)).toEqual({ from: 0, query: 'Ann Le' });
    for (const text of ['Hi', 'mail@an', '@ an', '@a\nb']) {
      expect(mentionQuery(text, text.length)).toBeNull();
    }
  });

  it('offers people by the beginning of any of their names', () => {
    expect(matchingPeople(people, 'roy')).toEqual([chloe]);
    expect(matchingPeople(people, 'an')).toEqual([ann, annLee]);
    expect(matchingPeople(people, 'nn')).toEqual([]);
  });
});
