'use client';

import { useState } from 'react';
import type { TakenBack } from '@/components/inbox/message-group';
import type { useSendAct } from '@/components/inbox/use-send-act';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { formatAbsoluteTime } from '@/components/ui/format-time';
import { shownLater } from '@/components/ui/later';
import { rescheduleSendAction, undoSendAction } from '@/lib/inbox/actions';

const ScheduleDialog = shownLater(() =>
  import('./schedule-dialog').then((module) => module.ScheduleDialog),
);

/** "Scheduled for Tue, 1 Dec 2026, 09:00 GMT+5:45", by the reader's clock. */
export function ScheduledFor({ at }: { at: string }) {
  const clock = useClock();
  if (!clock) return null;
  return (
    <span suppressHydrationWarning>
      Scheduled for{' '}
      <time dateTime={at}>{formatAbsoluteTime(new Date(at), clock.timeZone, clock.locale)}</time>
    </span>
  );
}

type ScheduleActsProps = {
  sendId: string;
  act: ReturnType<typeof useSendAct>;
  /** It will not leave: what it was goes back to where it was written. */
  onTakenBack: (message: TakenBack & { text: string }) => void;
};

/** What the author of a scheduled message can do until it leaves. */
export function ScheduleActs({ sendId, act, onTakenBack }: ScheduleActsProps) {
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const reschedule = (sendAt: string | null) =>
    act.run(() => rescheduleSendAction({ sendId, sendAt }));
  return (
    <>
      <Button size={28} disabled={act.isPending} onClick={() => setIsOpen(true)}>
        Change time
      </Button>
      <Button size={28} variant="ghost" disabled={act.isPending} onClick={() => reschedule(null)}>
        Send now
      </Button>
      <Button
        size={28}
        variant="ghost"
        disabled={act.isPending}
        onClick={() => act.run(() => undoSendAction({ sendId }), onTakenBack)}
      >
        Cancel and edit
      </Button>
      {isOpen !== null && (
        <ScheduleDialog
          title="Change time"
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          onChoose={reschedule}
        />
      )}
    </>
  );
}
