'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { AccountsError } from '@/components/accounts/accounts-error';
import { useNow } from '@/components/accounts/use-now';
import { AccountsTable } from '@/components/overview/accounts-table';
import { AttentionList, GatewayNotices } from '@/components/overview/attention-list';
import { BillingRow } from '@/components/overview/billing-row';
import { BulkBar } from '@/components/overview/bulk-bar';
import { FilterBar } from '@/components/overview/filter-bar';
import { KpiRow } from '@/components/overview/kpi-row';
import { OverviewSkeleton } from '@/components/overview/overview-skeleton';
import { ReconnectTimesSection } from '@/components/overview/reconnect-times';
import {
  type OverviewFiltering,
  useOverviewFilters,
} from '@/components/overview/use-overview-filters';
import { type Reminders, useReminders } from '@/components/overview/use-reminders';
import { Page } from '@/components/shell/page';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { overviewOptions } from '@/lib/overview/options';
import { selectRows } from '@/lib/overview/rules';
import type { Overview } from '@/lib/overview/types';

/** All accounts of the workspace for those who look after them. */
export function OverviewView({ canAssign }: { canAssign: boolean }) {
  const query = useQuery(overviewOptions());
  const filtering = useOverviewFilters();
  const reminders = useReminders();
  const tableId = useId();
  const { data: overview } = query;
  function show(change: () => void) {
    change();
    document.getElementById(tableId)?.scrollIntoView({ block: 'start' });
  }
  return (
    <Page title="Overview">
      {query.error && (
        <AccountsError
          error={query.error}
          hasData={overview !== undefined}
          isRetrying={query.isFetching}
          onRetry={() => void query.refetch()}
        />
      )}
      {overview ? (
        <>
          <GatewayNotices overview={overview} />
          {overview.rows.length > 0 && (
            <>
              <AttentionList
                overview={overview}
                reminders={reminders}
                filtering={filtering}
                canAssign={canAssign}
                onShow={show}
              />
              <KpiRow overview={overview} filtering={filtering} onShow={show} />
              <BillingRow overview={overview} filtering={filtering} onShow={show} />
              <ReconnectTimesSection overview={overview} filtering={filtering} onShow={show} />
            </>
          )}
          <TableSection
            id={tableId}
            overview={overview}
            filtering={filtering}
            reminders={reminders}
          />
        </>
      ) : (
        query.isPending && <OverviewSkeleton />
      )}
    </Page>
  );
}

interface TableSectionProps {
  id: string;
  overview: Overview;
  filtering: OverviewFiltering;
  reminders: Reminders;
}

function TableSection({ id, overview, filtering, reminders }: TableSectionProps) {
  const { nowMs } = useNow();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const rows = selectRows(overview.rows, filtering.filters, nowMs, overview.freshMs);
  // A row that a filter hides must not get an e-mail.
  const chosenIds = rows.filter((row) => selected.has(row.id)).map((row) => row.id);
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="flex scroll-mt-14 flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id={`${id}-title`} className="text-h3">
          Accounts
        </h2>
        <p role="status" className="text-meta text-fg-3 tabular-nums">
          {filtering.count > 0
            ? `${rows.length} of ${overview.rows.length}`
            : `${rows.length} in all`}
        </p>
      </div>
      {overview.rows.length === 0 ? (
        <EmptyState
          title="No account is connected yet"
          level={3}
          action={<LinkButton href="/accounts">Go to accounts</LinkButton>}
        >
          Accounts of everybody in the workspace appear here, whoever owns them.
        </EmptyState>
      ) : (
        <>
          <FilterBar overview={overview} filtering={filtering} />
          <BulkBar ids={chosenIds} reminders={reminders} onClear={() => setSelected(new Set())} />
          {rows.length === 0 ? (
            <EmptyState
              title={`Nothing matches ${filtering.count === 1 ? 'this filter' : `these ${filtering.count} filters`}`}
              level={3}
              action={<Button onClick={filtering.clear}>Clear filters</Button>}
            />
          ) : (
            <AccountsTable
              rows={rows}
              freshMs={overview.freshMs}
              canRemind={overview.canRemind}
              filtering={filtering}
              reminders={reminders}
              selected={selected}
              onSelect={setSelected}
            />
          )}
        </>
      )}
    </section>
  );
}
