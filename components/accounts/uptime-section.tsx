'use client';

import Link from 'next/link';
import { DayTime } from '@/components/accounts/day-time';
import { reconnectWords } from '@/components/accounts/reconnect-words';
import { ShowAll } from '@/components/accounts/show-all';
import { formatSpan } from '@/components/accounts/span';
import { pastWords, reasonWords } from '@/components/accounts/transition-words';
import { unknownWords, uptimeSegments, uptimeSummary } from '@/components/accounts/uptime-words';
import { useNow } from '@/components/accounts/use-now';
import { CardSection } from '@/components/ui/card';
import { UptimeBar } from '@/components/ui/uptime-bar';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountDetail, Incident } from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

const SHOWN = 5;

/** 90 days at a glance, what is not known told apart, and every incident with its reason. */
export function UptimeSection({ detail }: { detail: AccountDetail }) {
  const { account, uptime, incidents, reconnects } = detail;
  const { locale } = useNow();
  const unknown = unknownWords(uptime);
  const newestFirst = [...incidents].sort(
    (one, two) => Date.parse(two.from) - Date.parse(one.from),
  );
  return (
    <CardSection
      title="Last 90 days"
      description="Uptime is the known-up part of the known time; days are UTC days."
    >
      <UptimeBar
        label={`${accountLabel(account)}, 90 days`}
        segments={uptimeSegments(uptime, locale)}
        summary={uptimeSummary(uptime)}
        className="gap-y-1"
      />
      {unknown && <p className="mt-1 text-meta text-fg-3">{unknown}</p>}
      <p className="mt-1 text-meta text-fg-3">{reconnectWords(reconnects)}</p>
      <h3 className="mt-4 text-ui font-medium text-fg">Incidents</h3>
      {newestFirst.length === 0 ? (
        <p className="mt-1 text-ui text-fg-2">None in the known part of the last 90 days.</p>
      ) : (
        <ShowAll items={newestFirst} most={SHOWN} noun="incidents">
          {(shown) => (
            <ul aria-label="Incidents" className="mt-1 flex flex-col">
              {shown.map((incident) => (
                <IncidentLine
                  key={incident.from}
                  incident={incident}
                  providerName={PROVIDER_NAMES[account.provider]}
                />
              ))}
            </ul>
          )}
        </ShowAll>
      )}
    </CardSection>
  );
}

function IncidentLine({ incident, providerName }: { incident: Incident; providerName: string }) {
  const { nowMs } = useNow();
  const durationMs = incident.to ? incident.durationMs : nowMs - Date.parse(incident.from);
  return (
    <li className="flex flex-wrap justify-between gap-x-4 gap-y-0.5 border-line py-2 text-ui not-first:border-t">
      <span className="min-w-0 text-fg">
        <Link href={`/overview/incidents/${incident.id}`} className="font-medium hover:underline">
          {pastWords(incident).label}
        </Link>{' '}
        <span className="text-fg-2">{reasonWords(incident, providerName)}</span>
      </span>
      <span className="text-meta text-fg-2 tabular-nums">
        <DayTime date={incident.from} hasTime />
        {' – '}
        {incident.to ? <DayTime date={incident.to} hasTime /> : 'now'}
        {` · ${formatSpan(durationMs)}`}
      </span>
    </li>
  );
}
