'use client';

import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'switchboard';
const listeners = new Set<() => void>();
/** Used where the browser keeps nothing for us (private windows, full storage): lasts as long as the page. */
const memory = new Map<string, string>();

/** A key under which one member's text for one conversation lies on this device. */
export function storageKey(
  kind: 'draft' | 'note' | 'outbox' | 'since' | 'answer',
  memberId: string,
  conversationId: string,
) {
  return `${PREFIX}:${kind}:${memberId}:${conversationId}`;
}

export function readStored(key: string): string | null {
  try {
    return memory.get(key) ?? localStorage.getItem(key);
  } catch {
    return memory.get(key) ?? null;
  }
}

/** Null removes it. */
export function writeStored(key: string, text: string | null): void {
  memory.delete(key);
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    if (text !== null) memory.set(key, text);
  }
  for (const notify of listeners) notify();
}

/** Every key of ours that holds text now. */
export function storedKeys(): string[] {
  const keys = new Set(memory.keys());
  try {
    for (const key of Object.keys(localStorage)) keys.add(key);
  } catch {
    // Nothing is kept there, then.
  }
  return [...keys].filter((key) => key.startsWith(`${PREFIX}:`));
}

/** The text under a key, the same in every tab; null on the server and while there is none. */
export function useStoredText(key: string): string | null {
  const read = useCallback(() => readStored(key), [key]);
  return useSyncExternalStore(subscribe, read, nothing);
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  window.addEventListener('storage', notify);
  return () => {
    listeners.delete(notify);
    window.removeEventListener('storage', notify);
  };
}

function nothing(): null {
  return null;
}
