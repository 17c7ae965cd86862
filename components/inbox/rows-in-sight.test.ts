import { expect, test } from 'vitest';
import { drawnIndexes, rangeAt } from './rows-in-sight';

test('a row is in sight with any part of it, and one that only touches the edge is not', () => {
  expect(rangeAt(0, 600, 60)).toEqual({ startIndex: 0, endIndex: 9 });
  expect(rangeAt(59, 600, 60)).toEqual({ startIndex: 0, endIndex: 10 });
  expect(rangeAt(60, 600, 60)).toEqual({ startIndex: 1, endIndex: 10 });
});

test('a list that is pulled beyond its top begins with its first row', () => {
  expect(rangeAt(-80, 60, 60)).toEqual({ startIndex: 0, endIndex: 0 });
});

test('some rows around what is in sight are drawn, and none beyond the ends', () => {
  expect(drawnIndexes({ startIndex: 0, endIndex: 1 }, 100, 0)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
  expect(drawnIndexes({ startIndex: 97, endIndex: 99 }, 100, 99).at(-1)).toBe(99);
  expect(drawnIndexes({ startIndex: 0, endIndex: 9 }, 2, 0)).toEqual([0, 1]);
});

test('the row with the focus is drawn in its order, however far away it is', () => {
  const sight = { startIndex: 50, endIndex: 51 };
  expect(drawnIndexes(sight, 100, 3).slice(0, 2)).toEqual([3, 42]);
  expect(drawnIndexes(sight, 100, 90).slice(-2)).toEqual([59, 90]);
  expect(drawnIndexes(sight, 100, 50)).toHaveLength(18);
  expect(drawnIndexes(sight, 100, 100)).toHaveLength(18);
});
