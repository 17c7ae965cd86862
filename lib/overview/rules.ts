import { reconnectTimes } from '@/lib/accounts/reconnect-rules';
import { byNeed, shownStatus } from '@/lib/accounts/rules';
import { toCsv } from '@/lib/core/csv';
import type { OverviewFilters, OverviewRow, OverviewSort } from '@/lib/overview/types';

/** The rows that pass the filters, in the chosen order; the same for the page and the export. */
export function selectRows(
  rows: readonly OverviewRow[],
  filters: OverviewFilters,
  nowMs: number,
  freshMs: number,
): OverviewRow[] {
  const passing = rows.filter((row) => {
    if (filters.provider && row.provider !== filters.provider) return false;
    if (filters.owner && (row.owner?.memberId ?? 'none') !== filters.owner) return false;
    return !filters.status || shownStatus(row, nowMs, freshMs).code === filters.status;
  });
  const sorted = byNeed(passing, nowMs, freshMs);
  if (filters.sort !== 'need') sorted.sort(comparatorOf(filters.sort));
  return filters.isDescending ? sorted.reverse() : sorted;
}

/** What is not known stands last in rising order. */
function comparatorOf(sort: Exclude<OverviewSort, 'need'>) {
  const text = (of: (row: OverviewRow) => string | null) => (one: OverviewRow, two: OverviewRow) =>
    byPresence(of(one), of(two)) ?? String(of(one)).localeCompare(String(of(two)), 'en');
  const figure =
    (of: (row: OverviewRow) => number | null) => (one: OverviewRow, two: OverviewRow) =>
      byPresence(of(one), of(two)) ?? Number(of(one)) - Number(of(two));
  const time = (iso: string | null) => (iso === null ? null : Date.parse(iso));
  switch (sort) {
    case 'account':
      return text((row) => row.name);
    case 'owner':
      return text((row) => row.owner?.name ?? null);
    case 'since':
      return figure((row) => time(row.statusSince));
    case 'received':
      return figure((row) => time(row.lastMessageAt));
    case 'uptime':
      return figure((row) => row.uptime.percent);
    case 'lag':
      return figure((row) => row.lagMs);
  }
}

function byPresence(one: unknown, two: unknown): number | null {
  if (one !== null && two !== null) return null;
  return Number(one === null) - Number(two === null);
}

const CSV_COLUMNS = [
  'Account',
  'Handle',
  'Provider',
  'Owner',
  'Visibility',
  'Status',
  'Status since',
  'Last received',
  'Last checked',
  'Uptime 30 d (%)',
  'Incidents 30 d',
  'Lag (ms)',
  'Sign-ins again 90 d',
  'Median time to reconnect 90 d (ms)',
  'p95 time to reconnect 90 d (ms)',
] as const;

/** A file of the overview; times in ISO 8601 UTC, "unknown" where nothing is known. */
export function toOverviewCsv(
  rows: readonly OverviewRow[],
  nowMs: number,
  freshMs: number,
): string {
  const lines = rows.map((row) => {
    const times = reconnectTimes(row.reconnectMs, Number(row.isLost));
    return [
      row.name,
      row.handle ?? '',
      row.provider,
      row.owner?.name ?? '',
      row.visibility,
      shownStatus(row, nowMs, freshMs).label,
      row.statusSince,
      row.lastMessageAt ?? 'unknown',
      row.lastCheckedAt ?? 'unknown',
      row.uptime.percent === null ? 'unknown' : row.uptime.percent.toFixed(1),
      String(row.uptime.incidents),
      row.lagMs === null ? 'unknown' : String(row.lagMs),
      String(times.count),
      times.medianMs === null ? 'too few' : String(times.medianMs),
      times.p95Ms === null ? 'too few' : String(times.p95Ms),
    ];
  });
  return toCsv([CSV_COLUMNS, ...lines]);
}
