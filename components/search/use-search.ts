'use client';

import { parseAsString, useQueryState } from 'nuqs';

/** The search lives in the address: null is none, an empty text a field that waits. */
export function useSearch() {
  const [q, setQ] = useQueryState('q', parseAsString.withOptions({ history: 'replace' }));
  return {
    q,
    isOpen: q !== null,
    setQ: (next: string) => void setQ(next),
    close: () => void setQ(null),
  };
}
