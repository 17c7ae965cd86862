import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { moveRefusal, type PlanInput, planInvitations } from './plan-rules';
import { seededRandom } from './seed-rules';
import type { Budget, PlannedInvitation, QueuedInvitation, RollingLimit } from './types';

const WEEK_MS = 7 * DAY_MS;
const FIRST_MS = Date.UTC(2011, 0, 1);
const LAST_MS = Date.UTC(2031, 0, 1);

/** Half-hour summer time, odd minutes, a skipped day, midnights that do not exist, both hemispheres. */
const ODD_ZONES = (
  'Australia/Lord_Howe Asia/Kathmandu Pacific/Apia America/Sao_Paulo America/New_York ' +
  'Europe/Berlin Africa/Casablanca Africa/Cairo Asia/Tehran Pacific/Chatham America/Santiago'
).split(' ');

const hoursOf = (zone: string) =>
  fc
    .record({
      days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 1440 }),
    })
    .map(({ days, fromMinute, length }) => ({
      zone,
      days,
      fromMinute,
      toMinute: Math.min(1440, fromMinute + length),
    }));

const limitsOf = fc.record({
  asOf: fc.constant('2026-11-27'),
  source: fc.constant('chance'),
  rolling: fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 }))
    .map(([day, week]): RollingLimit[] => [
      { id: 'day', durationMs: DAY_MS, max: day },
      { id: 'week', durationMs: WEEK_MS, max: week },
    ]),
  notesPerMonth: fc.option(fc.integer({ min: 1, max: 8 })),
  noteCharacters: fc.constant(200),
  warmUpShares: fc.constantFrom([], [0.3, 0.5, 0.75], [0.1, 0.9]),
  signalSteps: fc.constantFrom(
    [],
    [
      { fromPercent: 75, share: 0.5, durationMs: WEEK_MS },
      { fromPercent: 95, share: 0, durationMs: 2 * DAY_MS },
    ],
  ),
});

const ago = (mostMs: number) => fc.integer({ min: 0, max: mostMs });

const inputs: fc.Arbitrary<PlanInput> = fc
  .tuple(
    fc.oneof(fc.constantFrom(...ODD_ZONES), fc.constantFrom(...Intl.supportedValuesOf('timeZone'))),
    fc.integer({ min: FIRST_MS, max: LAST_MS }),
  )
  .chain(([zone, nowMs]) =>
    fc.record({
      nowMs: fc.constant(nowMs),
      random: fc.string().map(seededRandom),
      hours: hoursOf(zone),
      spacing: fc
        .tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 120 }))
        .map(([least, more]) => ({ minMs: least * MINUTE_MS, maxMs: (least + more) * MINUTE_MS })),
      budget: fc.record({
        limits: limitsOf,
        zone: fc.constant(zone),
        warmUpFromMs: fc.option(ago(30 * DAY_MS).map((agoMs) => nowMs - agoMs)),
        signals: fc.array(
          fc.record({
            atMs: ago(9 * DAY_MS).map((agoMs) => nowMs - agoMs),
            percent: fc.constantFrom(50, 75, 95),
          }),
          { maxLength: 2 },
        ),
      }),
      sent: fc.array(
        fc.record({
          atMs: ago(9 * DAY_MS).map((agoMs) => nowMs - agoMs),
          hasNote: fc.boolean(),
          isByHand: fc.boolean(),
        }),
        { maxLength: 15 },
      ),
      queue: fc
        .array(fc.boolean(), { minLength: 1, maxLength: 60, size: 'max' })
        .map((notes) =>
          notes.map((hasNote, index) => ({ id: String(index), hasNote, planned: null })),
        ),
      isPaused: fc.constant(false),
      isAccountOk: fc.constant(true),
      stop: fc.option(
        ago(3 * DAY_MS).map((ms) => ({ reason: 'provider_stop' as const, untilMs: nowMs + ms })),
      ),
    }),
  );

// What follows is the slow and obvious meaning of the rules, written without any of their code.

const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function wallClock(zone: string, atMs: number) {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(
    format.formatToParts(atMs).map((part) => [part.type, part.value]),
  );
  return {
    weekday: WEEKDAYS.indexOf(parts.weekday ?? ''),
    minute: Number(parts.hour) * 60 + Number(parts.minute),
    month: `${parts.year}-${parts.month}`,
  };
}

function isWithinHours({ hours }: PlanInput, atMs: number): boolean {
  const { weekday, minute } = wallClock(hours.zone, atMs);
  return hours.days.includes(weekday) && minute >= hours.fromMinute && minute < hours.toMinute;
}

function allowed({ limits, warmUpFromMs, signals }: Budget, limit: RollingLimit, atMs: number) {
  const shares = [1];
  if (warmUpFromMs !== null) {
    shares.push(limits.warmUpShares[Math.floor((atMs - warmUpFromMs) / WEEK_MS)] ?? 1);
  }
  for (const signal of signals) {
    for (const step of limits.signalSteps) {
      const isOver = atMs >= signal.atMs + step.durationMs;
      if (signal.percent >= step.fromPercent && !isOver) shares.push(step.share);
    }
  }
  const least = Math.min(...shares);
  return least === 0 ? 0 : Math.max(1, Math.floor(limit.max * least));
}

