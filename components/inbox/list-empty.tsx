import {
  AlarmClock,
  Archive,
  Inbox,
  MailCheck,
  Plug,
  SearchX,
  Star,
  UserCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { accountsOf, isImporting } from './account-state';
import { countFilters, countNarrowings } from './filter-params';

type ListEmptyProps = {
  filter: ConversationFilter;
  /** Undefined while it is not known which there are. */
  accounts: readonly InboxAccount[] | undefined;
  onClear: () => void;
};

const ALL_DONE = (
  <EmptyState title="All done" icon={<MailCheck />}>
    New messages will appear here.
  </EmptyState>
);

const EMPTY_VIEWS = {
  unread: ALL_DONE,
  mine: (
    <EmptyState title="Nothing is assigned to you" icon={<UserCheck />}>
      Take a conversation with Assign to me, and it is found here.
    </EmptyState>
  ),
  unassigned: (
    <EmptyState title="Everything is assigned" icon={<UserCheck />}>
      Conversations that nobody took appear here.
    </EmptyState>
  ),
  starred: (
    <EmptyState title="Nothing is starred" icon={<Star />}>
      Star a conversation to find it here.
    </EmptyState>
  ),
  snoozed: (
    <EmptyState title="Nothing is snoozed" icon={<AlarmClock />}>
      Snoozed conversations wait here and come back by themselves.
    </EmptyState>
  ),
  done: (
    <EmptyState title="Nothing is done yet" icon={<Archive />}>
      Conversations that you put away are kept here. A new message brings them back.
    </EmptyState>
  ),
};

/** Why there is no row: nothing connected, everything read, nothing that matches, nothing yet. */
export function ListEmpty({ filter, accounts, onClear }: ListEmptyProps): ReactNode {
  if (accounts?.length === 0) return <NoAccount />;
  const shown = accounts && accountsOf(accounts, filter);
  const isNarrowed = countNarrowings(filter) > 0;
  if (!isNarrowed && filter.view in EMPTY_VIEWS) {
    return EMPTY_VIEWS[filter.view as keyof typeof EMPTY_VIEWS];
  }
  const filterCount = countFilters(filter);
  if (filterCount > 0) {
    return (
      <EmptyState
        title={`Nothing matches ${filterCount} ${filterCount === 1 ? 'filter' : 'filters'}`}
        icon={<SearchX />}
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  if (shown?.some(isImporting)) {
    return (
      <EmptyState title="Importing history" icon={<Inbox />}>
        The first conversations appear here as they come in. You can leave this page.
      </EmptyState>
    );
  }
  if (shown?.some(({ messageCount }) => messageCount > 0)) return ALL_DONE;
  return (
    <EmptyState title="No conversations yet" icon={<Inbox />}>
      New messages will appear here.
    </EmptyState>
  );
}

function NoAccount() {
  return (
    <EmptyState
      title="Connect your first account"
      icon={<Plug />}
      action={
        <LinkButton href="/accounts" variant="primary">
          Connect account
        </LinkButton>
      }
    >
      LinkedIn, WhatsApp, Instagram, Messenger, Telegram: their conversations come together here.
    </EmptyState>
  );
}
