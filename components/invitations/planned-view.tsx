'use client';

import { useQuery } from '@tanstack/react-query';
import { CalendarClock, UserPlus } from 'lucide-react';
import { LoadError } from '@/components/shell/load-error';
import { EmptyState } from '@/components/ui/empty-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { pacesOptions, plansOptions } from '@/lib/invitations/options';
import { PLAN_REASON_TEXTS } from '@/lib/invitations/plan-text-rules';
import type { PlanRow } from '@/lib/invitations/types';
import { InvitationsSkeleton } from './invitations-skeleton';
import { PaceCardView } from './pace-card';
import { PlanActs } from './plan-acts';
import { PlanOutcome } from './plan-outcome';
import { PlanTable } from './plan-table';

/** What waits to leave and why then, how each account is paced, and what became of those that left. */
export function PlannedView({ accountId }: { accountId: string | null }) {
  const paces = useQuery(pacesOptions());
  const plans = useQuery(plansOptions(accountId));
  const failed = [paces, plans].find(({ isError }) => isError);
  if (paces.isPending || plans.isPending) return <InvitationsSkeleton />;
  if (!paces.data || !plans.data) {
    return <LoadError query={failed ?? plans} title="The plan could not be loaded" />;
  }
  const { cards, canSetLimits } = paces.data;
  const { waiting, ended } = plans.data;
  const shown = cards.filter((card) => accountId === null || card.accountId === accountId);
  const hasAccounts = shown.length > 1;
  if (shown.length === 0) {
    return (
      <EmptyState title="No LinkedIn account" icon={<UserPlus />}>
        Invitations are planned for connected LinkedIn accounts.
      </EmptyState>
    );
  }
  return (
    <>
      {failed && <LoadError query={failed} title="The plan could not be updated" isOldShown />}
      <ul aria-label="Accounts" className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        {shown.map((card) => (
          <li key={card.accountId}>
            <PaceCardView card={card} canSetLimits={canSetLimits} />
          </li>
        ))}
      </ul>
      {waiting.length === 0 && ended.length > 0 && (
        <p className="text-ui text-fg-2">Nothing is planned.</p>
      )}
      {waiting.length === 0 && ended.length === 0 && (
        <EmptyState title="Nothing is planned" icon={<CalendarClock />}>
          Invite somebody, and the plan gives it a time within the limits of its account.
        </EmptyState>
      )}
      {waiting.length > 0 && (
        <PlanTable
          label="Planned invitations"
          rows={waiting}
          hasAccounts={hasAccounts}
          standing={{ heading: 'Leaves', of: (row) => <Leaves row={row} /> }}
          acts={(row) => row.canChange && <PlanActs row={row} />}
        />
      )}
      {ended.length > 0 && (
        <section className="flex flex-col gap-3">
          <h2 className="text-h3">Last 30 days</h2>
          <PlanTable
            label="Invitations of the last 30 days"
            rows={ended}
            hasAccounts={hasAccounts}
            standing={{ heading: 'What became of it', of: (row) => <PlanOutcome row={row} /> }}
          />
        </section>
      )}
    </>
  );
}

function Leaves({ row: { plannedAt, planReason } }: { row: PlanRow }) {
  return (
    <div>
      <p className="text-fg">
        {plannedAt ? <RelativeTime date={plannedAt} format="absolute" /> : 'Not while that lasts'}
      </p>
      <p className="text-meta font-book">{planReason && PLAN_REASON_TEXTS[planReason]}</p>
    </div>
  );
}
