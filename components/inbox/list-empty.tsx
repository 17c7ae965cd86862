import { Inbox, MailCheck, Plug, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, LinkButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { isMailProvider } from '@/lib/core/providers';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { accountsOf, isImporting } from './account-state';
import { countFilters } from './filter-params';

type ListEmptyProps = {
  filter: ConversationFilter;
  /** Undefined while it is not known which there are. */
  accounts: readonly InboxAccount[] | undefined;
  onClear: () => void;
};

/** Why there is no row: nothing connected, everything read, nothing that matches, nothing yet. */
export function ListEmpty({ filter, accounts, onClear }: ListEmptyProps): ReactNode {
  if (accounts?.length === 0) return <NoAccount />;
  const shown = accounts && accountsOf(accounts, filter);
  if (filter.view === 'unread' && !filter.accountId && !filter.provider) {
    return (
      <EmptyState title="All done" icon={<MailCheck />}>
        New messages will appear here.
      </EmptyState>
    );
  }
  if (shown && shown.length > 0 && shown.every(({ provider }) => isMailProvider(provider))) {
    return (
      <EmptyState
        title="No chats here"
        icon={<Inbox />}
        action={<Button onClick={onClear}>Show all conversations</Button>}
      >
        This inbox shows chats. E-mail of this account is not part of it yet.
      </EmptyState>
    );
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
