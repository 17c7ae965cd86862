import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormattedInline, StoredFormatted } from '@/db/schema/sends';
import {
  formattedOf,
  formOf,
  htmlOfFormatted,
  linkTarget,
  parseFormatted,
  textOfFormatted,
} from './formatted-rules';

const text = (words: string, ...marks: object[]) => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 && { marks }),
});
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const item = (...content: object[]) => ({ type: 'listItem', content });
const link = (href: string) => ({ type: 'link', attrs: { href, target: '_blank' } });
const parsed = (...content: object[]): StoredFormatted => {
  const formatted = parseFormatted({ type: 'doc', content });
  if (!formatted) throw new Error('not understood');
  return formatted;
};

const OFFER = parsed(
  paragraph(text('Dear '), text('Noor', { type: 'bold' }, { type: 'italic' }), text(',')),
  {
    type: 'orderedList',
    attrs: { start: 1 },
    content: [
      item(paragraph(text('Plan')), {
        type: 'bulletList',
        content: [item(paragraph(text('gate 4'), { type: 'hardBreak' }, text('door 2')))],
      }),
      item(paragraph(text('the price', link('https://ours.example/price?a=1&b=2')))),
    ],
  },
  paragraph(),
);

describe('formatted words', () => {
  it('go out as HTML of few tags', () => {
    expect(htmlOfFormatted(OFFER)).toBe(
      '<p>Dear <em><strong>Noor</strong></em>,</p>' +
        '<ol><li>Plan<ul><li>gate 4<br>door 2</li></ul></li>' +
        '<li><a href="https://ours.example/price?a=1&amp;b=2">the price</a></li></ol><p><br></p>',
    );
  });

  it('say the same as text alone', () => {
    expect(textOfFormatted(OFFER)).toBe(
      'Dear Noor,\n\n1. Plan\n   - gate 4\n     door 2\n2. the price <https://ours.example/price?a=1&b=2>\n\n',
    );
  });

  it('name where a link leads once, also where its words are the address', () => {
    const words = parsed(paragraph(text('ours.example/price', link('https://ours.example/price'))));
    expect(textOfFormatted(words)).toBe('ours.example/price');
  });

  it('are made of any text, and give it back to the letter', () => {
    const lines = fc.array(fc.constantFrom('', ' ', 'a', '- b', '1. c', '<b>', '\t'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(lines, (all) => {
        const written = all.join('\n');
        const formatted = formattedOf(written);
        expect(textOfFormatted(formatted)).toBe(written);
        expect(parseFormatted(structuredClone(formatted))).toEqual(formatted);
      }),
    );
  });

  it('carry no markup of their own, whatever they say', () => {
    const inline = fc.record({
      type: fc.constant('text'),
      text: fc.oneof(
        fc.string(),
        fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '&lt;'),
      ),
      marks: fc.array(
        fc.oneof(
          fc.constantFrom({ type: 'bold' }, { type: 'underline' }, { type: 'onclick' }),
          fc
            .constantFrom(
              'javascript:alert(1)',
              'https://a.example/"onclick="x',
              'data:text/html,x',
            )
            .map(link),
        ),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(inline, { maxLength: 4 }), (content) => {
        const html = htmlOfFormatted(parsed(paragraph(...content)));
        const rest = html.replace(/<\/?(?:p|strong|u|a)>|<br>|<a href="https?:\/\/[^"<>]*">/g, '');
        expect(rest).not.toMatch(/[<>"]/);
      }),
    );
  });
});

describe('what is taken for formatted words', () => {
  const deep = (depth: number): object => ({
    type: 'bulletList',
    content: [item(depth > 0 ? deep(depth - 1) : paragraph(text('x')))],
  });

  it.each([
    ['nothing', null],
    ['a text', 'Hello'],
    ['another kind of document', { type: 'html', content: [] }],
    ['an unknown block', { type: 'doc', content: [{ type: 'image', attrs: { src: 'x' } }] }],
    ['words outside of a block', { type: 'doc', content: [text('x')] }],
    ['words that are none', { type: 'doc', content: [paragraph({ type: 'text', text: 7 })] }],
    ['a list of something else', { type: 'doc', content: [{ type: 'bulletList', content: [7] }] }],
    ['lists without end', { type: 'doc', content: [deep(10_000)] }],
  ])('is not %s', (_what, value) => {
    expect(parseFormatted(value)).toBeNull();
  });

  it('is a link only where it opens; its words stay', () => {
    const words = parsed(paragraph(text('here', link('javascript:alert(1)'), { type: 'bold' })));
    const only: FormattedInline = { type: 'text', text: 'here', marks: [{ type: 'bold' }] };
    expect(words.content).toEqual([{ type: 'paragraph', content: [only] }]);
  });
});

describe('a link', () => {
  it.each([
    ['https://ours.example/a b', null],
    ['ours.example/price', 'https://ours.example/price'],
    ['//ours.example', 'https://ours.example/'],
    ['ours.example:8443/x', 'https://ours.example:8443/x'],
    ['noor@client.example', 'mailto:noor@client.example'],
    ['tel:0301234', 'tel:0301234'],
    ['javascript:alert(1)', null],
    [' JAVASCRIPT:alert(1)', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['price', null],
    ['', null],
  ])('typed as “%s” leads to %s', (typed, target) => {
    expect(linkTarget(typed)).toBe(target);
  });
});

it('a form belongs to its words and to no others', () => {
  expect(formOf(textOfFormatted(OFFER), OFFER)).toBe(OFFER);
  expect(formOf(textOfFormatted(OFFER).trim(), OFFER)).toBe(OFFER);
  expect(formOf('Dear Noor,', OFFER)).toBeNull();
  expect(formOf('Dear Noor,', undefined)).toBeNull();
});
