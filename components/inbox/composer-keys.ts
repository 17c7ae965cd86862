import type { KeyboardEvent } from 'react';
import { isCoarsePointer } from '@/components/ui/use-coarse-pointer';

type ComposerKeys = {
  /** Enter alone sends; with the modifier it always does. */
  sendsOnEnter: boolean;
  onSend: () => void;
  onLeave: () => void;
};

/** The keys of a field that is written to be sent: Enter, with or without the modifier, and Escape. */
export function composerKeys({ sendsOnEnter, onSend, onLeave }: ComposerKeys) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    // 229 is what Safari says of the Enter that ends a composition.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onLeave();
    }
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    const isMod = event.metaKey || event.ctrlKey;
    if (!isMod && !sendsOnEnter) return;
    // On a touch keyboard Enter is the only way to a new line.
    if (!isMod && isCoarsePointer()) return;
    event.preventDefault();
    onSend();
  };
}
