import { FOLD_LABEL } from './fold-rules';
import { judgeLink } from './link-rules';
import { quotedBlocks } from './quote-rules';
import { isForwardSubject } from './subject-rules';

/** A word longer than this is no address that anybody reads. */
const LONGEST_LINK = 2_000;
const LONGEST_TEXT = 2_000_000;
const LINK = /^(?:https?:\/\/|www\.)[^\s<>"]+$/i;
const MAIL = /^[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}$/i;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/**
 * Plain text as safe HTML in the same form as `cleanEmail` gives: addresses become links, quoted history is
 * folded. Time grows with the length only; what is beyond two million characters is left out.
 */
export function htmlOfPlain(text: string, options: { subject?: string | null } = {}): string {
  const lines = text
    .slice(0, LONGEST_TEXT)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .split('\n');
  const parts = quotedBlocks(lines, isForwardSubject(options.subject)).map((block) => {
    const html = block.lines.map(linkedLine).join('\n');
    return block.isQuoted
      ? `<details class="quoted"><summary>${FOLD_LABEL}</summary>${html}</details>`
      : html;
  });
  return `<html><head></head><body><div class="plain">${parts.join('')}</div></body></html>`;
}

/** What is new in plain text: without quoted history. */
export function textOfPlain(text: string, options: { subject?: string | null } = {}): string {
  const lines = text.slice(0, LONGEST_TEXT).replace(/\r\n?/g, '\n').split('\n');
  return quotedBlocks(lines, isForwardSubject(options.subject))
    .filter(({ isQuoted }) => !isQuoted)
    .flatMap((block) => block.lines)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * Text of HTML that could not be cleaned, by leaving out whatever looks like a tag. Nothing is understood, so
 * the result is text only and never markup.
 */
export function roughTextOfHtml(html: string): string {
  return html
    .slice(0, LONGEST_TEXT)
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<(script|style|title|template|svg|math)\b[\s\S]*?(?:<\/\1|$)/gi, '<')
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6]|\/blockquote)\b[^>]*>?/gi, '\n')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, readEntity)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[\s]*/g, '\n')
    .trim();
}

function readEntity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = Number.parseInt(decimal ?? hex ?? '', decimal === undefined ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function linkedLine(line: string): string {
  return line
    .split(/(\s+)/)
    .map((word) => linkedWord(word))
    .join('');
}

function linkedWord(word: string): string {
  if (word.length > LONGEST_LINK || !/[/@]|^\W{0,3}www\./i.test(word)) return escapeText(word);
  const [, before = '', rest = ''] = /^([<("'[{]{0,3})([\s\S]*)$/.exec(word) ?? [];
  const address = rest.slice(0, endOfAddress(rest));
  const href = LINK.test(address)
    ? address.replace(/^www\./i, 'https://www.')
    : MAIL.test(address)
      ? `mailto:${address}`
      : null;
  const link = href === null ? null : judgeLink(href, address);
  if (!link) return escapeText(word);
  const warning = link.warning ? ` data-warning="${link.warning}"` : '';
  const host = escapeAttribute(link.host);
  return `${escapeText(before)}<a href="${escapeAttribute(link.href)}" title="${host}" data-host="${host}"${warning} target="_blank" rel="noopener noreferrer nofollow">${escapeText(address)}</a>${escapeText(rest.slice(address.length))}`;
}

/** Punctuation behind an address belongs to the sentence; a bracket only if none opened it inside. */
function endOfAddress(text: string): number {
  let end = text.search(/[<>"]/);
  if (end < 0) end = text.length;
  let unopened = text.slice(0, end).split(')').length - text.slice(0, end).split('(').length;
  while (end > 0) {
    const last = text.charAt(end - 1);
    const isClosing = last === ')' && unopened-- > 0;
    if (!isClosing && !'.,;:!?\'"]}*_'.includes(last)) break;
    end--;
  }
  return end;
}

/** For an attribute in double quotes, as a browser writes it back. */
function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;');
}

/** For text between tags, as a browser writes it back: cleaning leaves it as it is. */
function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;');
}
