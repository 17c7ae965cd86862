import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { DEFAULT_HOURS, DEFAULT_LIMITS, DEFAULT_SPACING } from './default-rules';
import { moveRefusal, type PlanInput, planInvitations } from './plan-rules';
import { seededRandom } from './seed-rules';
import type { PlannedInvitation, SentInvitation } from './types';

const ZONE = 'Europe/Berlin';
/** Friday, 20 November 2026, ten o'clock in Berlin. */
const NOW_MS = Date.parse('2026-11-20T09:00:00Z');
const FREE = DEFAULT_LIMITS.free;

const queueOf = (count: number, hasNote = false) =>
  Array.from({ length: count }, (_, index) => ({ id: `i${index}`, hasNote, planned: null }));

const sentOf = (count: number, agoMs: number, more: Partial<SentInvitation> = {}) =>
  Array.from({ length: count }, (_, index) => ({
    atMs: NOW_MS - agoMs - index * MINUTE_MS,
    hasNote: false,
    isByHand: false,
    ...more,
  }));

function inputOf(more: Partial<PlanInput> = {}): PlanInput {
  return {
    nowMs: NOW_MS,
    random: seededRandom('Jane'),
    hours: { ...DEFAULT_HOURS, zone: ZONE },
    spacing: DEFAULT_SPACING,
    budget: { limits: FREE, zone: ZONE, warmUpFromMs: null, signals: [] },
    sent: [],
    queue: queueOf(3),
    isPaused: false,
    isAccountOk: true,
    stop: null,
    ...more,
  };
}

function limitsOf(day: number, week: number, notesPerMonth: number | null = 5) {
  const rolling = [
    { id: 'day' as const, durationMs: DAY_MS, max: day },
    { id: 'week' as const, durationMs: 7 * DAY_MS, max: week },
  ];
  return {
    limits: { ...FREE, rolling, notesPerMonth },
    zone: ZONE,
    warmUpFromMs: null,
    signals: [],
  };
}

const local = (atMs: number | null) =>
  atMs === null
    ? 'never'
    : new Date(atMs).toLocaleString('sv-SE', {
        timeZone: ZONE,
        dateStyle: 'short',
        timeStyle: 'short',
      });

/** "2026-11-23 09:12 day_off" of each. */
const words = (plan: readonly PlannedInvitation[]) =>
  plan.map(({ atMs, reason }) => `${local(atMs)} ${reason}`);
const days = (plan: readonly PlannedInvitation[]) =>
  plan.map(({ atMs, reason }) => `${local(atMs).slice(0, 10)} ${reason}`);

/** The input of the next plan, with the times that this one gave. */
function afterPlan(input: PlanInput): PlanInput & { plan: PlannedInvitation[] } {
  const plan = planInvitations(input);
  const queue = input.queue.map((item, index) => {
    const { atMs = null, reason = 'paused' } = plan[index] ?? {};
    return { ...item, planned: atMs === null ? null : { atMs, reason } };
  });
  return { ...input, queue, plan };
}

