import type { InvitationLimits } from './types';

/**
 * How long a note is at the provider. Which of its counts LinkedIn goes by is not documented; UTF-16
 * units are the most that any of them makes of a text, so that a note that fits by them fits by all.
 */
export function noteLength(note: string): number {
  return note.length;
}

/** By how many characters a note is too long; 0 for one that fits. */
export function noteExcess(note: string, limits: InvitationLimits): number {
  return Math.max(0, noteLength(note) - limits.noteCharacters);
}
