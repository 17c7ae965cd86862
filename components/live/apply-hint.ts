import type { QueryClient } from '@tanstack/react-query';
import type { Hint } from '@/lib/live/publish';

export type BrowserHint = Pick<Hint, 'kind' | 'id' | 'accountId'>;

/** Which queries a hint makes old. One pure table, so that every screen reacts alike. */
export function staleKeys(hint: BrowserHint): readonly (readonly unknown[])[] {
  switch (hint.kind) {
    case 'account.changed':
      // A row of the list carries its account's state, and sharing changes what the list holds.
      return [['accounts'], ['overview'], ['conversations']];
    case 'conversation.changed':
      return [
        ['conversations', 'list'],
        ['conversations', 'unread'],
        ['conversations', 'thread', hint.id],
      ];
    case 'presence.changed':
      return [['presence', hint.id]];
    case 'conversations.changed':
      return [['conversations']];
    case 'gateway.changed':
      return [['overview']];
    case 'member.changed':
      return [['members'], ['overview']];
    case 'preferences.changed':
      return [['preferences']];
    case 'webhook-event.changed':
      return [['webhook-events']];
    case 'start.changed':
      return [['conversations', 'starts']];
    case 'session.revoked':
      return [];
  }
}

/** Marks what the hint touches as old; what is on screen is asked for again at once. */
export function applyHint(queryClient: QueryClient, hint: BrowserHint): void {
  for (const queryKey of staleKeys(hint)) void queryClient.invalidateQueries({ queryKey });
}

/** After a gap in the stream anything may have changed. */
export function applyResync(queryClient: QueryClient): void {
  void queryClient.invalidateQueries();
}
