import { shownStatus } from '@/lib/accounts/rules';
import type { Overview } from '@/lib/overview/types';

/** Fewer values than this make no median that means anything. */
export const TOO_FEW = 5;

export interface OverviewFigures {
  total: number;
  connected: number;
  notVerified: number;
  /** Over the accounts of which enough is known, 0–100; null: too few. */
  medianUptime: { value: number | null; count: number };
  incidents: number;
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
    incidents: rows.reduce((sum, { uptime }) => sum + uptime.incidents, 0),
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
