'use client';

import { Copy, UserRoundX, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { AccountName } from '@/components/accounts/account-name';
import { AccountStatusPill, useShownStatus } from '@/components/accounts/account-status';
import { PrimaryAction } from '@/components/accounts/primary-action';
import { ShowAll } from '@/components/accounts/show-all';
import { useAccountActs } from '@/components/accounts/use-account-acts';
import { useNow } from '@/components/accounts/use-now';
import { type AttentionItem, attentionOf } from '@/components/overview/attention';
import { figuresOf } from '@/components/overview/figures';
import { MailNote } from '@/components/overview/mail-note';
import type { OverviewFiltering } from '@/components/overview/use-overview-filters';
import type { Reminders } from '@/components/overview/use-reminders';
import { Button, LinkButton } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Row, RowList } from '@/components/ui/row';
import { accountLabel } from '@/lib/accounts/rules';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { Overview, OverviewOutage, OverviewRow, OverviewTwins } from '@/lib/overview/types';

const SHOWN = 6;

interface AttentionListProps {
  overview: Overview;
  reminders: Reminders;
  filtering: OverviewFiltering;
  /** May assign accounts that nobody owns. */
  canAssign: boolean;
  /** Makes the change and brings the table into view. */
  onShow: (change: () => void) => void;
}

/** Who must do what, before any figure. */
export function AttentionList({ overview, ...common }: AttentionListProps) {
  const { nowMs } = useNow();
  const items = attentionOf(overview, nowMs);
  return (
    <section aria-labelledby="attention">
      <h2 id="attention" className="mb-2 text-h3">
        Needs attention
      </h2>
      {items.length === 0 ? (
        <NothingToDo overview={overview} />
      ) : (
        <ShowAll items={items} most={SHOWN} noun="entries">
          {(shown) => (
            <RowList label="Needs attention">
              {shown.map((item) => (
                <Item key={item.id} item={item} overview={overview} {...common} />
              ))}
            </RowList>
          )}
        </ShowAll>
      )}
    </section>
  );
}

function Item({ item, ...props }: AttentionListProps & { item: AttentionItem }) {
  switch (item.kind) {
    case 'outage':
      return <OutageRow outage={item.outage} />;
    case 'twins':
      return <TwinsRow twins={item.twins} />;
    case 'unowned':
      return <UnownedRow count={item.count} {...props} />;
    case 'account':
      return <AccountAttention row={item.row} {...props} />;
  }
}

function NothingToDo({ overview }: { overview: Overview }) {
  const { nowMs } = useNow();
  const { total, connected } = figuresOf(overview, nowMs);
  return (
    <p className="rounded-card border border-line bg-surface px-3 py-4 text-ui text-fg-2">
      {total === 0
        ? 'No account is connected yet.'
        : `Nothing asks for anybody. ${connected} of ${total} accounts are connected and proven right now.`}
    </p>
  );
}

function AccountAttention({ row, overview, reminders }: AttentionListProps & { row: OverviewRow }) {
  const status = useShownStatus(row, overview.freshMs);
  const acts = useAccountActs(row);
  const { problem } = acts.act;
  const isSignedOut = status.code === 'reconnect_needed';
  const owner = row.isMine ? 'Yours' : row.owner ? `Owner ${row.owner.name}` : 'No owner';
  return (
    <Row
      leading={<AccountGlyph provider={row.provider} />}
      title={<AccountName account={row} />}
      titleText={accountLabel(row)}
      href={`/accounts/${row.id}`}
      subtitle={
        problem ? (
          <span role="alert" className="text-bad">
            {problem.message}
          </span>
        ) : (
          <Subtitle owner={owner}>
            {isSignedOut && row.nextTryAt && (
              // Wraps where the rest is cut: the time is what somebody looks for.
              <span className="whitespace-normal">
                Being repaired, next try <RelativeTime date={row.nextTryAt} />
              </span>
            )}
            {isSignedOut && <MailNote row={row} outcome={reminders.outcomes.get(row.id)} />}
          </Subtitle>
        )
      }
      meta={
        <div className="md:w-60">
          <AccountStatusPill status={status} />
        </div>
      }
      trailing={
        <ActionPlace>
          {isSignedOut && !row.isMine ? (
            <RemindButton row={row} overview={overview} reminders={reminders} />
          ) : status.code === 'wrong_account' ? (
            <LinkButton href={`/accounts/${row.id}`}>Details</LinkButton>
          ) : (
            <PrimaryAction account={row} status={status} acts={acts} />
          )}
        </ActionPlace>
      }
    />
  );
}

