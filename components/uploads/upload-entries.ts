/** A file that was chosen here and is not in the draft yet: on its way, or it did not get there. */
export type UploadEntry = {
  key: string;
  name: string;
  sizeBytes: number;
  sentBytes: number;
  /** `refused` cannot be helped by trying again. */
  state: 'waiting' | 'uploading' | 'failed' | 'refused';
  problem: string | null;
};

export type UploadChange =
  | { type: 'add'; entry: Pick<UploadEntry, 'key' | 'name' | 'sizeBytes'>; refusal: string | null }
  | { type: 'begin'; key: string }
  | { type: 'progress'; key: string; sentBytes: number }
  | { type: 'fail'; key: string; problem: string; isFinal: boolean }
  | { type: 'retry'; key: string }
  | { type: 'remove'; key: string };

/** As many at once: more would take every connection that the browser has for our pages. */
const MAX_AT_ONCE = 2;

/** The entries after a change; one that is about an entry that is gone changes nothing. */
export function changeEntries(
  entries: readonly UploadEntry[],
  change: UploadChange,
): readonly UploadEntry[] {
  if (change.type === 'add') {
    const { entry, refusal } = change;
    const state = refusal === null ? 'waiting' : 'refused';
    return [...entries, { ...entry, sentBytes: 0, state, problem: refusal }];
  }
  if (change.type === 'remove') return entries.filter(({ key }) => key !== change.key);
  return entries.map((entry) => (entry.key === change.key ? changed(entry, change) : entry));
}

function changed(
  entry: UploadEntry,
  change: Exclude<UploadChange, { type: 'add' | 'remove' }>,
): UploadEntry {
  switch (change.type) {
    case 'begin':
      return { ...entry, state: 'uploading', sentBytes: 0, problem: null };
    case 'progress':
      // A progress that comes late must not bring a failed one back, nor go backwards.
      if (entry.state !== 'uploading') return entry;
      return { ...entry, sentBytes: between(entry.sentBytes, change.sentBytes, entry.sizeBytes) };
    case 'fail':
      return {
        ...entry,
        state: change.isFinal ? 'refused' : 'failed',
        problem: change.problem,
      };
    case 'retry':
      return entry.state === 'failed'
        ? { ...entry, state: 'waiting', sentBytes: 0, problem: null }
        : entry;
  }
}

/** Which of those that wait may begin now, in their order. */
export function nextToBegin(entries: readonly UploadEntry[]): string[] {
  const free = MAX_AT_ONCE - entries.filter(({ state }) => state === 'uploading').length;
  return entries
    .filter(({ state }) => state === 'waiting')
    .slice(0, Math.max(0, free))
    .map(({ key }) => key);
}

/** Whether some are still on their way. */
export function isUnderWay(entries: readonly UploadEntry[]): boolean {
  return entries.some(({ state }) => state === 'waiting' || state === 'uploading');
}

/** Whether some did not get there: a message must not leave without them unnoticed. */
export function hasProblem(entries: readonly UploadEntry[]): boolean {
  return entries.some(({ state }) => state === 'failed' || state === 'refused');
}

/** Whole per cent; 100 only when all bytes have left. */
export function percentOf({ sentBytes, sizeBytes }: UploadEntry): number {
  if (sizeBytes === 0) return 0;
  return Math.floor((sentBytes / sizeBytes) * 100);
}

function between(low: number, value: number, high: number): number {
  return Math.min(Math.max(low, value), high);
}
