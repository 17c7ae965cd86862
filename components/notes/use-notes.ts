'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { seeMentionsAction } from '@/lib/notes/actions';
import { noteKeys } from '@/lib/notes/options';
import type { ThreadNote } from '@/lib/notes/types';

/** As long as it takes to have looked. */
const DWELL_MS = 1_000;

export function useRefreshNotes(conversationId: string): () => Promise<unknown> {
  const client = useQueryClient();
  return useCallback(
    () =>
      Promise.all([
        client.invalidateQueries({ queryKey: noteKeys.of(conversationId) }),
        client.invalidateQueries({ queryKey: noteKeys.mentions }),
      ]),
    [client, conversationId],
  );
}

/** Notes that name the reader are seen once their conversation was looked at for a second. */
export function useSeeMentions(
  conversationId: string,
  notes: readonly ThreadNote[] | undefined,
): void {
  const refresh = useRefreshNotes(conversationId);
  const isNew = notes?.some(({ isNewToMe }) => isNewToMe) ?? false;
  useEffect(() => {
    if (!isNew) return;
    const timer = setTimeout(async () => {
      if (document.visibilityState !== 'visible') return;
      const result = await seeMentionsAction({ conversationId }).catch(() => null);
      if (result?.ok) await refresh();
    }, DWELL_MS);
    return () => clearTimeout(timer);
  }, [isNew, conversationId, refresh]);
}
