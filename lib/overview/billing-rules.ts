/** A time in which an account was linked at the API, signed in or not: so long it counts for the bill. */
export interface LinkedSpan {
  fromMs: number;
  /** Null: it is linked now. */
  toMs: number | null;
}

/** What linked or unlinked an account, oldest first. */
export interface LinkChange {
  isLinked: boolean;
  atMs: number;
}

/** The spans of one account from its changes; saying the same twice changes nothing. */
export function linkedSpans(changes: readonly LinkChange[]): LinkedSpan[] {
  const spans: LinkedSpan[] = [];
  let open: LinkedSpan | null = null;
  for (const { isLinked, atMs } of changes) {
    if (isLinked && open === null) {
      open = { fromMs: atMs, toMs: null };
      spans.push(open);
    } else if (!isLinked && open) {
      open.toMs = atMs;
      open = null;
    }
  }
  return spans;
}

/**
 * The most accounts that were linked at one moment between the two, the later included, and the first
 * such moment. One that goes in the very moment in which another comes does not count with it.
 */
export function peakOf(
  spans: readonly LinkedSpan[],
  fromMs: number,
  nowMs: number,
): { count: number; atMs: number } {
  const linkedAt = (atMs: number) =>
    spans.filter((span) => span.fromMs <= atMs && (span.toMs === null || span.toMs > atMs)).length;
  // The number rises only where a span begins.
  const moments = [fromMs, ...spans.map((span) => span.fromMs)]
    .filter((atMs) => atMs >= fromMs && atMs <= nowMs)
    .sort((one, two) => one - two);
  let peak = { count: linkedAt(fromMs), atMs: fromMs };
  for (const atMs of moments) {
    const count = linkedAt(atMs);
    if (count > peak.count) peak = { count, atMs };
  }
  return peak;
}

/** The beginning of the UTC month of a moment, in ms. */
export function monthStartMs(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
}
