'use client';

import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import { cx } from 'class-variance-authority';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { CountBadge } from './count-badge';

const listStyle =
  'flex items-stretch gap-4 overflow-x-auto border-b border-line px-(--tabs-inset,0px) [scrollbar-width:none]';
const tabStyle = [
  'relative inline-flex h-9 shrink-0 items-center gap-1.5 text-ui transition-colors hover:text-fg pointer-coarse:h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center',
  'after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 focus-visible:-outline-offset-2',
];
const restStyle = 'text-fg-2';
const activeStyle = 'font-medium text-fg after:bg-accent forced-colors:after:bg-[Highlight]';

export type TabItem<Value extends string> = {
  value: Value;
  label: string;
  count?: number;
  panel: ReactNode;
};

type TabsProps<Value extends string> = {
  label: string;
  items: readonly TabItem<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  className?: string;
};

/** Tabs over panels in the page. For views that live in the address use `LinkTabs`. */
export function Tabs<Value extends string>({
  label,
  items,
  value,
  defaultValue = items[0]?.value,
  onValueChange,
  className,
}: TabsProps<Value>) {
  return (
    <BaseTabs.Root
      value={value}
      defaultValue={value === undefined ? defaultValue : undefined}
      onValueChange={(next) => onValueChange?.(next)}
      className={className}
    >
      <BaseTabs.List aria-label={label} className={listStyle}>
        {items.map((item) => (
          <BaseTabs.Tab
            key={item.value}
            value={item.value}
            className={(state) => cx(tabStyle, state.active ? activeStyle : restStyle)}
          >
            {item.label}
            <CountBadge count={item.count ?? 0} />
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel
          key={item.value}
          value={item.value}
          className="pt-4 focus-visible:-outline-offset-2"
        >
          {item.panel}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}

type LinkTabsProps = {
  label: string;
  items: readonly { href: string; label: string; count?: number; isActive: boolean }[];
  className?: string;
};

/** Views as links, so that the view is in the address and Back works. */
export function LinkTabs({ label, items, className }: LinkTabsProps) {
  return (
    <nav aria-label={label} className={cx(listStyle, className)}>
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.isActive ? 'page' : undefined}
          className={cx(tabStyle, item.isActive ? activeStyle : restStyle)}
        >
          {item.label}
          <CountBadge count={item.count ?? 0} />
        </Link>
      ))}
    </nav>
  );
}
