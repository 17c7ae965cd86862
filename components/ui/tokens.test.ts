import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Linear sRGB, each channel 0 to 1. */
type Rgb = readonly [number, number, number];
type Oklab = readonly [number, number, number];
type Tokens = ReadonlyMap<string, string>;

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

const grounds = ['canvas', 'surface', 'subtle', 'hover'];
const tones = ['ok', 'warn', 'bad', 'info', 'neutral'];
const tints = ['color-tint-1', 'color-tint-2', 'color-tint-3', 'color-tint-4'];
const channels = [
  'linkedin',
  'whatsapp',
  'instagram',
  'messenger',
  'telegram',
  'twitter',
  'google',
  'outlook',
  'mail',
];

const pairs = (inks: string[], on: string[]) => inks.flatMap((ink) => on.map((g) => [ink, g]));

const labels = ['grey', 'violet', 'teal', 'amber', 'pink', 'green', 'red'];

/** Every pair that carries text: WCAG 1.4.3, at least 4.5. */
const textPairs = [
  ...pairs(['fg', 'fg-2', 'fg-3', 'accent-text'], [...grounds, 'accent-soft']),
  ...pairs(tones, grounds),
  ...tones.map((tone) => [tone, `${tone}-soft`]),
  ...pairs(['fg', 'fg-2', 'fg-3'], ['note']),
  ...pairs(['fg'], [...tones.map((tone) => `${tone}-soft`)]),
  ...pairs(['fg-2'], tints),
  ...pairs(['on-accent'], ['accent', 'color-accent-hover']),
  ...pairs(['on-bad'], ['bad', 'color-bad-hover']),
];

/** Every pair that carries the edge of a control, a ring or a meaningful shape: WCAG 1.4.11, at least 3. */
const edgePairs = [
  ...pairs(['line-strong'], ['canvas', 'surface']),
  ...pairs(['accent'], ['canvas', 'surface', 'subtle']),
  ...pairs(
    channels.map((channel) => `brand-${channel}`),
    ['canvas', 'surface', 'subtle', 'hover'],
  ),
  ...pairs(
    labels.map((label) => `label-${label}`),
    [...grounds, 'accent-soft', 'neutral-soft'],
  ),
];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const tokens = readTokens(theme);

  test('the list of pairs is the documented one, none dropped', () => {
    expect(textPairs).toHaveLength(61);
    expect(edgePairs).toHaveLength(83);
  });

  test.each(textPairs)('text %s on %s can be read', (ink = '', ground = '') => {
    expect(contrast(tokens, ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(edgePairs)('edge %s on %s can be seen', (ink = '', ground = '') => {
    expect(contrast(tokens, ink, ground)).toBeGreaterThanOrEqual(3);
  });
});

describe('the arithmetic', () => {
  test('black on white is 21, and a token equals its documented hex', () => {
    const ends = new Map([
      ['black', 'oklch(0 0 0)'],
      ['white', 'oklch(1 0 0)'],
    ]);
    expect(contrast(ends, 'black', 'white')).toBeCloseTo(21, 1);
    expect(hex(colourOf(readTokens('light'), 'accent'))).toBe('#634cd4');
    expect(hex(colourOf(readTokens('dark'), 'accent-text'))).toBe('#adaafb');
  });

  test('no colour is written outside the tokens', () => {
    const outside = css.replace(/(?:^:root|^\.dark) \{[^}]*\}/gm, '');
    expect(outside).not.toMatch(/oklch\(|#[0-9a-f]{3,8}\b|hsl\(/i);
    expect(outside.match(/rgb\([^)]*\)/g)).toEqual([
      'rgb(0 0 0 / 0.14)',
      'rgb(0 0 0 / 0.28)',
      'rgb(0 0 0 / 0.4)',
    ]);
  });
});

function readTokens(theme: 'light' | 'dark'): Tokens {
  const tokens = new Map<string, string>();
  const selectors =
    theme === 'light' ? [':root', '@theme inline'] : [':root', '@theme inline', '.dark'];
  for (const selector of selectors) {
    for (const block of css.split(`\n${selector} {`).slice(1)) {
      const body = block.slice(0, block.indexOf('\n}'));
      for (const [, name, value] of body.matchAll(/^\s*--([\w-]+):\s*([^;]+);/gm)) {
        if (name && value) tokens.set(name, value);
      }
    }
  }
  return tokens;
}

/** Follows `var()` and `color-mix(in oklab, a n%, b)`; throws on anything else. */
function oklabOf(tokens: Tokens, expression: string): Oklab {
  const text = expression.trim();
  if (text === 'black') return [0, 0, 0];
  const reference = /^var\(--([\w-]+)\)$/.exec(text);
  if (reference) return oklabOf(tokens, tokens.get(reference[1] ?? '') ?? `missing ${text}`);
  const mix = /^color-mix\(in oklab, (.+?) (\d+)%, (.+)\)$/.exec(text);
  if (mix) {
    const share = Number(mix[2]) / 100;
    const [l1, a1, b1] = oklabOf(tokens, mix[1] ?? '');
    const [l2, a2, b2] = oklabOf(tokens, mix[3] ?? '');
    const blend = (one: number, two: number) => one * share + two * (1 - share);
    return [blend(l1, l2), blend(a1, a2), blend(b1, b2)];
  }
  const parts = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(text);
  if (!parts) throw new Error(`Not a colour this test can read: ${text}`);
  const [lightness, chroma, degrees] = parts.slice(1).map(Number);
  const angle = ((degrees ?? 0) * Math.PI) / 180;
  return [lightness ?? 0, (chroma ?? 0) * Math.cos(angle), (chroma ?? 0) * Math.sin(angle)];
}

/** OKLab to linear sRGB (B. Ottosson, 2020), clipped to the gamut as a screen does. */
function colourOf(tokens: Tokens, name: string): Rgb {
  const [lightness, a, b] = oklabOf(tokens, `var(--${name})`);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function contrast(tokens: Tokens, ink: string, ground: string): number {
  const [darker = 0, lighter = 0] = [colourOf(tokens, ink), colourOf(tokens, ground)]
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue)
    .sort((one, two) => one - two);
  return (lighter + 0.05) / (darker + 0.05);
}

function hex(rgb: Rgb): string {
  const channel = (value: number) =>
    Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055))
      .toString(16)
      .padStart(2, '0');
  return `#${rgb.map(channel).join('')}`;
}
