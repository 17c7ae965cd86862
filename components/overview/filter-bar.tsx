'use client';

import { Download } from 'lucide-react';
import { useNow } from '@/components/accounts/use-now';
import type { OverviewFiltering } from '@/components/overview/use-overview-filters';
import { Button } from '@/components/ui/button';
import { buttonStyle } from '@/components/ui/button-style';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { Select, type SelectOption } from '@/components/ui/select';
import { STATUS_WORDS, shownStatus } from '@/lib/accounts/rules';
import type { ShownStatusCode } from '@/lib/accounts/types';
import { PROVIDER_NAMES, PROVIDERS, type Provider } from '@/lib/core/providers';
import { overviewCsvHref } from '@/lib/overview/options';
import type { Overview, OverviewSort } from '@/lib/overview/types';

const ALL = 'all';

/** For the phone, which has no table head to press. */
const ORDERS: readonly SelectOption<OverviewSort>[] = [
  { value: 'need', label: 'Order: by need' },
  { value: 'account', label: 'Order: account' },
  { value: 'owner', label: 'Order: owner' },
  { value: 'since', label: 'Order: longest in this status' },
  { value: 'received', label: 'Order: longest without a message' },
  { value: 'uptime', label: 'Order: lowest uptime' },
  { value: 'lag', label: 'Order: smallest lag' },
];

/** What narrows the table; only values that occur are offered, and the one that is chosen. */
export function FilterBar({
  overview,
  filtering,
}: {
  overview: Overview;
  filtering: OverviewFiltering;
}) {
  const { filters, count, change, clear } = filtering;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="Provider"
        size={32}
        className="w-40 max-sm:w-full"
        options={providerOptions(overview, filters.provider)}
        value={filters.provider ?? ALL}
        onValueChange={(value) => change({ provider: value === ALL ? null : value })}
      />
      <Select
        aria-label="Owner"
        size={32}
        className="w-44 max-sm:w-full"
        options={ownerOptions(overview)}
        value={filters.owner ?? ALL}
        onValueChange={(value) => change({ owner: value === ALL ? null : value })}
      />
      <Select
        aria-label="Status"
        size={32}
        className="w-44 max-sm:w-full"
        options={useStatusOptions(overview, filters.status)}
        value={filters.status ?? ALL}
        onValueChange={(value) => change({ status: value === ALL ? null : value })}
      />
      <Select
        aria-label="Order"
        size={32}
        className="md:hidden max-sm:w-full"
        options={ORDERS}
        value={filters.sort}
        onValueChange={(sort) => filtering.order(sort, false)}
      />
      {count > 0 && (
        <Button variant="ghost" onClick={clear}>
          Clear {count === 1 ? 'filter' : `${count} filters`}
        </Button>
      )}
      {/* A file, which the router must not fetch ahead. */}
      <a href={overviewCsvHref(filters)} download className={`${buttonStyle()} sm:ms-auto`}>
        <Download aria-hidden="true" />
        CSV
      </a>
    </div>
  );
}

function providerOptions(
  { rows }: Overview,
  chosen: Provider | null,
): SelectOption<Provider | typeof ALL>[] {
  const present = new Set<Provider>(rows.map(({ provider }) => provider));
  if (chosen) present.add(chosen);
  return [
    { value: ALL, label: 'All providers' },
    ...PROVIDERS.filter((provider) => present.has(provider)).map((provider) => ({
      value: provider,
      label: PROVIDER_NAMES[provider],
      icon: <ChannelGlyph channel={provider} isDecorative className="text-fg-2" />,
    })),
  ];
}

function ownerOptions({ rows }: Overview): SelectOption<string>[] {
  const owners = new Map(rows.map(({ owner }) => [owner?.memberId ?? 'none', owner?.name ?? '']));
  const hasUnowned = owners.delete('none');
  const named = [...owners].sort((one, two) => one[1].localeCompare(two[1], 'en'));
  return [
    { value: ALL, label: 'All owners' },
    ...named.map(([value, label]) => ({ value, label })),
    ...(hasUnowned ? [{ value: 'none', label: 'No owner' }] : []),
  ];
}

function useStatusOptions(
  { rows, freshMs }: Overview,
  chosen: ShownStatusCode | null,
): SelectOption<ShownStatusCode | typeof ALL>[] {
  const { nowMs } = useNow();
  const present = new Set(rows.map((row) => shownStatus(row, nowMs, freshMs).code));
  if (chosen) present.add(chosen);
  return [
    { value: ALL, label: 'All statuses' },
    ...[...present]
      .sort((one, two) => STATUS_WORDS[one].rank - STATUS_WORDS[two].rank)
      .map((code) => ({ value: code, label: STATUS_WORDS[code].label })),
  ];
}
