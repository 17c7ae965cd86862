import createDOMPurify from 'dompurify';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { CANARY, HOSTILE_MAILS } from '@/e2e/support/hostile-mails';
import { emailDocument } from './document-rules';
import { visibleText } from './dom-rules';
import { preparePurifier, sanitise } from './sanitise-rules';

const { window } = new JSDOM('');
const purify = createDOMPurify(window);
preparePurifier(purify);
/** A cleaned mail with what a reader of it would find. */
function clean(html: string, isForward = false) {
  const safeHtml = sanitise(purify, html, isForward);
  if (safeHtml === null) return null;
  const root = new window.DOMParser().parseFromString(safeHtml, 'text/html').documentElement;
  return {
    safeHtml,
    text: visibleText([root]),
    hasRemoteContent: root.querySelector('[data-remote-src]') !== null,
    isDesigned: root.matches('[data-design="own"]'),
  };
}

const FORBIDDEN =
  /^(script|iframe|object|embed|applet|frame|frameset|portal|meta|base|link|svg|math|video|audio|source|track|form|input|button|select|textarea|template|noscript|area|map|dialog|picture|marquee|xmp|title)$/;
const MAY_HOLD = new Set(['href', 'title', 'data-remote-src', 'data-host', 'alt']);

/** What of a cleaned mail could run, load or post, as a browser would read it. */
function dangersOf(html: string): string[] {
  const document = new window.DOMParser().parseFromString(html, 'text/html');
  const found: string[] = [];
  for (const element of document.getElementsByTagName('*')) {
    const name = element.localName;
    if (FORBIDDEN.test(name) || name.includes(':')) found.push(`<${name}>`);
    if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`foreign ${name}`);
    for (const { name: key, value } of element.attributes) {
      if (
        /^on|src$|^srcset|^poster|^background$|^action|^ping|^name$|^tabindex|^form|^autofocus/.test(
          key,
        )
      ) {
        if (key !== 'data-remote-src') found.push(`${name}[${key}]`);
      }
      if (value.includes('canary.test') && !MAY_HOLD.has(key))
        found.push(`${name}[${key}] leads out`);
      if (key === 'href' && !/^(https?|mailto|tel):/.test(value)) found.push(`href ${value}`);
      if (key === 'data-remote-src' && !/^https?:/.test(value)) found.push(`remote ${value}`);
      if (key === 'style') found.push(...cssDangers(value));
    }
    if (name === 'a' && element.hasAttribute('href')) {
      if (element.getAttribute('rel') !== 'noopener noreferrer nofollow') found.push('rel');
      if (element.getAttribute('target') !== '_blank') found.push('target');
    }
    if (name === 'style') found.push(...cssDangers(element.textContent ?? ''));
  }
  return found;
}

