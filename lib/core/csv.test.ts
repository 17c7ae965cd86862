import { describe, expect, it } from 'vitest';
import { toCsv } from './csv';

describe('a file of cells', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1'])('neutralises %j', (text) => {
    expect(toCsv([[text]])).toBe(`\ufeff"'${text}"\r\n`);
  });

  it('quotes what must be quoted and leaves the rest', () => {
    expect(toCsv([['a', 'Ana "A" Ruiz, مرحبا\n🚢'], ['b']])).toBe(
      '\ufeff"a","Ana ""A"" Ruiz, مرحبا\n🚢"\r\n"b"\r\n',
    );
  });
});
