import type { LabelColour } from './types';

/** So many labels can a workspace have: more cannot be told apart in a list. */
export const MAX_LABELS = 200;
export const MAX_LABEL_CHARACTERS = 40;

/** In the order in which they are offered; each has a token of its own in both themes. */
export const LABEL_COLOUR_NAMES: Record<LabelColour, string> = {
  grey: 'Grey',
  violet: 'Violet',
  teal: 'Teal',
  amber: 'Amber',
  pink: 'Pink',
  green: 'Green',
  red: 'Red',
};
export const LABEL_COLOUR_ORDER = Object.keys(LABEL_COLOUR_NAMES) as LabelColour[];

/** A name as it is kept: one line, one kind of space, one way to write an accent. */
export function cleanLabelName(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** The colour that the fewest labels have, so that new ones differ as long as they can. */
export function nextColour(labels: readonly { colour: LabelColour }[]): LabelColour {
  const uses = (colour: LabelColour) => labels.filter((label) => label.colour === colour).length;
  const colours = LABEL_COLOUR_ORDER.slice(1);
  return colours.reduce((best, one) => (uses(one) < uses(best) ? one : best), colours[0] ?? 'grey');
}
