import { type ReconnectTimes, reconnectTimes, TOO_FEW } from '@/lib/accounts/reconnect-rules';
import { shownStatus } from '@/lib/accounts/rules';
import { PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import type { Overview, OverviewRow } from '@/lib/overview/types';

export interface OverviewFigures {
  total: number;
  connected: number;
  notVerified: number;
  /** Over the accounts of which enough is known, 0–100; null: too few. */
  medianUptime: { value: number | null; count: number };
  /** Over the accounts with an event in the last 7 days, in ms; null: too few. */
  medianLagMs: { value: number | null; count: number };
}

/** The numbers of the first row, each over the rows that the table shows without filters. */
export function figuresOf({ rows, freshMs }: Overview, nowMs: number): OverviewFigures {
  const codes = rows.map((row) => shownStatus(row, nowMs, freshMs).code);
  return {
    total: rows.length,
    connected: codes.filter((code) => code === 'connected').length,
    notVerified: codes.filter((code) => code === 'not_verified').length,
    medianUptime: median(rows.map(({ uptime }) => uptime.percent)),
    medianLagMs: median(rows.map(({ lagMs }) => lagMs)),
  };
}

function median(values: readonly (number | null)[]): { value: number | null; count: number } {
  const known = values.filter((value) => value !== null).sort((one, two) => one - two);
  const upper = known[Math.floor(known.length / 2)];
  const lower = known[Math.ceil(known.length / 2) - 1];
  if (known.length < TOO_FEW || upper === undefined || lower === undefined) {
    return { value: null, count: known.length };
  }
  return { value: (upper + lower) / 2, count: known.length };
}

/** A line of "Time to reconnect": all accounts, those of a provider, or those of whoever owns them now. */
export interface ReconnectGroup {
  id: string;
  name: string;
  filter: { provider?: Provider; owner?: string };
  times: ReconnectTimes;
}

/** Per provider and per owner by name, those that were never signed out left out; the whole workspace first. */
export function reconnectGroups(rows: readonly OverviewRow[]): ReconnectGroup[] {
  const groups = new Map<string, Omit<ReconnectGroup, 'times'> & { rows: OverviewRow[] }>();
  const add = (row: OverviewRow, group: Omit<ReconnectGroup, 'times'>) => {
    const known = groups.get(group.id);
    if (known) known.rows.push(row);
    else groups.set(group.id, { ...group, rows: [row] });
  };
  const byName = (one: OverviewRow[], nameOf: (row: OverviewRow) => string) =>
    one.sort((first, second) => nameOf(first).localeCompare(nameOf(second), 'en'));
  for (const row of byName([...rows], (one) => PROVIDER_NAMES[one.provider])) {
    const { provider } = row;
    add(row, { id: provider, name: PROVIDER_NAMES[provider], filter: { provider } });
  }
  for (const row of byName([...rows], (one) => one.owner?.name ?? '')) {
    const owner = row.owner?.memberId ?? 'none';
    add(row, { id: `owner ${owner}`, name: row.owner?.name ?? 'No owner', filter: { owner } });
  }
  return [{ id: 'all', name: 'All accounts', filter: {}, rows: [...rows] }, ...groups.values()]
    .map(({ rows: own, ...group }) => ({
      ...group,
      times: reconnectTimes(
        own.flatMap(({ reconnectMs }) => reconnectMs),
        own.filter(({ isLost }) => isLost).length,
      ),
    }))
    .filter(({ id, times }) => id === 'all' || times.count + times.openCount > 0);
}
