import { parseOutbox } from './outbox-entries';
import { readStored, storedKeys, writeStored } from './stored-text';

/** Whose text lies on this device. */
const PERSON_KEY = 'switchboard:person';
const TEXT = /^switchboard:(draft|note|outbox|since|answer):/;

/** Messages on this device that our server does not hold: drafts, and what could not be sent. */
export function countUnsent(): number {
  return textKeys().reduce((count, key) => {
    // They say something of a draft and are none.
    if (/^switchboard:(since|answer):/.test(key)) return count;
    const stored = readStored(key);
    if (!key.startsWith('switchboard:outbox:')) return count + (stored?.trim() ? 1 : 0);
    return count + parseOutbox(stored).filter(({ state }) => state !== 'saved').length;
  }, 0);
}

/** Leaves nothing for the next person who uses this device. */
export function removeText(): void {
  for (const key of textKeys()) writeStored(key, null);
  writeStored(PERSON_KEY, null);
}

/**
 * Text outlives a session that ran out, because its author comes back for it; it does not outlive
 * somebody else's signing in, who could read it with the browser's own tools.
 */
export function keepOnlyTextOf(userId: string): void {
  const before = readStored(PERSON_KEY);
  if (before === userId) return;
  if (before !== null) removeText();
  writeStored(PERSON_KEY, userId);
}

function textKeys(): string[] {
  return storedKeys().filter((key) => TEXT.test(key));
}
