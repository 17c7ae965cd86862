'use client';

import { cx } from 'class-variance-authority';
import Link from 'next/link';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type AccountDialogName, AccountDialogs } from '@/components/accounts/account-dialogs';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { AccountMenu } from '@/components/accounts/account-menu';
import { AccountStatus, useShownStatus } from '@/components/accounts/account-status';
import { PrimaryAction } from '@/components/accounts/primary-action';
import { uptimeSegments, uptimeSummary } from '@/components/accounts/uptime-words';
import { useAccountActs } from '@/components/accounts/use-account-acts';
import { useNow } from '@/components/accounts/use-now';
import { visibilityLabel } from '@/components/accounts/visibility-words';
import { WrongAccountChoice } from '@/components/accounts/wrong-account-choice';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { UptimeBar } from '@/components/ui/uptime-bar';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem } from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

interface AccountRowProps {
  account: AccountItem;
  freshMs: number;
  members: readonly { memberId: string; name: string }[] | null;
  isHighlighted?: boolean;
  /** Under the row, over its whole width: what goes on after it was connected. */
  children?: ReactNode;
}

/** One line from 1280 px, two on a tablet, a stack on a phone; the same parts in the same order. */
export function AccountRow({
  account,
  freshMs,
  members,
  isHighlighted,
  children,
}: AccountRowProps) {
  const status = useShownStatus(account, freshMs);
  const acts = useAccountActs(account);
  const { locale } = useNow();
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Somebody came back for this row, and it may stand below the fold.
    if (isHighlighted) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isHighlighted]);
  const [dialog, setDialog] = useState<AccountDialogName | null>(null);
  const canAssign = members !== null && account.owner === null && account.status !== 'removed';
  const { problem } = acts.act;
  return (
    <li
      ref={line}
      className={cx(
        'relative grid scroll-my-16 items-center gap-x-4 gap-y-2.5 px-3 py-3 transition-colors hover:bg-hover',
        'grid-cols-[2.25rem_minmax(0,1fr)_auto]',
        'md:grid-cols-[2.25rem_minmax(0,1fr)_16rem_8.5rem]',
        'xl:min-h-18 xl:grid-cols-[2.25rem_minmax(0,1fr)_16rem_6rem_15rem_8.5rem]',
        isHighlighted && 'bg-accent-soft',
      )}
    >
      <AccountGlyph provider={account.provider} />
      <Name account={account} />
      <div className="min-w-0 max-md:col-span-full max-md:row-start-2">
        <AccountStatus status={status} hasLastMessage />
        <div className="mt-1 flex flex-wrap gap-1 empty:hidden">
          {account.sendsPausedAt && status.code !== 'restricted' && (
            <Badge tone="warn">Sends paused</Badge>
          )}
          {account.hasTwin && <Badge tone="warn">Connected twice</Badge>}
        </div>
      </div>
      <LastReceived
        at={account.lastMessageAt}
        className="max-xl:row-start-3 max-md:col-span-full md:max-xl:col-start-2 md:max-xl:row-start-2"
      />
      <div className="relative min-w-0 max-xl:row-start-4 max-md:col-span-full md:max-xl:col-span-2 md:max-xl:col-start-3 md:max-xl:row-start-2">
        <UptimeBar
          label={`${accountLabel(account)}, 30 days`}
          segments={uptimeSegments(account.uptime, locale)}
          summary={`30 d: ${uptimeSummary(account.uptime)}`}
          height={16}
        />
      </div>
      {/* On a phone the action stands under what it is about, and only More beside the name. */}
      <div className="flex items-center justify-end gap-1 max-md:contents md:max-xl:col-start-4 md:max-xl:row-start-1">
        <div className="relative empty:hidden max-md:col-span-full max-md:row-start-5 max-md:*:w-full">
          {canAssign ? (
            <Button
              aria-label={`Assign ${accountLabel(account)}`}
              onClick={() => setDialog('owner')}
            >
              Assign
            </Button>
          ) : (
            <PrimaryAction account={account} status={status} acts={acts} />
          )}
        </div>
        <div className="relative max-md:col-start-3 max-md:row-start-1">
          <AccountMenu account={account} acts={acts} members={members} onOpen={setDialog} />
        </div>
      </div>
      <AccountDialogs
        account={account}
        acts={acts}
        members={members}
        open={dialog}
        onClose={() => setDialog(null)}
      />
      {problem && dialog === null && (
        <InlineNotice tone="bad" className="relative col-span-full" onDismiss={acts.act.forget}>
          {problem.message}
        </InlineNotice>
      )}
      {status.code === 'wrong_account' && (
        <div className="relative col-span-full">
          <WrongAccountChoice account={account} acts={acts} />
        </div>
      )}
      {children && <div className="relative col-span-full">{children}</div>}
    </li>
  );
}

function Name({ account }: { account: AccountItem }) {
  const { name, handle, owner } = account;
  const provider = PROVIDER_NAMES[account.provider];
  const ownerName = owner ? (account.isMine ? 'You' : owner.name) : 'No owner';
  const sharing = owner && visibilityLabel(account.visibility);
  const through = account.connectionName && `through ${account.connectionName}`;
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 items-center gap-2">
        {/* The pseudo-element makes the whole row the target without nesting the buttons in a link. */}
        <Link
          href={`/accounts/${account.id}`}
          title={name}
          dir="auto"
          className="min-w-0 truncate text-ui font-medium text-fg after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent-text"
        >
          {name}
        </Link>
        {handle && handle !== name && (
          <span
            dir="auto"
            className="min-w-16 shrink-[9999] truncate text-meta text-fg-3 max-md:hidden"
            title={handle}
          >
            {handle}
          </span>
        )}
      </div>
      <div
        className="truncate text-meta text-fg-3"
        title={[provider, ownerName, sharing, through].filter(Boolean).join(' · ')}
      >
        {provider} · <bdi>{ownerName}</bdi>
        {sharing && ` · ${sharing}`}
        {through && (
          <>
            {' · '}
            <bdi>{through}</bdi>
          </>
        )}
      </div>
    </div>
  );
}

function LastReceived({ at, className }: { at: string | null; className?: string }) {
  return (
    <div className={cx('text-meta xl:flex xl:flex-col', className)}>
      <span className="text-fg-3">Last received </span>
      <span className="text-fg-2">
        {at ? (
          <>
            <RelativeTime date={at} format="age" /> ago
          </>
        ) : (
          'nothing yet'
        )}
      </span>
    </div>
  );
}
