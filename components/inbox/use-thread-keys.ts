'use client';

import type { RefObject } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';

/** `n` and `p`, and from a message the arrows, walk through the messages of the open conversation. */
export function useThreadKeys(threadRef: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const walk = (step: 1 | -1) => {
    const messages = [
      ...(threadRef.current?.querySelectorAll<HTMLElement>('[role="log"] article') ?? []),
    ];
    const focused = messages.findIndex((one) => one.contains(document.activeElement));
    // From outside the way begins where the conversation was opened, else at the newest message.
    const current =
      focused < 0 ? messages.findIndex((one) => one.matches('[data-marked]')) : focused;
    const next = messages[current < 0 ? messages.length - 1 : current + step];
    if (!next) return messages.length > 0;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    return true;
  };
  useCommand('nextMessage', () => walk(1), { isEnabled: isOpen });
  useCommand('previousMessage', () => walk(-1), { isEnabled: isOpen });
}
