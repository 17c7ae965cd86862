import { describe, expect, it } from 'vitest';
import { cleanEmail } from './clean-queries';
import { sendableHtml } from './forward-rules';

const forwarded = async (html: string, pictures: Record<string, string> = {}) =>
  sendableHtml((await cleanEmail(html)) ?? '', (contentId) => pictures[contentId] ?? null);

describe('an e-mail as a part of another one', () => {
  it('keeps its look and loses what runs', async () => {
    const html = await forwarded(
      '<html><head><style>p{color:red}</style></head><body style="margin:0" onload="x()"><p onclick="x()">Hello</p><script>alert(1)</script></body></html>',
    );
    expect(html).toContain('<style>p{color:red}</style>');
    expect(html).toContain('<p>Hello</p>');
    expect(html).not.toMatch(/script|onload|onclick|<html|<body/);
  });

  it('shows remote pictures where they were, without trackers, and links where they led', async () => {
    const html = await forwarded(
      '<p><a href="https://client.example/offer">Offer</a><img src="https://client.example/a.png" width="90" height="90"><img src="https://t.example/p.gif" width="1" height="1"></p>',
    );
    expect(html).toContain('src="https://client.example/a.png"');
    expect(html).toContain('href="https://client.example/offer"');
    expect(html).not.toMatch(/\/t\.example| data-/);
  });

  it('names a picture that stood inside where its file goes along, and is silent where it does not', async () => {
    const html = await forwarded('<p>See <img src="cid:plan"> and <img src="cid:logo"></p>', {
      plan: 'plan <1>.png',
    });
    expect(html).toContain('See <span>[plan &lt;1&gt;.png]</span> and ');
    expect(html).not.toContain('<img');
  });

  it('hides no quote: what was folded for our reader stands open', async () => {
    const html = await forwarded(
      '<div>Fine.</div><div class="gmail_quote"><div class="gmail_attr">On 20 Nov 2026, Noor wrote:</div><blockquote class="gmail_quote">The offer</blockquote></div><details><summary>More</summary>below</details>',
    );
    expect(html).toContain('The offer');
    expect(html).toContain('More');
    expect(html).not.toMatch(/details|summary|Show quoted text/);
    expect(html.match(/<div/g)?.length).toBe(html.match(/<\/div>/g)?.length);
  });
});
