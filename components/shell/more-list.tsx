'use client';

import { cx } from 'class-variance-authority';
import { LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CountBadge } from '@/components/ui/count-badge';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import { ToneIcon, toneText } from '@/components/ui/tone';
import type { NavItem, ShellAccount } from './nav';

type MoreListProps = {
  items: readonly NavItem[];
  broken: readonly ShellAccount[];
  settingsHref: string;
  active: string | undefined;
  footer?: ReactNode;
  onFollow: () => void;
  onSignOut: () => void;
};

/** What has no tab of its own on a phone. */
export function MoreList({
  items,
  broken,
  settingsHref,
  active,
  footer,
  onFollow,
  onSignOut,
}: MoreListProps) {
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {broken.map((account) => (
          <SheetLink
            key={account.id}
            href={account.href}
            onFollow={onFollow}
            icon={<ToneIcon tone={account.tone} />}
          >
            <span className="min-w-0 flex-1 truncate">
              <bdi>{account.name}</bdi> · {account.providerLabel}
            </span>
            <span className={cx('shrink-0 text-meta font-medium', toneText[account.tone])}>
              {account.statusWord}
            </span>
          </SheetLink>
        ))}
        {items.map((item) => (
          <SheetItem
            key={item.id ?? item.href}
            item={item}
            isActive={item.href === active}
            onFollow={onFollow}
          />
        ))}
        <SheetLink href={settingsHref} onFollow={onFollow} icon={<Settings />}>
          Settings
        </SheetLink>
        <li>
          <button type="button" className={sheetLineStyle} onClick={onSignOut}>
            <LogOut />
            Sign out
          </button>
        </li>
      </ul>
      <div className="mt-3 flex items-center justify-between gap-3 border-t border-line pt-3">
        <span className="text-ui text-fg-2">Theme</span>
        <ThemeToggle />
      </div>
      {footer && <div className="mt-3">{footer}</div>}
    </>
  );
}

const sheetLineStyle =
  'flex h-11 w-full items-center gap-3 rounded-control px-2 text-body text-fg hover:bg-hover';

type SheetLinkProps = {
  href: string;
  icon: ReactNode;
  onFollow: () => void;
  isActive?: boolean;
  children: ReactNode;
};

function SheetLink({ href, icon, onFollow, isActive = false, children }: SheetLinkProps) {
  return (
    <li>
      <Link
        href={href}
        onClick={onFollow}
        aria-current={isActive ? 'page' : undefined}
        className={cx(sheetLineStyle, isActive && 'bg-hover font-medium')}
      >
        {icon}
        {children}
      </Link>
    </li>
  );
}

function SheetItem({ item, ...link }: { item: NavItem; isActive: boolean; onFollow: () => void }) {
  return (
    <SheetLink href={item.href} icon={item.icon} {...link}>
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      <CountBadge count={item.count ?? 0} unit="unread" />
    </SheetLink>
  );
}
