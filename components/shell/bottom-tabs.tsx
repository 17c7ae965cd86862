'use client';

import { cx } from 'class-variance-authority';
import { Ellipsis, LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { CountBadge } from '@/components/ui/count-badge';
import { Dialog } from '@/components/ui/dialog';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import { ToneIcon, toneText } from '@/components/ui/tone';
import type { AppShellProps } from './app-shell';
import { activeHref, type NavItem, worstFirst } from './nav';
import { useSignOut } from './use-sign-out';

type BottomTabsProps = Omit<AppShellProps, 'banner' | 'children'> & { className?: string };

const TABS = 4;
const tabStyle =
  'relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-micro focus-visible:-outline-offset-2 [&_.lucide]:size-5';

/** Four places to go and a sheet with everything else; only on a phone. */
export function BottomTabs({ className, ...parts }: BottomTabsProps) {
  const pathname = usePathname();
  const active = activeHref(parts.items, pathname);
  const tabs = parts.items.slice(0, TABS);
  const isUnderMore = active !== undefined && !tabs.some((item) => item.href === active);
  return (
    <nav
      aria-label="Main"
      className={cx('flex shrink-0 border-t border-line bg-surface pb-safe', className)}
    >
      {tabs.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.href === active ? 'page' : undefined}
          className={cx(tabStyle, item.href === active ? 'text-accent-text' : 'text-fg-2')}
        >
          {item.icon}
          <span className="max-w-full truncate px-1">{item.label}</span>
          <CountBadge
            count={item.count ?? 0}
            unit="unread"
            tone="accent"
            max={99}
            className="absolute start-1/2 top-1 ms-1.5 ring-2 ring-surface"
          />
        </Link>
      ))}
      <MoreSheet {...parts} active={active} isCurrent={isUnderMore} />
    </nav>
  );
}

type MoreSheetProps = Omit<BottomTabsProps, 'className'> & {
  active: string | undefined;
  isCurrent: boolean;
};

function MoreSheet({
  items,
  sections = [],
  accounts,
  settingsHref = '/settings',
  signOutPath,
  workspaceName,
  memberName,
  memberEmail,
  footer,
  active,
  isCurrent,
}: MoreSheetProps) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  const signOut = useSignOut(signOutPath);
  const rest = [...items.slice(TABS), ...sections.flatMap((section) => section.items)];
  const broken = worstFirst(accounts).filter(({ tone }) => tone === 'bad' || tone === 'warn');
  return (
    <>
      {signOut.parts}
      <Dialog
        title={workspaceName}
        description={`${memberName} · ${memberEmail}`}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <button
            type="button"
            className={cx(tabStyle, isCurrent ? 'text-accent-text' : 'text-fg-2')}
          >
            <Ellipsis />
            More
          </button>
        }
      >
        <ul className="-mx-2 flex flex-col">
          {broken.map((account) => (
            <SheetLink
              key={account.id}
              href={account.href}
              onFollow={close}
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
          {rest.map((item) => (
            <SheetItem
              key={item.id ?? item.href}
              item={item}
              isActive={item.href === active}
              onFollow={close}
            />
          ))}
          <SheetLink href={settingsHref} onFollow={close} icon={<Settings />}>
            Settings
          </SheetLink>
          <li>
            <button
              type="button"
              className={sheetLineStyle}
              onClick={() => {
                close();
                signOut.ask();
              }}
            >
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
      </Dialog>
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
