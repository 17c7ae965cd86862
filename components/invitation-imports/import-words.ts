import type { ImportRowState, ImportSummary } from '@/lib/invitation-imports/types';

export const STATE_WORDS: Record<ImportRowState, string> = {
  found: 'found',
  waiting: 'waiting to be looked up',
  planned: 'planned',
  refused: 'refused',
  stopped: 'stopped',
};

/** "3 found, 2 refused": what there is none of is not told. */
export function countWords(counts: ImportSummary['counts']): string {
  return (Object.keys(STATE_WORDS) as ImportRowState[])
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${STATE_WORDS[state]}`)
    .join(', ');
}
