'use client';

import type { ReactNode } from 'react';
import { BottomTabs } from './bottom-tabs';
import type { NavItem, NavSection, ShellAccount } from './nav';
import { Sidebar } from './sidebar';

export type AppShellProps = {
  workspaceName: string;
  memberName: string;
  memberEmail: string;
  role: string;
  /** In the order of the sidebar; on a phone the first four are tabs, the rest is under More. */
  items: readonly NavItem[];
  sections?: readonly NavSection[];
  accounts: readonly ShellAccount[];
  accountsHref?: string;
  settingsHref?: string;
  /** Where the sign-out form is posted to. */
  signOutPath: string;
  /** Above the items of the sidebar: the search field. */
  search?: ReactNode;
  /** Further `MenuItem`s for the workspace menu, such as the keyboard shortcuts. */
  menuItems?: ReactNode;
  /** Beside the member at the end of the sidebar: the bell. */
  footer?: ReactNode;
  /** Above the page: lost connection, demo data. */
  banner?: ReactNode;
  children: ReactNode;
};

/** Sidebar from 1280 px, rail of icons from 768 px, tabs at the bottom below; the page scrolls by itself. */
export function AppShell({ banner, children, ...parts }: AppShellProps) {
  return (
    <div className="isolate flex h-dvh flex-col md:flex-row">
      <a
        href="#main"
        className="fixed start-2 top-2 z-60 -translate-y-16 rounded-control bg-accent px-3 py-2 text-ui font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <Sidebar {...parts} className="max-md:hidden" />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        {banner}
        <main
          id="main"
          tabIndex={-1}
          className="min-h-0 flex-1 scroll-pt-14 overflow-y-auto outline-none"
        >
          {children}
        </main>
      </div>
      <BottomTabs {...parts} className="md:hidden" />
    </div>
  );
}
