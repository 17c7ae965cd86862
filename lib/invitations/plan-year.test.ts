import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { DEFAULT_LIMITS, DEFAULT_PAUSES } from './default-rules';
import { moveRefusal, type PlanInput, planInvitations } from './plan-rules';
import { seededRandom } from './seed-rules';
import { stopAfter } from './stop-rules';
import type { RollingLimit, SentInvitation } from './types';

const START_MS = Date.parse('2026-01-05T00:00:00Z');
const END_MS = START_MS + 365 * DAY_MS;
const LIMITS: RollingLimit[] = [
  { id: 'day', durationMs: DAY_MS, max: 7 },
  { id: 'week', durationMs: 7 * DAY_MS, max: 20 },
];
const THROTTLED = { code: 'throttled', type: null, status: 429, requestId: null } as const;

/** One that left, with the number of the queue that it had, or -1 by hand, and the zone of then. */
interface Left extends SentInvitation {
  number: number;
  zone: string;
}

/**
 * A year of one account, as a worker would live it: it plans, waits for the next time, asks whether that
 * one may leave now, sends up to 20 seconds late, and plans again. Meanwhile people and the provider do
 * what they do.
 */
function liveYear(zone: string, travelsTo: string): { left: Left[]; queued: number } {
  const random = seededRandom(zone);
  const left: Left[] = [];
  let queued = 0;
  let input: PlanInput = {
    nowMs: START_MS,
    random,
    hours: { zone, days: [1, 2, 3, 4, 5], fromMinute: 8 * 60 + 30, toMinute: 18 * 60 },
    spacing: { minMs: 6 * MINUTE_MS, maxMs: 45 * MINUTE_MS },
    budget: {
      limits: { ...DEFAULT_LIMITS.free, rolling: LIMITS },
      zone,
      warmUpFromMs: START_MS,
      signals: [],
    },
    sent: left,
    queue: [],
    isPaused: false,
    isAccountOk: true,
    stop: null,
  };
  const enqueue = (hasNote: boolean) => {
    input.queue = [...input.queue, { id: String(queued), hasNote, planned: null }];
    queued += 1;
  };
  /** What was held goes on, and something else happens. */
  const disturb = () => {
    Object.assign(input, { isPaused: false, isAccountOk: true });
    const things: (() => void)[] = [
      () => left.push({ ...entryAt(input.nowMs), number: -1, isByHand: true }),
      () => Object.assign(input, { isPaused: true }),
      () => Object.assign(input, { isAccountOk: false }),
      () => Object.assign(input, { stop: stopAfter(THROTTLED, 2, input.nowMs, DEFAULT_PAUSES) }),
      () => {
        const signals = [...input.budget.signals, { atMs: input.nowMs, percent: 75 }];
        input.budget = { ...input.budget, signals };
      },
      () => moveByHand(Math.floor(random() * input.queue.length)),
      () => {
        const to = input.hours.zone === zone ? travelsTo : zone;
        input = { ...input, hours: { ...input.hours, zone: to } };
      },
    ];
    things[Math.floor(random() * things.length)]?.();
  };
  const moveByHand = (index: number) => {
    const item = input.queue[index];
    const atMs = input.nowMs + Math.floor(random() * 3 * DAY_MS);
    if (!item || moveRefusal(input, { ...item, atMs })) return;
    const planned = { atMs, reason: 'moved_by_hand' as const };
    input.queue = input.queue.map((one) => (one === item ? { ...one, planned } : one));
  };
  const entryAt = (atMs: number) => ({ atMs, hasNote: false, zone: input.hours.zone });
  const sendIfItMay = (id: string) => {
    const item = input.queue.find((one) => one.id === id);
    if (!item || moveRefusal(input, { ...item, atMs: input.nowMs })) return;
    const entry = { ...entryAt(input.nowMs), hasNote: item.hasNote };
    left.push({ ...entry, number: Number(id), isByHand: false });
    input.queue = input.queue.filter((one) => one !== item);
  };

  let nextDisturbanceMs = START_MS + DAY_MS;
  while (input.nowMs < END_MS) {
    while (input.queue.length < 12) enqueue(random() < 0.1);
    const plan = planInvitations(input);
    input.queue = input.queue.map((item, index) => {
      const { atMs = null, reason = 'paused' } = plan[index] ?? {};
      return { ...item, planned: atMs === null ? item.planned : { atMs, reason } };
    });
    const [next] = plan
      .flatMap(({ id, atMs }) => (atMs === null ? [] : [{ id, atMs }]))
      .sort((one, other) => one.atMs - other.atMs);
    if (next && next.atMs < nextDisturbanceMs) {
      input.nowMs = next.atMs + Math.floor(random() * 20 * SECOND_MS);
      sendIfItMay(next.id);
    } else {
      input.nowMs = nextDisturbanceMs;
      disturb();
      nextDisturbanceMs += Math.floor((1 + random() * 40) * HOUR_MS);
    }
  }
  return { left, queued };
}

describe('a year of an account', () => {
  it.each([
    ['Europe/Berlin', 'America/New_York'],
    ['America/Santiago', 'Pacific/Chatham'],
    ['Australia/Lord_Howe', 'Asia/Kathmandu'],
    ['Pacific/Apia', 'Pacific/Honolulu'],
    ['Africa/Casablanca', 'Asia/Tehran'],
  ])(
    'in %s, with travels to %s, exceeds no limit and rests when its owner rests',
    (zone, other) => {
      const { left, queued } = liveYear(zone, other);
      const ours = left.filter(({ isByHand }) => !isByHand);
      expect(ours.length).toBeGreaterThan(400);
      expect(ours.length).toBeLessThan(queued);
      for (const [index, one] of left.entries()) {
        if (one.isByHand) continue;
        const before = left.slice(0, index);
        for (const { durationMs, max } of LIMITS) {
          const within = before.filter(({ atMs }) => atMs > one.atMs - durationMs);
          expect(within.length).toBeLessThan(max);
        }
        expect(one.atMs - (before.at(-1)?.atMs ?? 0)).toBeGreaterThanOrEqual(6 * MINUTE_MS);
        const wall = new Date(one.atMs).toLocaleString('sv-SE', { timeZone: one.zone });
        expect(wall.slice(11) >= '08:30:00' && wall.slice(11) < '18:00:00', wall).toBe(true);
        expect([0, 6]).not.toContain(new Date(`${wall.slice(0, 10)}T12:00:00Z`).getUTCDay());
      }
      const months = new Map<string, number>();
      for (const { atMs, hasNote } of ours) {
        const month = new Date(atMs).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 7);
        if (hasNote) months.set(month, (months.get(month) ?? 0) + 1);
      }
      expect(Math.max(...months.values())).toBeLessThanOrEqual(5);
    },
  );
});
