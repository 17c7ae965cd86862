'use client';

import { useSyncExternalStore } from 'react';

const QUERY = '(pointer: coarse)';

/** Whether a finger points here, which cannot hover. The server takes a mouse. */
export function useCoarsePointer(): boolean {
  return useSyncExternalStore(subscribe, isCoarse, () => false);
}

function isCoarse(): boolean {
  return window.matchMedia(QUERY).matches;
}

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(QUERY);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
