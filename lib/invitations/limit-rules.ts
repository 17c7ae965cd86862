import { TZDate } from '@date-fns/tz';
import { addMonths, startOfMonth } from 'date-fns';
import { DAY_MS } from '@/lib/core/time';
import type { Budget, Cap, LimitId, LimitUse, RollingLimit, SentInvitation } from './types';

const WEEK_MS = 7 * DAY_MS;

/** When invitations leave or left, in order: all of them, and those with a note. */
export interface Ledger {
  all: readonly number[];
  notes: readonly number[];
}

/** A limit that leaves no room. `untilMs` is null where nothing but other settings gives room. */
export interface LimitBlock {
  limit: LimitId;
  cutBy: Cap['cutBy'];
  untilMs: number | null;
}

export function ledgerOf(items: readonly { atMs: number; hasNote: boolean }[]): Ledger {
  const inOrder = (list: typeof items) =>
    list.map(({ atMs }) => atMs).sort((one, other) => one - other);
  return { all: inOrder(items), notes: inOrder(items.filter(({ hasNote }) => hasNote)) };
}

/** The same ledger with one more in it. */
export function withEntry(ledger: Ledger, atMs: number, hasNote: boolean): Ledger {
  const notes = hasNote ? inserted(ledger.notes, atMs) : ledger.notes;
  return { all: inserted(ledger.all, atMs), notes };
}

/**
 * A rolling limit at a moment: less in the first weeks of an account and after a signal of the provider,
 * but at least one, unless the settings say none at all.
 */
export function capOf(budget: Budget, limit: RollingLimit, atMs: number): Cap {
  const warmUp = warmUpShare(budget, atMs);
  const signal = signalShare(budget, atMs);
  const share = Math.min(warmUp, signal);
  const max = share === 0 ? 0 : Math.min(limit.max, Math.max(1, Math.floor(limit.max * share)));
  if (max === limit.max) return { max, cutBy: null };
  return { max, cutBy: signal <= warmUp ? 'provider_signal' : 'warm_up' };
}

/**
 * The limit that keeps one more out the longest, so that there is room for it after that, or null where
 * there is room at `atMs`. Counts what leaves later as well: one more now may be too many for those.
 */
export function bindingLimit(
  budget: Budget,
  ledger: Ledger,
  atMs: number,
  hasNote: boolean,
): LimitBlock | null {
  let binding: LimitBlock | null = null;
  let freeMs = atMs;
  while (true) {
    const block = blockAt(budget, ledger, freeMs, hasNote);
    if (!block) return binding;
    binding = block;
    if (block.untilMs === null) return binding;
    freeMs = block.untilMs;
  }
}

/** Each limit at `atMs`, from what was sent and what is planned; in the order of the settings. */
export function limitUses(
  budget: Budget,
  sent: readonly SentInvitation[],
  planned: readonly { atMs: number; hasNote: boolean }[],
  atMs: number,
): LimitUse[] {
  const ledger = ledgerOf(sent);
  const rolling = budget.limits.rolling.map((limit) => {
    const cap = capOf(budget, limit, atMs);
    const block = rollingBlock(budget, limit, ledger.all, atMs);
    return readingOf(limit.id, cap, block, {
      sent: sent.filter((item) => item.atMs > atMs - limit.durationMs && item.atMs <= atMs),
      planned: planned.filter((item) => item.atMs > atMs && item.atMs <= atMs + limit.durationMs),
    });
  });
  const { notesPerMonth } = budget.limits;
  if (notesPerMonth === null) return rolling;
  const { fromMs, toMs } = monthOf(budget.zone, atMs);
  const ofMonth = (item: { atMs: number; hasNote: boolean }) =>
    item.hasNote && item.atMs >= fromMs && item.atMs < toMs;
  const notes = readingOf(
    'notes',
    { max: notesPerMonth, cutBy: null },
    noteBlock(budget, ledger, atMs),
    {
      sent: sent.filter((item) => ofMonth(item) && item.atMs <= atMs),
      planned: planned.filter((item) => ofMonth(item) && item.atMs > atMs),
    },
  );
  return [...rolling, notes];
}

