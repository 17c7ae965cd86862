import { MINUTE_MS } from '@/lib/core/time';
import { isOpen, nextOpening } from './hours-rules';
import { bindingLimit, type Ledger, type LimitBlock, ledgerOf, withEntry } from './limit-rules';
import type {
  Budget,
  PlannedInvitation,
  PlanReason,
  PlanStop,
  QueuedInvitation,
  SentInvitation,
  Spacing,
  WorkingHours,
} from './types';

/** The least time in which whoever planned an invitation can think better of it. */
const SOONEST_MS = MINUTE_MS;

/** Everything that the plan of one account depends on. Nothing else does: no clock, no chance. */
export interface PlanInput {
  nowMs: number;
  /** From 0 up to 1. Asked only for times that are new or moved. */
  random: () => number;
  hours: WorkingHours;
  spacing: Spacing;
  budget: Budget;
  /** At least those of the longest limit and, of notes, of this month. */
  sent: readonly SentInvitation[];
  /** In the order in which they should leave; none that is being sent. */
  queue: readonly QueuedInvitation[];
  isPaused: boolean;
  isAccountOk: boolean;
  stop: PlanStop | null;
}

/** Why a person's choice of a time is refused. */
export type MoveRefusal = Exclude<PlanReason, 'first_free' | 'moved_by_hand'> | 'in_the_past';

/**
 * When each of the queue leaves, and why then, in the order of the queue. A time that is still right is
 * kept, as is its reason; what must move goes no further than it must. Times that a person chose go first
 * and the others make room. The rest leave in the order of the queue, but what waits for a note of next
 * month holds up none without a note.
 */
export function planInvitations(input: PlanInput): PlannedInvitation[] {
  const hold = holdOf(input);
  if (hold) return input.queue.map(({ id }) => ({ id, atMs: null, reason: hold }));
  const byHand = keptByHand(input);
  const latestSentMs = Math.max(Number.NEGATIVE_INFINITY, ...input.sent.map(({ atMs }) => atMs));
  let ledger = byHand.ledger;
  let lastMs = latestSentMs;
  let lastNoteMs = latestSentMs;
  return input.queue.map((item) => {
    const chosenMs = byHand.times.get(item.id);
    if (chosenMs !== undefined) return { id: item.id, atMs: chosenMs, reason: 'moved_by_hand' };
    const afterMs = item.hasNote ? Math.max(lastMs, lastNoteMs) : lastMs;
    const time = timeOf(input, ledger, item, afterMs);
    if (time.atMs !== null) {
      ledger = withEntry(ledger, time.atMs, item.hasNote);
      if (item.hasNote) lastNoteMs = time.atMs;
      if (time.reason !== 'notes_used_up') lastMs = time.atMs;
    }
    return { id: item.id, ...time };
  });
}

/**
 * What stands against moving this one to `atMs`, or null where nothing does: then store the time with the
 * reason `moved_by_hand` and plan again. Other planned ones make room, those chosen by hand do not.
 */
export function moveRefusal(
  input: PlanInput,
  move: { id: string; hasNote: boolean; atMs: number },
): MoveRefusal | null {
  const hold = holdOf(input);
  if (hold) return hold;
  if (move.atMs < input.nowMs) return 'in_the_past';
  const others = input.queue.filter(({ id }) => id !== move.id);
  const { ledger } = keptByHand({ ...input, queue: others });
  return blockAt(input, ledger, move.atMs, move.hasNote)?.reason ?? null;
}

type Hold = 'paused' | 'account_not_ok' | 'provider_stop';

/** Why nothing of the account leaves, for a time that nobody knows. */
function holdOf({ isPaused, isAccountOk, stop }: PlanInput): Hold | null {
  if (isPaused) return 'paused';
  if (!isAccountOk) return 'account_not_ok';
  return stop?.untilMs === null ? stop.reason : null;
}

/** The times chosen by hand that are still right, and a ledger of them and of what was sent. */
function keptByHand(input: PlanInput): { times: Map<string, number>; ledger: Ledger } {
  let ledger = ledgerOf(input.sent);
  const times = new Map<string, number>();
  const chosen = input.queue
    .flatMap(({ id, hasNote, planned }) =>
      planned?.reason === 'moved_by_hand' ? [{ id, hasNote, atMs: planned.atMs }] : [],
    )
    .sort((one, other) => one.atMs - other.atMs);
  for (const { id, hasNote, atMs } of chosen) {
    if (atMs < input.nowMs || blockAt(input, ledger, atMs, hasNote)) continue;
    times.set(id, atMs);
    ledger = withEntry(ledger, atMs, hasNote);
  }
  return { times, ledger };
}

