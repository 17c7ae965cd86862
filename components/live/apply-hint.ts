import type { QueryClient } from '@tanstack/react-query';
import type { Hint } from '@/lib/live/publish';

export type BrowserHint = Pick<Hint, 'kind' | 'id' | 'accountId'>;

/** Which queries a hint makes old. One pure table, so that every screen reacts alike. */
export function staleKeys(hint: BrowserHint): readonly (readonly unknown[])[] {
  switch (hint.kind) {
    case 'account.changed':
      // A row of the list carries its account's state, and sharing changes what the list holds.
      return [
        ['accounts'],
        ['overview'],
        ['conversations'],
        ['teammates'],
        ['invitations'],
        ['connections'],
        ['extension'],
      ];
    case 'conversation.changed':
      return [
        ['conversations', 'list'],
        ['conversations', 'unread'],
        ['conversations', 'thread', hint.id],
        // An open person's timeline; the list of people is asked for anew when somebody comes back to it.
        ['people', 'person'],
      ];
    case 'note.changed':
      return [['notes', hint.id], ['mentions']];
    case 'presence.changed':
      return [['presence', hint.id]];
    case 'conversations.changed':
      return [['conversations']];
    case 'invitations.changed':
      return [['invitations']];
    case 'invitation-imports.changed':
      return [['invitation-imports']];
    case 'people.changed':
      // An invitation tells whom somebody is in contact with.
      return [['people'], ['invitations', 'list']];
    case 'gateway.changed':
      return [['overview'], ['connections']];
    case 'label.changed':
      return [['labels'], ['conversations']];
    case 'member.changed':
      return [['members'], ['overview'], ['teammates']];
    case 'extension.changed':
      return [['extension']];
    case 'preferences.changed':
      return [['preferences']];
    case 'webhook-event.changed':
      return [['webhook-events']];
    case 'start.changed':
      return [['conversations', 'starts']];
    case 'saved-views.changed':
      return [['saved-views']];
    case 'workspace.changed':
      // What a composer offers and what may leave depend on the settings of the workspace.
      return [['conversations'], ['invitations']];
    case 'session.revoked':
      return [];
  }
}

/** Longer than the server takes to read a page and to bring it here. */
const PAGE_ON_ITS_WAY_MS = 10_000;
const MAX_KEPT = 200;
const EVERYTHING: readonly unknown[] = [];
const recent = new WeakMap<QueryClient, { queryKey: readonly unknown[]; atMs: number }[]>();

/** Marks what the hint touches as old; what is on screen is asked for again at once. */
export function applyHint(queryClient: QueryClient, hint: BrowserHint): void {
  for (const queryKey of staleKeys(hint)) markOld(queryClient, queryKey);
}

/** After a gap in the stream anything may have changed. */
export function applyResync(queryClient: QueryClient): void {
  markOld(queryClient, EVERYTHING);
}

/**
 * Marks again what grew old while the server's page was on its way: what it brought may have been read
 * before that, and was not here to be marked.
 */
export function applyRecentHints(queryClient: QueryClient): void {
  const keys = recentOf(queryClient).map(({ queryKey }) => queryKey);
  const distinct = new Map(keys.map((key) => [JSON.stringify(key), key]));
  for (const queryKey of distinct.values()) void queryClient.invalidateQueries({ queryKey });
}

function markOld(queryClient: QueryClient, queryKey: readonly unknown[]): void {
  const kept = [...recentOf(queryClient), { queryKey, atMs: performance.now() }];
  recent.set(queryClient, kept.slice(-MAX_KEPT));
  void queryClient.invalidateQueries({ queryKey });
}

function recentOf(queryClient: QueryClient) {
  const sinceMs = performance.now() - PAGE_ON_ITS_WAY_MS;
  return (recent.get(queryClient) ?? []).filter(({ atMs }) => atMs >= sinceMs);
}
