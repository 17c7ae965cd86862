import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { Card, CardSection } from '@/components/ui/card';
import { counted } from '@/components/ui/counted';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusPill } from '@/components/ui/status-pill';
import { DIALECT_NAMES } from '@/lib/gateways/connection-rules';
import type { Connection } from '@/lib/gateways/types';
import { ChangeConnectionButton } from './connection-forms';
import { RemoveConnectionButton } from './remove-connection';

/** One API connection: whether it answers, and how far the way of events from it is proven. */
export function ConnectionItem({ connection }: { connection: Connection }) {
  const { name, dialect, baseUrl, accountCount } = connection;
  return (
    <li>
      <Card>
        <CardSection
          title={
            <span className="flex min-w-0 flex-wrap items-center gap-2">
              <bdi className="min-w-0 break-words">{name}</bdi>
              <Badge>{DIALECT_NAMES[dialect]}</Badge>
            </span>
          }
          actions={
            <>
              <ChangeConnectionButton connection={connection} />
              <RemoveConnectionButton connection={connection} />
            </>
          }
        >
          <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
            <Fact name="Address">
              <code className="font-mono text-meta break-all">{baseUrl}</code>
            </Fact>
            <Fact name="Accounts">{counted(accountCount, 'account', 'accounts')}</Fact>
            <Fact name="API">
              <Health connection={connection} />
            </Fact>
            <Fact name="Webhooks">
              <Webhooks webhooks={connection.webhooks} />
            </Fact>
          </dl>
        </CardSection>
      </Card>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-fg-3">{name}</dt>
      <dd className="mt-0.5 text-ui text-fg">{children}</dd>
    </div>
  );
}

function Health({ connection: { problem, lastOkAt, lastErrorAt } }: { connection: Connection }) {
  const answered = lastOkAt ? (
    <>
      last answered <RelativeTime date={lastOkAt} />
    </>
  ) : (
    'has never answered'
  );
  if (problem) {
    return (
      <>
        <StatusPill tone="bad" label="Does not work" since={answered} />
        <p className="mt-1 text-meta text-fg-2">
          {problem}
          {lastErrorAt && (
            <>
              {' '}
              Last tried <RelativeTime date={lastErrorAt} />.
            </>
          )}
        </p>
      </>
    );
  }
  if (!lastOkAt) return <StatusPill tone="neutral" label="Not asked yet" />;
  return <StatusPill tone="ok" label="Answers" since={answered} />;
}

function Webhooks({ webhooks: { state, checkedAt, echoAt } }: Pick<Connection, 'webhooks'>) {
  switch (state) {
    case 'verified':
      return (
        <>
          <StatusPill tone="ok" label="Verified" />
          <p className="mt-1 text-meta text-fg-2">
            Events come in
            {echoAt && (
              <>
                , last <RelativeTime date={echoAt} />
              </>
            )}
            .
          </p>
        </>
      );
    case 'registered':
      return (
        <>
          <StatusPill tone="info" label="Registered" />
          <p className="mt-1 text-meta text-fg-2">
            The API lists them
            {checkedAt && (
              <>
                {' '}
                (<RelativeTime date={checkedAt} />)
              </>
            )}
            . No event has come in yet: the first one proves that they reach us.
          </p>
        </>
      );
    default:
      return (
        <>
          <StatusPill tone="neutral" label="Not known" />
          <p className="mt-1 text-meta text-fg-2">
            {checkedAt ? (
              <>
                The API listed them last <RelativeTime date={checkedAt} />. We keep asking.
              </>
            ) : (
              'The API has not confirmed them yet. We keep asking.'
            )}
          </p>
        </>
      );
  }
}
