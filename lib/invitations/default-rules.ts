import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import type { InvitationLimits, LinkedinTier, Spacing, WorkingHours } from './types';

const WEEK_MS = 7 * DAY_MS;

/**
 * With which settings a workspace begins. The figures are what the API's makers recommended in November
 * 2026: a week of about 150 invitations for a free account and 200 for a paying one, 80 to 100 a day,
 * 5 notes a month of 200 characters without paying, 300 with. For the day of a free account nobody
 * names a figure; ours is a fifth of its week. LinkedIn publishes none and changes them by account.
 */
export const DEFAULT_LIMITS: Readonly<Record<LinkedinTier, InvitationLimits>> = {
  free: limits({ day: 30, week: 150, notesPerMonth: 5, noteCharacters: 200 }),
  paid: limits({ day: 80, week: 200, notesPerMonth: null, noteCharacters: 300 }),
};

/** Six minutes make at most ten an hour, which is what other clients allow. */
export const DEFAULT_SPACING: Spacing = { minMs: 6 * MINUTE_MS, maxMs: 20 * MINUTE_MS };

/** Monday to Friday, nine to five. */
export const DEFAULT_HOURS: Omit<WorkingHours, 'zone'> = {
  days: [1, 2, 3, 4, 5],
  fromMinute: 9 * 60,
  toMinute: 17 * 60,
};

/** How long nothing leaves after a refusal: twice as long each time in a row, up to the longest. */
export const DEFAULT_PAUSES = {
  throttledMs: HOUR_MS,
  longestThrottledMs: DAY_MS,
  limitReachedMs: DAY_MS,
};

function limits(figures: {
  day: number;
  week: number;
  notesPerMonth: number | null;
  noteCharacters: number;
}): InvitationLimits {
  const { day, week, notesPerMonth, noteCharacters } = figures;
  return {
    asOf: '2026-11-27',
    source: 'Recommendations of the API’s makers; LinkedIn publishes no figures.',
    rolling: [
      { id: 'day', durationMs: DAY_MS, max: day },
      { id: 'week', durationMs: WEEK_MS, max: week },
    ],
    notesPerMonth,
    noteCharacters,
    // Other clients begin with 30 % and need a week to all; we take three.
    warmUpShares: [0.3, 0.5, 0.75],
    // The makers say to slow down from 75; the shares are ours. The provider's own limit is of a week.
    signalSteps: [
      { fromPercent: 75, share: 0.5, durationMs: WEEK_MS },
      { fromPercent: 90, share: 0.25, durationMs: WEEK_MS },
      { fromPercent: 95, share: 0, durationMs: DAY_MS },
    ],
  };
}
