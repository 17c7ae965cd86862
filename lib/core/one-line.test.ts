import { expect, it } from 'vitest';
import { visibleName } from './one-line';

it.each([
  '',
  ' ',
  '\u200b',
  '\u2060\ufeff',
  '\u3164',
  '\u2800',
  '\u115f\u1160',
  '\u00ad',
  '\u202e',
])('a name of %j is none, since nobody sees it', (text) => expect(visibleName(text)).toBeNull());

it.each(['Noor', ' Noor ', '✨', '李', '.', '\u200fنور', '👩🏽\u200d💼'])('%j is seen', (text) => {
  expect(visibleName(text)).toBe(text.trim());
});
