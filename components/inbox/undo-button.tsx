'use client';

import { Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { Button } from '@/components/ui/button';
import { SECOND_MS } from '@/lib/core/time';

/** A message that has not left yet and can be taken back. */
export type HeldSend = { id: string; clientId: string; heldUntil: string | null };

/** No hold is longer; a clock that is wrong must not promise more than the server gives. */
const LONGEST_HOLD_MS = 10 * SECOND_MS;

/** Sends that were asked back on this page, wherever the press came from. */
export const askedBack = new Set<string>();

type UndoButtonProps = { send: HeldSend; onUndo: (send: HeldSend) => void };

/** While it is there the undo key means it, unless something was done after it. */
export function UndoButton({ send, onUndo }: UndoButtonProps) {
  useCommand('undo', () => onUndo(send), {
    isEnabled: !askedBack.has(send.id),
    // Made at the press that sent it.
    doneAs: () => send.clientId,
  });
  return (
    <Button size={28} variant="ghost" icon={<Undo2 />} onClick={() => onUndo(send)}>
      <UndoLabel until={send.heldUntil} />
    </Button>
  );
}

/** "Undo" and the seconds that are left. It only tells: whether it is too late the server decides. */
export function UndoLabel({ until }: { until: string | null }) {
  const secondsLeft = Math.ceil(useTimeLeft(until) / SECOND_MS);
  return (
    <>
      Undo
      {secondsLeft > 0 && (
        <span aria-hidden="true" className="min-w-4 text-end tabular-nums">
          {secondsLeft}
        </span>
      )}
    </>
  );
}

function useTimeLeft(until: string | null): number {
  const [leftMs, setLeftMs] = useState(() => timeLeft(until));
  useEffect(() => {
    const tick = () => setLeftMs(timeLeft(until));
    tick();
    const timer = setInterval(tick, SECOND_MS / 4);
    return () => clearInterval(timer);
  }, [until]);
  return leftMs;
}

export function timeLeft(until: string | null): number {
  if (until === null) return 0;
  return Math.min(Math.max(Date.parse(until) - Date.now(), 0), LONGEST_HOLD_MS);
}
