'use client';

import { useSyncExternalStore } from 'react';

const QUERY = '(pointer: coarse)';

/** Whether a finger points here, which cannot hover. The server takes a mouse. */
export function useCoarsePointer(): boolean {
  return useSyncExternalStore(subscribe, isCoarsePointer, () => false);
}

// One for the page: every bubble of a conversation asks.
let kept: MediaQueryList | undefined;

function pointerQuery(): MediaQueryList {
  kept ??= window.matchMedia(QUERY);
  return kept;
}

/** The same for an event's handler, in the browser only. */
export function isCoarsePointer(): boolean {
  return pointerQuery().matches;
}

function subscribe(onChange: () => void): () => void {
  const query = pointerQuery();
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
