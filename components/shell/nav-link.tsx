'use client';

import { cx } from 'class-variance-authority';
import Link from 'next/link';
import { CountBadge } from '@/components/ui/count-badge';
import { Tooltip } from '@/components/ui/tooltip';
import type { NavItem } from './nav';

/** One line of the sidebar; below 1280 px only its icon, with the label as tooltip. */
export function NavLink({ item, isActive }: { item: NavItem; isActive: boolean }) {
  return (
    <Tooltip content={tooltipOf(item)} side="right" className="xl:hidden">
      <Link
        href={item.href}
        aria-current={isActive ? 'page' : undefined}
        className={cx(
          'relative flex h-9 items-center gap-2 rounded-control text-ui transition-colors xl:h-7 xl:px-2 pointer-coarse:h-11',
          'max-xl:justify-center [&_.lucide]:size-4.5 xl:[&_.lucide]:size-4',
          isActive ? 'bg-hover font-medium text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
        )}
      >
        {item.icon}
        <span className="min-w-0 flex-1 truncate max-xl:sr-only">{item.label}</span>
        <CountBadge count={item.count ?? 0} unit="unread" className="max-xl:sr-only" />
        {(item.count ?? 0) > 0 && (
          <span
            aria-hidden="true"
            className="absolute end-1.5 top-1.5 size-2 rounded-full bg-accent ring-2 ring-canvas xl:hidden"
          />
        )}
      </Link>
    </Tooltip>
  );
}

function tooltipOf(item: NavItem): string {
  return item.count ? `${item.label}, ${item.count} unread` : item.label;
}
