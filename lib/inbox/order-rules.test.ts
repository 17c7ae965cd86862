import { describe, expect, it } from 'vitest';
import { compareRows } from './order-rules';

const row = (id: string, minute: number, wakes: number | null = null) => ({
  id,
  sortAt: new Date(Date.UTC(2026, 10, 26, 12, minute)).toISOString(),
  snoozedUntil: wakes === null ? null : new Date(Date.UTC(2026, 10, 27, wakes)).toISOString(),
});
const order = (view: 'all' | 'snoozed', rows: ReturnType<typeof row>[]) =>
  rows.toSorted((one, two) => compareRows(view, one, two)).map(({ id }) => id);

describe('the order of a list', () => {
  it('is by latest activity, and by id where that is the same', () => {
    expect(order('all', [row('a', 1), row('c', 3), row('b', 3)])).toEqual(['c', 'b', 'a']);
  });

  it('of the snoozed ones is by when they wake, the next one first', () => {
    const rows = [row('late', 9, 14), row('soon', 1, 8), row('also', 2, 8)];
    expect(order('snoozed', rows)).toEqual(['also', 'soon', 'late']);
    expect(order('all', rows)).toEqual(['late', 'also', 'soon']);
  });
});
