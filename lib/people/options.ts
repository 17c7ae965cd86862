import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type {
  PeopleFilter,
  PeoplePage,
  PersonDetail,
  PersonOfConversation,
  TimelineKind,
  TimelinePage,
} from './types';

/** Everybody whom the filter lets through, the last touch first. */
export function peopleOptions(filter: PeopleFilter) {
  return infiniteQueryOptions({
    queryKey: ['people', 'list', filter] as const,
    queryFn: ({ pageParam, signal }) => {
      const query = peopleQuery(filter);
      if (pageParam) query.set('cursor', pageParam);
      return fetchJson<PeoplePage>(`/api/people?${query}`, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}

/** The same list as a file. */
export function peopleCsvHref(filter: PeopleFilter): string {
  return `/api/people/csv?${peopleQuery(filter)}`;
}

function peopleQuery({ q, channel, accountId, owner, hasInvitation }: PeopleFilter) {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (channel) query.set('channel', channel);
  if (accountId) query.set('account', accountId);
  if (owner) query.set('owner', owner);
  if (hasInvitation) query.set('invited', 'true');
  return query;
}

/** The other person of a conversation, where there is one. */
export function personOfConversationOptions(conversationId: string) {
  return queryOptions({
    queryKey: ['people', 'of', conversationId] as const,
    queryFn: ({ signal }) =>
      fetchJson<PersonOfConversation>(`/api/people/of/${conversationId}`, signal),
  });
}

export function personOptions(personId: string) {
  return queryOptions({
    queryKey: ['people', 'person', personId] as const,
    queryFn: ({ signal }) => fetchJson<PersonDetail>(`/api/people/${personId}`, signal),
  });
}

/** What happened with a person, newest first. */
export function timelineOptions(personId: string, kind: TimelineKind | null) {
  return infiniteQueryOptions({
    queryKey: ['people', 'person', personId, 'timeline', kind] as const,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams();
      if (kind) query.set('kind', kind);
      if (pageParam) query.set('cursor', pageParam);
      return fetchJson<TimelinePage>(`/api/people/${personId}/timeline?${query}`, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}
