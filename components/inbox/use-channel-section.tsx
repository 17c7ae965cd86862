'use client';

import { useQuery } from '@tanstack/react-query';
import { useListedFilter } from '@/components/saved-views/use-listed-filter';
import type { NavSection } from '@/components/shell/nav';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { accountsOptions } from '@/lib/accounts/options';
import { CHANNEL_NAMES, CHANNELS, type Channel, isMailProvider } from '@/lib/core/providers';
import { unreadOptions } from '@/lib/inbox/options';
import { EVERYTHING, isSameFilter, unreadIn } from '@/lib/inbox/view-rules';
import { inboxHref } from './filter-params';

/**
 * The inbox of each channel as a part of the sidebar, all mailboxes being one, with what is unread in
 * it. None where there is only one channel, which is the inbox itself.
 */
export function useChannelSection(): NavSection[] {
  const accounts = useQuery(accountsOptions()).data?.accounts ?? [];
  const tally = useQuery(unreadOptions()).data ?? [];
  const current = useListedFilter();
  const own = new Set<Channel>(
    accounts
      .filter(({ removedAt }) => removedAt === null)
      .map(({ provider }) => (isMailProvider(provider) ? 'EMAIL' : provider)),
  );
  if (own.size < 2) return [];
  const items = CHANNELS.filter((channel) => own.has(channel)).map((provider) => {
    const filter = { ...EVERYTHING, provider };
    return {
      id: provider,
      href: inboxHref(filter),
      label: CHANNEL_NAMES[provider],
      icon: <ChannelGlyph channel={provider} isDecorative />,
      count: unreadIn(tally, filter),
      isActive: current !== null && isSameFilter(current, filter),
    };
  });
  return [{ label: 'Channels', items }];
}
