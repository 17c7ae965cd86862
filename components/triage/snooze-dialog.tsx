'use client';

import { Dialog } from '@/components/ui/dialog';
import type { QuestionProps } from './questions';
import { TimeChoice } from './time-choice';

/** When conversations come back: in the reader's own words, or one of the usual times. */
export function SnoozeDialog({ subjects, onChoose, ...dialog }: QuestionProps) {
  const count = subjects.length;
  return (
    <Dialog
      title={count === 1 ? 'Snooze until' : `Snooze ${count} conversations until`}
      description="It comes back to the top at that time, or earlier with a new message."
      size="sm"
      {...dialog}
    >
      <TimeChoice
        lead="Until"
        onChoose={(until) => onChoose({ kind: 'snooze', until: until.toISOString() })}
      />
    </Dialog>
  );
}
