'use client';

import { Ellipsis } from 'lucide-react';
import { ComposeButton } from '@/components/compose/compose-context';
import { useChangePreferences, usePreferences } from '@/components/preferences/use-preferences';
import { PaneHeader } from '@/components/shell/pane-header';
import { BulkBar } from '@/components/triage/bulk-bar';
import { ViewBar } from '@/components/triage/view-bar';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuCheckboxItem } from '@/components/ui/menu';
import type { ConversationFilter, InboxAccount, UnreadTally } from '@/lib/inbox/types';
import { ListFilterButton } from './list-filter';
import { useSelection } from './selection';

type ListHeaderProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  tally: readonly UnreadTally[];
  onChange: (change: Partial<ConversationFilter>) => void;
};

export function ListHeader({ filter, accounts, tally, onChange }: ListHeaderProps) {
  const { selectedIds } = useSelection();
  return (
    <>
      {selectedIds.size > 0 ? (
        <BulkBar />
      ) : (
        <PaneHeader
          level={1}
          title="Inbox"
          className="bg-transparent"
          actions={
            <>
              <ComposeButton />
              <ListFilterButton filter={filter} accounts={accounts} onChange={onChange} />
              <MoreMenu />
            </>
          }
        />
      )}
      <ViewBar filter={filter} tally={tally} onChange={onChange} />
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
