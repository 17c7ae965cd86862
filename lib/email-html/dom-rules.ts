/** Walks over an e-mail's DOM without selectors, whose cost in jsdom grows with the tree. */

const TEXT = 3;
const ELEMENT = 1;
/** What begins a new line. */
const BLOCKS = new Set(
  `ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6
  HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TR UL`.split(/\s+/),
);
/** What an empty line stands before and behind. */
const SPACED = new Set('BLOCKQUOTE DL H1 H2 H3 H4 H5 H6 HR OL P PRE TABLE UL'.split(' '));
/** Put between or around words by senders; nobody reads it. */
const INVISIBLE = /\u00ad|\u034f|\u200b|\u2060|\ufeff/g;
const HIDING =
  /(?:^|;)(?:display:none|visibility:hidden|max-height:0(?:px)?|font-size:0(?:px)?|opacity:0)(?:!important)?(?:;|$)/;

export function isElement(node: Node | null | undefined): node is Element {
  return node?.nodeType === ELEMENT;
}

export function isText(node: Node | null | undefined): node is Text {
  return node?.nodeType === TEXT;
}

/** All elements below `root` in the order of the document; changing the tree afterwards is safe. */
export function elementsOf(root: Element): Element[] {
  const found: Element[] = [];
  for (let node = next(root, root); node; node = next(node, root)) {
    if (isElement(node)) found.push(node);
  }
  return found;
}

/** The next node in the order of the document, within `root`; `skip` leaves out what is below `node`. */
export function next(node: Node, root: Node, skip = false): Node | null {
  if (!skip && node.firstChild) return node.firstChild;
  let current: Node | null = node;
  while (current && current !== root) {
    if (current.nextSibling) return current.nextSibling;
    current = current.parentNode;
  }
  return null;
}

export function classesOf(element: Element): string {
  return element.getAttribute('class') ?? '';
}

/** A fold that we made, or an equal one that came with the e-mail. */
export function isFold(node: Node): boolean {
  return isElement(node) && node.tagName === 'DETAILS' && classesOf(node) === 'quoted';
}

/** Hidden by its own style, as the lines are that are only for the list of a mail program. */
export function isHidden(element: Element): boolean {
  if (element.hasAttribute('hidden')) return true;
  const style = element.getAttribute('style');
  return style !== null && HIDING.test(style.replace(/\s+/g, ''));
}

/**
 * What a reader sees of nodes, in lines. Leaves out folded quotes, hidden parts and style sheets; stops at
 * `limit` characters that are seen.
 */
export function visibleText(roots: readonly Node[], limit = Number.POSITIVE_INFINITY): string {
  const lines = new Lines();
  for (const root of roots) {
    let node: Node | null = root;
    while (node && lines.length < limit) {
      const isSkipped: boolean = isElement(node) && isUnseen(node);
      if (!isSkipped) lines.open(node);
      node = isSkipped || !node.firstChild ? leave(node, root, lines) : node.firstChild;
    }
  }
  return lines.toString();
}

function isUnseen(element: Element): boolean {
  return element.tagName === 'STYLE' || isFold(element) || isHidden(element);
}

function leave(from: Node, root: Node, lines: Lines): Node | null {
  let node: Node | null = from;
  while (node) {
    if (isElement(node)) lines.close(node);
    if (node === root) return null;
    if (node.nextSibling) return node.nextSibling;
    node = node.parentNode;
  }
  return null;
}

function seenOf(text: string): string {
  return text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

class Lines {
  /** Of what is seen: blanks before a word use up no limit. */
  length = 0;
  private done: string[] = [];
  private line: string[] = [];

  open(node: Node): void {
    if (isText(node)) {
      this.line.push(node.data);
      this.length += seenOf(node.data).length;
    } else if (isElement(node)) {
      if (node.tagName === 'BR') this.end('gap if empty');
      else if (BLOCKS.has(node.tagName)) this.end(SPACED.has(node.tagName) ? 'gap' : 'no gap');
      if (node.tagName === 'LI') this.line.push('• ');
    }
  }

  close(element: Element): void {
    const name = element.tagName;
    if (BLOCKS.has(name)) this.end(SPACED.has(name) ? 'gap' : 'no gap');
    else if (name === 'TD' || name === 'TH') this.line.push(' ');
  }

  /** Ends a line. One empty line at most stands between two others. */
  private end(gap: 'gap' | 'no gap' | 'gap if empty'): void {
    const text = seenOf(this.line.join(''));
    this.line = [];
    if (text !== '') this.done.push(text);
    const isGap = gap === 'gap' || (gap === 'gap if empty' && text === '');
    if (isGap && (this.done.at(-1) ?? '') !== '') this.done.push('');
  }

  toString(): string {
    this.end('no gap');
    while (this.done.at(-1) === '') this.done.pop();
    return this.done.join('\n');
  }
}
