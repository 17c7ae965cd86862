'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { toInput } from '@/components/email/stored-routing';
import { useClock } from '@/components/ui/clock';
import { newId } from '@/lib/core/ids';
import type { Problem } from '@/lib/core/result';
import { sendReplyAction } from '@/lib/inbox/actions';
import { inboxKeys } from '@/lib/inbox/options';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import { uploadKeys } from '@/lib/uploads/options';
import { useInboxFacts } from './inbox-context';
import { type OutboxEntry, parseOutbox, putEntry, shownEntry } from './outbox-entries';
import { readStored, storageKey, useStoredText, writeStored } from './stored-text';
import type { HeldSend } from './undo-button';

const UNREACHABLE = 'Switchboard cannot be reached. Your message is saved here.';

/**
 * Messages of a conversation on their way to our server. They are on screen at the press of the key,
 * and they leave the device only when the conversation holds them. `knownIds` are the client ids that
 * the loaded conversation holds. `onHeld` hears of a message that can still be taken back; it must be
 * stable.
 */
export function useOutbox(conversationId: string, knownIds: ReadonlySet<string>, onHeld: OnHeld) {
  const queryClient = useQueryClient();
  const { memberId } = useInboxFacts();
  const key = storageKey('outbox', memberId, conversationId);
  const stored = useStoredText(key);
  const nowMs = useClock()?.nowMs ?? 0;
  const entries = useMemo(
    () =>
      parseOutbox(stored)
        .filter((entry) => !knownIds.has(entry.clientId))
        .map((entry) => shownEntry(entry, nowMs)),
    [stored, knownIds, nowMs],
  );

  useEffect(() => {
    change(key, (all) => all.filter((entry) => !knownIds.has(entry.clientId)));
  }, [key, knownIds]);

  // Left by a page that was closed: our server had them before this one read the conversation.
  useEffect(() => {
    change(key, (all) => all.filter(({ state }) => state !== 'saved'));
  }, [key]);

  const refreshFiles = useCallback(
    () => queryClient.invalidateQueries({ queryKey: uploadKeys.waiting(conversationId) }),
    [queryClient, conversationId],
  );

  const post = useCallback(
    async (entry: OutboxEntry) => {
      const { clientId, text, files, filesOfSendId, quotedMessageId, email } = entry;
      const { seenAnswerAt, sendAt } = entry;
      const put = (state: OutboxEntry['state'], problem: Problem | null = null) =>
        change(key, (all) =>
          putEntry(all, {
            ...entry,
            // Who was told of the other answer and tries again insists.
            ...(problem?.code === 'conflict' && { seenAnswerAt: undefined }),
            state,
            problem: problem?.message ?? (state === 'failed' ? UNREACHABLE : null),
            reference: problem?.reference ?? null,
          }),
        );
      put('sending');
      try {
        const result = await sendReplyAction({
          conversationId,
          clientId,
          text,
          // Files of a message that is repeated are copied from it.
          ...(filesOfSendId ? { filesOfSendId } : files && { fileIds: files.map(({ id }) => id) }),
          ...(quotedMessageId && { quotedMessageId }),
          ...(seenAnswerAt !== undefined && { seenAnswerAt }),
          ...(email && { email: toInput(email) }),
          ...(sendAt && { sendAt }),
        });
        if (!result.ok) {
          put('failed', result.problem);
          // What stands against it is on screen then.
          await queryClient.invalidateQueries({ queryKey: inboxKeys.thread(conversationId) });
          return;
        }
        // Taken back before this answer came: it is in the composer again.
        if (result.data.state === 'cancelled') {
          change(key, (all) => all.filter((other) => other.clientId !== clientId));
          return await refreshFiles();
        }
        put('saved');
        const { sendId, state, heldUntil } = result.data;
        if (state === 'held' && !sendAt) {
          onHeld({ id: sendId, clientId, heldUntil }, email?.to ?? null);
        }
        if (files) void refreshFiles();
        await queryClient.invalidateQueries({ queryKey: inboxKeys.thread(conversationId) });
        // A forward may stand in its own thread by now, so that this one never lists it: our server has it.
        if (email?.forward)
          change(key, (all) => all.filter((other) => other.clientId !== clientId));
      } catch {
        // Nobody answered. Whether our server has it is not known; the same id makes a new try safe.
        put('failed');
      }
    },
    [key, conversationId, queryClient, refreshFiles, onHeld],
  );

  const send = useCallback(
    (text: string, more: OutboxExtras = {}) =>
      void post({
        clientId: newId(),
        text,
        ...more,
        createdAt: new Date().toISOString(),
        state: 'sending',
        problem: null,
        reference: null,
      }),
    [post],
  );
  const retry = useCallback(
    (entry: OutboxEntry) => void post({ ...entry, createdAt: new Date().toISOString() }),
    [post],
  );
  const discard = useCallback(
    (clientId: string) => {
      change(key, (all) => all.filter((entry) => entry.clientId !== clientId));
      // Files that it held are in the draft again.
      void refreshFiles();
    },
    [key, refreshFiles],
  );
  return { entries, send, retry, discard };
}

/** Hears of a message that can still be taken back, and to whom it goes where its author chose that. */
export type OnHeld = (send: HeldSend, to: EmailRouting['to'] | null) => void;

/** What goes along with the text. */
export type OutboxExtras = Pick<
  OutboxEntry,
  'files' | 'filesOfSendId' | 'quotedMessageId' | 'seenAnswerAt' | 'email' | 'sendAt'
>;

function change(key: string, update: (entries: OutboxEntry[]) => OutboxEntry[]): void {
  const stored = readStored(key);
  const before = parseOutbox(stored);
  const after = update(before);
  if (after.length === 0 && stored === null) return;
  if (after.length === before.length && after.every((entry, index) => entry === before[index]))
    return;
  writeStored(key, after.length > 0 ? JSON.stringify(after) : null);
}
