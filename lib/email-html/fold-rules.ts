import { classesOf, isElement, isFold, isHidden, isText, next, visibleText } from './dom-rules';
import {
  announcesInline,
  isAttribution,
  isDivider,
  isOutlookHead,
  quotedBlocks,
} from './quote-rules';

/** Said on the fold; a reader presses it to see the quote. */
export const FOLD_LABEL = 'Show quoted text';

interface Quote {
  /** Neighbours, in order. */
  nodes: Node[];
  /** Where no sign says how far it reaches: as far as its container does. */
  isOpenEnded: boolean;
}

const CITED = /(?:^|\s)(?:gmail_quote|protonmail_quote|tutanota_quote|zmail_extra_quote)(?:\s|$)/;
const WHOLE = /(?:^|\s)(?:yahoo_quoted|ydp\w{0,40}yahoo_quoted|zmail_extra|hm_quote)(?:\s|$)/;
const WHOLE_ID = /^(?:x_)*(?:mail-editor-reference-message-container|yahoo_quoted_\d+)$/;
const OUTLOOK_ID = /^(?:x_)*(?:appendonsend|divRplyFwdMsg|stopSpelling|OLK_SRC_BODY_SECTION)$/;
/** Where the parser would move a fold elsewhere. */
const NO_FOLD_INSIDE = new Set(['TABLE', 'TBODY', 'THEAD', 'TFOOT', 'TR', 'COLGROUP', 'UL', 'OL']);
const SEARCHED_CHARACTERS = 1_500;
const MOST_FOLDS = 200;

/**
 * Puts quoted history into closed `<details class="quoted">`. What stands outside a quote always stays in
 * sight: a quote whose end is not marked is folded only below a text of its own, and nothing is folded where
 * nothing would remain. `isForward`: what follows a divider is then what the e-mail is about.
 */
export function foldQuotes(body: Element, isForward: boolean): void {
  const quotes = findQuotes(body, isForward);
  const folded = new Set(quotes.flatMap(({ nodes }) => nodes));
  if (quotes.length === 0 || !remainsVisible(body, folded)) return;
  for (const quote of quotes.slice(0, MOST_FOLDS)) fold(quote.nodes);
}

function findQuotes(body: Element, isForward: boolean): Quote[] {
  const quotes: Quote[] = [];
  const before: Node[] = [];
  let node = next(body, body);
  while (node) {
    const quote = isFold(node) ? null : quoteAt(node, body);
    const isKept = quote !== null && mayFold(quote, before, isForward);
    if (isKept) {
      quotes.push(quote);
      const last: Node = quote.nodes.at(-1) ?? node;
      node = next(last, body, true);
      continue;
    }
    const isSkipped = isFold(node) || (isElement(node) && isHidden(node));
    if (isText(node) && node.data.trim() !== '' && before.length < 2_000) before.push(node);
    node = next(node, body, isSkipped);
  }
  return quotes;
}

function mayFold(quote: Quote, before: readonly Node[], isForward: boolean): boolean {
  const first = quote.nodes[0];
  const parent = first?.parentNode;
  if (!isElement(parent) || NO_FOLD_INSIDE.has(parent.tagName) || isInParagraph(parent))
    return false;
  if (visibleText(quote.nodes, 20) === '') return false;
  if (!quote.isOpenEnded) return true;
  if (isForward) return false;
  const above = before
    .filter((node) => !quote.nodes.some((one) => one.contains(node)))
    .map((node) => (node as Text).data);
  return above.length > 0 && !announcesInline(above.join('\n'));
}

function quoteAt(node: Node, body: Element): Quote | null {
  if (isText(node)) return quoteAtText(node, body);
  if (!isElement(node)) return null;
  const id = node.getAttribute('id') ?? '';
  if (WHOLE.test(classesOf(node)) || WHOLE_ID.test(id))
    return { nodes: [node], isOpenEnded: false };
  if (node.tagName === 'BLOCKQUOTE') return citation(node);
  if (OUTLOOK_ID.test(id)) return openEnded(node, body);
  const style = (node.getAttribute('style') ?? '').toLowerCase();
  const isRuled = node.tagName === 'DIV' && style.includes('border-top:');
  return isRuled && isOutlookHead(visibleText([node], SEARCHED_CHARACTERS))
    ? openEnded(node, body)
    : null;
}

function citation(blockquote: Element): Quote | null {
  const above = attributionAbove(blockquote);
  const isCited =
    above.length > 0 ||
    CITED.test(classesOf(blockquote)) ||
    blockquote.getAttribute('type')?.toLowerCase() === 'cite';
  return isCited ? { nodes: [...above, blockquote], isOpenEnded: false } : null;
}

