'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { STATUS_WORDS } from '@/lib/accounts/rules';
import type { ShownStatusCode } from '@/lib/accounts/types';
import { PROVIDERS } from '@/lib/core/providers';
import { OVERVIEW_SORTS, type OverviewFilters, type OverviewSort } from '@/lib/overview/types';

export const STATUS_CODES = Object.keys(STATUS_WORDS) as ShownStatusCode[];

const parsers = {
  provider: parseAsStringLiteral(PROVIDERS),
  owner: parseAsString,
  status: parseAsStringLiteral(STATUS_CODES),
  sort: parseAsStringLiteral(OVERVIEW_SORTS).withDefault('need'),
  desc: parseAsBoolean.withDefault(false),
};

export type FilterChange = Partial<Pick<OverviewFilters, 'provider' | 'owner' | 'status'>>;

const NO_FILTER = { provider: null, owner: null, status: null };

/** Filters and order of the table, which live in the address with the names of the export. */
export function useOverviewFilters() {
  const [{ desc, ...values }, set] = useQueryStates(parsers);
  const filters: OverviewFilters = { ...values, isDescending: desc };
  return {
    filters,
    count: [filters.provider, filters.owner, filters.status].filter(Boolean).length,
    change: (filter: FilterChange) => void set(filter),
    /** No other filter than this one: what stands behind a number. */
    showOnly: (filter: FilterChange) => void set({ ...NO_FILTER, ...filter }),
    clear: () => void set(NO_FILTER),
    order: (sort: OverviewSort, isDescending: boolean) => void set({ sort, desc: isDescending }),
    /** A press on a header: rising, falling, then the order of need again. */
    toggle(sort: OverviewSort) {
      if (filters.sort !== sort) void set({ sort, desc: false });
      else if (!filters.isDescending) void set({ sort, desc: true });
      else void set({ sort: null, desc: null });
    },
  };
}

export type OverviewFiltering = ReturnType<typeof useOverviewFilters>;
