'use client';

import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { IconButton } from '@/components/ui/icon-button';
import { shownLater } from '@/components/ui/later';
import { Popover } from '@/components/ui/popover';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { countNarrowings } from './filter-params';

const FilterFields = shownLater(() =>
  import('./filter-fields').then((module) => module.FilterFields),
);

export type ListFilterButtonProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[];
  onChange: (change: Partial<ConversationFilter>) => void;
};

/** Narrows the list by everything that it can be narrowed to, in any combination. */
export function ListFilterButton(props: ListFilterButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const isActive = countNarrowings(props.filter) > 0;
  useCommand('filter', () => setIsOpen(true));
  return (
    <Popover
      title="Filter"
      isTitleHidden
      align="end"
      className="flex flex-col gap-4"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton
          label={isActive ? 'Filter, active' : 'Filter'}
          icon={<ListFilter className={isActive ? 'text-accent-text' : undefined} />}
        />
      }
    >
      <FilterFields {...props} />
    </Popover>
  );
}