/** The neighbours from the line that names whom is quoted to the quote; none where there is no such line. */
function attributionAbove(blockquote: Element): Node[] {
  const nodes: Node[] = [];
  let node = blockquote.previousSibling;
  for (let steps = 0; node && steps < 8; steps++, node = node.previousSibling) {
    nodes.unshift(node);
    const text = isElement(node) || isText(node) ? visibleText([node], 400) : '';
    if (text === '') continue;
    if (isElement(node) && isFold(node)) return [];
    const isMarked =
      isElement(node) && /(?:^|\s)(?:gmail_attr|moz-cite-prefix)(?:\s|$)/.test(classesOf(node));
    const isLine =
      !text.includes('\n') && (isAttribution(text) || (isMarked && text.endsWith(':')));
    if (isLine) return nodes;
    return inlineAttribution(nodes);
  }
  return [];
}

/** The line may be several pieces of inline text: "On … <a>ana@x.com</a> wrote:". */
function inlineAttribution(nodes: readonly Node[]): Node[] {
  const line = [...nodes];
  let node = nodes[0]?.previousSibling ?? null;
  for (let steps = 0; node && steps < 6; steps++, node = node.previousSibling) {
    if (isElement(node) && (node.tagName === 'BR' || node.tagName === 'DIV')) break;
    line.unshift(node);
  }
  const text = visibleText(line, 800);
  const isLine = !text.includes('\n') && isAttribution(text);
  return isLine ? line : [];
}

function quoteAtText(node: Text, body: Element): Quote | null {
  const text = node.data.trim();
  if (text.startsWith('-') && isDivider(text)) return openEnded(node, body);
  return null;
}

/** From a mark to the end of what holds it, where the mark stands first in wrappers of its own. */
function openEnded(mark: Node, body: Element): Quote {
  let start = mark;
  for (;;) {
    const parent = start.parentNode;
    if (!parent || parent === body || !isElement(parent)) break;
    if (hasContentBefore(start) || hasContentAfter(start)) break;
    start = parent;
  }
  const nodes: Node[] = [];
  for (let node: Node | null = start; node; node = node.nextSibling) nodes.push(node);
  return { nodes, isOpenEnded: true };
}

function hasContentBefore(node: Node): boolean {
  for (let one = node.previousSibling; one; one = one.previousSibling) {
    if (hasContent(one)) return true;
  }
  return false;
}

function hasContentAfter(node: Node): boolean {
  for (let one = node.nextSibling; one; one = one.nextSibling) {
    if (hasContent(one)) return true;
  }
  return false;
}

function hasContent(node: Node): boolean {
  if (isText(node)) return node.data.trim() !== '';
  return isElement(node) && (visibleText([node], 5) !== '' || holdsImage(node));
}

function holdsImage(root: Element): boolean {
  for (let node: Node | null = root; node; node = next(node, root)) {
    if (isElement(node) && node.tagName === 'IMG') return true;
  }
  return false;
}

function remainsVisible(body: Element, folded: ReadonlySet<Node>): boolean {
  let node = next(body, body);
  while (node) {
    const isLeft = folded.has(node) || isFold(node) || (isElement(node) && isHidden(node));
    if (!isLeft && isText(node) && node.data.trim() !== '') return true;
    if (!isLeft && isElement(node) && node.tagName === 'IMG') return true;
    node = next(node, body, isLeft);
  }
  return false;
}

function isInParagraph(element: Element): boolean {
  for (let one: Element | null = element; one; one = one.parentElement) {
    if (one.tagName === 'P' || /^H[1-6]$/.test(one.tagName)) return true;
    if (one.tagName === 'TD' || one.tagName === 'BODY') return false;
  }
  return false;
}

function fold(nodes: readonly Node[]): void {
  const [first] = nodes;
  const document = first?.ownerDocument;
  if (!first || !document) return;
  const details = newFold(document);
  first.parentNode?.insertBefore(details, first);
  for (const node of nodes) details.append(node);
}

function newFold(document: Document): Element {
  const details = document.createElement('details');
  details.setAttribute('class', 'quoted');
  const summary = document.createElement('summary');
  summary.textContent = FOLD_LABEL;
  details.append(summary);
  return details;
}

/** Folds lines that begin with `>` in text whose line breaks are kept as they are. */
export function foldPreformatted(pre: Element, isForward: boolean): void {
  const [only] = pre.childNodes;
  if (pre.childNodes.length !== 1 || !isText(only) || !only.data.includes('>')) return;
  const blocks = quotedBlocks(only.data.split('\n'), isForward);
  if (!blocks.some(({ isQuoted }) => isQuoted)) return;
  const parts = blocks.map(({ isQuoted, lines }) => {
    const text = pre.ownerDocument.createTextNode(lines.join('\n'));
    if (!isQuoted) return text;
    const details = newFold(pre.ownerDocument);
    details.append(text);
    return details;
  });
  pre.replaceChildren(...parts);
}
