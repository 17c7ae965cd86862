'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useKeyboard } from '@/components/keyboard/keyboard-provider';
import { useToast } from '@/components/ui/toast';
import { undoSendAction } from '@/lib/inbox/actions';
import { inboxKeys } from '@/lib/inbox/options';
import { uploadKeys } from '@/lib/uploads/options';
import { useInboxFacts } from './inbox-context';
import type { TakenBack } from './message-group';
import { askedBack, type HeldSend, timeLeft, UndoLabel } from './undo-button';
import { appendDraft } from './use-draft';

/** Where a toast at the edge of the screen hides nothing that a person is using. */
const ROOMY = '(min-width: 48rem)';

/**
 * Offers to take a held message back, and does it: the text and its files return to the composer of its
 * own conversation, also when another one is open by then.
 */
export function useUndoSend(
  conversationId: string,
  onWrite: () => void,
  discard: (clientId: string) => void,
  /** Hears what the one that was taken back had answered, and to whom it was to go. */
  onTakenBack: (taken: TakenBack) => void,
) {
  const queryClient = useQueryClient();
  const { memberId } = useInboxFacts();
  const toast = useToast();
  const { registry } = useKeyboard();
  const toastIds = useRef(new Map<string, string>());
  const isHere = useIsMounted();

  const undo = useCallback(
    async ({ id, clientId }: HeldSend) => {
      // A second press while the first is under way would put the text into the composer twice.
      if (askedBack.has(id)) return;
      askedBack.add(id);
      const toastId = toastIds.current.get(id);
      if (toastId) toast.close(toastId);
      const problem = await ask(id).then((result) => {
        if (!result.ok) return result.problem.message;
        discard(clientId);
        const { text, ...taken } = result.data;
        if (text) appendDraft(memberId, conversationId, text);
        onTakenBack(taken);
        void queryClient.invalidateQueries({ queryKey: uploadKeys.waiting(conversationId) });
        // Who reads another conversation by now goes on reading.
        if (isHere.current) onWrite();
        else toast.show({ title: 'Taken back. The text is in the draft of its conversation.' });
        return null;
      });
      if (problem) {
        askedBack.delete(id);
        toast.show({ title: problem, tone: 'warn' });
      }
      await queryClient.invalidateQueries({ queryKey: inboxKeys.thread(conversationId) });
    },
    [conversationId, onWrite, discard, memberId, onTakenBack, queryClient, toast, isHere],
  );

  const offer = useCallback(
    (send: HeldSend, name: string) => {
      const timeoutMs = timeLeft(send.heldUntil);
      if (timeoutMs === 0) return;
      // The key means it for as long as it is held, whatever conversation is open by then.
      const leave = registry.register('undo', {
        run: () => void undo(send),
        isEnabled: () => !askedBack.has(send.id) && timeLeft(send.heldUntil) > 0,
        doneAs: () => send.clientId,
      });
      setTimeout(leave, timeoutMs);
      if (!window.matchMedia(ROOMY).matches) return;
      const toastId = toast.show({
        title: `Sending to ${name}`,
        action: { label: <UndoLabel until={send.heldUntil} />, onAction: () => void undo(send) },
        timeoutMs,
      });
      toastIds.current.set(send.id, toastId);
    },
    [registry, toast, undo],
  );
  return { undo, offer };
}

function useIsMounted() {
  const isMounted = useRef(false);
  useEffect(() => {
    isMounted.current = true;
    return () => {
      isMounted.current = false;
    };
  }, []);
  return isMounted;
}

async function ask(sendId: string) {
  try {
    return await undoSendAction({ sendId });
  } catch {
    const message = 'Switchboard cannot be reached. Your message may still go out.';
    return { ok: false, problem: { message } } as const;
  }
}
