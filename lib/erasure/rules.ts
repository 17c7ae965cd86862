import type { Channel } from '@/lib/core/providers';

/** What a digest can stand for: a person's id at a provider, their address, or an invitation of an account. */
export interface ErasableId {
  kind: Channel | `invitation:${string}`;
  value: string;
}

/** Whom an erasure is about; sealed until it is done. */
export interface ErasureSubject {
  /** Ids of `person_identities`. */
  identities: { kind: Channel; value: string }[];
  /** Names that a profile can be opened by. */
  publicIdentifiers: string[];
  /** What raw deliveries name of them beside those: chats, attendees and invitations that are gone. */
  traces: string[];
}

/** What the digest is made of. */
export function digestText({ kind, value }: ErasableId): string {
  return `${kind} ${value}`;
}

/** Why a raw delivery holds nothing any more and cannot be replayed. */
export const ERASED_REASON = 'erased';

/** By what a raw delivery or a row of a file names the person, in lower case. */
export function tracesOf({ identities, publicIdentifiers, traces }: ErasureSubject): string[] {
  const words = [...identities.map(({ value }) => value), ...publicIdentifiers, ...traces];
  return [...new Set(words.filter((word) => word !== '').map((word) => word.toLowerCase()))];
}

/** What was asked for is of somebody who was erased: here there is nothing of it, whatever the API still has. */
export class ErasedError extends Error {
  override readonly name = 'ErasedError';
}
