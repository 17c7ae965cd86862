import type {
  FormattedBlock as Block,
  StoredFormatted as Formatted,
  FormattedInline as Inline,
  FormattedListItem as ListItem,
  FormattedMark as Mark,
  FormattedParagraph as Paragraph,
} from '@/db/schema/sends';
import { escapeHtml } from '@/lib/core/html';
import { splitLinks } from '@/lib/core/links';

const MARK_TAGS = { bold: 'strong', italic: 'em', underline: 'u', strike: 's' } as const;
/** Lists in lists; deeper is nothing that a person writes. */
const DEEPEST = 10;
const LONGEST_LINK = 2_000;
const LINK_PROTOCOLS = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** What was written or stored elsewhere, with nothing in it but what is known here; null where it is something else. */
export function parseFormatted(value: unknown): Formatted | null {
  if (partOf(value, 'type') !== 'doc') return null;
  const content = allOf(partOf(value, 'content'), (block) => parseBlock(block, 0));
  return content && { type: 'doc', content };
}

function parseBlock(value: unknown, depth: number): Block | null {
  const type = partOf(value, 'type');
  if (type === 'paragraph') {
    const inner = partOf(value, 'content');
    const content = inner === undefined ? [] : allOf(inner, parseInline);
    return content && (content.length > 0 ? { type, content } : { type });
  }
  if ((type !== 'bulletList' && type !== 'orderedList') || depth >= DEEPEST) return null;
  const content = allOf(partOf(value, 'content'), (item): ListItem | null => {
    if (partOf(item, 'type') !== 'listItem') return null;
    const blocks = allOf(partOf(item, 'content'), (block) => parseBlock(block, depth + 1));
    return blocks && { type: 'listItem', content: blocks };
  });
  return content && { type, content };
}

function parseInline(value: unknown): Inline | null {
  const type = partOf(value, 'type');
  if (type === 'hardBreak') return { type };
  const text = partOf(value, 'text');
  if (type !== 'text' || typeof text !== 'string') return null;
  const inner = partOf(value, 'marks');
  // What a mark of another kind would have done is lost; its words are not.
  const marks = (Array.isArray(inner) ? inner : []).map(parseMark).filter((mark) => mark !== null);
  return { type, text, ...(marks.length > 0 && { marks }) };
}

function parseMark(value: unknown): Mark | null {
  const type = partOf(value, 'type');
  if (type === 'link') {
    const href = linkTarget(String(partOf(partOf(value, 'attrs'), 'href')));
    return href === null ? null : { type, attrs: { href } };
  }
  return typeof type === 'string' && Object.hasOwn(MARK_TAGS, type)
    ? { type: type as keyof typeof MARK_TAGS }
    : null;
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function allOf<Part>(value: unknown, parse: (one: unknown) => Part | null): Part[] | null {
  if (!Array.isArray(value)) return null;
  const parts = value.map(parse);
  return parts.every((part) => part !== null) ? (parts as Part[]) : null;
}

/** Where a link leads, as typed; `acme.example/x` means the web, `a@acme.example` a mail. Null where it leads nowhere that opens. */
export function linkTarget(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || text.length > LONGEST_LINK || /\s/.test(text)) return null;
  const whole = withScheme(text);
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, href } = new URL(whole);
  if (!LINK_PROTOCOLS.has(protocol)) return null;
  return protocol.startsWith('http') && !hostname.includes('.') ? null : href;
}

function withScheme(text: string): string {
  // What a digit follows is the port of a host.
  if (/^(tel:|[a-z][a-z0-9+.-]*:(?!\d))/i.test(text)) return text;
  return /^[^/@]+@[^/@]+$/.test(text) ? `mailto:${text}` : `https://${text.replace(/^\/\//, '')}`;
}

/** Text as a document that says the same words: `textOfFormatted` gives it back to the letter. */
export function formattedOf(text: string): Formatted {
  const paragraphs = text.split('\n\n').map((paragraph): Paragraph => {
    const content = paragraph
      .split('\n')
      .flatMap((line, index): Inline[] => [
        ...(index > 0 ? [{ type: 'hardBreak' } as const] : []),
        ...(line === '' ? [] : [{ type: 'text', text: line } as const]),
      ]);
    return { type: 'paragraph', ...(content.length > 0 && { content }) };
  });
  return { type: 'doc', content: paragraphs };
}

/** The words alone, for whoever reads no form: lists as lines with their marks, links with where they lead. */
export function textOfFormatted({ content }: Formatted): string {
  return content.map((block) => textOfBlock(block)).join('\n\n');
}

function textOfBlock(block: Block): string {
  if (block.type === 'paragraph') return (block.content ?? []).map(textOfInline).join('');
  return block.content
    .flatMap((item, index) => {
      const mark = block.type === 'bulletList' ? '- ' : `${index + 1}. `;
      const lines = item.content.map(textOfBlock).join('\n').split('\n');
      return lines.map((line, at) => `${at === 0 ? mark : ' '.repeat(mark.length)}${line}`);
    })
    .join('\n');
}

function textOfInline(node: Inline): string {
  if (node.type === 'hardBreak') return '\n';
  const href = hrefOf(node);
  const isTold = href === null || !/^https?:/.test(href) || isSameTarget(node.text, href);
  return isTold ? node.text : `${node.text} <${href}>`;
}

function hrefOf({ marks }: Extract<Inline, { text: string }>): string | null {
  const link = marks?.find((mark) => mark.type === 'link');
  return link && 'attrs' in link ? link.attrs.href : null;
}

function isSameTarget(text: string, href: string): boolean {
  return linkTarget(text) === href;
}

/**
 * The words with their form as HTML that every mail program reads. Built from what is known, never from markup that
 * came in, so there is nothing to clean.
 */
export function htmlOfFormatted({ content }: Formatted): string {
  return content.map(htmlOfBlock).join('');
}

function htmlOfBlock(block: Block): string {
  if (block.type === 'paragraph') return `<p>${inlineHtml(block) || '<br>'}</p>`;
  const tag = block.type === 'bulletList' ? 'ul' : 'ol';
  const items = block.content.map(({ content }) => {
    const [first, ...rest] = content;
    // A paragraph in an item would set its mark apart from its words in some programs.
    const head = first?.type === 'paragraph' ? inlineHtml(first) : first ? htmlOfBlock(first) : '';
    return `<li>${head}${rest.map(htmlOfBlock).join('')}</li>`;
  });
  return `<${tag}>${items.join('')}</${tag}>`;
}

function inlineHtml({ content = [] }: Paragraph): string {
  return content
    .map((node) => {
      if (node.type === 'hardBreak') return '<br>';
      const href = hrefOf(node);
      const words = href
        ? `<a href="${escapeHtml(href)}">${escapeHtml(node.text)}</a>`
        : linkedHtml(node.text);
      return (node.marks ?? []).reduce((inner, mark) => {
        if (mark.type === 'link') return inner;
        const tag = MARK_TAGS[mark.type];
        return `<${tag}>${inner}</${tag}>`;
      }, words);
    })
    .join('');
}

/** Plain text as HTML in which addresses can be pressed; only such links can be tracked. */
export function linkedHtml(text: string): string {
  return splitLinks(text)
    .map((part) => {
      const shown = escapeHtml(part.text);
      return part.href ? `<a href="${escapeHtml(part.href)}">${shown}</a>` : shown;
    })
    .join('');
}

/** The form, where it belongs to these words: words that were changed elsewhere count, and have none. */
export function formOf(text: string, formatted: Formatted | undefined): Formatted | null {
  return formatted && textOfFormatted(formatted).trim() === text.trim() ? formatted : null;
}
