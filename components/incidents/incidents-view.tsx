'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleCheck, WifiOff } from 'lucide-react';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { AccountsError } from '@/components/accounts/accounts-error';
import { ShowAll } from '@/components/accounts/show-all';
import { IncidentTime } from '@/components/incidents/incident-time';
import { incidentHref, incidentReason, incidentTitle } from '@/components/incidents/incident-words';
import { BackLink } from '@/components/shell/back-link';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Row, RowList } from '@/components/ui/row';
import { SkeletonRows } from '@/components/ui/skeleton';
import { incidentsOptions } from '@/lib/incidents/options';
import type { IncidentItem } from '@/lib/incidents/types';

const SHOWN = 30;

/** What went wrong in the last 90 days; each line opens who, since when and what it cost. */
export function IncidentsView() {
  const { data, error, isFetching, refetch } = useQuery(incidentsOptions());
  return (
    <Page title="Incidents" description="Times in which accounts were down, last 90 days.">
      <BackLink href="/overview">Overview</BackLink>
      {error && (
        <AccountsError
          error={error}
          hasData={data !== undefined}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {data ? (
        <Incidents incidents={data.incidents} />
      ) : (
        !error && <SkeletonRows count={6} label="Loading incidents" height={72} />
      )}
    </Page>
  );
}

function Incidents({ incidents }: { incidents: readonly IncidentItem[] }) {
  if (incidents.length === 0) {
    return (
      <EmptyState
        icon={<CircleCheck />}
        title="No incident in 90 days"
        action={<LinkButton href="/accounts">All accounts</LinkButton>}
      >
        None in the time of which we know something. An account’s page shows how much that is.
      </EmptyState>
    );
  }
  return (
    <ShowAll items={incidents} most={SHOWN} noun="incidents">
      {(shown) => (
        <RowList label="Incidents">
          {shown.map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
        </RowList>
      )}
    </ShowAll>
  );
}

function IncidentRow({ incident }: { incident: IncidentItem }) {
  const title = incidentTitle(incident);
  const reason = incidentReason(incident);
  return (
    <Row
      leading={
        incident.isWide ? (
          <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-card border border-line text-fg-2">
            <WifiOff />
          </span>
        ) : (
          <AccountGlyph provider={incident.provider} />
        )
      }
      title={<bdi>{title}</bdi>}
      titleText={title}
      href={incidentHref(incident.id)}
      subtitle={<span title={reason}>{reason}</span>}
      meta={
        <div className="flex flex-col sm:w-72 sm:items-end">
          <IncidentTime from={incident.from} to={incident.to} />
          {incident.isWide && (
            <span className="text-meta text-fg-2 tabular-nums">
              {incident.backCount} of {incident.accounts.length} are back
            </span>
          )}
        </div>
      }
    />
  );
}
