'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { AccountsError } from '@/components/accounts/accounts-error';
import { IncidentAccounts } from '@/components/incidents/incident-accounts';
import { GapList, UnsentList } from '@/components/incidents/incident-lists';
import { IncidentTime } from '@/components/incidents/incident-time';
import { incidentReason, incidentTitle } from '@/components/incidents/incident-words';
import { Kpi } from '@/components/overview/kpi-row';
import { BackLink } from '@/components/shell/back-link';
import { Page } from '@/components/shell/page';
import { counted } from '@/components/ui/counted';
import { SkeletonRows } from '@/components/ui/skeleton';
import { incidentOptions } from '@/lib/incidents/options';
import type { IncidentDetail } from '@/lib/incidents/types';

/** One incident: who, since when, who is back, and what it cost. */
export function IncidentView({ incidentId }: { incidentId: string }) {
  const { data, error, isFetching, refetch } = useQuery(incidentOptions(incidentId));
  return (
    <Page title={data ? incidentTitle(data.incident) : 'Incident'}>
      {data?.seesAll === false ? (
        <BackLink href="/accounts">All accounts</BackLink>
      ) : (
        <BackLink href="/overview/incidents">All incidents</BackLink>
      )}
      {error && (
        <AccountsError
          error={error}
          hasData={data !== undefined}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {data ? (
        <Loaded detail={data} />
      ) : (
        !error && <SkeletonRows count={6} label="Loading the incident" height={60} />
      )}
    </Page>
  );
}

function Loaded({ detail }: { detail: IncidentDetail }) {
  const { incident, accounts } = detail;
  const [accountId] = useQueryState('account', parseAsString);
  const only = accounts.find(({ id }) => id === accountId);
  const sum = (key: 'messages' | 'conversations' | 'unsent' | 'invitations') =>
    accounts.reduce((total, account) => total + account[key], 0);
  const messages = sum('messages');
  return (
    <>
      <div className="flex flex-col gap-1">
        <p className="text-body text-fg-2">{incidentReason(incident)}</p>
        <IncidentTime from={incident.from} to={incident.to} />
        <p className="text-meta text-fg-2">{mailWords(detail)}</p>
      </div>
      <section aria-label="What it cost">
        <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line lg:grid-cols-4">
          <Kpi
            label="Back"
            value={`${incident.backCount} of ${accounts.length}`}
            note={incident.to ? 'over' : 'goes on'}
            href="#accounts"
          />
          <Kpi
            label="Came in the gap"
            value={String(messages)}
            note={`${messages === 1 ? 'message' : 'messages'}, ${counted(sum('conversations'), 'conversation', 'conversations')}`}
            href="#gap"
          />
          <Kpi
            label="Did not leave"
            value={String(sum('unsent'))}
            note="failed or unconfirmed"
            href="#unsent"
          />
          <Kpi
            label="Invitations waited"
            value={String(sum('invitations'))}
            note={incident.to ? 'until it was over' : 'wait now'}
            href="#accounts"
          />
        </ul>
      </section>
      <IncidentAccounts incidentId={incident.id} accounts={accounts} />
      <GapList detail={detail} only={only} />
      <UnsentList detail={detail} only={only} />
    </>
  );
}

function mailWords({ incident, mails: { sent, withoutMail } }: IncidentDetail): string {
  const told = `Reconnect e-mails: ${sent} sent`;
  if (!incident.isWide || withoutMail === 0) return `${told}.`;
  const without = counted(withoutMail, 'account', 'accounts');
  return incident.to
    ? `${told}; for ${without} none was.`
    : `${told}; held for ${without} while it looks like the provider’s problem.`;
}
