import { RAW_NOT_VERIFIED } from '@/lib/accounts/types';
import type { StatusChange } from '@/lib/accounts/uptime-rules';

/** Fewer values than this make no median that means anything. */
export const TOO_FEW = 5;
/** Whose losses are counted: those that ended in so many days before now. */
export const RECONNECT_DAYS = 90;

/** From the moment an account was known to be signed out to the one it was known to work. Times in ms. */
export interface Loss {
  fromMs: number;
  /** Null: it goes on. */
  toMs: number | null;
  /** How it ended; null while it goes on. */
  end: 'reconnected' | 'removed' | null;
}

/** How long people took to sign accounts in again. */
export interface ReconnectTimes {
  /** Losses that ended with a working account. */
  count: number;
  /** Null for fewer than `TOO_FEW`. */
  medianMs: number | null;
  p95Ms: number | null;
  /** Accounts that are signed out now. */
  openCount: number;
}

/**
 * The losses of one account, oldest first. What comes between signing out and working again (an
 * interruption, a try that failed, a sign-in as somebody else) belongs to the same loss.
 */
export function lossesOf(changes: readonly Pick<StatusChange, 'status' | 'rawStatus' | 'atMs'>[]) {
  const losses: Loss[] = [];
  let open: Loss | null = null;
  for (const { status, rawStatus, atMs } of changes) {
    if (status === 'reconnect_needed' && open === null) {
      open = { fromMs: atMs, toMs: null, end: null };
      losses.push(open);
    } else if (open && status === 'removed') {
      Object.assign(open, { toMs: atMs, end: 'removed' });
      open = null;
    } else if (open && status === 'connected' && rawStatus !== RAW_NOT_VERIFIED) {
      Object.assign(open, { toMs: atMs, end: 'reconnected' });
      open = null;
    }
  }
  return losses;
}

/** Lengths in ms of the losses that ended since then with a working account. */
export function reconnectSpans(losses: readonly Loss[], sinceMs: number): number[] {
  return losses.flatMap(({ fromMs, toMs, end }) =>
    end === 'reconnected' && toMs !== null && toMs > sinceMs ? [toMs - fromMs] : [],
  );
}

/** The figures of any group of accounts, from the spans of all of them. */
export function reconnectTimes(spans: readonly number[], openCount: number): ReconnectTimes {
  const sorted = [...spans].sort((one, two) => one - two);
  const count = sorted.length;
  if (count < TOO_FEW) return { count, medianMs: null, p95Ms: null, openCount };
  const lower = sorted[Math.ceil(count / 2) - 1] ?? 0;
  const upper = sorted[Math.floor(count / 2)] ?? 0;
  // The nearest rank: a time that was really taken.
  const p95Ms = sorted[Math.ceil(count * 0.95) - 1] ?? 0;
  return { count, medianMs: (lower + upper) / 2, p95Ms, openCount };
}
