import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/lib/core/fetch-json';
import type { InvitationDirection, InvitationPage, Paces, PlanPage } from './types';

/** Invitations that wait, newest first. */
export function invitationsOptions(
  direction: InvitationDirection,
  accountId: string | null,
  isMine = false,
) {
  return infiniteQueryOptions({
    queryKey: ['invitations', 'list', { direction, accountId, isMine }] as const,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ direction });
      if (accountId) query.set('accountId', accountId);
      if (isMine) query.set('isMine', 'true');
      if (pageParam) query.set('cursor', pageParam);
      return fetchJson<InvitationPage>(`/api/invitations?${query}`, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
  });
}

/** What waits to leave and what left lately. */
export function plansOptions(accountId: string | null) {
  return queryOptions({
    queryKey: ['invitations', 'plans', { accountId }] as const,
    queryFn: ({ signal }) => {
      const query = accountId ? `?${new URLSearchParams({ accountId })}` : '';
      return fetchJson<PlanPage>(`/api/invitations/plans${query}`, signal);
    },
  });
}

/** How each account is paced. */
export function pacesOptions() {
  return queryOptions({
    queryKey: ['invitations', 'paces'] as const,
    queryFn: ({ signal }) => fetchJson<Paces>('/api/invitations/paces', signal),
  });
}
