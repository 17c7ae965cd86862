'use client';

import { readStored, storageKey, useStoredText, writeStored } from './stored-text';

/** Text in the making, kept on this device until it is sent. */
export function useDraft(
  memberId: string,
  conversationId: string,
  kind: 'draft' | 'note' = 'draft',
) {
  const key = storageKey(kind, memberId, conversationId);
  const text = useStoredText(key) ?? '';
  return {
    text,
    set: (next: string) => writeStored(key, next === '' ? null : next),
    /** Empties it and gives what was in it: a second press before the next frame gets nothing. */
    take() {
      const taken = readStored(key) ?? '';
      writeStored(key, null);
      return taken;
    },
  };
}

/** Puts text behind what is already being written. */
export function appendDraft(
  memberId: string,
  conversationId: string,
  more: string,
  kind: 'draft' | 'note' = 'draft',
): void {
  const key = storageKey(kind, memberId, conversationId);
  const text = readStored(key) ?? '';
  writeStored(key, text.trim() ? `${text}\n${more}` : more);
}
