'use client';

import { useCallback } from 'react';
import { useToast, WITH_ACTION_TIMEOUT_MS } from '@/components/ui/toast';
import { newId } from '@/lib/core/ids';
import { useKeyboard } from './keyboard-provider';

/** Says that something was done; as long as it says so, its button and the undo key take it back, once. */
export function useUndoToast(): (title: string, undo: () => void) => void {
  const { registry } = useKeyboard();
  const toast = useToast();
  return useCallback(
    (title, undo) => {
      const deed = newId();
      const end = () => {
        leave();
        clearTimeout(timer);
        toast.close(toastId);
        undo();
      };
      const leave = registry.register('undo', {
        run: end,
        isEnabled: () => true,
        doneAs: () => deed,
      });
      const timer = setTimeout(leave, WITH_ACTION_TIMEOUT_MS);
      const toastId = toast.show({ title, action: { label: 'Undo', onAction: end } });
    },
    [registry, toast],
  );
}
