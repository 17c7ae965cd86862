import { describe, expect, it } from 'vitest';
import { emailDocument } from './document-rules';
import { judgeLink, remoteImageUrl } from './link-rules';

describe('links (E9)', () => {
  it.each([
    ['https://x.test/a', 'here', 'x.test', null],
    ['//x.test/a', 'here', 'x.test', null],
    ['https://www.x.test', 'x.test', 'www.x.test', null],
    ['https://x.com', 'mail.x.com', 'x.com', null],
    ['https://evil.test', 'https://bank.com/login', 'evil.test', 'other-host'],
    ['https://evil.test', 'www.bank.com', 'evil.test', 'other-host'],
    ['https://evil.test', 'bank.com', 'evil.test', 'other-host'],
    ['https://evil.test', 'Go to https://bank.com now', 'evil.test', 'other-host'],
    ['https://evil.test', 'ba\u00adnk.com', 'evil.test', 'other-host'],
    ['https://evil.test', '\u202emoc.knab', 'evil.test', 'other-host'],
    ['https://evil.test', 'ana@bank.com', 'evil.test', 'other-host'],
    ['https://bank.com.evil.test', 'bank.com', 'bank.com.evil.test', 'other-host'],
    ['https://evilbank.com', 'bank.com', 'evilbank.com', 'other-host'],
    ['https://bank.com@evil.test/', 'x', 'evil.test', 'look-alike'],
    ['https://b\u0430nk.com/', 'x', 'xn--bnk-6cd.com', 'look-alike'],
    ['https://x.test', 'report.pdf', 'x.test', null],
    ['https://x.test', 'main.ts', 'x.test', null],
    ['https://x.test', 'e.g. this', 'x.test', null],
    ['https://x.test:8443/', 'x', 'x.test:8443', null],
    ['mailto:ana@x.test?subject=Hi', 'x', 'ana@x.test', null],
    ['tel:+49123', 'x', '+49123', null],
  ])('%s shown as "%s"', (href, text, host, warning) => {
    expect(judgeLink(href, text)).toMatchObject({ host, warning });
  });

  it.each([
    'javascript:alert(1)',
    'JAVA\tSCRIPT:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:x',
    'ftp://x',
    '/inbox',
    '#top',
    'x.html',
    'https://',
    'about:blank',
    'view-source:x',
    '',
  ])('opens no %s', (href) => expect(judgeLink(href, 'x')).toBeNull());

  it('takes pictures from the web only', () => {
    expect(remoteImageUrl(' //x.test/a.png ')).toBe('https://x.test/a.png');
    expect(remoteImageUrl('mailto:x')).toBeNull();
    expect(remoteImageUrl('data:image/png;base64,AA')).toBeNull();
    expect(remoteImageUrl('a.png')).toBeNull();
  });
});

describe('the document of the frame', () => {
  const safeHtml =
    '<html data-design="own"><head><style>p{margin:0}</style></head><body bgcolor="#eee"><p title="&gt; <img data-cid=x>">data-cid="x"</p><img data-remote-src="https://x.test/?a=1&amp;b=2" alt="a"><img data-cid="logo"></body></html>';
  const make = (areImagesAllowed: boolean) =>
    emailDocument({
      safeHtml,
      areImagesAllowed,
      imageUrlOf: (url) => `/p?u=${encodeURIComponent(url)}&m=1`,
      cidUrlOf: (cid) => (cid === 'logo' ? '/a/logo' : null),
      theme: 'dark',
    });

  it('brings its own policy before anything of the mail', () => {
    const html = make(false);
    expect(html).toMatch(
      /^<!doctype html><html data-design="own" data-theme="dark"><head><meta charset/,
    );
    expect(html.indexOf('Content-Security-Policy')).toBeLessThan(html.indexOf('p{margin:0}'));
    expect(html).toContain('<body bgcolor="#eee">');
  });

  it('gives pictures an address only when allowed; those of the mail always', () => {
    expect(make(false)).not.toContain('/p?u=');
    expect(make(false)).toContain('<img src="/a/logo" data-cid="logo">');
    expect(make(true)).toContain(
      '<img src="/p?u=https%3A%2F%2Fx.test%2F%3Fa%3D1%26b%3D2&amp;m=1" data-remote-src=',
    );
  });

  it('wraps what is in no known form', () => {
    const html = emailDocument({
      safeHtml: '<p>x',
      areImagesAllowed: false,
      imageUrlOf: () => null,
      cidUrlOf: () => null,
      theme: 'light',
    });
    expect(html).toMatch(/<\/head><body><p>x$/);
  });
});