function readingOf(
  limit: LimitId,
  cap: Cap,
  block: LimitBlock | null,
  lists: { sent: readonly SentInvitation[]; planned: readonly unknown[] },
): LimitUse {
  return {
    limit,
    sent: lists.sent.length,
    byHand: lists.sent.filter(({ isByHand }) => isByHand).length,
    unconfirmed: lists.sent.filter(({ isUnconfirmed }) => isUnconfirmed).length,
    planned: lists.planned.length,
    cap,
    left: Math.max(0, cap.max - lists.sent.length),
    freeFromMs: block?.untilMs ?? null,
  };
}

/** One limit that is in the way at `atMs`: it is at least until then, others may follow. */
function blockAt(
  budget: Budget,
  ledger: Ledger,
  atMs: number,
  hasNote: boolean,
): LimitBlock | null {
  for (const limit of budget.limits.rolling) {
    const block = rollingBlock(budget, limit, ledger.all, atMs);
    if (block) return block;
  }
  return hasNote ? noteBlock(budget, ledger, atMs) : null;
}

function rollingBlock(
  budget: Budget,
  limit: RollingLimit,
  times: readonly number[],
  atMs: number,
): LimitBlock | null {
  const cap = capOf(budget, limit, atMs);
  const block = (untilMs: number | null): LimitBlock => ({
    limit: limit.id,
    cutBy: cap.cutBy,
    untilMs,
  });
  // A stretch holds its end and not its beginning: one that left exactly 24 hours ago is out of it.
  const end = countUntil(times, atMs);
  const used = end - countUntil(times, atMs - limit.durationMs);
  if (used >= cap.max) {
    const leaving = cap.max === 0 ? undefined : times[end - cap.max];
    const changeMs = nextChange(budget, atMs);
    if (leaving === undefined) return block(changeMs);
    const leftMs = leaving + limit.durationMs;
    return block(changeMs === null ? leftMs : Math.min(leftMs, changeMs));
  }
  for (let index = end; index < times.length; index += 1) {
    const laterMs = times[index] ?? 0;
    if (laterMs >= atMs + limit.durationMs) break;
    const usedThen = index + 1 - countUntil(times, laterMs - limit.durationMs);
    // Wherever it is put before that one, both are in the same stretch.
    if (usedThen >= capOf(budget, limit, laterMs).max) return block(laterMs + 1);
  }
  return null;
}

function noteBlock({ limits, zone }: Budget, { notes }: Ledger, atMs: number): LimitBlock | null {
  if (limits.notesPerMonth === null) return null;
  if (limits.notesPerMonth <= 0) return { limit: 'notes', cutBy: null, untilMs: null };
  const { fromMs, toMs } = monthOf(zone, atMs);
  const used = countUntil(notes, toMs - 1) - countUntil(notes, fromMs - 1);
  return used < limits.notesPerMonth ? null : { limit: 'notes', cutBy: null, untilMs: toMs };
}

function warmUpShare({ limits, warmUpFromMs }: Budget, atMs: number): number {
  if (warmUpFromMs === null) return 1;
  return limits.warmUpShares[Math.max(0, Math.floor((atMs - warmUpFromMs) / WEEK_MS))] ?? 1;
}

function signalShare({ limits, signals }: Budget, atMs: number): number {
  const shares = signals.flatMap((signal) =>
    limits.signalSteps
      .filter((step) => signal.percent >= step.fromPercent)
      .filter((step) => atMs >= signal.atMs && atMs < signal.atMs + step.durationMs)
      .map((step) => step.share),
  );
  return Math.min(1, ...shares);
}

/** When warm-up or a signal next makes the limits others than they are at `atMs`. */
function nextChange({ limits, warmUpFromMs, signals }: Budget, atMs: number): number | null {
  const weeks = warmUpFromMs === null ? [] : limits.warmUpShares;
  const changes = [
    ...weeks.map((_, index) => (warmUpFromMs ?? 0) + (index + 1) * WEEK_MS),
    ...signals.flatMap((signal) => limits.signalSteps.map((step) => signal.atMs + step.durationMs)),
  ].filter((changeMs) => changeMs > atMs);
  return changes.length === 0 ? null : Math.min(...changes);
}

function monthOf(zone: string, atMs: number): { fromMs: number; toMs: number } {
  const first = startOfMonth(new TZDate(atMs, zone));
  return { fromMs: first.getTime(), toMs: startOfMonth(addMonths(first, 1)).getTime() };
}

/** How many of the ordered times are at or before `atMs`. */
function countUntil(times: readonly number[], atMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inserted(times: readonly number[], atMs: number): number[] {
  return times.toSpliced(countUntil(times, atMs), 0, atMs);
}
