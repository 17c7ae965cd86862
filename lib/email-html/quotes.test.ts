import createDOMPurify from 'dompurify';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { visibleText } from './dom-rules';
import { htmlOfPlain, textOfPlain } from './plain-rules';
import { preparePurifier, sanitise } from './sanitise-rules';

const purify = createDOMPurify(new JSDOM('').window);
preparePurifier(purify);
const read = (html: string) => new JSDOM(html).window.document.documentElement;
/** What a reader sees of it once it is cleaned and folded. */
const seen = (html: string, isForward = false) =>
  visibleText([read(sanitise(purify, html, isForward) ?? '')]);

const OUTLOOK_HEAD =
  '<p class="MsoNormal"><b>From:</b> Ana &lt;ana@x.com&gt;<br><b>Sent:</b> Monday, March 3, 2025 10:00<br><b>To:</b> Bo<br><b>Subject:</b> Hi</p>';

/** Name, HTML, what stays in sight. Everything that says OLD is quoted. */
const PAIRS: [string, string, string][] = [
  [
    'Gmail',
    '<div dir="ltr">New</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Mar 3, 2025 at 10:00 AM Ana &lt;<a href="mailto:ana@x.com">ana@x.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0">OLD</blockquote></div>',
    'New',
  ],
  [
    'Gmail with an answer below',
    '<div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 3, 2025 Ana wrote:</div><blockquote class="gmail_quote">OLD</blockquote><div>New below</div></div>',
    'New below',
  ],
  [
    'Gmail between the lines',
    '<div class="gmail_quote"><div class="gmail_attr">On Mon, Mar 3, 2025 Ana wrote:</div><blockquote class="gmail_quote">OLD 1</blockquote><div>New 1</div><blockquote class="gmail_quote">OLD 2</blockquote><div>New 2</div></div>',
    'New 1\nNew 2',
  ],
  [
    'Apple Mail',
    'New<br><div><br><blockquote type="cite"><div>On 3 Mar 2025, at 10:00, Ana &lt;ana@x.com&gt; wrote:</div><br><div>OLD</div></blockquote></div><br>',
    'New',
  ],
  [
    'Thunderbird, answer below',
    '<div class="moz-cite-prefix">On 3/3/25 10:00, Ana wrote:<br></div><blockquote type="cite" cite="mid:x"><p>OLD</p></blockquote><p>New below</p><pre class="moz-signature">-- <br>Bo</pre>',
    'New below\n\n--\nBo',
  ],
  [
    'Thunderbird in German',
    '<p>Neu</p><div class="moz-cite-prefix">Am 03.03.25 um 10:00 schrieb Ana:<br></div><blockquote type="cite">OLD</blockquote>',
    'Neu',
  ],
  [
    'Outlook on the web',
    '<div class="elementToProof">New</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Ana<br><b>Sent:</b> Monday<br><b>Subject:</b> Hi</div><div>OLD</div>',
    'New',
  ],
  [
    'new Outlook',
    '<div>New</div><div id="mail-editor-reference-message-container"><div>OLD</div></div><div>Signature</div>',
    'New\nSignature',
  ],
  [
    'Outlook for Windows',
    `<div class="WordSection1"><p class="MsoNormal">New</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">${OUTLOOK_HEAD}</div></div><p class="MsoNormal">OLD</p></div>`,
    'New',
  ],
  [
    'Outlook that answers in red',
    `<div class="WordSection1"><p class="MsoNormal">See my answers below in red</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt">${OUTLOOK_HEAD}</div></div><p>Question</p><p style="color:red">New answer</p></div>`,
    'See my answers below in red\n\nFrom: Ana <ana@x.com>\nSent: Monday, March 3, 2025 10:00\nTo: Bo\nSubject: Hi\n\nQuestion\n\nNew answer',
  ],
  [
    'Outlook with nothing above',
    `<div><div style="border-top:solid #E1E1E1 1.0pt">${OUTLOOK_HEAD}</div><p>Passed on</p></div>`,
    'From: Ana <ana@x.com>\nSent: Monday, March 3, 2025 10:00\nTo: Bo\nSubject: Hi\n\nPassed on',
  ],
  [
    'Yahoo',
    '<div class="ydp1yahoo-style-wrap">New</div><div id="ydp12yahoo_quoted_1" class="ydp12yahoo_quoted"><div>On Monday, March 3, 2025, Ana wrote:</div><div>OLD</div></div><div>New below</div>',
    'New\nNew below',
  ],
  [
    'Proton',
    '<div>New</div><div class="protonmail_quote">On Monday, March 3rd, 2025 at 10:00, Ana &lt;a@x.com&gt; wrote:<br><br><blockquote class="protonmail_quote" type="cite">OLD</blockquote><br></div>',
    'New',
  ],
  [
    'original message in one division',
    '<div>New<br>-----Original Message-----<br>From: Ana<br>OLD</div>',
    'New',
  ],
  [
    'original message in German',
    '<div>Neu</div><div>-----Ursprüngliche Nachricht-----</div><div>Von: Ana</div><div>OLD</div>',
    'Neu',
  ],
  [
    'a forward of Gmail',
    '<div>Note</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Ana</div>Passed on</div>',
    'Note\n---------- Forwarded message ---------\nFrom: Ana\nPassed on',
  ],
  [
    'a citation in an article',
    '<p>She said:</p><blockquote>Passed on</blockquote>',
    'She said:\n\nPassed on',
  ],
  [
    'a sentence before the attribution',
    '<div>On 1 March we agreed. On 3 Mar 2025, Ana wrote:</div><blockquote type="cite">OLD</blockquote>',
    'On 1 March we agreed. On 3 Mar 2025, Ana wrote:',
  ],
  ['nothing but a quote', '<blockquote type="cite">All there is</blockquote>', 'All there is'],
  [
    'a quote inside a quote',
    '<p>New</p><blockquote type="cite">OLD <blockquote type="cite">OLD</blockquote> OLD</blockquote><p>More</p>',
    'New\n\nMore',
  ],
  [
    'indented HTML',
    `<p>New</p><blockquote type="cite">\n${' '.repeat(60)}<p>OLD</p>\n</blockquote>`,
    'New',
  ],
  [
    'an answer in indented HTML',
    '<p>Hi</p><div><div>\n    <p>New</p></div><div id="appendonsend"></div></div><div>Older</div>',
    'Hi\n\nNew\n\nOlder',
  ],
  [
    'preformatted',
    '<pre>New\n\nOn 3 Mar 2025, Ana wrote:\n&gt; OLD\n&gt;\n&gt; OLD\nNew below</pre>',
    'New\nNew below',
  ],
];

