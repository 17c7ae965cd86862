import { describe, expect, it } from 'vitest';
import { arrangeRows, holdOrder } from './row-order';

const row = (id: string, minute: number) => ({
  id,
  lastMessageAt: `2026-03-03T10:${String(minute).padStart(2, '0')}:00.000Z`,
});
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join('');

const shown = [row('a', 9), row('b', 8), row('c', 7)];

describe('the order of rows', () => {
  it('is the newest one while nothing is held', () => {
    const { rows, newCount } = arrangeRows([row('x', 10), ...shown], null);
    expect([ids(rows), newCount]).toEqual(['xabc', 0]);
  });

  it('does not change under the pointer; what came is counted', () => {
    const fresh = [row('x', 11), row('c', 10), row('a', 9), row('b', 8)];
    const { rows, newCount } = arrangeRows(fresh, holdOrder(shown));
    expect([ids(rows), newCount]).toEqual(['abc', 2]);
  });

  it('shows the new content of a row that keeps its place', () => {
    const { rows } = arrangeRows([row('c', 10), row('a', 9), row('b', 8)], holdOrder(shown));
    expect(rows.at(2)?.lastMessageAt).toBe(row('c', 10).lastMessageAt);
  });

  it('lets older pages join at the end', () => {
    const { rows, newCount } = arrangeRows([...shown, row('d', 1)], holdOrder(shown));
    expect([ids(rows), newCount]).toEqual(['abcd', 0]);
  });

  it('counts nothing when the first row only gets another message', () => {
    const fresh = [row('a', 12), row('b', 8), row('c', 7)];
    expect(arrangeRows(fresh, holdOrder(shown)).newCount).toBe(0);
  });

  it('starts anew when nothing of it is left', () => {
    const { rows } = arrangeRows([row('y', 3)], holdOrder(shown));
    expect(ids(rows)).toBe('y');
  });
});
