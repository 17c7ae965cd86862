import { expect, test } from 'vitest';
import { hashedIndex, initialsOf } from './initials';

test('initials are the first letters of the first and last word, whatever the name looks like', () => {
  expect(initialsOf('Ana Ruiz')).toBe('AR');
  expect(initialsOf('Jean-Baptiste de la Tour (Norda)')).toBe('JN');
  expect(initialsOf('cher')).toBe('C');
  expect(initialsOf('🚀 Zoë Ångström 🎉')).toBe('ZÅ');
  expect(initialsOf('محمد علي')).toBe('مع');
  expect(initialsOf('李小龙')).toBe('李');
  expect(initialsOf('+33 6 12')).toBe('31');
  expect(initialsOf('e\u0301lise')).toBe('E\u0301');
  expect(initialsOf('🎉')).toBe('');
  expect(initialsOf('')).toBe('');
});

test('a tint stays with its name and all tints are used', () => {
  const used = new Set(Array.from({ length: 50 }, (_, index) => hashedIndex(`person ${index}`, 4)));
  expect([...used].sort()).toEqual([0, 1, 2, 3]);
  expect(hashedIndex('Ana Ruiz', 4)).toBe(hashedIndex('Ana Ruiz', 4));
});
