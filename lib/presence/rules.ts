import { SECOND_MS } from '@/lib/core/time';
import type { PresentMember } from './types';

/** How often a browser says that it still looks; two missed beats and some slack mean that it left. */
export const PRESENCE_BEAT_MS = 20 * SECOND_MS;
export const PRESENCE_LIMIT_MS = 50 * SECOND_MS;
/** Who has not pressed a key for so long has stopped typing. */
export const TYPING_LIMIT_MS = 6 * SECOND_MS;

/** "Sam and Mira are here", for readers of the small pictures in the header. */
export function presenceText(present: readonly PresentMember[]): string {
  const typing = present.filter((member) => member.kind === 'typing');
  const viewing = present.filter((member) => member.kind === 'viewing');
  return [sentence(typing, 'typing'), sentence(viewing, 'looking at this')]
    .filter((text) => text !== null)
    .join('. ');
}

function sentence(members: readonly PresentMember[], what: string): string | null {
  const names = members.map((member) => member.name);
  if (names.length === 0) return null;
  const list = new Intl.ListFormat('en').format(names);
  return `${list} ${names.length === 1 ? 'is' : 'are'} ${what}`;
}
