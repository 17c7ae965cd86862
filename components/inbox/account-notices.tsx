import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { accountsOf, accountTitle, gapSince, isDown, isImporting } from './account-state';
import { ReconnectButton } from './reconnect-button';

type AccountNoticesProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
};

/** What is missing from the list because an account of it does not receive or is not complete yet. */
export function AccountNotices({ filter, accounts }: AccountNoticesProps): ReactNode {
  const shown = accountsOf(accounts, filter);
  const down = shown.filter(isDown);
  const importing = shown.filter(isImporting);
  const catchingUp = shown.filter((account) => gapSince(account) !== null);
  return (
    <>
      {down.length === 1 &&
        down.map((account) => <DownNotice key={account.id} account={account} />)}
      {down.length > 1 && <ManyDown accounts={down} />}
      {importing.map((account) => (
        <ImportNotice key={account.id} account={account} />
      ))}
      {catchingUp.length > 0 && <CatchUpNotice accounts={catchingUp} />}
    </>
  );
}

function DownNotice({ account }: { account: InboxAccount }) {
  const title = <bdi>{accountTitle(account)}</bdi>;
  const since = <RelativeTime date={account.statusSince} />;
  switch (account.status) {
    case 'reconnect_needed':
      return (
        <Banner
          tone="bad"
          action={account.isMine ? <ReconnectButton account={account} /> : undefined}
        >
          {title} has not received messages since {since}.
          {!account.isMine && account.ownerName && (
            <>
              {' '}
              <bdi>{account.ownerName}</bdi> can reconnect it.
            </>
          )}
          {account.nextTryAt && (
            <>
              {' '}
              Being repaired, next try <RelativeTime date={account.nextTryAt} />.
            </>
          )}
        </Banner>
      );
    case 'restricted':
      return (
        <Banner tone="bad" action={<Details accountId={account.id} />}>
          {PROVIDER_NAMES[account.provider]} limited {title} {since}. Sending is stopped.
        </Banner>
      );
    case 'interrupted':
      return (
        <Banner tone="warn" action={<Details accountId={account.id} />}>
          Provider problem at {title} since {since}. We retry; nothing to do.
        </Banner>
      );
    default:
      return (
        <Banner tone="neutral" action={<Details accountId={account.id} />}>
          {title} is paused at the provider since {since}. New messages are not arriving.
        </Banner>
      );
  }
}

function ManyDown({ accounts }: { accounts: readonly InboxAccount[] }) {
  const names = accounts.map(accountTitle);
  const tone = accounts.some(({ status }) => status === 'reconnect_needed') ? 'bad' : 'warn';
  return (
    <Banner
      tone={tone}
      action={
        <LinkButton href="/accounts" size={28}>
          Review
        </LinkButton>
      }
    >
      <span title={names.join(', ')}>
        {accounts.length} accounts are not receiving messages: <bdi>{names[0]}</bdi> and{' '}
        {accounts.length - 1} more.
      </span>
    </Banner>
  );
}

function ImportNotice({ account }: { account: InboxAccount }) {
  const count = account.messageCount;
  return (
    <Banner tone="info">
      Importing history of <bdi>{accountTitle(account)}</bdi>
      {count > 0 && `: ${counted(count, 'message', 'messages')}`}
      {account.syncedBackTo && (
        <>
          , back to <RelativeTime date={account.syncedBackTo} />
        </>
      )}
      .
    </Banner>
  );
}

/** One line however many accounts: all of them come back at once when the API does. */
function CatchUpNotice({ accounts }: { accounts: readonly InboxAccount[] }) {
  const [since] = accounts.flatMap((account) => gapSince(account) ?? []).toSorted();
  const names = accounts.map(accountTitle);
  return (
    <Banner tone="info">
      <span title={names.join(', ')}>
        Catching up: checking <bdi>{names[0]}</bdi>
        {names.length > 1 && ` and ${names.length - 1} more`} for messages
        {since && (
          <>
            {' '}
            since <RelativeTime date={since} />
          </>
        )}
        .
      </span>
    </Banner>
  );
}

type BannerProps = {
  tone: 'bad' | 'warn' | 'info' | 'neutral';
  action?: ReactNode;
  children: ReactNode;
};

// Polite, since it is news of the world and not the answer to something that the person did.
function Banner({ tone, action, children }: BannerProps) {
  return (
    <InlineNotice tone={tone} shape="banner" live="polite" action={action} className="shrink-0">
      {children}
    </InlineNotice>
  );
}

function Details({ accountId }: { accountId: string }) {
  return (
    <LinkButton href={`/accounts/${accountId}`} size={28}>
      Details
    </LinkButton>
  );
}
