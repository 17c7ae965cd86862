import { describe, expect, it } from 'vitest';
import { fileRefusal, togetherRefusal } from './rules';

const file = (name: string, sizeBytes: number) => ({ name, sizeBytes });

describe('whether a file can go along', () => {
  it.each([
    [18_000_000, 'plan.mov is 18 MB; WhatsApp takes up to 15 MB.'],
    [15_000_001, 'plan.mov is 15.1 MB; WhatsApp takes up to 15 MB.'],
    [15_000_000, null],
    [1, null],
    [0, 'plan.mov is empty, and WhatsApp takes no empty files.'],
  ])('of %i bytes is told in one sentence', (sizeBytes, text) => {
    expect(fileRefusal(file('plan.mov', sizeBytes), [], 'WhatsApp')).toBe(text);
  });

  it('counts the others of its message', () => {
    const others = [file('a', 9_000_000), file('b', 5_000_000)];
    expect(fileRefusal(file('c', 1_000_000), others, 'LinkedIn')).toBeNull();
    expect(fileRefusal(file('c', 1_500_000), others, 'LinkedIn')).toBe(
      'The files are 15.5 MB together; a message on LinkedIn takes up to 15 MB.',
    );
    const many = Array.from({ length: 10 }, (_, at) => file(String(at), 1));
    expect(togetherRefusal(many, 'LinkedIn')).toBeNull();
    expect(fileRefusal(file('x', 1), many, 'LinkedIn')).toBe('A message takes up to 10 files.');
  });
});
