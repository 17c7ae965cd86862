'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useOpenConversation } from '@/components/inbox/use-open-conversation';
import { shownLater } from '@/components/ui/later';
import { startsOptions } from '@/lib/inbox/options';
import { useCompose } from './compose-context';

const StartNotice = shownLater(() => import('./start-notice').then((module) => module.StartNotice));

/**
 * What was sent to begin a conversation and has no place in the list yet: on its way, refused, or not
 * confirmed. When what this tab sent has its conversation, that is opened.
 */
export function OpenStarts() {
  const starts = useQuery(startsOptions()).data;
  const { awaited, forget } = useCompose();
  const { open } = useOpenConversation();
  useEffect(() => {
    for (const { clientId, conversationId } of starts ?? []) {
      if (!conversationId || !awaited.includes(clientId)) continue;
      forget(clientId);
      open(conversationId);
    }
  }, [starts, awaited, forget, open]);
  return (starts ?? [])
    .filter(({ conversationId }) => conversationId === null)
    .map((start) => <StartNotice key={start.sendId} start={start} />);
}
