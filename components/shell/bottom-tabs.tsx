'use client';

import { cx } from 'class-variance-authority';
import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { CountBadge } from '@/components/ui/count-badge';
import { Dialog } from '@/components/ui/dialog';
import { shownLater } from '@/components/ui/later';
import type { AppShellProps } from './app-shell';
import { activeHref, worstFirst } from './nav';
import { useSignOut } from './use-sign-out';

type BottomTabsProps = Omit<AppShellProps, 'banner' | 'children'> & { className?: string };

const MoreList = shownLater(() => import('./more-list').then((module) => module.MoreList));
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
        <MoreList
          items={[...items.slice(TABS), ...sections.flatMap((section) => section.items)]}
          broken={worstFirst(accounts).filter(({ tone }) => tone === 'bad' || tone === 'warn')}
          settingsHref={settingsHref}
          active={active}
          footer={footer}
          onFollow={close}
          onSignOut={() => {
            close();
            signOut.ask();
          }}
        />
      </Dialog>
    </>
  );
}
