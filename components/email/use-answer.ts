'use client';

import { useCallback, useMemo } from 'react';
import { useInboxFacts } from '@/components/inbox/inbox-context';
import { readStored, storageKey, useStoredText, writeStored } from '@/components/inbox/stored-text';
import type { ThreadItem } from '@/components/inbox/thread-entries';
import {
  answerRouting,
  choicesOf,
  type EmailRouting,
  forwardRouting,
} from '@/lib/inbox/outgoing-email-rules';
import type { ThreadHeader, ThreadMessage } from '@/lib/inbox/types';
import { ownAddresses } from './address-rules';
import { isRouting, NO_ROUTING } from './stored-routing';

/** The e-mail in the making beside its text: what it answers or forwards, and to whom it goes. */
export interface Answer {
  messageId: string | null;
  routing: EmailRouting;
  /** Of a forward: files that the provider no longer has. */
  missing?: string[];
}

/** Null outside of e-mail. What a person chose lies on the device beside the draft; else the newest is answered. */
export function useAnswer(header: ThreadHeader | undefined, items: readonly ThreadItem[]) {
  const { memberId } = useInboxFacts();
  const key = storageKey('answer', memberId, header?.id ?? '');
  const stored = useStoredText(key);
  const isEmail = header?.kind === 'email';
  const answer = useMemo(() => {
    if (!header || !isEmail) return null;
    return parse(stored) ?? answerTo(header, newestOf(items), false);
  }, [header, isEmail, stored, items]);
  const set = useCallback(
    (next: Answer | null) => writeStored(key, next && JSON.stringify(next)),
    [key],
  );
  /** Another e-mail is answered, or other people get it; how it is written and sent stays as it was chosen. */
  const turnTo = useCallback(
    (next: Answer) => {
      const chosen = choicesOf(parse(readStored(key))?.routing ?? {});
      set({ ...next, routing: { ...next.routing, ...chosen } });
    },
    [key, set],
  );
  return { answer, set, turnTo };
}

export function answerTo(
  header: ThreadHeader,
  message: ThreadMessage | null,
  isToAll: boolean,
): Answer {
  if (!message?.email) {
    return { messageId: null, routing: { ...NO_ROUTING, subject: header.subject ?? '' } };
  }
  const own = ownAddresses(header);
  const { subject, isOurs } = message;
  const answered = { ...message.email.people, subject, isOurs, sentAt: new Date(message.sentAt) };
  return { messageId: message.id, routing: answerRouting(answered, own, isToAll) };
}

export function forwardOf(message: ThreadMessage): Answer {
  const missing = message.attachments
    .filter((file) => file.isUnavailable)
    .map(({ fileName }) => fileName ?? 'A file');
  return { messageId: message.id, routing: forwardRouting(message), missing };
}

export function newestOf(items: readonly ThreadItem[]): ThreadMessage | null {
  const found = items.findLast((item) => item.type === 'message' && !item.message.isDeleted);
  return found?.type === 'message' ? found.message : null;
}

function parse(stored: string | null): Answer | null {
  if (!stored) return null;
  try {
    const value: Partial<Answer> | null = JSON.parse(stored);
    return isRouting(value?.routing) ? (value as Answer) : null;
  } catch {
    return null;
  }
}
