import type { InvitationLimits } from './types';

/**
 * How long a note is at the provider. Which of its counts LinkedIn goes by is not documented; UTF-16
 * units are the most that any of them makes of a text, so that a note that fits by them fits by all.
 */
export function noteLength(note: string): number {
  return note.length;
}

/** By how many characters a note is too long; 0 for one that fits. */
export function noteExcess(note: string, limits: Pick<InvitationLimits, 'noteCharacters'>): number {
  return Math.max(0, noteLength(note) - limits.noteCharacters);
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** As much of a note as fits, from its beginning; what a reader takes for one character stays whole or goes. */
export function fitNote(note: string, limits: Pick<InvitationLimits, 'noteCharacters'>): string {
  let end = 0;
  for (const { index, segment } of graphemes.segment(note)) {
    if (index + segment.length > limits.noteCharacters) break;
    end = index + segment.length;
  }
  return note.slice(0, end);
}
