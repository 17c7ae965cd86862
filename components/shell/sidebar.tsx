'use client';

import { cx } from 'class-variance-authority';
import { usePathname } from 'next/navigation';
import { Avatar } from '@/components/ui/avatar';
import { AccountLinks } from './account-links';
import type { AppShellProps } from './app-shell';
import { activeHref, type NavItem } from './nav';
import { NavLink } from './nav-link';
import { SectionTitle } from './section-title';
import { WorkspaceMenu } from './workspace-menu';

type SidebarProps = Omit<AppShellProps, 'banner' | 'children'> & { className?: string };

export function Sidebar({
  items,
  sections = [],
  accounts,
  accountsHref = '/accounts',
  search,
  footer,
  memberName,
  memberEmail,
  role,
  className,
  ...menu
}: SidebarProps) {
  const pathname = usePathname();
  const active = activeHref([...items, ...sections.flatMap((section) => section.items)], pathname);
  return (
    <nav
      aria-label="Main"
      data-pane
      className={cx(
        'flex w-13 shrink-0 flex-col border-e border-line bg-canvas xl:w-58',
        className,
      )}
    >
      <div className="flex h-12 shrink-0 items-center px-2">
        <WorkspaceMenu memberName={memberName} memberEmail={memberEmail} {...menu} />
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2 pt-1 pb-3">
        {search && <div className="max-xl:hidden">{search}</div>}
        <NavList items={items} active={active} />
        {sections.map((section) => (
          <div key={section.label}>
            <SectionTitle>{section.label}</SectionTitle>
            <NavList label={section.label} items={section.items} active={active} />
          </div>
        ))}
        <AccountLinks accounts={accounts} allHref={accountsHref} />
      </div>
      <div className="flex shrink-0 items-center gap-2 border-t border-line p-2 max-xl:flex-col">
        <div className="flex min-w-0 flex-1 items-center gap-2 px-1" title={memberEmail}>
          <Avatar name={memberName} size={32} className="max-xl:-mx-1" />
          <div className="min-w-0 max-xl:sr-only">
            <div className="truncate text-ui font-medium">{memberName}</div>
            <div className="truncate text-meta text-fg-3 capitalize">{role}</div>
          </div>
        </div>
        {footer}
      </div>
    </nav>
  );
}

type NavListProps = { label?: string; items: readonly NavItem[]; active: string | undefined };

function NavList({ label, items, active }: NavListProps) {
  return (
    <ul aria-label={label} className="flex flex-col gap-0.5">
      {items.map((item) => (
        <li key={item.id ?? item.href}>
          <NavLink item={item} isActive={item.href === active} />
        </li>
      ))}
    </ul>
  );
}
