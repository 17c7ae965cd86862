'use client';

import { cx } from 'class-variance-authority';
import { Ellipsis } from 'lucide-react';
import { useChangePreferences, usePreferences } from '@/components/preferences/use-preferences';
import { PaneHeader } from '@/components/shell/pane-header';
import { CountBadge } from '@/components/ui/count-badge';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuCheckboxItem } from '@/components/ui/menu';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { ListFilterButton } from './list-filter';

export const VIEWS = [
  { view: 'all', label: 'All' },
  { view: 'unread', label: 'Unread' },
] as const;

type ListHeaderProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  unreadCount: number;
  onChange: (change: Partial<ConversationFilter>) => void;
};

export function ListHeader({ filter, accounts, unreadCount, onChange }: ListHeaderProps) {
  return (
    <>
      <PaneHeader
        level={1}
        title="Inbox"
        className="bg-transparent"
        actions={
          <>
            <ListFilterButton filter={filter} accounts={accounts} onChange={onChange} />
            <MoreMenu />
          </>
        }
      />
      {/* Not tabs: they narrow the one list, and more of them join with saved views. */}
      <fieldset
        aria-label="View"
        className="flex h-10 shrink-0 items-center pointer-coarse:h-13 gap-1 border-b border-line px-3"
      >
        {VIEWS.map(({ view, label }) => (
          <button
            key={view}
            type="button"
            aria-pressed={filter.view === view}
            onClick={() => onChange({ view })}
            className={cx(
              'inline-flex h-7 items-center gap-1.5 rounded-control px-2.5 text-ui transition-colors pointer-coarse:h-11',
              filter.view === view
                ? 'bg-hover font-medium text-fg'
                : 'text-fg-2 hover:bg-hover hover:text-fg',
            )}
          >
            {label}
            {view === 'unread' && <CountBadge count={unreadCount} unit="conversations" />}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function MoreMenu() {
  const { shortcuts } = usePreferences();
  const { change } = useChangePreferences();
  return (
    <Menu align="end" className="w-60" trigger={<IconButton label="More" icon={<Ellipsis />} />}>
      <MenuCheckboxItem
        isChecked={shortcuts !== 'off'}
        onCheckedChange={(isOn) => void change({ shortcuts: isOn ? 'default' : 'off' })}
      >
        Single-key shortcuts
      </MenuCheckboxItem>
    </Menu>
  );
}
