'use client';

import { useQueryStates } from 'nuqs';
import type { Channel } from '@/lib/core/providers';
import { countPeopleFilters } from '@/lib/people/rules';
import { peopleParams, toPeopleFilter } from './people-params';

type Change = Partial<{
  q: string | null;
  channel: Channel | null;
  account: string | null;
  owner: string | null;
  invited: boolean | null;
}>;

/** What narrows the list; it lives in the address. */
export function usePeopleFilter() {
  const [values, set] = useQueryStates(peopleParams);
  const filter = toPeopleFilter(values);
  return {
    filter,
    count: countPeopleFilters(filter),
    change: (change: Change) => void set(change),
    clear: () => void set(null),
  };
}

export type PeopleFiltering = ReturnType<typeof usePeopleFilter>;
