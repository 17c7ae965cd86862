'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { CalendarClock, UserPlus } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { EmptyState } from '@/components/ui/empty-state';
import type { PlanPage } from '@/lib/invitations/types';
import { EndedTable } from './ended-table';
import { InvitationsSkeleton } from './invitations-skeleton';
import { PaceCardView } from './pace-card';
import { PlanTable } from './plan-table';

/** What waits to leave and why then, how each account is paced, and what became of those that left. */
export function PlannedView({ query }: { query: UseQueryResult<PlanPage> }) {
  const page = query.data;
  if (query.isPending) return <InvitationsSkeleton />;
  if (!page) return <LoadError query={query} title="The plan could not be loaded" />;
  const hasAccounts = page.cards.length > 1;
  if (page.cards.length === 0) {
    return (
      <EmptyState title="No LinkedIn account" icon={<UserPlus />}>
        Invitations are planned for connected LinkedIn accounts.
      </EmptyState>
    );
  }
  return (
    <>
      {query.isError && (
        <LoadError query={query} title="The plan could not be updated" isOldShown />
      )}
      <ul aria-label="Accounts" className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        {page.cards.map((card) => (
          <li key={card.accountId}>
            <PaceCardView card={card} canSetLimits={page.canSetLimits} />
          </li>
        ))}
      </ul>
      {page.waiting.length === 0 && page.ended.length > 0 && (
        <p className="text-ui text-fg-2">Nothing is planned.</p>
      )}
      {page.waiting.length === 0 && page.ended.length === 0 && (
        <EmptyState title="Nothing is planned" icon={<CalendarClock />}>
          Invite somebody, and the plan gives it a time within the limits of its account.
        </EmptyState>
      )}
      {page.waiting.length > 0 && <PlanTable rows={page.waiting} hasAccounts={hasAccounts} />}
      {page.ended.length > 0 && <EndedTable rows={page.ended} hasAccounts={hasAccounts} />}
    </>
  );
}
