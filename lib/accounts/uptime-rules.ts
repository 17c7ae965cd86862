import { isDown } from '@/lib/accounts/rules';
import {
  type AccountStatus,
  type Incident,
  RAW_NOT_VERIFIED,
  type UptimeDay,
  type UptimeSummary,
} from '@/lib/accounts/types';
import { DAY_MS, HOUR_MS } from '@/lib/core/time';

/** One change of status, oldest first in every list. Times in ms since the epoch. */
export interface StatusChange {
  /** Of its row in the history. */
  id: string;
  status: AccountStatus;
  rawStatus: string;
  atMs: number;
}

export interface UptimeInput {
  /** All changes in the window, and the last one before it if there was one. */
  changes: readonly StatusChange[];
  /** The last positive signal: after it and `freshMs` more, "connected" is not known any more. */
  lastOkAtMs: number | null;
  freshMs: number;
  nowMs: number;
  days: number;
}

type Known = 'up' | 'down' | 'unknown';
interface Stretch {
  id: string;
  known: Known;
  fromMs: number;
  toMs: number;
  status: AccountStatus;
  rawStatus: string;
}

/**
 * One segment for each UTC day, today last. Time before the first change, while connecting, after the
 * evidence ran out, and in a status that we do not know counts as unknown, never as up.
 */
export function uptimeOf(input: UptimeInput): UptimeSummary {
  const stretches = toStretches(input);
  const todayMs = Math.floor(input.nowMs / DAY_MS) * DAY_MS;
  const days = Array.from({ length: input.days }, (_, index) =>
    toDay(stretches, todayMs - (input.days - 1 - index) * DAY_MS, input.nowMs),
  );
  const upMs = sum(days, 'upMs');
  const downMs = sum(days, 'downMs');
  const firstMs = todayMs - (input.days - 1) * DAY_MS;
  const incidents = incidentsOf(input).filter(
    (incident) => incident.to === null || Date.parse(incident.to) > firstMs,
  );
  return { days, percent: percentOf(upMs, downMs), incidents: incidents.length };
}

/** Known-down stretches, newest first; neighbours (signed out, then restricted) are one incident. */
export function incidentsOf(input: UptimeInput): Incident[] {
  const incidents: (Incident & { toMs: number })[] = [];
  for (const stretch of toStretches(input)) {
    if (stretch.known !== 'down') continue;
    const last = incidents.at(-1);
    if (last && last.toMs === stretch.fromMs) {
      last.toMs = stretch.toMs;
      continue;
    }
    const { id, status, rawStatus, fromMs, toMs } = stretch;
    const from = new Date(fromMs).toISOString();
    incidents.push({ id, from, to: null, status, rawStatus, durationMs: 0, toMs });
  }
  return incidents
    .map(({ toMs, ...incident }) => ({
      ...incident,
      to: toMs >= input.nowMs ? null : new Date(toMs).toISOString(),
      durationMs: toMs - Date.parse(incident.from),
    }))
    .reverse();
}

/** "99.2 % · 2 incidents"; what is not known is said, never counted as up. */
export function uptimeText({ percent, incidents }: UptimeSummary): string {
  const share = percent === null ? 'Too little known' : `${percent.toFixed(1)} %`;
  if (incidents === 0) return `${share} · no incident`;
  return `${share} · ${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`;
}

function toStretches({ changes, lastOkAtMs, freshMs, nowMs }: UptimeInput): Stretch[] {
  const stretches: Stretch[] = [];
  for (const [index, change] of changes.entries()) {
    const toMs = Math.min(changes[index + 1]?.atMs ?? nowMs, nowMs);
    if (toMs <= change.atMs) continue;
    const { id, status, rawStatus, atMs: fromMs } = change;
    const isLast = index === changes.length - 1;
    const known = knownOf(change);
    // The stored status is only as good as its last proof.
    const provenToMs = lastOkAtMs === null ? fromMs : lastOkAtMs + freshMs;
    if (known === 'up' && isLast && provenToMs < toMs) {
      const cutMs = Math.max(fromMs, provenToMs);
      if (cutMs > fromMs) stretches.push({ id, known, fromMs, toMs: cutMs, status, rawStatus });
      stretches.push({ id, known: 'unknown', fromMs: cutMs, toMs, status, rawStatus });
    } else {
      stretches.push({ id, known, fromMs, toMs, status, rawStatus });
    }
  }
  return stretches;
}

function knownOf({ status, rawStatus }: StatusChange): Known {
  if (isDown(status)) return 'down';
  return status === 'connected' && rawStatus !== RAW_NOT_VERIFIED ? 'up' : 'unknown';
}

function toDay(stretches: readonly Stretch[], startMs: number, nowMs: number): UptimeDay {
  const endMs = Math.min(startMs + DAY_MS, nowMs);
  const within = (known: Known) =>
    stretches
      .filter((stretch) => stretch.known === known)
      .reduce((total, { fromMs, toMs }) => {
        return total + Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, startMs));
      }, 0);
  const upMs = within('up');
  const downMs = within('down');
  const elapsedMs = Math.max(0, endMs - startMs);
  const day = new Date(startMs).toISOString().slice(0, 10);
  const state = dayState(upMs, downMs, elapsedMs);
  return { day, state, upMs, downMs, unknownMs: elapsedMs - upMs - downMs };
}

function dayState(upMs: number, downMs: number, elapsedMs: number): UptimeDay['state'] {
  if (downMs > 0) return upMs > 0 ? 'partial' : 'down';
  // A day of which we know a few minutes must not look like a good day.
  return upMs > 0 && upMs >= elapsedMs / 2 ? 'up' : 'unknown';
}

/** Rounded down: 99.96 % is not 100 %. */
function percentOf(upMs: number, downMs: number): number | null {
  const knownMs = upMs + downMs;
  return knownMs < HOUR_MS ? null : Math.floor((upMs / knownMs) * 1000) / 10;
}

function sum(days: readonly UptimeDay[], key: 'upMs' | 'downMs'): number {
  return days.reduce((total, day) => total + day[key], 0);
}
