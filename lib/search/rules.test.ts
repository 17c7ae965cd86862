import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markHits, snippetOf } from './highlight-rules';
import { isEmptySearch, parseSearch } from './rules';

const TODAY = '2026-11-26';
const parse = (text: string) => parseSearch(text, TODAY);

describe('a search', () => {
  it('never throws, whatever is typed', () => {
    const pieces = fc.constantFrom(
      'from:',
      'before:',
      '"',
      ':',
      'is:',
      ' ',
      'x',
      '2026-02-31',
      '\\',
      '🎉',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(fc.property(typed, (text) => Array.isArray(parse(text).terms)));
  });

  it('reads words, phrases and operators in any order', () => {
    const query = parse('From:ana "second week" IS:unread contract has:link');
    expect(query.from).toEqual(['ana']);
    expect(query.isUnread).toBe(true);
    expect(query.hasLink).toBe(true);
    expect(query.terms).toEqual([
      { text: 'second week', isPrefix: false },
      { text: 'contract', isPrefix: false },
    ]);
  });

  it('takes an operator that it does not know as text, and an address too', () => {
    expect(parse('size:big https://a.example 10:30').terms.map(({ text }) => text)).toEqual([
      'size:big',
      'https://a.example',
      '10:30',
    ]);
  });

  it('takes only the word that is still being typed as a beginning', () => {
    expect(parse('good morn').terms.map(({ isPrefix }) => isPrefix)).toEqual([false, true]);
    expect(parse('good morn ').terms.map(({ isPrefix }) => isPrefix)).toEqual([false, false]);
  });

  it('waits while an operator has no value yet', () => {
    expect(isEmptySearch(parse('from:'))).toBe(true);
    expect(isEmptySearch(parse('   '))).toBe(true);
    expect(parse('before: ').problems).toEqual([]);
  });

  it.each([
    ['before:2026-03-01', '2026-03-01'],
    ['before:2026-3', '2026-03-01'],
    ['before:2026', '2026-01-01'],
    ['before:today', TODAY],
    ['before:yesterday', '2026-11-25'],
  ])('%s is a day', (text, day) => expect(parse(text).before).toBe(day));

  it.each([
    'before:2026-02-31',
    'after:soon',
    'in:trash',
    'is:read',
    'has:fun',
    'channel:fax',
    'assigned:sam',
  ])('%s is answered with a sentence', (text) => expect(parse(text).problems).toHaveLength(1));
});

describe('a highlight', () => {
  const terms = parse('chloe "second week" pric').terms;

  it('loses and adds no character of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, q) => {
        const parts = markHits(text, parse(q).terms);
        return parts.map((part) => part.text).join('') === text;
      }),
    );
  });

  it('marks words without regard to accents and case, phrases whole, the last word as far as it is typed', () => {
    const marked = markHits('CHLOÉ, the second week: pricing, not price-less week', terms);
    expect(marked.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual([
      'CHLOÉ',
      'second week',
      'pricing',
      'price',
    ]);
  });

  it('is in sight in a long text', () => {
    const parts = snippetOf(`${'so many words '.repeat(60)}pricing is fine`, terms);
    expect(parts[0]).toEqual({ text: '…', isHit: false });
    expect(parts.some(({ text, isHit }) => isHit && text === 'pricing')).toBe(true);
  });
});
