import type { Config, DOMPurify } from 'dompurify';
import { cleanInlineStyle, cleanStyleSheet } from './css-rules';
import { hasOwnDesign } from './design-rules';
import { elementsOf, visibleText } from './dom-rules';
import { foldPreformatted, foldQuotes } from './fold-rules';
import { judgeLink, remoteImageUrl } from './link-rules';

const TAGS =
  `html head body style a abbr address article aside b bdi bdo big blockquote br caption center cite
  code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i
  img ins kbd label li main mark nav ol p pre q s samp section small span strike strong sub summary sup table
  tbody td tfoot th thead time tr tt u ul var wbr #text`.split(/\s+/);
/** Nothing here loads: what a picture shows stands in markers of ours. */
const ATTRIBUTES =
  `align alt bgcolor border cellpadding cellspacing class color colspan dir face height hidden
  href hspace id lang nowrap role rowspan size span start style summary title type valign value vspace width
  data-remote-src data-cid data-host data-warning data-design`.split(/\s+/);
const OURS = ['data-remote-src', 'data-cid', 'data-host', 'data-warning', 'data-design'];

const CONFIG: Config = {
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ATTRIBUTES,
  ADD_URI_SAFE_ATTR: OURS,
  ALLOW_DATA_ATTR: false,
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  ALLOW_UNKNOWN_PROTOCOLS: false,
};

/** Deeper ones are nested anew by browsers, so that they would show another tree than was cleaned. */
const DEEPEST = 400;
const MOST_PASSES = 5;
const LONGEST_CID = 300;
/** A picture of this size shows nothing: it is there to be fetched. */
const TRACKER_PIXELS = 2;

/**
 * Cleans the HTML of one e-mail. The result is what comes out when it is cleaned once more, so no parser
 * reads it in another way than the one that judged it. Null when it does not settle or nests too deep.
 * @param purify made ready by `preparePurifier`
 */
export function sanitise(purify: DOMPurify, html: string, isForward: boolean): string | null {
  let current = html;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const root = cleanOnce(purify, current, isForward);
    if (!root) return null;
    const { outerHTML } = root;
    if (outerHTML === current) return outerHTML;
    current = outerHTML;
  }
  return null;
}

/** Teaches a purifier what is special about mail: style sheets, pictures. Once for each purifier. */
export function preparePurifier(purify: DOMPurify): void {
  const known = new Map<string, string>();
  purify.addHook('beforeSanitizeElements', (node) => {
    if (node.nodeName !== 'STYLE') return;
    const css = cleanStyleSheet(node.textContent ?? '');
    if (css === '') node.parentNode?.removeChild(node);
    else node.textContent = css;
  });
  purify.addHook('uponSanitizeAttribute', (_element, data) => {
    if (data.attrName !== 'style') return;
    const cleaned = known.get(data.attrValue) ?? cleanInlineStyle(data.attrValue);
    if (known.size < 2_000) known.set(data.attrValue, cleaned);
    data.attrValue = cleaned;
    data.keepAttr = cleaned !== '';
  });
  purify.addHook('beforeSanitizeAttributes', (element) => {
    // Also called for text.
    if (element.nodeType !== 1) return;
    if (element.nodeName === 'IMG') markPicture(element);
    else for (const name of ['data-remote-src', 'data-cid']) element.removeAttribute(name);
  });
}

function cleanOnce(purify: DOMPurify, html: string, isForward: boolean): Element | null {
  const root = purify.sanitize(html, CONFIG) as unknown as Element;
  const body = [...root.children].find(({ tagName }) => tagName === 'BODY');
  if (root.tagName !== 'HTML' || !body) return null;
  const elements = elementsOf(root);
  if (elements.some((element) => element.children.length === 0 && isTooDeep(element))) return null;
  for (const element of elements) {
    if (element.tagName === 'A') markLink(element);
    else for (const name of ['href', 'data-host', 'data-warning']) element.removeAttribute(name);
    if (element.tagName === 'IMG' && isTracker(element)) element.remove();
    if (element.tagName === 'PRE') foldPreformatted(element, isForward);
    element.removeAttribute('data-design');
  }
  foldQuotes(body, isForward);
  if (hasOwnDesign(root)) root.setAttribute('data-design', 'own');
  return root;
}

function markPicture(image: Element): void {
  const source = (image.getAttribute('src') ?? '').trim();
  const cid = /^cid:/i.test(source) ? source.slice(4) : image.getAttribute('data-cid');
  const remote = remoteImageUrl(source || (image.getAttribute('data-remote-src') ?? ''));
  for (const name of ['src', 'data-cid', 'data-remote-src']) image.removeAttribute(name);
  if (cid !== null && cid !== '' && cid.length <= LONGEST_CID) image.setAttribute('data-cid', cid);
  else if (remote !== null) image.setAttribute('data-remote-src', remote);
}

function isTracker(image: Element): boolean {
  if (!image.hasAttribute('data-remote-src')) return false;
  const style = (image.getAttribute('style') ?? '').toLowerCase();
  if (/(?:^|;)(?:display:none|visibility:hidden|opacity:0)(?:[;!]|$)/.test(style)) return true;
  return isTiny(image, style, 'width') || isTiny(image, style, 'height');
}

/** A line of one pixel that is stretched (`width="100%"`) is a tracker for us too: it shows next to nothing. */
function isTiny(image: Element, style: string, side: 'width' | 'height'): boolean {
  const styled = new RegExp(`(?:^|;)${side}:(\\d+(?:\\.\\d+)?)(?:px)?(?:[;!]|$)`).exec(style)?.[1];
  const value = styled ?? image.getAttribute(side)?.trim().replace(/px$/i, '');
  return value !== undefined && value !== '' && Number(value) <= TRACKER_PIXELS;
}

function markLink(anchor: Element): void {
  const link = judgeLink(anchor.getAttribute('href') ?? '', visibleText([anchor], 400));
  for (const name of ['href', 'title', 'data-host', 'data-warning', 'target', 'rel']) {
    anchor.removeAttribute(name);
  }
  if (!link) return;
  anchor.setAttribute('href', link.href);
  anchor.setAttribute('title', link.host);
  anchor.setAttribute('data-host', link.host);
  if (link.warning) anchor.setAttribute('data-warning', link.warning);
  anchor.setAttribute('target', '_blank');
  anchor.setAttribute('rel', 'noopener noreferrer nofollow');
}

function isTooDeep(element: Element): boolean {
  let depth = 0;
  for (let one: Element | null = element; one; one = one.parentElement) depth++;
  return depth > DEEPEST;
}
