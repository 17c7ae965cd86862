import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { SessionItem, Team } from '@/lib/team/types';

/** Live hints about members refresh everything that begins with the first word. */
export const teamKeys = {
  team: ['members', 'team'] as const,
  sessions: ['members', 'sessions'] as const,
};

export const teamOptions = () =>
  queryOptions({
    queryKey: teamKeys.team,
    queryFn: ({ signal }) => fetchJson<Team>('/api/team/members', signal),
  });

export const sessionsOptions = () =>
  queryOptions({
    queryKey: teamKeys.sessions,
    queryFn: ({ signal }) => fetchJson<SessionItem[]>('/api/team/sessions', signal),
  });
