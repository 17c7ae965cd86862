import type { TimelineEntry } from './types';

/** As cursors have it: by time, then by id. */
export function newestFirst(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.toSorted((one, two) => {
    if (one.at !== two.at) return one.at < two.at ? 1 : -1;
    return one.id < two.id ? 1 : -1;
  });
}

/** What stands in one row: messages of one thread that follow each other on one day, or one note or invitation. */
export interface TimelineRow {
  /** The newest of them. */
  entry: TimelineEntry;
  count: number;
}

export interface TimelineMonth {
  /** `2026-11` in the reader's zone. */
  month: string;
  rows: TimelineRow[];
}

/** Entries, newest first, by the months of a zone, with chatter of one thread and day in one row. */
export function groupTimeline(
  entries: readonly TimelineEntry[],
  timeZone: string,
): TimelineMonth[] {
  const days = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const months: TimelineMonth[] = [];
  let open: { row: TimelineRow; day: string } | null = null;
  for (const entry of entries) {
    const day = days.format(new Date(entry.at));
    if (open && open.day === day && isSameThread(open.row.entry, entry)) {
      open.row.count += 1;
      continue;
    }
    open = { row: { entry, count: 1 }, day };
    const month = day.slice(0, 7);
    const last = months.at(-1);
    if (last?.month === month) last.rows.push(open.row);
    else months.push({ month, rows: [open.row] });
  }
  return months;
}

function isSameThread(one: TimelineEntry, two: TimelineEntry): boolean {
  return (
    one.kind !== 'note' &&
    one.kind === two.kind &&
    one.conversationId !== null &&
    one.conversationId === two.conversationId
  );
}