describe('a plan', () => {
  it('begins soon and goes on one by one, with gaps that no clockwork makes', () => {
    const times = planInvitations(inputOf({ queue: queueOf(20) })).map(({ atMs }) => atMs ?? 0);
    expect(times[0]).toBeGreaterThan(NOW_MS);
    expect(times[0]).toBeLessThan(NOW_MS + 14 * MINUTE_MS);
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
    for (const gapMs of gaps) {
      expect(gapMs).toBeGreaterThanOrEqual(6 * MINUTE_MS);
      expect(gapMs).toBeLessThanOrEqual(20 * MINUTE_MS);
    }
    expect(new Set(gaps).size).toBe(gaps.length);
  });

  it('lets nobody be invited within a minute of being planned, whatever chance says', () => {
    const [first] = planInvitations(inputOf({ random: () => 0 }));
    expect(first).toMatchObject({ atMs: NOW_MS + MINUTE_MS, reason: 'first_free' });
  });

  it('says of each why it leaves then', () => {
    const plan = planInvitations(inputOf({ nowMs: NOW_MS + 6.6 * HOUR_MS, queue: queueOf(4) }));
    expect(days(plan)).toEqual([
      '2026-11-20 first_free',
      '2026-11-20 spacing',
      '2026-11-23 day_off',
      '2026-11-23 spacing',
    ]);
    const onThursday = inputOf({ nowMs: NOW_MS - DAY_MS + 12 * HOUR_MS });
    expect(days(planInvitations(onThursday))[0]).toBe('2026-11-20 outside_hours');
  });

  it('leaves room after the last one that was sent, here or by hand', () => {
    const sent = sentOf(1, MINUTE_MS, { isByHand: true });
    const [first] = planInvitations(inputOf({ sent }));
    expect(first?.reason).toBe('spacing');
    expect(first?.atMs).toBeGreaterThanOrEqual(NOW_MS + 5 * MINUTE_MS);
  });

  it('waits where a day is used up, and where a week is', () => {
    const day = inputOf({ sent: sentOf(3, HOUR_MS), budget: limitsOf(3, 100), queue: queueOf(1) });
    expect(
      days(planInvitations({ ...day, nowMs: NOW_MS - DAY_MS, sent: sentOf(3, 25 * HOUR_MS) })),
    ).toEqual(['2026-11-20 daily_limit']);
    const week = inputOf({
      sent: sentOf(9, 50 * HOUR_MS),
      budget: limitsOf(9, 9),
      queue: queueOf(1),
    });
    expect(days(planInvitations(week))).toEqual(['2026-11-25 weekly_limit']);
  });

  it('begins a new account with a share of its limits', () => {
    const budget = { ...limitsOf(10, 100), warmUpFromMs: NOW_MS - HOUR_MS };
    expect(days(planInvitations(inputOf({ budget, queue: queueOf(4) })))).toEqual([
      '2026-11-20 first_free',
      '2026-11-20 spacing',
      '2026-11-20 spacing',
      // Three are allowed in the first week's days; then comes the weekend, which is longer.
      '2026-11-23 day_off',
    ]);
    const monday = inputOf({ nowMs: NOW_MS + 3 * DAY_MS, budget, queue: queueOf(4) });
    expect(days(planInvitations(monday)).at(-1)).toBe('2026-11-24 warm_up');
  });

  it('slows down when the provider says that its limit comes near', () => {
    const signals = [{ atMs: NOW_MS + 3 * DAY_MS - HOUR_MS, percent: 95 }];
    const input = inputOf({ nowMs: NOW_MS + 3 * DAY_MS, budget: { ...limitsOf(8, 99), signals } });
    expect(days(planInvitations(input))).toEqual([
      '2026-11-24 provider_signal',
      '2026-11-24 spacing',
      '2026-11-25 provider_signal',
    ]);
  });

  it('lets what needs a note of next month wait, and what has none pass by', () => {
    const queue = [...queueOf(1, true), { id: 'plain', hasNote: false, planned: null }];
    const sent = sentOf(5, 10 * DAY_MS, { hasNote: true });
    expect(days(planInvitations(inputOf({ sent, queue })))).toEqual([
      '2026-12-01 notes_used_up',
      '2026-11-20 first_free',
    ]);
    const none = inputOf({ budget: limitsOf(9, 9, 0), queue });
    expect(words(planInvitations(none))[0]).toBe('never notes_used_up');
  });

  it('has no times where no settings allow any', () => {
    const budget = limitsOf(0, 9);
    expect(words(planInvitations(inputOf({ budget, queue: queueOf(1) })))).toEqual([
      'never daily_limit',
    ]);
    const hours = { ...DEFAULT_HOURS, zone: ZONE, days: [] };
    expect(words(planInvitations(inputOf({ hours, queue: queueOf(1) })))).toEqual([
      'never day_off',
    ]);
  });
});

