'use client';

import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { reactAction } from '@/lib/inbox/actions';
import { threadOptions } from '@/lib/inbox/options';
import type { ThreadMessage, ThreadPage } from '@/lib/inbox/types';

const UNREACHABLE = 'Switchboard cannot be reached. The reaction may not have arrived.';

/** Shows the reaction at once; what the provider holds of it replaces that, also when it failed. */
export function useReact(conversationId: string, messageId: string) {
  const queryClient = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const { queryKey } = threadOptions(conversationId);
  async function run(value: string) {
    setProblem(null);
    await queryClient.cancelQueries({ queryKey });
    queryClient.setQueriesData<InfiniteData<ThreadPage>>({ queryKey }, (data) =>
      data
        ? { ...data, pages: data.pages.map((page) => withReaction(page, messageId, value)) }
        : data,
    );
    const result = await reactAction({ messageId, value }).catch(() => null);
    if (!result?.ok) setProblem(result?.problem.message ?? UNREACHABLE);
    await queryClient.invalidateQueries({ queryKey });
  }
  return { problem, react: (value: string) => void run(value) };
}

/** A person has one reaction to a message: the new one takes the place of the old. */
function withReaction(page: ThreadPage, messageId: string, value: string): ThreadPage {
  const change = (message: ThreadMessage): ThreadMessage => {
    if (message.id !== messageId) return message;
    const others = message.reactions.filter(({ isOurs }) => !isOurs);
    return {
      ...message,
      reactions: [...others, { value, senderProviderId: 'you', senderName: 'You', isOurs: true }],
    };
  };
  return { ...page, messages: page.messages.map(change) };
}
