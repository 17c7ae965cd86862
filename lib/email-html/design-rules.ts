import { elementsOf, isHidden } from './dom-rules';

const TABLES_OF_A_LAYOUT = 2;
const PICTURES_OF_A_LAYOUT = 3;
const PLAIN_BACKGROUNDS =
  /^(?:white|#fff(?:fff)?|transparent|none|inherit|initial|unset|window|rgba?\(255,\s*255,\s*255(?:,\s*1)?\))$/;
const PLAIN_COLORS =
  /^(?:black|inherit|initial|unset|windowtext|currentcolor|(?:dim|dark)?gr[ae]y|#0{3}(?:0{3})?)$/;
const COLOR = /(?:^|;)\s*color\s*:\s*([^;!]{1,60})/gi;
const BACKGROUND = /(?:^|;)\s*background(?:-color|-image)?\s*:\s*([^;!]{1,200})/gi;

/**
 * Whether an e-mail brings a look of its own: backgrounds, coloured text or a layout of tables. Such a one is
 * shown on light paper, since its colours were chosen together; all others take the reader's theme.
 */
export function hasOwnDesign(root: Element): boolean {
  let tables = 0;
  let pictures = 0;
  for (const element of elementsOf(root)) {
    if (element.tagName === 'STYLE' && isColouredSheet(element.textContent ?? '')) return true;
    if (element.tagName === 'TABLE') tables++;
    if (element.tagName === 'IMG') pictures++;
    if (isColoured(element)) return true;
  }
  return tables > TABLES_OF_A_LAYOUT || pictures > PICTURES_OF_A_LAYOUT;
}

function isColoured(element: Element): boolean {
  if (isHidden(element)) return false;
  const fill = element.getAttribute('bgcolor');
  if (fill !== null && !PLAIN_BACKGROUNDS.test(fill.trim().toLowerCase())) return true;
  const style = element.getAttribute('style');
  if (style !== null && hasColours(style, isLinkText(element))) return true;
  const ink = element.tagName === 'FONT' ? element.getAttribute('color') : null;
  return ink !== null && !isLinkText(element) && !isDarkNeutral(ink);
}

/** The colours of links and of their text are ours in a dark theme anyway. */
function isLinkText(element: Element): boolean {
  return element.tagName === 'A' || element.parentElement?.tagName === 'A';
}

function isColouredSheet(css: string): boolean {
  return css.split('}').some((rule) => {
    const [selector = '', block = ''] = rule.split('{').slice(-2);
    return hasColours(block, /(?:^|[\s,.])a\b|link|msohyper/i.test(selector));
  });
}

function hasColours(css: string, isLink: boolean): boolean {
  for (const [, value = ''] of css.matchAll(BACKGROUND)) {
    if (!PLAIN_BACKGROUNDS.test(value.trim().toLowerCase())) return true;
  }
  if (isLink) return false;
  return [...css.matchAll(COLOR)].some(([, value = '']) => !isDarkNeutral(value));
}

/** Black, or a grey that is nearer to it than to white. */
function isDarkNeutral(raw: string): boolean {
  const color = raw.trim().toLowerCase();
  if (PLAIN_COLORS.test(color)) return true;
  const channels = channelsOf(color);
  if (!channels) return false;
  return Math.max(...channels) - Math.min(...channels) <= 36 && Math.max(...channels) <= 160;
}

function channelsOf(color: string): number[] | null {
  const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(color);
  if (short) return short.slice(1).map((one) => Number.parseInt(one + one, 16));
  const long = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(color);
  if (long) return long.slice(1).map((one) => Number.parseInt(one, 16));
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(color);
  return rgb ? rgb.slice(1).map(Number) : null;
}