function cssDangers(css: string): string[] {
  const isBad =
    /url|import|font-face|expression|image|fixed|sticky|absolute|var\(|--|behavior|binding|canary/i;
  // A string that is shown may say anything.
  const found = isBad.exec(css.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
  return found || css.includes('<') ? [`css ${css}`] : [];
}

describe('hostile mail (E1, E4-E9)', () => {
  it('has many kinds', () => expect(Object.keys(HOSTILE_MAILS).length).toBeGreaterThanOrEqual(90));

  it.each(Object.entries(HOSTILE_MAILS))('%s', (_name, html) => {
    for (const mail of [html, `<p>Hello</p>${html}`, `<table><tr><td>${html}`, `<b><i>${html}`]) {
      const cleaned = clean(mail);
      if (cleaned === null) continue;
      expect(dangersOf(cleaned.safeHtml)).toEqual([]);
      expect(clean(cleaned.safeHtml)?.safeHtml).toBe(cleaned.safeHtml);
    }
  });

  it('cleans all but a document without a body and what nests too deep', () => {
    const uncleaned = Object.entries(HOSTILE_MAILS).filter(([, html]) => clean(html) === null);
    expect(uncleaned.map(([name]) => name)).toEqual(['frameset', 'mxss deep nesting']);
  });

  it('shows that the checks fire on the mails as they are', () => {
    const quiet = Object.entries(HOSTILE_MAILS).filter(([, html]) => dangersOf(html).length === 0);
    expect(quiet.length).toBeLessThan(Object.keys(HOSTILE_MAILS).length / 5);
  });

  it('makes no request by itself, also as a document with images blocked', () => {
    for (const html of Object.values(HOSTILE_MAILS)) {
      const cleaned = clean(html);
      if (!cleaned) continue;
      const document = emailDocument({
        safeHtml: cleaned.safeHtml,
        areImagesAllowed: false,
        imageUrlOf: (url) => url,
        cidUrlOf: () => null,
        theme: 'light',
      });
      expect(/<img[^>]* src=/.test(document)).toBe(false);
    }
  });
});

describe('what settles (E7)', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<p>',
      '</p>',
      '<div>',
      '</div>',
      '<table>',
      '<tr>',
      '<td>',
      '</td>',
      '</table>',
      '<b>',
      '</b>',
      '<a href="https://x.test">',
      '</a>',
      '<style>',
      '</style>',
      '<svg>',
      '</svg>',
      '<math>',
      '<mtext>',
      '<mglyph>',
      '<!--',
      '-->',
      '<template>',
      '</template>',
      '<noscript>',
      '</noscript>',
      '<title>',
      '<textarea>',
      '<select>',
      '<option>',
      '<img src=x onerror=ran=1>',
      '<blockquote type=cite>',
      '</blockquote>',
      'On 3 Mar 2025, Ana wrote:',
      '<details class=quoted>',
      '<summary>',
      '<pre>',
      '</pre>',
      '&lt;',
      '\0',
      '"',
      "'",
      '>',
      '<',
      '\n> quoted\n',
      '<font color=red>',
      '<li>',
      '<ul>',
      '<form>',
      'p{color:red}',
      '@media all{',
      '}',
      '\\3c',
      '<p style="color:red;background:url(x)">',
      '<br>',
      '<hr>',
      '<div style="border-top:solid 1px">From: a Sent: b Subject: c</div>',
      '-----Original Message-----',
    ),
    fc.string({ maxLength: 12 }),
  );

  /** Five thousand mails take two minutes on a free core, and three times that on a busy one. */
  const LONGEST_MS = process.env.LONG ? 900_000 : 120_000;

  it(
    'comes out the same when it is cleaned once more',
    () => {
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
          const once = clean(pieces.join(''));
          if (!once) return;
          expect(clean(once.safeHtml)).toEqual(once);
          expect(dangersOf(once.safeHtml)).toEqual([]);
        }),
        { numRuns: process.env.LONG ? 5_000 : 150 },
      );
    },
    LONGEST_MS,
  );
});

