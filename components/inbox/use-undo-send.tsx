'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useToast } from '@/components/ui/toast';
import { undoSendAction } from '@/lib/inbox/actions';
import { inboxKeys } from '@/lib/inbox/options';
import { uploadKeys } from '@/lib/uploads/options';
import { useInboxFacts } from './inbox-context';
import { type HeldSend, timeLeft, UndoLabel } from './undo-button';
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
  /** Hears which message the one that was taken back had answered. */
  onQuoteBack: (messageId: string) => void,
) {
  const queryClient = useQueryClient();
  const { memberId } = useInboxFacts();
  const toast = useToast();
  const toastIds = useRef(new Map<string, string>());
  // A second press while the first is under way would put the text into the composer twice.
  const isAsked = useRef(new Set<string>());

  const undo = useCallback(
    async ({ id, clientId }: HeldSend) => {
      if (isAsked.current.has(id)) return;
      isAsked.current.add(id);
      const toastId = toastIds.current.get(id);
      if (toastId) toast.close(toastId);
      const problem = await ask(id).then((result) => {
        if (!result.ok) return result.problem.message;
        discard(clientId);
        const { text, quotedMessageId } = result.data;
        if (text) appendDraft(memberId, conversationId, text);
        if (quotedMessageId) onQuoteBack(quotedMessageId);
        void queryClient.invalidateQueries({ queryKey: uploadKeys.waiting(conversationId) });
        onWrite();
        return null;
      });
      if (problem) {
        isAsked.current.delete(id);
        toast.show({ title: problem, tone: 'warn' });
      }
      await queryClient.invalidateQueries({ queryKey: inboxKeys.thread(conversationId) });
    },
    [conversationId, onWrite, discard, memberId, onQuoteBack, queryClient, toast],
  );

  const offer = useCallback(
    (send: HeldSend, name: string) => {
      const timeoutMs = timeLeft(send.heldUntil);
      if (timeoutMs === 0 || !window.matchMedia(ROOMY).matches) return;
      const toastId = toast.show({
        title: `Sending to ${name}`,
        action: { label: <UndoLabel until={send.heldUntil} />, onAction: () => void undo(send) },
        timeoutMs,
      });
      toastIds.current.set(send.id, toastId);
    },
    [toast, undo],
  );
  return { undo, offer };
}

async function ask(sendId: string) {
  try {
    return await undoSendAction({ sendId });
  } catch {
    const message = 'Switchboard cannot be reached. Your message may still go out.';
    return { ok: false, problem: { message } } as const;
  }
}
