import { isOpen, nextOpening } from '@/lib/invitations/hours-rules';
import type { QuietHours } from '@/lib/preferences/types';

const WEEK = [0, 1, 2, 3, 4, 5, 6];
const MINUTES_OF_DAY = 1_440;

/**
 * When the quiet hours that hold at `atMs` end, in ms; null when none hold. By the wall clock of their
 * zone: where the clock changes at night they are an hour longer or shorter.
 */
export function quietUntil(quiet: QuietHours | null, atMs: number): number | null {
  if (!quiet) return null;
  const { zone, fromMinute, toMinute } = quiet;
  const isOverNight = fromMinute > toMinute;
  // Over night, the hours between are the loud ones; by day, what comes after the end is loud.
  const loud = {
    zone,
    days: WEEK,
    fromMinute: toMinute,
    toMinute: isOverNight ? fromMinute : MINUTES_OF_DAY,
  };
  const isQuiet = isOverNight
    ? !isOpen(loud, atMs)
    : isOpen({ zone, days: WEEK, fromMinute, toMinute }, atMs);
  return isQuiet ? (nextOpening(loud, atMs)?.atMs ?? null) : null;
}
