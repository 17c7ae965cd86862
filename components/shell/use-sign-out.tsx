'use client';

import { type ReactNode, useRef, useState } from 'react';
import { countUnsent, removeText } from '@/components/inbox/unsent-text';
import { AlertDialog } from '@/components/ui/alert-dialog';

/**
 * Signs out, after a question when that takes unsent text away. `parts` stand outside the menu or the
 * sheet that asks, which is gone before the form would be sent.
 */
export function useSignOut(path: string): { ask: () => void; parts: ReactNode } {
  const form = useRef<HTMLFormElement>(null);
  const [unsentCount, setUnsentCount] = useState(0);
  const [isOpen, setIsOpen] = useState(false);
  const leave = () => {
    removeText();
    form.current?.requestSubmit();
  };
  const ask = () => {
    const count = countUnsent();
    if (count === 0) return leave();
    setUnsentCount(count);
    setIsOpen(true);
  };
  const what =
    unsentCount === 1
      ? 'One message that was not sent is kept on this device only.'
      : `${unsentCount} messages that were not sent are kept on this device only.`;
  const parts = (
    <>
      <form ref={form} method="post" action={path} hidden />
      <AlertDialog
        title="Sign out and discard unsent text?"
        description={`${what} Signing out removes the text, so that the next person here cannot read it.`}
        confirmLabel="Discard and sign out"
        cancelLabel="Stay signed in"
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        onConfirm={leave}
      />
    </>
  );
  return { ask, parts };
}
