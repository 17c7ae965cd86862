import { describe, expect, it } from 'vitest';
import { safePath } from './safe-path';

const OWN: [string, string][] = [
  ['/', '/'],
  ['/inbox', '/inbox'],
  ['/inbox/0190?view=unread#last', '/inbox/0190?view=unread#last'],
  ['/accounts?connected=a%20b&x=1', '/accounts?connected=a%20b&x=1'],
  ['/invite/abc.def-_', '/invite/abc.def-_'],
  ['/inbox?_rsc=1kx9', '/inbox'],
  ['/inbox?view=all&_rsc=1kx9', '/inbox?view=all'],
  ['/a/../inbox', '/inbox'],
  ['/search?q=https://evil.example', '/search?q=https://evil.example'],
  ['/@evil.example', '/@evil.example'],
  ['/%2f%2fevil.example', '/%2f%2fevil.example'],
];

const FOREIGN = [
  'https://evil.example',
  'http://evil.example/inbox',
  'HTTPS://evil.example',
  '//evil.example',
  '///evil.example',
  '////evil.example/%2f..',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/\u0000/evil.example',
  '/\u0085//evil.example',
  '/x/..//evil.example',
  '/./\u002f/evil.example',
  '/.//evil.example',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'evil.example',
  '@evil.example',
  '.evil.example',
  'http:evil.example',
  'https:/evil.example',
  'https:\\\\evil.example',
  'http://own.invalid/inbox',
  '//own.invalid/inbox',
  '?next=//evil.example',
  '#/inbox',
  '',
  ' ',
  `/${'a'.repeat(3000)}`,
  '/sign-in',
  '/sign-in?callbackUrl=/sign-in',
  '/sign-in/error',
  '/api/auth/signout',
  '/api',
  '/_next/image?url=x',
];

describe('safePath', () => {
  it.each(OWN)('keeps %s', (raw, path) => {
    expect(safePath(raw)).toBe(path);
  });

  it.each(FOREIGN)('refuses %j', (raw) => {
    expect(safePath(raw)).toBe('/');
  });

  it.each([undefined, null, 1, {}, ['/inbox'], { toString: () => '/inbox' }])(
    'refuses what is not text: %j',
    (raw) => {
      expect(safePath(raw)).toBe('/');
    },
  );

  it('stays on our origin for every payload, as a browser resolves it', () => {
    for (const raw of [...FOREIGN, ...OWN.map(([text]) => text)]) {
      const target = new URL(safePath(raw), 'https://switchboard.example/sign-in');
      expect(target.origin).toBe('https://switchboard.example');
    }
  });
});
