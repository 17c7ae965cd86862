'use client';

import { useEffect, useState } from 'react';
import { usePresent } from '@/components/presence/use-presence';
import type { ThreadHeader } from '@/lib/inbox/types';
import { useInboxFacts } from './inbox-context';
import { NO_ANSWER, reasonAgainst, type SecondAnswerReason } from './second-answer-rules';
import { storageKey, useStoredText, writeStored } from './stored-text';

export type SecondAnswerWarning = {
  reason: SecondAnswerReason | null;
  /** What was asked about has passed meanwhile, and nothing was sent. */
  isOver: boolean;
  /** Sending was tried: the next press does it. */
  isAsking: boolean;
  /** Whether a press must ask first; it has asked then. */
  stops: () => boolean;
  /** The other answer was looked at. */
  settle: () => void;
};

/** Watches over a reply in the making: does a colleague type, or has one answered since it was begun? */
export function useSecondAnswer(header: ThreadHeader, draft: string): SecondAnswerWarning {
  const { memberId } = useInboxFacts();
  const { id, othersAnswer } = header;
  const present = usePresent(id);
  const [asked, setAsked] = useState<SecondAnswerReason | null>(null);
  // Beside the draft, because both outlive a reload and the night.
  const key = storageKey('since', memberId, id);
  const since = useStoredText(key);
  const answerAt = othersAnswer?.at ?? NO_ANSWER;
  const isWriting = draft.trim() !== '';
  useEffect(() => {
    if (isWriting && since === null) writeStored(key, answerAt);
    if (!isWriting && since !== null) writeStored(key, null);
  }, [isWriting, since, key, answerAt]);
  const reason = isWriting ? reasonAgainst(since, othersAnswer, present) : null;
  if (!isWriting && asked) setAsked(null);
  return {
    reason: reason ?? asked,
    isOver: reason === null && asked !== null,
    isAsking: asked !== null && (reason === null || asked.key === reason.key),
    stops() {
      if (reason === null || asked?.key === reason.key) return false;
      setAsked(reason);
      return true;
    },
    settle() {
      writeStored(key, answerAt);
      setAsked(null);
    },
  };
}
