'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import type { ConversationFilter } from '@/lib/inbox/types';
import { fromSearch } from '@/lib/saved-views/rules';

/** The filter of the list that stands here; null outside of the inbox. */
export function useListedFilter(): ConversationFilter | null {
  const search = useSearchParams().toString();
  return usePathname().startsWith('/inbox') ? fromSearch(search) : null;
}
