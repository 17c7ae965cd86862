'use client';

import { TimeChoice } from '@/components/triage/time-choice';
import { useClock } from '@/components/ui/clock';
import { Dialog } from '@/components/ui/dialog';
import { MAX_SCHEDULE_YEARS } from '@/lib/inbox/schedule-rules';

type ScheduleDialogProps = {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** ISO 8601. */
  onChoose: (sendAt: string) => void;
};

/** When a message leaves: in the writer's own words, or one of the usual times. */
export function ScheduleDialog({ onChoose, onOpenChange, ...dialog }: ScheduleDialogProps) {
  const timeZone = useClock()?.timeZone ?? 'UTC';
  return (
    <Dialog
      description={`By the clock of ${timeZone.replaceAll('_', ' ')}. You can change or cancel it until then.`}
      size="sm"
      onOpenChange={onOpenChange}
      {...dialog}
    >
      <TimeChoice
        lead="Leaves"
        maxYears={MAX_SCHEDULE_YEARS}
        onChoose={(at) => {
          onOpenChange(false);
          onChoose(at.toISOString());
        }}
      />
    </Dialog>
  );
}