describe('what is kept', () => {
  it('keeps the look of designed mail', () => {
    const cleaned = clean(
      `<html><head><style><!-- p.MsoNormal{margin:0;mso-x:1;color:#333} @media (max-width:600px){.w{width:100%!important}} --></style></head><body bgcolor="#f4f4f4" style="margin:0"><table width="600" cellpadding="0" bgcolor="#fff"><tr><td align="center" style="padding:10px 20px;background:linear-gradient(red,blue)">Hi</td></tr></table></body></html>`,
    );
    expect(cleaned?.isDesigned).toBe(true);
    expect(cleaned?.safeHtml).toContain(
      '<style>p.MsoNormal{margin:0;color:#333}@media (max-width:600px){.w{width:100%!important}}</style>',
    );
    expect(cleaned?.safeHtml).toContain('<body bgcolor="#f4f4f4" style="margin:0">');
    expect(cleaned?.safeHtml).toContain('linear-gradient(red,blue)');
  });

  it('lets plain mail take the theme', () => {
    const cleaned = clean(
      '<div style="color:#222;background:white">Hi <a style="color:blue" href="https://x.test">x</a></div>',
    );
    expect(cleaned?.isDesigned).toBe(false);
    expect(clean('<p style="color:#c00">Red</p>')?.isDesigned).toBe(true);
    expect(clean('<p><font color="#ff8800">x</font></p>')?.isDesigned).toBe(true);
  });

  it('marks pictures and throws away those that only count', () => {
    const cleaned = clean(
      `<img src="${CANARY}/a.png" width=100 alt=A><img src="cid:logo@x"><img src="${CANARY}/p.gif" width=1 height=1><img src="data:image/png;base64,AA">`,
    );
    expect(cleaned?.hasRemoteContent).toBe(true);
    expect(cleaned?.safeHtml).toContain(`data-remote-src="${CANARY}/a.png"`);
    expect(cleaned?.safeHtml).toContain('data-cid="logo@x"');
    expect(cleaned?.safeHtml).not.toContain('p.gif');
    expect(
      clean(`<img src="${CANARY}/p.gif" style="width:1px;height:1px">`)?.hasRemoteContent,
    ).toBe(false);
    expect(
      clean('<p>data-remote-src="x" &lt;img data-remote-src="y"&gt;</p>')?.hasRemoteContent,
    ).toBe(false);
  });

  it('names where a link leads', () => {
    const cleaned = clean('<a href="https://evil.test/x" title="bank.com">https://bank.com</a>');
    expect(cleaned?.safeHtml).toContain(
      '<a href="https://evil.test/x" title="evil.test" data-host="evil.test" data-warning="other-host" target="_blank" rel="noopener noreferrer nofollow">',
    );
  });

  it.each([
    'height:100vh',
    'min-height:calc(100vh - 20px)',
    'padding:0 0 3vmax',
    'margin-top:1dvb',
    'font-size:9cqh',
    'height:100\\76h',
    'height:100v\\h',
  ])('takes no size from the height of the frame, which is that of the mail: %s (E5)', (css) => {
    const cleaned = clean(`<style>p{${css};width:50vw}</style><b style="${css};width:60vw">x</b>`);
    expect(cleaned?.safeHtml).toContain('<style>p{width:50vw}</style>');
    expect(cleaned?.safeHtml).toContain('<b style="width:60vw">');
  });

  it.each([
    ['(max-height:500px)', false],
    ['screen and (width>=300px) and (height>=300px)', false],
    ['(orientation:landscape)', false],
    ['(min-width:100vh)', false],
    ['(min-aspect-ratio:1/1)', false],
    ['(max-width:500px)', true],
    ['(min-device-height:568px) and (max-device-aspect-ratio:2/3)', true],
  ])('keeps no rules that depend on that height: %s (E5)', (media, isKept) => {
    const cleaned = clean(`<style>@media ${media}{p{height:900px}}</style><p>x</p>`);
    expect(cleaned?.safeHtml.includes('height:900px')).toBe(isKept);
  });

  it.each([
    ['blanks', '<b> </b>'],
    ['invisible characters', '<b>\u200b</b>'],
  ])('warns of a link that names another host behind many %s (E9)', (_name, padding) => {
    const cleaned = clean(
      `<a href="https://evil.test/">${padding.repeat(500)}https://bank.com</a>`,
    );
    expect(cleaned?.safeHtml).toContain('data-warning="other-host"');
  });

  it('gives the text that is seen', () => {
    const cleaned = clean(
      '<title>T</title><style>p{}</style><div style="display:none">Preheader</div><p>One</p><p>Two<br>three</p><ul><li>a<li>b</ul><table><tr><td>x</td><td>y</td></tr></table>',
    );
    expect(cleaned?.text).toBe('One\n\nTwo\nthree\n\n• a\n• b\n\nx y');
  });
});
