import { describe, expect, it } from 'vitest';
import { presenceText } from './rules';

const typist = { memberId: 'm1', name: 'Sam Okafor', kind: 'typing' as const };
const viewer = { memberId: 'm2', name: 'Mira Olsen', kind: 'viewing' as const };
describe('the words for who is there', () => {
  it('name everybody and what they do', () => {
    expect(presenceText([typist, viewer])).toBe(
      'Sam Okafor is typing. Mira Olsen is looking at this',
    );
    expect(presenceText([viewer, { ...viewer, name: 'Ana Ruiz' }])).toBe(
      'Mira Olsen and Ana Ruiz are looking at this',
    );
    expect(presenceText([])).toBe('');
  });
});
