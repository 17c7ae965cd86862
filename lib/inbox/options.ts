import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { OpenStart, Recipient, SendingAccount } from './start-types';
import type {
  ConversationFilter,
  ConversationPage,
  InboxAccount,
  ThreadPage,
  UnreadTally,
} from './types';

/** All keys begin alike, so that a hint reaches every list, thread and count (live/apply-hint). */
export const inboxKeys = {
  all: ['conversations'] as const,
  list: (filter: ConversationFilter) => ['conversations', 'list', filter] as const,
  thread: (conversationId: string) => ['conversations', 'thread', conversationId] as const,
  unread: ['conversations', 'unread'] as const,
  accounts: ['conversations', 'accounts'] as const,
  starts: ['conversations', 'starts'] as const,
  senders: ['conversations', 'senders'] as const,
  people: (accountId: string, q: string) => ['conversations', 'people', accountId, q] as const,
};

/** How many conversations are unread, by everything that a list can be narrowed to. */
export function unreadOptions() {
  return queryOptions({
    queryKey: inboxKeys.unread,
    queryFn: ({ signal }) => fetchJson<UnreadTally[]>('/api/conversations/unread', signal),
  });
}

/** Accounts whose conversations the member may read, for the filter and the notices. */
export function inboxAccountsOptions() {
  return queryOptions({
    queryKey: inboxKeys.accounts,
    queryFn: ({ signal }) => fetchJson<InboxAccount[]>('/api/conversations/accounts', signal),
  });
}

/** Conversations that the member began and that have no place here yet. */
export function startsOptions() {
  return queryOptions({
    queryKey: inboxKeys.starts,
    queryFn: ({ signal }) => fetchJson<OpenStart[]>('/api/compose/starts', signal),
  });
}

/** Accounts that the member may begin a conversation from. */
export function sendersOptions() {
  return queryOptions({
    queryKey: inboxKeys.senders,
    queryFn: ({ signal }) => fetchJson<SendingAccount[]>('/api/compose/accounts', signal),
  });
}

/** People whom an account has conversations with, by name; from our own rows. */
export function peopleOptions(accountId: string, q: string) {
  return queryOptions({
    queryKey: inboxKeys.people(accountId, q),
    queryFn: ({ signal }) =>
      fetchJson<Recipient[]>(withQuery('/api/compose/people', { accountId, q }), signal),
  });
}

/** The list, page by page, latest activity first. */
export function conversationsOptions(filter: ConversationFilter) {
  return infiniteQueryOptions({
    queryKey: inboxKeys.list(filter),
    queryFn: ({ pageParam, signal }) => fetchConversations(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}

/** One page of the list; without a parameter the first. */
export function fetchConversations(
  filter: ConversationFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ConversationPage> {
  return fetchJson<ConversationPage>(listPath(filter, cursor), signal);
}

/** One conversation, page by page, newest message first. */
export function threadOptions(conversationId: string) {
  return infiniteQueryOptions({
    queryKey: inboxKeys.thread(conversationId),
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ThreadPage>(
        withQuery(`/api/conversations/${conversationId}`, { cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}

/**
 * The part of a conversation around one message, page by page in both directions. Its key begins with
 * the conversation's, so that a hint reaches both.
 */
export function pastOptions(conversationId: string, at: string) {
  return infiniteQueryOptions({
    queryKey: [...inboxKeys.thread(conversationId), 'at', at] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ThreadPage>(withQuery(`/api/conversations/${conversationId}`, pageParam), signal),
    initialPageParam: { at } as Record<string, string>,
    getNextPageParam: (page) => (page.cursor ? { cursor: page.cursor } : undefined),
    getPreviousPageParam: (page) => (page.newerCursor ? { newer: page.newerCursor } : undefined),
  });
}

/** What narrows the list, as the query takes it. */
export function listQuery(filter: ConversationFilter): Record<string, string | undefined> {
  return {
    view: filter.view,
    accountId: filter.accountId ?? undefined,
    provider: filter.provider ?? undefined,
    labelId: filter.labelId ?? undefined,
    assignee: filter.assignee ?? undefined,
    folderId: filter.folderId ?? undefined,
    isUnread: filter.isUnread ? 'true' : undefined,
    isStarred: filter.isStarred ? 'true' : undefined,
  };
}

function listPath(filter: ConversationFilter, cursor: string | undefined): string {
  return withQuery('/api/conversations', { ...listQuery(filter), cursor });
}

function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const search = new URLSearchParams(given).toString();
  return search ? `${path}?${search}` : path;
}
