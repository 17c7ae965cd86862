'use client';

import { useQuery } from '@tanstack/react-query';
import { ContactRound, Inbox, LayoutDashboard, Plug, UserPlus } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { keepOnlyTextOf } from '@/components/inbox/unsent-text';
import { useChannelSection } from '@/components/inbox/use-channel-section';
import { KeyboardProvider } from '@/components/keyboard/keyboard-provider';
import { PaletteHost } from '@/components/keyboard/palette-host';
import { PaneCommands } from '@/components/keyboard/pane-commands';
import { type Place, PlaceCommands } from '@/components/keyboard/place-commands';
import { LiveUpdates } from '@/components/live/live-updates';
import { useViewSection } from '@/components/saved-views/use-view-section';
import { AppShell } from '@/components/shell/app-shell';
import type { NavItem, ShellAccount } from '@/components/shell/nav';
import { useClock } from '@/components/ui/clock';
import { accountsOptions } from '@/lib/accounts/options';
import { shownStatus } from '@/lib/accounts/rules';
import type { AccountList } from '@/lib/accounts/types';
import { isMailProvider, PROVIDER_NAMES } from '@/lib/core/providers';
import { unreadOptions } from '@/lib/inbox/options';
import { EVERYTHING, unreadIn } from '@/lib/inbox/view-rules';

interface AppFrameProps {
  userId: string;
  workspaceName: string;
  memberName: string;
  memberEmail: string;
  role: string;
  hasOverview: boolean;
  children: ReactNode;
}

/** The frame around every page, kept current by the live stream. */
export function AppFrame({ userId, hasOverview, children, ...who }: AppFrameProps) {
  const accounts = useQuery(accountsOptions());
  const unread = useQuery(unreadOptions());
  const sections = [...useChannelSection(), ...useViewSection()];
  const hasMailbox =
    accounts.data?.accounts.some(({ provider }) => isMailProvider(provider)) ?? false;
  const hasLinkedin =
    accounts.data?.accounts.some(({ provider }) => provider === 'LINKEDIN') ?? false;
  const nowMs = useClock()?.nowMs ?? Date.now();
  useEffect(() => keepOnlyTextOf(userId), [userId]);
  return (
    <KeyboardProvider>
      <PlaceCommands places={placesOf({ hasOverview, hasMailbox, hasLinkedin })} />
      <PaneCommands />
      <PaletteHost />
      <AppShell
        {...who}
        items={navItems(unreadIn(unread.data ?? [], EVERYTHING), hasOverview, hasLinkedin)}
        accounts={accounts.data ? shellAccounts(accounts.data, nowMs) : []}
        sections={sections}
        signOutPath="/api/auth/signout"
      >
        <LiveUpdates />
        {children}
      </AppShell>
    </KeyboardProvider>
  );
}

type Has = Record<'hasOverview' | 'hasMailbox' | 'hasLinkedin', boolean>;

function placesOf({ hasOverview, hasMailbox, hasLinkedin }: Has): Place[] {
  const places: Place[] = [
    { name: 'goInbox', href: '/inbox' },
    { name: 'goMine', href: '/inbox?view=mine' },
    { name: 'goUnassigned', href: '/inbox?view=unassigned' },
    { name: 'goSnoozed', href: '/inbox?view=snoozed' },
    { name: 'goPeople', href: '/people' },
    { name: 'goAccounts', href: '/accounts' },
    { name: 'settings', href: '/settings' },
  ];
  if (hasMailbox) places.push({ name: 'goEmail', href: '/inbox?channel=EMAIL' });
  if (hasLinkedin) places.push({ name: 'goInvitations', href: '/invitations' });
  if (hasOverview) places.push({ name: 'goOverview', href: '/overview' });
  return places;
}

function navItems(unreadCount: number, hasOverview: boolean, hasLinkedin: boolean): NavItem[] {
  const items: NavItem[] = [
    { href: '/inbox', label: 'Inbox', icon: <Inbox />, count: unreadCount },
    { href: '/people', label: 'People', icon: <ContactRound /> },
    { href: '/accounts', label: 'Accounts', icon: <Plug /> },
  ];
  if (hasLinkedin) {
    items.splice(1, 0, { href: '/invitations', label: 'Invitations', icon: <UserPlus /> });
  }
  if (hasOverview) items.push({ href: '/overview', label: 'Overview', icon: <LayoutDashboard /> });
  return items;
}

function shellAccounts({ accounts, freshMs }: AccountList, nowMs: number): ShellAccount[] {
  return accounts
    .filter((account) => account.removedAt === null)
    .map((account) => {
      const shown = shownStatus(account, nowMs, freshMs);
      return {
        id: account.id,
        name: account.name,
        providerLabel: PROVIDER_NAMES[account.provider],
        tone: shown.tone,
        statusWord: shown.shortLabel,
        href: `/accounts/${account.id}`,
      };
    });
}