interface Entry {
  atMs: number;
  hasNote: boolean;
}

/** Whether one more at that time would be against a rule, given all others. */
function isForbidden(input: PlanInput, others: readonly Entry[], one: Entry): boolean {
  const { budget, spacing, stop } = input;
  if (one.atMs < input.nowMs || (stop?.untilMs && one.atMs < stop.untilMs)) return true;
  if (!isWithinHours(input, one.atMs)) return true;
  if (others.some(({ atMs }) => Math.abs(atMs - one.atMs) < spacing.minMs)) return true;
  const all = [...others, one];
  for (const limit of budget.limits.rolling) {
    const { durationMs } = limit;
    const near = all.filter(({ atMs }) => Math.abs(atMs - one.atMs) < durationMs);
    for (const { atMs: endMs } of near.filter(({ atMs }) => atMs >= one.atMs)) {
      const inside = near.filter(({ atMs }) => atMs <= endMs && atMs > endMs - durationMs);
      if (inside.length > allowed(budget, limit, endMs)) return true;
    }
  }
  if (!one.hasNote || budget.limits.notesPerMonth === null) return false;
  const { month } = wallClock(budget.zone, one.atMs);
  const isOfMonth = ({ atMs }: Entry) =>
    Math.abs(atMs - one.atMs) < 32 * DAY_MS && wallClock(budget.zone, atMs).month === month;
  const notes = all.filter((item) => item.hasNote && isOfMonth(item));
  return notes.length > budget.limits.notesPerMonth;
}

/** An hour that the clock shows twice may be left out. */
function isNearChange(zone: string, atMs: number): boolean {
  const before = wallClock(zone, atMs - 3 * HOUR_MS).minute;
  return (before + 180) % 1440 !== wallClock(zone, atMs).minute;
}

/** Every rule, for a whole plan; returns how many weeks it spans. */
function expectRight(input: PlanInput, plan: readonly PlannedInvitation[]): number {
  const queue = new Map(input.queue.map((item) => [item.id, item]));
  expect(plan.map(({ id }) => id)).toEqual(input.queue.map(({ id }) => id));
  const entryOf = ({ id, atMs }: PlannedInvitation): Entry => {
    if (atMs === null) throw new Error(`${id} starves`);
    return { atMs, hasNote: queue.get(id)?.hasNote ?? false };
  };
  const chosen = plan.filter(({ reason }) => reason === 'moved_by_hand').map(entryOf);
  const decided: Entry[] = [...input.sent, ...chosen];
  let lastMs = Math.max(Number.NEGATIVE_INFINITY, ...input.sent.map(({ atMs }) => atMs));
  let lastNoteMs = lastMs;
  for (const item of plan) {
    if (item.reason === 'moved_by_hand') continue;
    const entry = entryOf(item);
    const afterMs = entry.hasNote ? Math.max(lastMs, lastNoteMs) : lastMs;
    expect(entry.atMs, `order of ${item.id}`).toBeGreaterThan(afterMs);
    expect(isForbidden(input, decided, entry), JSON.stringify(item)).toBe(false);
    const old = queue.get(item.id)?.planned;
    if (old && old.reason !== 'moved_by_hand' && old.atMs > afterMs) {
      const isWrong = isForbidden(input, decided, { ...entry, atMs: old.atMs });
      if (!isWrong) expect({ atMs: item.atMs, reason: item.reason }).toEqual(old);
    }
    expectNoneSooner(input, decided, entry, Math.max(input.nowMs, afterMs, old?.atMs ?? 0));
    decided.push(entry);
    if (entry.hasNote) lastNoteMs = entry.atMs;
    if (item.reason !== 'notes_used_up') lastMs = entry.atMs;
  }
  // Once more with all that came later, since those chosen by hand lie anywhere.
  for (const entry of chosen) {
    expect(
      isForbidden(
        input,
        decided.filter((other) => other !== entry),
        entry,
      ),
    ).toBe(false);
  }
  return (Math.max(...decided.map(({ atMs }) => atMs)) - input.nowMs) / WEEK_MS;
}

/** It waits no longer than chance allows: what lies further back is all forbidden. */
function expectNoneSooner(
  input: PlanInput,
  decided: readonly Entry[],
  { atMs, hasNote }: Entry,
  afterMs: number,
) {
  const fromMs = afterMs + input.spacing.maxMs;
  const toMs = atMs - (input.spacing.maxMs - input.spacing.minMs);
  for (let index = 0; index < 4; index += 1) {
    const sampleMs = Math.floor(fromMs + ((toMs - fromMs) * (index + 0.5)) / 4);
    if (sampleMs <= fromMs || sampleMs >= toMs) continue;
    const isFree = !isForbidden(input, decided, { atMs: sampleMs, hasNote });
    if (isFree) expect(isNearChange(input.hours.zone, sampleMs), `${sampleMs} is free`).toBe(true);
  }
}

