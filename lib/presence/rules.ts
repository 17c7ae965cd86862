import { SECOND_MS } from '@/lib/core/time';
import type { PresentMember } from './types';

/** How often a browser says that it still looks; two missed beats and some slack mean that it left. */
export const PRESENCE_BEAT_MS = 20 * SECOND_MS;
export const PRESENCE_LIMIT_MS = 50 * SECOND_MS;
/** Who has not pressed a key for so long has stopped typing. */
export const TYPING_LIMIT_MS = 6 * SECOND_MS;

interface OwnMessage {
  sentAt: string;
  /** The teammate who wrote it here; null when it came from the phone or is one's own. */
  authorName: string | null;
  isMine: boolean;
}

/** Why a message should not leave without a second look. */
export type Collision =
  | { kind: 'answered'; name: string | null; at: string }
  | { kind: 'typing'; name: string };

/**
 * What a colleague did since the draft was begun: an answer that has left weighs more than one that is
 * being typed. `draftSince` null: nothing was written yet, so nothing can collide.
 */
export function collisionOf(input: {
  draftSince: string | null;
  present: readonly PresentMember[];
  /** Our side's messages of this conversation, in any order. */
  ours: readonly OwnMessage[];
}): Collision | null {
  const { draftSince, present, ours } = input;
  if (draftSince === null) return null;
  const answers = ours.filter((message) => !message.isMine && message.sentAt > draftSince);
  const newest = answers.sort((a, b) => (a.sentAt < b.sentAt ? 1 : -1)).at(0);
  if (newest) return { kind: 'answered', name: newest.authorName, at: newest.sentAt };
  const typist = present.find((member) => member.kind === 'typing');
  return typist ? { kind: 'typing', name: typist.name } : null;
}

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
