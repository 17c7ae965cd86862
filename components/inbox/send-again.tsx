'use client';

import { useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';

type SendAgainProps = {
  /** Who may get it twice. */
  person: string;
  /** What happens beside that. */
  more?: string;
  confirmLabel: string;
  onConfirm: () => void;
};

/** Repeats a message of unknown fate, which is asked about first: the other person may have it. */
export function SendAgain({ person, more, confirmLabel, onConfirm }: SendAgainProps) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button size={28} variant="ghost" onClick={() => setIsAsking(true)}>
        Send again
      </Button>
      <AlertDialog
        title="Send this message again?"
        description={
          <>
            The first one may have arrived. Then <bdi>{person}</bdi> gets it twice. {more}
          </>
        }
        confirmLabel={confirmLabel}
        tone="primary"
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        onConfirm={() => {
          setIsAsking(false);
          onConfirm();
        }}
      />
    </>
  );
}