/** The queue after a plan was made, as rows would keep it. */
const asQueue = (input: PlanInput, plan: readonly PlannedInvitation[]): QueuedInvitation[] =>
  plan.map(({ id, atMs, reason }, index) => ({
    id,
    hasNote: input.queue[index]?.hasNote ?? false,
    planned: atMs === null ? null : { atMs, reason },
  }));

const planned = (input: PlanInput): PlanInput => ({
  ...input,
  queue: asQueue(input, planInvitations(input)),
});

describe('every plan, whatever the zone, the hours, the limits and what was sent', () => {
  it('keeps all rules, lets nothing starve, and is the same when nothing changed', () => {
    let weeks = 0;
    fc.assert(
      fc.property(inputs, fc.string(), (input, seed) => {
        const plan = planInvitations({ ...input, random: seededRandom(seed) });
        weeks += expectRight(input, plan);
        expect(planInvitations({ ...input, random: seededRandom(seed) })).toEqual(plan);
        expect(planInvitations({ ...input, queue: asQueue(input, plan) })).toEqual(plan);
      }),
      { numRuns: 600 },
    );
    expect(weeks).toBeGreaterThan(10_000);
  }, 60_000);

  it('keeps what is still right when something changed, and all rules for what moved', () => {
    fc.assert(
      fc.property(inputs, inputs, fc.nat({ max: 8 }), (input, other, change) => {
        const before = planned(input);
        const { queue } = before;
        const changes: Partial<PlanInput>[] = [
          { budget: { ...input.budget, limits: other.budget.limits } },
          { hours: { ...other.hours, zone: input.hours.zone } },
          { hours: { ...input.hours, zone: other.hours.zone } },
          { spacing: other.spacing },
          { stop: { reason: 'provider_stop', untilMs: input.nowMs + 5 * DAY_MS } },
          { nowMs: input.nowMs + 3 * DAY_MS },
          { queue: queue.toReversed() },
          { queue: [...queue.slice(3), { id: 'new', hasNote: true, planned: null }] },
          { sent: [...input.sent, { atMs: input.nowMs, hasNote: true, isByHand: true }] },
        ];
        const after = { ...before, ...changes[change] };
        const plan = planInvitations(after);
        expectRight(after, plan);
        expect(planInvitations({ ...after, queue: asQueue(after, plan) })).toEqual(plan);
      }),
      { numRuns: 200 },
    );
  });

  it('a new one at the end of the queue moves none, and one that is taken out moves none', () => {
    fc.assert(
      fc.property(inputs, fc.boolean(), fc.nat(), (input, hasNote, which) => {
        const before = planned(input);
        const longer = [...before.queue, { id: 'new', hasNote, planned: null }];
        const grown = planInvitations({ ...before, queue: longer });
        expect(grown.slice(0, -1)).toEqual(planInvitations(before));
        const rest = before.queue.filter((_, index) => index !== which % before.queue.length);
        const ids = new Set(rest.map(({ id }) => id));
        const kept = planInvitations(before).filter(({ id }) => ids.has(id));
        expect(planInvitations({ ...before, queue: rest })).toEqual(kept);
      }),
      { numRuns: 100 },
    );
  });

  it('a time chosen by hand is refused exactly when it is forbidden, and else it stands', () => {
    let accepted = 0;
    const choices = fc.array(fc.tuple(fc.nat(), fc.integer({ min: -HOUR_MS, max: 20 * DAY_MS })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(inputs, choices, (input, moves) => {
        let current = planned(input);
        for (const [which, inMs] of moves) {
          const item = current.queue[which % current.queue.length];
          if (!item) continue;
          const atMs = input.nowMs + inMs;
          const { id, hasNote } = item;
          const chosen = current.queue.flatMap((one) =>
            one.id !== id && one.planned?.reason === 'moved_by_hand'
              ? [{ atMs: one.planned.atMs, hasNote: one.hasNote }]
              : [],
          );
          const refusal = moveRefusal(current, { id, hasNote, atMs });
          const isBad = isForbidden(input, [...input.sent, ...chosen], { atMs, hasNote });
          expect(refusal !== null, `${refusal}`).toBe(isBad);
          if (refusal !== null) continue;
          accepted += 1;
          const queue = current.queue.map((one) =>
            one.id === id ? { ...one, planned: { atMs, reason: 'moved_by_hand' as const } } : one,
          );
          const plan = planInvitations({ ...current, queue });
          expectRight({ ...current, queue }, plan);
          expect(plan.find((one) => one.id === id)).toEqual({ id, atMs, reason: 'moved_by_hand' });
          current = { ...current, queue: asQueue(current, plan) };
        }
      }),
      { numRuns: 150 },
    );
    // Whatever chance chose, enough were allowed for the check to mean something.
    expect(accepted).toBeGreaterThan(40);
  });
});
