import { describe, expect, it } from 'vitest';
import { localeOf, zoneOf } from './request-locale';

describe('what a request says about language and zone', () => {
  it('takes the first language that can be formatted', () => {
    expect(localeOf('fr-CH, fr;q=0.9, en;q=0.8')).toBe('fr-CH');
    expect(localeOf('x-nonsense, de')).toBe('de');
    expect(localeOf('../../etc')).toBe('en-GB');
    expect(localeOf(null)).toBe('en-GB');
  });

  it('takes a known zone and nothing else', () => {
    expect(zoneOf('Asia%2FKathmandu')).toBe('Asia/Kathmandu');
    expect(zoneOf('Mars/Olympus')).toBe('UTC');
    expect(zoneOf('%E0%A4%A')).toBe('UTC');
    expect(zoneOf(undefined)).toBe('UTC');
  });
});