/** One width for all, so that the statuses beside it stand in one line. */
function ActionPlace({ children }: { children: ReactNode }) {
  return <div className="flex justify-end sm:w-32">{children}</div>;
}

function Subtitle({ owner, children }: { owner: string; children: ReactNode }) {
  return (
    <span className="flex flex-wrap gap-x-2">
      <bdi>{owner}</bdi>
      {children}
    </span>
  );
}

function RemindButton({
  row,
  overview,
  reminders,
}: {
  row: OverviewRow;
  overview: Overview;
  reminders: Reminders;
}) {
  if (!row.owner || !overview.canRemind) {
    return <LinkButton href={`/accounts/${row.id}`}>Details</LinkButton>;
  }
  const [firstName = row.owner.name] = row.owner.name.split(' ');
  return (
    <Button
      isPending={reminders.pending.has(row.id)}
      aria-label={`Send a reconnect e-mail to ${row.owner.name} for ${accountLabel(row)}`}
      title={`Send a reconnect e-mail to ${row.owner.name}`}
      onClick={() => reminders.send([row.id])}
    >
      <span className="max-w-28 truncate">Send to {firstName}</span>
    </Button>
  );
}

function OutageRow({
  outage: { transitionId, provider, count, from, to },
}: {
  outage: OverviewOutage;
}) {
  const name = PROVIDER_NAMES[provider];
  return (
    <Row
      leading={<Leading icon={<WifiOff />} />}
      title={`${count} ${name} accounts dropped at once`}
      titleText={`${count} ${name} accounts dropped at once`}
      subtitle={
        <>
          <RelativeTime date={from} />–<RelativeTime date={to} />: likely a problem of {name}. The
          reconnect e-mails are held.
        </>
      }
      trailing={
        <ActionPlace>
          <LinkButton href={`/overview/incidents/${transitionId}`}>Open incident</LinkButton>
        </ActionPlace>
      }
    />
  );
}

/** Leads to the newer one, which is most often the one too many. */
function TwinsRow({ twins: { provider, accounts } }: { twins: OverviewTwins }) {
  const newest = accounts.at(-1);
  const times = accounts.length === 2 ? 'twice' : `${accounts.length} times`;
  const title = `${accounts[0]?.name} is connected ${times} to ${PROVIDER_NAMES[provider]}`;
  const others = accounts.map(({ name, ownerName }) => `${name} (${ownerName ?? 'no owner'})`);
  return (
    <Row
      leading={<Leading icon={<Copy />} />}
      title={title}
      titleText={title}
      subtitle={
        <span title={others.join(' · ')}>
          Messages come in twice and each is billed: <bdi>{others.join(' · ')}</bdi>
        </span>
      }
      trailing={
        <ActionPlace>
          <LinkButton href={`/accounts/${newest?.id}`}>Keep one</LinkButton>
        </ActionPlace>
      }
    />
  );
}

function UnownedRow({
  count,
  canAssign,
  filtering,
  onShow,
}: Pick<AttentionListProps, 'canAssign' | 'filtering' | 'onShow'> & { count: number }) {
  const title = count === 1 ? '1 account has no owner' : `${count} accounts have no owner`;
  return (
    <Row
      leading={<Leading icon={<UserRoundX />} />}
      title={title}
      titleText={title}
      subtitle={count === 1 ? 'Nobody reads or repairs it.' : 'Nobody reads or repairs them.'}
      trailing={
        <ActionPlace>
          {canAssign ? (
            <LinkButton href="/accounts">Assign</LinkButton>
          ) : (
            <Button onClick={() => onShow(() => filtering.showOnly({ owner: 'none' }))}>
              Show them
            </Button>
          )}
        </ActionPlace>
      }
    />
  );
}

function Leading({ icon }: { icon: ReactNode }) {
  return (
    <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-card border border-line text-fg-2">
      {icon}
    </span>
  );
}

/** Above everything: without the connection to the API nothing below gets newer. */
export function GatewayNotices({ overview }: { overview: Overview }) {
  return overview.gateways
    .filter(({ errorCode }) => errorCode !== null)
    .map((gateway) => (
      <InlineNotice
        key={gateway.id}
        tone="warn"
        title={`The API connection “${gateway.name}” does not work`}
      >
        {gateway.errorCode === 'key_refused'
          ? 'The API refuses its key. An admin has to renew it.'
          : gateway.errorCode === 'key_unreadable'
            ? 'Its stored key cannot be opened here. An admin has to enter it again.'
            : 'We keep trying.'}{' '}
        {gateway.lastOkAt ? (
          <>
            It last answered <RelativeTime date={gateway.lastOkAt} />; what you see is from then.
          </>
        ) : (
          'It has never answered.'
        )}
      </InlineNotice>
    ));
}
