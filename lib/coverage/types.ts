/** A stretch of time from the first moment up to, and without, the second. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** What the coverage of an account is derived from. */
export interface CoverageEvidence {
  /** Of the first import; null: not begun, not finished. */
  syncStartedAt: Date | null;
  syncFinishedAt: Date | null;
  syncedBackTo: Date | null;
  lastOkAt: Date | null;
  status: string;
  /** Since when no break of the stream of events is known. */
  streamSince: Date | null;
  spans: readonly Span[];
}

export interface Coverage {
  /** Where our copy begins; null before the first import has begun. */
  originMs: number | null;
  /** Stretches that are not proven to be complete, oldest first. */
  gaps: readonly Span[];
}

/** A gap as it travels to the browser; `to` is null while it goes on. */
export interface CoverageGap {
  from: string;
  to: string | null;
}

/** What a person is told of one account. */
export interface CoverageSummary {
  /** Complete from here on, but for the gaps; null before the first import has ended. */
  since: string | null;
  gaps: readonly CoverageGap[];
}
