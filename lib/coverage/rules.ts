import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { Coverage, CoverageEvidence, CoverageSummary, Span } from './types';

/** How far before a gap the reading begins; ids make the overlap harmless. */
export const WINDOW_OVERLAP_MS = 10 * MINUTE_MS;

/** Throttling without a time lasts minutes to hours (contract, errors.md 429). */
const FIRST_PAUSE_MS = 2 * MINUTE_MS;
const LONGEST_PAUSE_MS = 2 * HOUR_MS;

/**
 * How long an account is left alone after it was refused for being asked too much, `pauses` times in a row
 * before: as long as the API says, or longer each time. `random`, from 0 to 1, keeps accounts that were
 * refused together from coming back together.
 */
export function readingPauseMs(
  pauses: number,
  retryAfterMs: number | null,
  random: number,
): number {
  const pauseMs = retryAfterMs ?? Math.min(FIRST_PAUSE_MS * 4 ** pauses, LONGEST_PAUSE_MS);
  return Math.round(pauseMs * (1 + random / 5));
}

/** The same moments as disjoint spans in order; spans that touch become one, empty ones none. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const ordered = spans
    .filter((span) => span.fromMs < span.toMs)
    .toSorted((one, two) => one.fromMs - two.fromMs);
  const merged: Span[] = [];
  for (const span of ordered) {
    const last = merged.at(-1);
    if (last && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else merged.push({ ...span });
  }
  return merged;
}

/** The moments of `spans` that are in none of `cuts`. */
export function subtractSpans(spans: readonly Span[], cuts: readonly Span[]): Span[] {
  const holes = mergeSpans(cuts);
  return mergeSpans(spans).flatMap((span) => {
    const left: Span[] = [];
    let fromMs = span.fromMs;
    for (const hole of holes) {
      if (hole.toMs <= fromMs) continue;
      if (hole.fromMs >= span.toMs) break;
      if (hole.fromMs > fromMs) left.push({ fromMs, toMs: hole.fromMs });
      fromMs = hole.toMs;
    }
    if (fromMs < span.toMs) left.push({ fromMs, toMs: span.toMs });
    return left;
  });
}

/**
 * In which time our copy of an account provably equals the provider, and in which it may not: proven
 * are the first import up to its beginning, what was read again since, and the time in which events
 * came without a break. The last lasts until now while the account is known to be connected.
 */
export function coverageOf(evidence: CoverageEvidence, nowMs: number, freshMs: number): Coverage {
  const { syncStartedAt, syncFinishedAt, lastOkAt, streamSince } = evidence;
  if (!syncStartedAt) return { originMs: null, gaps: [] };
  const startedMs = syncStartedAt.getTime();
  const backToMs = evidence.syncedBackTo?.getTime() ?? startedMs;
  const originMs = syncFinishedAt ? Math.min(backToMs, startedMs) : startedMs;
  const okMs = lastOkAt?.getTime() ?? startedMs;
  const isLive = evidence.status === 'connected' && nowMs - okMs <= freshMs;
  const stream = {
    fromMs: Math.max(streamSince?.getTime() ?? startedMs, startedMs),
    toMs: isLive ? Math.max(nowMs, okMs) : okMs,
  };
  const imported = { fromMs: originMs, toMs: startedMs };
  const covered = [imported, ...evidence.spans, stream];
  return { originMs, gaps: subtractSpans([{ fromMs: originMs, toMs: nowMs }], covered) };
}

/**
 * Where reading has to begin so that, once it has ended, nothing is in doubt: before the oldest gap,
 * and before the last reading, since events may have been lost without a sign.
 */
export function windowFrom(coverage: Coverage, lastReadMs: number): number {
  const oldestGapMs = coverage.gaps[0]?.fromMs ?? lastReadMs;
  return Math.min(oldestGapMs, lastReadMs) - WINDOW_OVERLAP_MS;
}

/** True when reading that began at `readMs` has left something that reading once more would close. */
export function hasGapBefore(coverage: Coverage, readMs: number): boolean {
  return coverage.gaps.some((gap) => gap.fromMs < readMs);
}

/** What is shown of an account. The last gap goes on while it reaches up to now. */
export function summaryOf(
  evidence: CoverageEvidence,
  nowMs: number,
  freshMs: number,
): CoverageSummary {
  const { originMs, gaps } = coverageOf(evidence, nowMs, freshMs);
  const isImported = evidence.syncFinishedAt !== null;
  return {
    since: originMs === null || !isImported ? null : new Date(originMs).toISOString(),
    gaps: gaps.map(({ fromMs, toMs }) => ({
      from: new Date(fromMs).toISOString(),
      to: toMs >= nowMs ? null : new Date(toMs).toISOString(),
    })),
  };
}
