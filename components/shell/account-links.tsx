'use client';

import { cx } from 'class-variance-authority';
import Link from 'next/link';
import { ToneIcon, toneText } from '@/components/ui/tone';
import { Tooltip } from '@/components/ui/tooltip';
import { type ShellAccount, worstFirst } from './nav';
import { SectionTitle } from './section-title';

const SHOWN = 8;

type AccountLinksProps = {
  accounts: readonly ShellAccount[];
  /** The page with all of them. */
  allHref: string;
};

/** All broken accounts, then working ones up to eight lines; the rail shows the broken ones only. */
export function AccountLinks({ accounts, allHref }: AccountLinksProps) {
  const sorted = worstFirst(accounts);
  const brokenCount = sorted.filter(isBroken).length;
  const shown = sorted.slice(0, Math.max(SHOWN, brokenCount));
  if (accounts.length === 0) return null;
  return (
    <div className={cx(brokenCount === 0 && 'max-xl:hidden')}>
      <SectionTitle>Accounts</SectionTitle>
      <ul aria-label="Connected accounts" className="flex flex-col gap-0.5">
        {shown.map((account) => (
          <li key={account.id} className={cx(!isBroken(account) && 'max-xl:hidden')}>
            <AccountLink account={account} />
          </li>
        ))}
      </ul>
      {shown.length < accounts.length && (
        <Link
          href={allHref}
          className="flex h-7 items-center rounded-control px-2 text-meta text-fg-2 hover:bg-hover hover:text-fg max-xl:hidden pointer-coarse:h-11"
        >
          All {accounts.length} accounts
        </Link>
      )}
    </div>
  );
}

function AccountLink({ account }: { account: ShellAccount }) {
  const name = `${account.name} · ${account.providerLabel}`;
  return (
    <Tooltip content={`${name}: ${account.statusWord}`} side="right">
      <Link
        href={account.href}
        className="relative flex h-9 items-center gap-2 rounded-control text-ui text-fg-2 transition-colors hover:bg-hover hover:text-fg max-xl:justify-center xl:h-7 xl:px-2 pointer-coarse:h-11"
      >
        <ToneIcon tone={account.tone} className="size-4.5 xl:size-3.5" />
        <span className="min-w-0 flex-1 truncate max-xl:sr-only">
          <bdi>{account.name}</bdi> · {account.providerLabel}
        </span>
        <span
          className={cx(
            'shrink-0 text-meta font-medium max-xl:sr-only',
            isBroken(account) ? toneText[account.tone] : 'sr-only',
          )}
        >
          {account.statusWord}
        </span>
      </Link>
    </Tooltip>
  );
}

function isBroken(account: ShellAccount): boolean {
  return account.tone === 'bad' || account.tone === 'warn';
}
