'use client';

import { readStored, useStoredText, writeStored } from '@/components/inbox/stored-text';

/** Not of one member's texts, which go when somebody else signs in. */
const KEY = 'person-pane';
const OPEN = 'open';
/** Below, there is no room beside list and conversation: the person has a page. */
const WIDE = '(min-width: 80rem)';

/** Whether the person stands beside the conversation; this device remembers it. */
export function usePersonPane(): boolean {
  return useStoredText(KEY) === OPEN;
}

export function togglePersonPane(): void {
  writeStored(KEY, readStored(KEY) === OPEN ? null : OPEN);
}

export function hasRoomForPane(): boolean {
  return window.matchMedia(WIDE).matches;
}
