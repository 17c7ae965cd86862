import { describe, expect, it } from 'vitest';
import {
  MAX_SELECTED,
  NOTHING_SELECTED,
  selectAllOf,
  selectRange,
  stillListed,
  targetsOf,
  toggleSelected,
} from './selection-rules';

const order = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('');

describe('the selection', () => {
  it('takes a row in and leaves it out again', () => {
    const one = toggleSelected(NOTHING_SELECTED, 'b');
    expect(ids(one)).toBe('b');
    expect(ids(toggleSelected(one, 'b'))).toBe('');
  });

  it('grows from the row that was selected last, in both directions', () => {
    const one = toggleSelected(NOTHING_SELECTED, 'c');
    expect(ids(selectRange(one, order, null, 'e'))).toBe('cde');
    expect(ids(selectRange(one, order, null, 'a'))).toBe('abc');
  });

  it('begins at the row with the focus when nothing is selected', () => {
    expect(ids(selectRange(NOTHING_SELECTED, order, 'b', 'c'))).toBe('bc');
    expect(ids(selectRange(NOTHING_SELECTED, order, null, 'c'))).toBe('c');
  });

  it('never holds more than one act may take', () => {
    const many = Array.from({ length: 700 }, (_, index) => ({ id: String(index) }));
    expect(selectAllOf(many).ids.size).toBe(MAX_SELECTED);
    expect(toggleSelected(selectAllOf(many), 'x').ids.size).toBe(MAX_SELECTED);
  });

  it('lets go of rows that left the list', () => {
    expect(ids(stillListed(selectAllOf(order), (id) => id !== 'b'))).toBe('acde');
  });
});

describe('a key acts on', () => {
  it('the selection, else the focused row, else the open conversation', () => {
    expect(targetsOf(toggleSelected(NOTHING_SELECTED, 'a'), 'b', 'c')).toEqual(['a']);
    expect(targetsOf(NOTHING_SELECTED, 'b', 'c')).toEqual(['b']);
    expect(targetsOf(NOTHING_SELECTED, null, 'c')).toEqual(['c']);
    expect(targetsOf(NOTHING_SELECTED, null, null)).toEqual([]);
  });
});