describe('a plan that is made again', () => {
  it('is the same when nothing changed, whatever chance would say now', () => {
    const { plan, ...later } = afterPlan(inputOf({ queue: queueOf(60) }));
    expect(planInvitations({ ...later, random: seededRandom('another') })).toEqual(plan);
    expect(planInvitations({ ...later, nowMs: plan[0]?.atMs ?? 0 })).toEqual(plan);
  });

  it('moves only what must move: one that left a few seconds late shifts none behind it', () => {
    const input = inputOf({ queue: queueOf(10), spacing: { minMs: MINUTE_MS, maxMs: HOUR_MS } });
    const { plan, queue } = afterPlan(input);
    const sentMs = (plan[0]?.atMs ?? 0) + 7_000;
    const sent = [{ atMs: sentMs, hasNote: false, isByHand: false }];
    const later = { ...input, nowMs: sentMs, sent, queue: queue.slice(1) };
    expect(planInvitations(later)).toEqual(plan.slice(1));
  });

  it('lets one that was missed leave now, and spaces many that were missed', () => {
    const { plan, ...input } = afterPlan(inputOf({ queue: queueOf(10) }));
    const [first] = planInvitations({ ...input, nowMs: (plan[0]?.atMs ?? 0) + 5_000 });
    expect((first?.atMs ?? 0) - (plan[0]?.atMs ?? 0)).toBeLessThan(10_000);
    const nowMs = NOW_MS + 4 * HOUR_MS;
    const times = planInvitations({ ...input, nowMs }).map(({ atMs }) => atMs ?? 0);
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(nowMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(6 * MINUTE_MS);
    expect(new Set(gaps).size).toBe(gaps.length);
  });

  it('moves what lies outside of other hours, and keeps what lies in them', () => {
    const { plan, ...input } = afterPlan(inputOf({ queue: queueOf(12) }));
    const hours = { ...input.hours, toMinute: 11 * 60 };
    const again = planInvitations({ ...input, hours });
    const isEarly = ({ atMs }: PlannedInvitation) => local(atMs).slice(11) < '11:00';
    const kept = plan.filter(isEarly);
    expect(kept.length).toBeGreaterThan(2);
    expect(again.slice(0, kept.length)).toEqual(kept);
    expect(new Set(days(again.slice(kept.length, -2)))).toContain('2026-11-23 day_off');
  });
});

describe('a queue that stands still', () => {
  it.each([
    ['paused', { isPaused: true }],
    ['account_not_ok', { isAccountOk: false }],
    ['provider_stop', { stop: { reason: 'provider_stop', untilMs: null } }],
    ['account_not_ok', { stop: { reason: 'account_not_ok', untilMs: null } }],
  ] as const)('has no times: %s', (reason, more) => {
    const { plan: _, ...input } = afterPlan(inputOf());
    const held = planInvitations({ ...input, ...more });
    expect(words(held)).toEqual(Array.from({ length: 3 }, () => `never ${reason}`));
  });

  it('begins afresh when it goes on, without a burst', () => {
    const held = afterPlan({ ...inputOf({ queue: queueOf(30) }), isPaused: true });
    const resumed = planInvitations({ ...held, isPaused: false, nowMs: NOW_MS + 5 * HOUR_MS });
    const times = resumed.map(({ atMs }) => atMs ?? 0);
    for (const [index, atMs] of times.entries()) {
      expect(atMs).toBeGreaterThan(NOW_MS + 5 * HOUR_MS);
      if (index > 0) expect(atMs - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(6 * MINUTE_MS);
    }
  });

  it('goes on by itself where the provider said until when', () => {
    const stop = { reason: 'provider_stop' as const, untilMs: NOW_MS + 2 * HOUR_MS };
    const { plan: _, ...input } = afterPlan(inputOf());
    const plan = planInvitations({ ...input, stop });
    expect(plan[0]?.reason).toBe('provider_stop');
    for (const { atMs } of plan) expect(atMs).toBeGreaterThanOrEqual(stop.untilMs);
  });
});

describe('a time chosen by hand', () => {
  const monday = (time: string) => Date.parse(`2026-11-23T${time}:00+01:00`);
  const move = (input: PlanInput, atMs: number, id = 'i1') =>
    moveRefusal(input, { id, hasNote: false, atMs });

  it('is refused with the rule that it breaks', () => {
    expect(move(inputOf(), NOW_MS - 1)).toBe('in_the_past');
    expect(move(inputOf(), monday('08:59'))).toBe('outside_hours');
    expect(move(inputOf(), NOW_MS + DAY_MS)).toBe('day_off');
    expect(move(inputOf({ isPaused: true }), monday('10:00'))).toBe('paused');
    expect(move(inputOf({ sent: sentOf(1, MINUTE_MS) }), NOW_MS + MINUTE_MS)).toBe('spacing');
    const full = inputOf({ sent: sentOf(3, HOUR_MS), budget: limitsOf(3, 100) });
    expect(move(full, NOW_MS + HOUR_MS)).toBe('daily_limit');
    const stop = { reason: 'provider_stop' as const, untilMs: NOW_MS + HOUR_MS };
    expect(move(inputOf({ stop }), NOW_MS + MINUTE_MS)).toBe('provider_stop');
    expect(move(inputOf(), monday('10:00'))).toBeNull();
  });

  it('stands to the second, and the others make room', () => {
    const { plan, ...input } = afterPlan(inputOf());
    const taken = plan[0]?.atMs ?? 0;
    expect(move(input, taken)).toBeNull();
    const queue = input.queue.map((item) =>
      item.id === 'i1'
        ? { ...item, planned: { atMs: taken, reason: 'moved_by_hand' as const } }
        : item,
    );
    const [first, chosen] = planInvitations({ ...input, queue });
    expect(chosen).toEqual({ id: 'i1', atMs: taken, reason: 'moved_by_hand' });
    expect(first?.atMs).toBeGreaterThanOrEqual(taken + 6 * MINUTE_MS);
    expect(move({ ...input, queue }, taken + MINUTE_MS, 'i2')).toBe('spacing');
  });
});
