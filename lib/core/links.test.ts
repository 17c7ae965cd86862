import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostOf, splitLinks } from './links';

const linksOf = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);

describe('links in a message', () => {
  it('end before the punctuation of the sentence', () => {
    expect(linksOf('See https://norda.example/plan, or (https://a.example/b).')).toEqual([
      'https://norda.example/plan',
      'https://a.example/b',
    ]);
    expect(linksOf('https://w.example/Ana_(name)')).toEqual(['https://w.example/Ana_(name)']);
  });

  it('are made of web addresses only', () => {
    expect(linksOf('javascript:alert(1) data:text/html,x norda.example https://')).toEqual([]);
  });

  it('show the host that they really lead to', () => {
    expect(hostOf('https://linkedin.com@evil.example/x')).toBe('evil.example');
    expect(hostOf('https://lınkedin.example/')).toMatch(/^xn--/);
  });

  it('lose no character of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl()), { maxLength: 4 }), (pieces) => {
        const text = pieces.join(' ');
        expect(
          splitLinks(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
