'use client';

import { useQuery } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { ComposeButton } from '@/components/compose/compose-context';
import { MentionsButton } from '@/components/notes/mentions-button';
import { useChangePreferences, usePreferences } from '@/components/preferences/use-preferences';
import { PaneHeader } from '@/components/shell/pane-header';
import { BulkBar } from '@/components/triage/bulk-bar';
import { ViewBar } from '@/components/triage/view-bar';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuCheckboxItem } from '@/components/ui/menu';
import type { ConversationFilter, InboxAccount, UnreadTally } from '@/lib/inbox/types';
import { savedViewsOptions } from '@/lib/saved-views/options';
import { viewOf } from '@/lib/saved-views/rules';
import { ListFilterButton } from './list-filter';
import { useSelection } from './selection';

type ListHeaderProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  tally: readonly UnreadTally[];
  /** Results stand in the list's place: they are narrowed by nothing here. */
  isSearching: boolean;
  onChange: (change: Partial<ConversationFilter>) => void;
};

export function ListHeader({ filter, accounts, tally, isSearching, onChange }: ListHeaderProps) {
  const { selectedIds } = useSelection();
  const views = useQuery(savedViewsOptions()).data?.views ?? [];
  const name = (!isSearching && viewOf(views, filter)?.name) || 'Inbox';
  return (
    <>
      {selectedIds.size > 0 ? (
        <BulkBar />
      ) : (
        <PaneHeader
          level={1}
          title={<bdi>{name}</bdi>}
          titleText={name}
          className="bg-transparent"
          actions={
            <>
              <ComposeButton />
              <MentionsButton />
              {!isSearching && (
                <ListFilterButton filter={filter} accounts={accounts} onChange={onChange} />
              )}
              <MoreMenu />
            </>
          }
        />
      )}
      <ViewBar filter={filter} tally={tally} isSearching={isSearching} onChange={onChange} />
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
