import { calendarDay, formatter, type TimeContext } from '@/components/ui/format-time';
import type { InboxAccount } from '@/lib/inbox/types';
import { clockTime } from './day-label';

/** Time in which messages of a conversation may be missing; `to` is null while it goes on. */
export type ThreadGap = { from: string; to: string | null; isReading: boolean };

type Timed = { at: string };

/** The gaps of the account. During the first import everything is one, and is told elsewhere. */
export function gapsOf(
  account: Pick<InboxAccount, 'gaps' | 'status' | 'syncFinishedAt'> | undefined,
): ThreadGap[] {
  if (!account || account.syncFinishedAt === null) return [];
  return account.gaps.map(({ from, to }) => ({
    from,
    to,
    // What still goes on, and an account that is down, cannot be read.
    isReading: to !== null && account.status === 'connected',
  }));
}

/**
 * Where the gaps stand: before which item, or behind the last one (its index is the number of items). One
 * that ended before the first item says nothing about this conversation. `isEndKnown` is false where newer
 * messages are not loaded. Gaps at one place are one.
 */
export function placeGaps(
  items: readonly Timed[],
  gaps: readonly ThreadGap[],
  isEndKnown: boolean,
): ReadonlyMap<number, ThreadGap> {
  const places = new Map<number, ThreadGap>();
  const [first] = items;
  if (!first) return places;
  const firstMs = Date.parse(first.at);
  for (const gap of gaps) {
    if (gap.to !== null && Date.parse(gap.to) <= firstMs) continue;
    const startMs = Math.max(Date.parse(gap.from), firstMs);
    const next = items.findIndex(({ at }) => Date.parse(at) > startMs);
    if (next < 0 && !isEndKnown) continue;
    const index = next < 0 ? items.length : next;
    const here = places.get(index);
    places.set(index, here ? joined(here, gap) : gap);
  }
  return places;
}

function joined(one: ThreadGap, other: ThreadGap): ThreadGap {
  return { from: one.from, to: other.to, isReading: one.isReading && other.isReading };
}

/** "Messages from 09:12 to 10:05 may be missing." The day is named where it is not today. */
export function gapText({ from, to, isReading }: ThreadGap, clock: TimeContext): string {
  const { nowMs, timeZone, locale } = clock;
  const dayMs = (at: string | number) => calendarDay(new Date(at), timeZone).startMs;
  const moment = (at: string, isDayKnown: boolean) =>
    isDayKnown
      ? clockTime(at, clock)
      : formatter(locale, {
          day: 'numeric',
          month: 'short',
          hour: '2-digit',
          minute: '2-digit',
          timeZone,
        }).format(new Date(at));
  const isToday = dayMs(from) === dayMs(nowMs);
  const start = moment(from, isToday);
  if (to === null) return `Messages since ${start} may be missing.`;
  const missing = `Messages from ${start} to ${moment(to, dayMs(to) === dayMs(from))} may be missing.`;
  return isReading ? `${missing} We are reading them again.` : missing;
}
