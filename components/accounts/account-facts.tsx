'use client';

import type { ReactNode } from 'react';
import { CoverageWords } from '@/components/accounts/coverage-words';
import { DayTime } from '@/components/accounts/day-time';
import { formatLag } from '@/components/accounts/span';
import { CardSection } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AccountDetail } from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

/** Who and since when, and how far our copy reaches. */
export function AccountFacts({ detail }: { detail: AccountDetail }) {
  const { account, conversationCount, lagMs } = detail;
  return (
    <>
      <CardSection title="Account">
        <Facts>
          <Fact name="Provider">{PROVIDER_NAMES[account.provider]}</Fact>
          <Fact name="Signs in as">{account.handle && <bdi>{account.handle}</bdi>}</Fact>
          {account.connectionName && (
            <Fact name="API connection">
              <bdi>{account.connectionName}</bdi>
            </Fact>
          )}
          <Fact name="Owner">{account.owner ? <bdi>{account.owner.name}</bdi> : 'Nobody yet'}</Fact>
          <Fact name="Connected here">
            <DayTime date={account.createdAt} />
          </Fact>
          <Fact name="Last received">
            {account.lastMessageAt && <RelativeTime date={account.lastMessageAt} />}
          </Fact>
          <Fact name="Last proof it works">
            {account.lastOkAt && <RelativeTime date={account.lastOkAt} />}
          </Fact>
          <Fact name="Last checked">
            {account.lastCheckedAt && <RelativeTime date={account.lastCheckedAt} />}
          </Fact>
        </Facts>
      </CardSection>
      <CardSection title="Our copy" description="What of its messages is here.">
        <Facts>
          <Fact name="Messages">{account.messageCount.toLocaleString('en')}</Fact>
          <Fact name="Conversations">{conversationCount.toLocaleString('en')}</Fact>
          <Fact name="Reaches back to">
            {account.syncedBackTo && <DayTime date={account.syncedBackTo} />}
          </Fact>
          <Fact name="History import">{importWords(detail)}</Fact>
          <Fact name="Complete">
            <CoverageWords coverage={account.coverage} />
          </Fact>
          <Fact name="Lag of the last event">{lagMs !== null && formatLag(lagMs)}</Fact>
        </Facts>
      </CardSection>
    </>
  );
}

function importWords({ account }: AccountDetail): ReactNode {
  if (account.syncFinishedAt) {
    return (
      <>
        finished <DayTime date={account.syncFinishedAt} />
      </>
    );
  }
  return account.syncStartedAt ? 'running' : null;
}

function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-ui">{children}</dl>
  );
}

/** An empty value is shown as not known, never left out. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd className="min-w-0 text-end break-words text-fg tabular-nums">
        {children || <span className="text-fg-3">not known</span>}
      </dd>
    </>
  );
}
