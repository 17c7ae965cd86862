'use client';

import { useEffect, useRef, useState } from 'react';
import type { ThreadItem } from './thread-entries';

type AnnouncerProps = {
  items: readonly ThreadItem[];
  /** What comes below is old then. */
  isPast: boolean;
};

/**
 * Reads out what came while the conversation is open, one sentence each: never the history, and not
 * what was loaded above.
 */
export function Announcer({ items, isPast }: AnnouncerProps) {
  const [sentence, setSentence] = useState('');
  const newest = useRef<string | undefined>(undefined);
  const wasPast = useRef(isPast);
  const failures = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    const last = items.at(-1);
    const failed = new Set(items.filter(isFailed).map((item) => item.key));
    const freshFailure = failures.current && [...failed].some((key) => !failures.current?.has(key));
    const isFirst = newest.current === undefined;
    const isNew = last !== undefined && last.key !== newest.current;
    if (freshFailure) setSentence('Your message was not sent.');
    else if (
      !isFirst &&
      isNew &&
      !isPast &&
      !wasPast.current &&
      !last.isOurs &&
      last.type === 'message'
    ) {
      setSentence(`${last.senderName}: ${last.message.text ?? 'a message without text'}`);
    }
    if (!isFirst && isNew && !isPast && last.type === 'note' && !last.isOurs) {
      setSentence(`${last.senderName} wrote a private note`);
    }
    newest.current = last?.key ?? '';
    wasPast.current = isPast;
    failures.current = failed;
  }, [items, isPast]);
  return (
    <div aria-live="polite" className="sr-only">
      {sentence}
    </div>
  );
}

function isFailed(item: ThreadItem): boolean {
  if (item.type === 'outbox') return item.entry.state === 'failed';
  return item.type === 'send' && item.send.state === 'failed';
}
