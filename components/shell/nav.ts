import type { ReactNode } from 'react';
import type { Tone } from '@/components/ui/tone';
import { toneOrder } from '@/components/ui/tone';

export type NavItem = {
  /** Where two lines may lead to the same address. */
  id?: string;
  href: string;
  label: string;
  /** A 16-px icon, as an element: `<Inbox />`. */
  icon: ReactNode;
  /** Unread that concern this member; nothing is drawn at 0. */
  count?: number;
  /** Overrules the address, for views that live in the query. */
  isActive?: boolean;
};

/** A titled part of the sidebar, such as channels or saved views. */
export type NavSection = { label: string; items: readonly NavItem[] };

export type ShellAccount = {
  id: string;
  name: string;
  providerLabel: string;
  tone: Tone;
  /** Short, for a narrow place: "Reconnect". Not drawn while the tone is ok, but always read. */
  statusWord: string;
  href: string;
};

/** The item that the address belongs to: the one with the longest path that holds it, or the marked one. */
export function activeHref(items: readonly NavItem[], pathname: string): string | undefined {
  const marked = items.find((item) => item.isActive);
  if (marked) return marked.href;
  return items
    .filter((item) => item.isActive === undefined && isWithin(item.href, pathname))
    .sort((one, two) => two.href.length - one.href.length)[0]?.href;
}

/** What needs someone comes first; within a tone the order stays. */
export function worstFirst(accounts: readonly ShellAccount[]): ShellAccount[] {
  return [...accounts].sort(
    (one, two) => toneOrder.indexOf(one.tone) - toneOrder.indexOf(two.tone),
  );
}

function isWithin(href: string, pathname: string): boolean {
  if (href.includes('?')) return false;
  return pathname === href || pathname.startsWith(href === '/' ? '//' : `${href}/`);
}