describe('quotes in HTML (E15)', () => {
  it.each(PAIRS)('%s', (_name, html, expected) => {
    expect(seen(html)).toBe(expected);
    // Folded, not lost.
    const words = (text: string) => text.match(/OLD/g)?.length ?? 0;
    expect(words(sanitise(purify, html, false) ?? '')).toBe(words(html));
  });

  it('shows what a forward is about', () => {
    const html = `<p>FYI</p><div><div style="border-top:solid #E1E1E1 1.0pt">${OUTLOOK_HEAD}</div><p>Passed on</p></div>`;
    expect(seen(html)).toBe('FYI');
    expect(seen(html, true)).toContain('Passed on');
  });
});

describe('plain text', () => {
  it.each([
    [
      'below',
      'New\n\nOn Mon, 3 Mar 2025 at 10:00, Ana <ana@x.com>\nwrote:\n> OLD\n>\n> OLD\n',
      'New',
    ],
    ['above', 'On 3 Mar 2025, Ana wrote:\n> OLD\n\nNew below', 'New below'],
    ['between', 'Hi\n> OLD 1\nNew 1\n> OLD 2\nNew 2', 'Hi\nNew 1\nNew 2'],
    ['divider', 'New\n\n-----Original Message-----\nFrom: Ana\nOLD', 'New'],
    [
      'announced',
      'See inline\n-----Original Message-----\nQ\nNew answer',
      'See inline\n-----Original Message-----\nQ\nNew answer',
    ],
    ['only a quote', '> All there is', '> All there is'],
  ])('quote %s', (_name, text, expected) => {
    expect(textOfPlain(text)).toBe(expected);
    const html = htmlOfPlain(text);
    expect(html.match(/OLD/g)?.length ?? 0).toBe(text.match(/OLD/g)?.length ?? 0);
    expect(html.includes('<details')).toBe(text.includes('OLD'));
  });

  it('links addresses and nothing else', () => {
    const html = htmlOfPlain(
      'See (https://x.test/a_(b)), www.y.test. or ana@x.test! javascript:alert(1) a@b',
    );
    expect([...html.matchAll(/href="([^"]*)"[^>]*>([^<]*)</g)].map((one) => one.slice(1))).toEqual([
      ['https://x.test/a_(b)', 'https://x.test/a_(b)'],
      ['https://www.y.test/', 'www.y.test'],
      ['mailto:ana@x.test', 'ana@x.test'],
    ]);
  });

  it('is what cleaning leaves as it is', () => {
    const text =
      'A <b> & "q" \u00a0\n> On <script>ran=1</script>\nhttps://x.test/?a=1&b="><img src=x>\n\nend';
    const html = htmlOfPlain(text);
    expect(sanitise(purify, html, false)).toBe(html);
  });

  it('takes time in proportion to the length', () => {
    const started = performance.now();
    for (const piece of [
      'http://',
      'www.a.',
      'a@a.',
      '> On 3 wrote:\n',
      '(((',
      ')))',
      'a.a.a@',
      '-----',
      '\n\n\n> ',
    ]) {
      htmlOfPlain(piece.repeat(200_000));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 30_000);
});