type Time = Omit<PlannedInvitation, 'id'>;

function timeOf(input: PlanInput, ledger: Ledger, item: QueuedInvitation, afterMs: number): Time {
  const { planned, hasNote } = item;
  const isRight =
    planned !== null &&
    planned.reason !== 'moved_by_hand' &&
    planned.atMs >= input.nowMs &&
    planned.atMs > afterMs &&
    !blockAt(input, ledger, planned.atMs, hasNote);
  return isRight ? planned : newTime(input, ledger, item, afterMs);
}

/**
 * The first free time, a little later by chance. The reason is the rule that made it wait longest, but a
 * lack of notes before all others: without its note it would leave sooner.
 */
function newTime(input: PlanInput, ledger: Ledger, item: QueuedInvitation, afterMs: number): Time {
  const { planned } = item;
  // One that had a time goes on from there, so that those behind it can keep theirs.
  const fromMs = Math.max(planned?.atMs ?? afterMs, input.nowMs);
  const startMs = planned
    ? Math.max(fromMs, afterMs + input.spacing.minMs)
    : afterGap(input, afterMs);
  const isFirst = planned ? startMs === fromMs : afterMs <= input.nowMs - input.spacing.minMs;
  let freeMs = startMs;
  let reason: PlanReason = isFirst ? 'first_free' : 'spacing';
  let longestMs = isFirst ? 0 : startMs - fromMs;
  while (true) {
    const block = blockAt(input, ledger, freeMs, item.hasNote);
    if (!block) break;
    if (block.untilMs === null) return { atMs: null, reason: block.reason };
    const lengthMs = block.reason === 'notes_used_up' ? Infinity : block.untilMs - freeMs;
    if (lengthMs > longestMs) {
      longestMs = lengthMs;
      reason = block.reason;
    }
    freeMs = block.untilMs;
  }
  const waitMs = freeMs - (planned?.atMs ?? startMs);
  return { atMs: varied(input, ledger, item, freeMs, waitMs), reason };
}

/** A gap by chance after the one before, and never at the very moment of planning. */
function afterGap({ nowMs, spacing, random }: PlanInput, afterMs: number): number {
  const gapMs = spacing.minMs + (spacing.maxMs - spacing.minMs) * random();
  const startMs = Math.max(afterMs, nowMs - spacing.minMs) + gapMs;
  return Math.round(Math.max(startMs, nowMs + SOONEST_MS));
}

/**
 * A free time or, by chance, a little later, so that no two mornings begin alike: no more than it was moved
 * anyway, nor than gaps differ, and less where that is not free.
 */
function varied(
  input: PlanInput,
  ledger: Ledger,
  item: QueuedInvitation,
  freeMs: number,
  movedMs: number,
): number {
  const mostMs = Math.min(movedMs, input.spacing.maxMs - input.spacing.minMs);
  let laterMs = Math.floor(input.random() * mostMs);
  while (laterMs > 0 && blockAt(input, ledger, freeMs + laterMs, item.hasNote)) {
    laterMs = Math.floor(laterMs / 2);
  }
  return freeMs + laterMs;
}

interface Block {
  reason: Exclude<PlanReason, 'first_free' | 'moved_by_hand'>;
  /** No sooner is there room by the same rule; null where it has no end. */
  untilMs: number | null;
}

/** A rule that keeps an invitation from leaving at `atMs`. */
function blockAt(input: PlanInput, ledger: Ledger, atMs: number, hasNote: boolean): Block | null {
  const { stop, hours, spacing, budget } = input;
  if (stop?.untilMs && atMs < stop.untilMs) return { reason: stop.reason, untilMs: stop.untilMs };
  if (!isOpen(hours, atMs)) {
    const opening = nextOpening(hours, atMs);
    const reason = opening === null || opening.isAfterDayOff ? 'day_off' : 'outside_hours';
    return { reason, untilMs: opening?.atMs ?? null };
  }
  const tooCloseMs = ledger.all.findLast((time) => Math.abs(time - atMs) < spacing.minMs);
  if (tooCloseMs !== undefined) return { reason: 'spacing', untilMs: tooCloseMs + spacing.minMs };
  const limit = bindingLimit(budget, ledger, atMs, hasNote);
  return limit && { reason: reasonOf(limit), untilMs: limit.untilMs };
}

function reasonOf({ limit, cutBy }: LimitBlock): Block['reason'] {
  if (limit === 'notes') return 'notes_used_up';
  return cutBy ?? (limit === 'day' ? 'daily_limit' : 'weekly_limit');
}
