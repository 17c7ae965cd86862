'use client';

import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useCommand, useKeysOf } from '@/components/keyboard/keyboard-provider';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { shownLater } from '@/components/ui/later';

const ScheduleDialog = shownLater(() =>
  import('./schedule-dialog').then((module) => module.ScheduleDialog),
);

type SendLaterProps = {
  /** By its name, where it stands among buttons with words; else its picture alone. */
  isNamed?: boolean;
  isEnabled: boolean;
  /** ISO 8601. */
  onChoose: (sendAt: string) => void;
};

/** The way to have a message leave at another time than now, and its key. */
export function SendLater({ isNamed = false, isEnabled, onChoose }: SendLaterProps) {
  // Null until it is asked for.
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  useCommand('sendLater', () => setIsOpen(true), { isEnabled });
  const keys = useKeysOf('sendLater');
  const button = { icon: <CalendarClock />, disabled: !isEnabled, onClick: () => setIsOpen(true) };
  return (
    <>
      {isNamed ? (
        <Button {...button}>Send later…</Button>
      ) : (
        <IconButton label="Send later…" keys={keys} {...button} />
      )}
      {isOpen !== null && (
        <ScheduleDialog
          title="Send later"
          isOpen={isOpen}
          onOpenChange={setIsOpen}
          onChoose={onChoose}
        />
      )}
    </>
  );
}
