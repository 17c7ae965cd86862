'use client';

import { useQuery } from '@tanstack/react-query';
import { Bookmark, Users } from 'lucide-react';
import { inboxHref } from '@/components/inbox/filter-params';
import type { NavSection } from '@/components/shell/nav';
import { unreadOptions } from '@/lib/inbox/options';
import { unreadIn } from '@/lib/inbox/view-rules';
import { savedViewsOptions } from '@/lib/saved-views/options';
import { viewOf } from '@/lib/saved-views/rules';
import { useListedFilter } from './use-listed-filter';

/** The saved views as a part of the sidebar, each with what is unread in it; none without views. */
export function useViewSection(): NavSection[] {
  const views = useQuery(savedViewsOptions()).data?.views ?? [];
  const tally = useQuery(unreadOptions()).data ?? [];
  const listed = useListedFilter();
  if (views.length === 0) return [];
  const current = listed ? viewOf(views, listed) : undefined;
  return [
    {
      label: 'Views',
      items: views.map((view) => ({
        id: view.id,
        href: inboxHref(view.filter),
        label: view.name,
        icon: view.isShared ? <Users /> : <Bookmark />,
        count: unreadIn(tally, view.filter),
        isActive: current?.id === view.id,
      })),
    },
  ];
}
