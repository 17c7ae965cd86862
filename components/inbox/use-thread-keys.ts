'use client';

import type { RefObject } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { pageStep } from './page-step';

/**
 * `n` and `p`, and from a message the arrows, walk through the messages of the open conversation. One that
 * is taller than the pane is scrolled through by the arrows first.
 */
export function useThreadKeys(threadRef: RefObject<HTMLElement | null>, isOpen: boolean): void {
  const walk = (step: 1 | -1, key?: string) => {
    const messages = [
      ...(threadRef.current?.querySelectorAll<HTMLElement>('[role="log"] article') ?? []),
    ];
    const focused = messages.findIndex((one) => one.contains(document.activeElement));
    if (key?.startsWith('Arrow') && scrollThrough(messages[focused], step)) return true;
    // From outside the way begins where the conversation was opened, else at the newest message.
    const current =
      focused < 0 ? messages.findIndex((one) => one.matches('[data-marked]')) : focused;
    const next = messages[current < 0 ? messages.length - 1 : current + step];
    if (!next) return messages.length > 0;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    return true;
  };
  useCommand('nextMessage', (key) => walk(1, key), { isEnabled: isOpen });
  useCommand('previousMessage', (key) => walk(-1, key), { isEnabled: isOpen });
}

/** Whether something of the message was still to be read. */
function scrollThrough(message: HTMLElement | undefined, step: 1 | -1): boolean {
  const pane = message?.closest<HTMLElement>('[aria-label="Messages"]');
  if (!message || !pane) return false;
  const top = pageStep(step, message.getBoundingClientRect(), pane.getBoundingClientRect());
  pane.scrollBy({ top });
  return top !== 0;
}
