import {
  type CssNode,
  type Declaration,
  generate,
  type List,
  parse,
  type StyleSheet,
  walk,
} from 'css-tree';

/** Whole families of properties that only say how text and boxes look. */
const FAMILIES =
  /^(?:border|margin|padding|font|text|list-style|outline|flex|grid|align|justify|column|overflow|word|place|row-gap|gap)(?:-[a-z-]+)?$/;
const PROPERTIES = new Set(
  `aspect-ratio background background-clip background-color background-image background-origin
  background-position background-repeat background-size bottom box-shadow box-sizing caption-side clear color
  color-scheme content direction display empty-cells float height hyphens left letter-spacing line-break
  line-height max-height max-width min-height min-width object-fit object-position opacity order position
  quotes right tab-size table-layout top unicode-bidi vertical-align visibility white-space width`.split(
    /\s+/,
  ),
);
/** By name as written: an escape inside one (`u\72l(`) makes it a name that is not here. */
const FUNCTIONS = new Set(
  `rgb rgba hsl hsla hwb lab lch oklab oklch calc min max clamp linear-gradient radial-gradient conic-gradient
  repeating-linear-gradient repeating-radial-gradient repeat minmax fit-content`.split(/\s+/),
);
/** The others take a box out of the mail's own flow. */
const POSITIONS = new Set(['static', 'relative', 'initial', 'inherit']);
/** The frame is as tall as its mail: what is as tall as the frame would grow with it for ever. */
const UNITS_OF_HEIGHT = /^(?:[sld]?v|cq)(?:h|b|min|max)$/i;
const MEDIA_OF_HEIGHT =
  /orientation|(?<!device-)(?:height|aspect-ratio)|\d(?:[sld]?v|cq)(?:h|b|min|max)/i;
const KNOWN_VALUES = new Set([
  'Value',
  'Identifier',
  'Number',
  'Percentage',
  'Dimension',
  'Hash',
  'String',
  'Operator',
  'Function',
  'Parentheses',
  'UnicodeRange',
]);
const DEEPEST_MEDIA = 3;

/**
 * A style sheet of an e-mail without anything that loads, animates, escapes the flow or knows the reader's
 * theme. Empty when nothing remains or it cannot be read. The result holds no `<`.
 */
export function cleanStyleSheet(css: string): string {
  try {
    const sheet = parse(css, { parseCustomProperty: false }) as StyleSheet;
    cleanRules(sheet.children, 0);
    return withoutMarkup(generate(sheet));
  } catch {
    return '';
  }
}

/** The same for the value of a `style` attribute. */
export function cleanInlineStyle(css: string): string {
  try {
    const list = parse(css, { context: 'declarationList' });
    if (list.type !== 'DeclarationList') return '';
    cleanDeclarations(list.children);
    return withoutMarkup(generate(list));
  } catch {
    return '';
  }
}

function cleanRules(rules: List<CssNode>, depth: number): void {
  rules.forEach((node, item) => {
    if (node.type === 'Rule' && node.prelude.type === 'SelectorList') {
      cleanDeclarations(node.block.children);
      if (!node.block.children.isEmpty) return;
    } else if (isKeptMedia(node, depth)) {
      cleanRules(node.block.children, depth + 1);
      if (!node.block.children.isEmpty) return;
    }
    rules.remove(item);
  });
}

function isKeptMedia(
  node: CssNode,
  depth: number,
): node is Extract<CssNode, { type: 'Atrule' }> & { block: { children: List<CssNode> } } {
  if (node.type !== 'Atrule' || node.name.toLowerCase() !== 'media') return false;
  if (!node.block || node.prelude?.type !== 'AtrulePrelude' || depth >= DEEPEST_MEDIA) return false;
  const media = generate(node.prelude);
  // The theme of the reader is ours to apply; a range with < would look like markup.
  return !/[<\\]|prefers-/i.test(media) && !MEDIA_OF_HEIGHT.test(media);
}

function cleanDeclarations(declarations: List<CssNode>): void {
  declarations.forEach((node, item) => {
    if (node.type !== 'Declaration' || !isSafe(node)) declarations.remove(item);
  });
}

function isSafe({ property, value }: Declaration): boolean {
  const name = property.toLowerCase();
  if (!PROPERTIES.has(name) && !FAMILIES.test(name)) return false;
  let isKnown = value.type === 'Value';
  walk(value, (part) => {
    if (!KNOWN_VALUES.has(part.type)) isKnown = false;
    if (part.type === 'Function' && !FUNCTIONS.has(part.name.toLowerCase())) isKnown = false;
    if (part.type === 'Dimension' && !isKnownUnit(part.unit)) isKnown = false;
    // What css-tree cannot name it hands on as an operator or an identifier with escapes.
    if (part.type === 'Identifier' && part.name.includes('\\')) isKnown = false;
  });
  if (!isKnown) return false;
  return name !== 'position' || POSITIONS.has(generate(value).toLowerCase().trim());
}

/** One with an escape is read by browsers as another. */
function isKnownUnit(unit: string): boolean {
  return /^[a-z]+$/i.test(unit) && !UNITS_OF_HEIGHT.test(unit);
}

/** A string of CSS may spell a tag by escapes, which generating it undoes. */
function withoutMarkup(css: string): string {
  return css.replaceAll('<', '\\3c ');
}
