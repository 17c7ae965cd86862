'use client';

import { cx } from 'class-variance-authority';
import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';

export type SettingsGroup = {
  label: string;
  items: readonly { href: string; label: string }[];
};

type SettingsLayoutProps = { groups: readonly SettingsGroup[]; children: ReactNode };

/** List of settings at the left from 768 px; above the page, folded, on a phone. */
export function SettingsLayout({ groups, children }: SettingsLayoutProps) {
  const pathname = usePathname();
  const all = groups.flatMap((group) => group.items);
  const current = all.find(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  const list = <SettingsList groups={groups} currentHref={current?.href} />;
  return (
    <div className="flex min-h-full flex-col md:flex-row">
      <nav aria-label="Settings" className="hidden w-52 shrink-0 border-e border-line md:block">
        <div className="sticky top-0">
          <div
            aria-hidden="true"
            className="flex h-12 items-center border-b border-line px-4 text-h3"
          >
            Settings
          </div>
          <div className="px-2 pt-3">{list}</div>
        </div>
      </nav>
      {/* A new key folds it again after a choice. */}
      <details key={pathname} className="group border-b border-line md:hidden">
        <summary className="flex h-12 list-none items-center gap-2 px-4 text-body font-medium focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <span className="text-fg-3">Settings</span>
          <span className="min-w-0 truncate">{current?.label}</span>
          <ChevronDown className="ms-auto text-fg-3 transition-transform group-open:rotate-180" />
        </summary>
        <nav aria-label="Settings" className="px-2 pb-3">
          {list}
        </nav>
      </details>
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}

type SettingsListProps = { groups: readonly SettingsGroup[]; currentHref: string | undefined };

function SettingsList({ groups, currentHref }: SettingsListProps) {
  return (
    <div className="flex flex-col gap-4">
      {groups.map((group) => (
        <section key={group.label} aria-label={group.label}>
          <h2 className="px-2 pb-1 text-meta text-fg-3">{group.label}</h2>
          <ul className="flex flex-col gap-0.5">
            {group.items.map((item) => (
              <li key={item.href}>
                <Link
                  href={item.href}
                  aria-current={item.href === currentHref ? 'page' : undefined}
                  className={cx(
                    'flex h-7 items-center rounded-control px-2 text-ui transition-colors pointer-coarse:h-11',
                    item.href === currentHref
                      ? 'bg-hover font-medium text-fg'
                      : 'text-fg-2 hover:bg-hover hover:text-fg',
                  )}
                >
                  <span className="truncate">{item.label}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
