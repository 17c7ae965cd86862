import { describe, expect, it } from 'vitest';
import { cleanLabelName, LABEL_COLOUR_ORDER, nextColour } from './rules';
import { createLabelInput } from './schema';

describe('a label', () => {
  it('has a name of one line, whatever was typed or pasted', () => {
    expect(cleanLabelName('  Hot \n reply\t')).toBe('Hot reply');
    expect(cleanLabelName('Cafe\u0301')).toBe('Café');
  });

  it('is refused with a sentence when its name is empty or too long', () => {
    const said = (name: string) =>
      createLabelInput.safeParse({ name, colour: 'red' }).error?.issues[0]?.message;
    expect(said('  ')).toBe('Write a name first.');
    expect(said('x'.repeat(41))).toBe('A label has at most 40 characters.');
    expect(said('x'.repeat(40))).toBeUndefined();
  });

  it('begins with the colour that is used least, and never without one', () => {
    expect(nextColour([])).toBe('violet');
    expect(nextColour([{ colour: 'violet' }, { colour: 'amber' }])).toBe('teal');
    expect(nextColour(LABEL_COLOUR_ORDER.map((colour) => ({ colour })))).toBe('violet');
  });
});
