'use client';

import { type DehydratedState, type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { PageData } from '@/components/live/page-data';
import { inboxKeys } from '@/lib/inbox/options';
import type { ConversationPage } from '@/lib/inbox/types';

/**
 * What the server read, except for a list of which the browser has loaded more than the first page:
 * the server's copy would cut it off and lose the reader's place. Hints and age bring it up to date.
 */
export function InboxHydration({
  state,
  children,
}: {
  state: DehydratedState;
  children: ReactNode;
}) {
  const client = useQueryClient();
  const [fresh] = useState(() => ({
    ...state,
    queries: state.queries.filter(
      ({ queryKey }) => !isList(queryKey) || !isLong(client.getQueryData(queryKey)),
    ),
  }));
  return <PageData state={fresh}>{children}</PageData>;
}

function isList([first, second]: readonly unknown[]): boolean {
  return first === inboxKeys.all[0] && second === 'list';
}

function isLong(list: InfiniteData<ConversationPage> | undefined): boolean {
  return (list?.pages.length ?? 0) > 1;
}
