import { describe, expect, it } from 'vitest';
import { inPaletteOrder, paletteItems, withRecent } from './palette-rules';

const item = (label: string, group = 'Go to', more?: string) => ({ id: label, label, group, more });
const items = [
  item('Inbox'),
  item('Overview'),
  item('Snooze…', 'Actions'),
  item('Reinbert', 'Conversations'),
  item('Chloé Roy', 'Conversations', 'LinkedIn'),
];
const labels = (text: string, recent: string[] = []) =>
  paletteItems(items, text, recent).map(({ label }) => label);

describe('the palette', () => {
  it('shows everything without a text, recent choices first', () => {
    expect(labels('', ['Overview'])).toEqual([
      'Overview',
      'Inbox',
      'Snooze…',
      'Reinbert',
      'Chloé Roy',
    ]);
    expect(paletteItems(items, '', ['Overview'])[0]?.group).toBe('Recent');
  });

  it('finds every word, beginnings first, without accents and case', () => {
    expect(labels('in')).toEqual(['Inbox', 'Reinbert', 'Chloé Roy']);
    expect(labels('CHLOE')).toEqual(['Chloé Roy']);
    expect(labels('roy linked')).toEqual(['Chloé Roy']);
    expect(labels('nothing like it')).toEqual([]);
  });

  it('forgets a recent choice that is not offered here', () => {
    expect(labels('', ['Gone'])[0]).toBe('Inbox');
  });

  it('begins with what can be done to the conversation, and ends with what is the same everywhere', () => {
    expect(
      inPaletteOrder(['help', 'goInbox', 'filter', 'compose', 'done', 'snooze', 'search']),
    ).toEqual(['done', 'snooze', 'compose', 'filter', 'help', 'search', 'goInbox']);
  });

  it('remembers each choice once, the newest first', () => {
    expect(withRecent(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c']);
    expect(withRecent(['a', 'b', 'c', 'd', 'e'], 'f')).toHaveLength(5);
  });
});
