'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { MessagesSquare } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { type ComponentProps, type ComponentType, useCallback, useMemo, useRef } from 'react';
import { ComposeProvider } from '@/components/compose/compose-context';
import { OpenStarts } from '@/components/compose/open-starts';
import { useKeysOf } from '@/components/keyboard/keyboard-provider';
import { usePersonPane } from '@/components/people/person-pane-store';
import { rememberSearch } from '@/components/search/recent-searches';
import { SearchField } from '@/components/search/search-field';
import { useSearch } from '@/components/search/use-search';
import { TriageActsProvider } from '@/components/triage/triage-acts';
import { TriageProblemNotice } from '@/components/triage/triage-problem';
import { TriageProvider } from '@/components/triage/triage-provider';
import { EmptyState } from '@/components/ui/empty-state';
import { Kbd } from '@/components/ui/kbd';
import { shownLater } from '@/components/ui/later';
import { SkeletonRows } from '@/components/ui/skeleton';
import { inboxAccountsOptions, threadOptions, unreadOptions } from '@/lib/inbox/options';
import type {
  ConversationFilter,
  ConversationRow,
  InboxAccount,
  UnreadTally,
} from '@/lib/inbox/types';
import { EVERYTHING, unreadIn } from '@/lib/inbox/view-rules';
import type { SearchResult } from '@/lib/search/types';
import { AccountNotices } from './account-notices';
import { ConversationList } from './conversation-list';
import { FilterChips } from './filter-chips';
import { filterParams, toFilter, toParams } from './filter-params';
import { goToMessage } from './go-to-message';
import { type InboxFacts, InboxProvider, useInboxFacts } from './inbox-context';
import { ListHeader } from './list-header';
import { SelectionProvider } from './selection';
import type { ThreadPane } from './thread-pane';
import { ThreadSkeleton } from './thread-skeleton';
import { useConversationRows } from './use-conversation-rows';
import { useInboxKeys } from './use-inbox-keys';
import { useOpenConversation } from './use-open-conversation';
import { useUnreadTitle } from './use-unread-title';

const SearchResults = shownLater(
  () => import('@/components/search/search-results').then((module) => module.SearchResults),
  <SkeletonRows count={8} label="Searching" className="ps-2" />,
);
const LaterThread = shownLater(
  () => import('./thread-pane').then((module) => module.ThreadPane),
  <ThreadSkeleton />,
);
const PersonPane = shownLater(() =>
  import('@/components/people/person-pane').then((module) => module.PersonPane),
);
const NO_TALLY: readonly UnreadTally[] = [];

export type InboxViewProps = {
  facts: InboxFacts;
  /** Given by a page that begins with a conversation; the others fetch it once they are idle. */
  thread?: ComponentType<ComponentProps<typeof ThreadPane>>;
};

/** The inbox: list at the left, conversation at the right; on a phone one after the other. */
export function InboxView({ facts, thread = LaterThread }: InboxViewProps) {
  return (
    <InboxProvider facts={facts}>
      <TriageProvider>
        <ComposeProvider>
          <SelectablePanes thread={thread} />
        </ComposeProvider>
      </TriageProvider>
    </InboxProvider>
  );
}

function SelectablePanes({ thread }: Pick<Required<InboxViewProps>, 'thread'>) {
  const conversation = useOpenConversation();
  const { isOpen: isSearching } = useSearch();
  return (
    <SelectionProvider openId={conversation.openId} isListShown={!isSearching}>
      <Panes conversation={conversation} thread={thread} />
    </SelectionProvider>
  );
}

type PanesProps = Pick<Required<InboxViewProps>, 'thread'> & {
  conversation: ReturnType<typeof useOpenConversation>;
};

function Panes({ conversation, thread: Thread }: PanesProps) {
  const [filter, setFilter] = useFilter();
  const { openId, open, close } = conversation;
  const list = useConversationRows(filter, openId);
  const accounts = useQuery(inboxAccountsOptions()).data;
  const tally = useQuery(unreadOptions()).data ?? NO_TALLY;
  const gridRef = useRef<HTMLDivElement>(null);
  const composerRef = useRef<HTMLElement>(null);
  const preload = usePreload(accounts);
  const search = useSearch();
  const hasPersonPane = usePersonPane();
  const narrow = (change: Partial<ConversationFilter>) => {
    // Results are narrowed by nothing here: whoever asks for a list gets it.
    if (search.isOpen) search.close();
    setFilter(change);
  };
  const keys = useInboxKeys({
    list,
    openId,
    open,
    close,
    preload,
    gridRef,
    composerRef,
    filter,
    setFilter: narrow,
  });
  useUnreadTitle(unreadIn(tally, EVERYTHING));
  const { memberId } = useInboxFacts();
  const openHit = ({ conversationId, hit }: SearchResult) => {
    // Pressed again, the message may be at another place of the screen by now.
    if (conversationId === openId && hit) goToMessage(hit.messageId);
    open(conversationId, hit?.messageId ?? null);
  };
  const closeSearch = () => {
    search.close();
    keys.backToList();
  };

  return (
    <TriageActsProvider
      list={list}
      filter={filter}
      openId={openId}
      open={open}
      close={close}
      focusRow={keys.focusRow}
    >
      <div className="flex h-full min-h-0">
        <section
          aria-label="Conversations"
          data-pane
          className={cx(
            'flex w-full min-w-0 flex-col border-line bg-surface md:w-80 md:shrink-0 md:border-e lg:w-94',
            openId && 'max-md:hidden',
          )}
        >
          <ListHeader
            filter={filter}
            accounts={accounts ?? []}
            tally={tally}
            isSearching={search.isOpen}
            onChange={narrow}
          />
          <SearchField
            search={search}
            onSubmit={() => rememberSearch(memberId, search.q ?? '')}
            onClose={closeSearch}
          />
          <OpenStarts />
          <TriageProblemNotice />
          {search.q === null ? (
            <>
              <FilterChips filter={filter} accounts={accounts ?? []} onChange={setFilter} />
              <AccountNotices filter={filter} accounts={accounts ?? []} />
              <ConversationList
                list={list}
                filter={filter}
                accounts={accounts}
                openId={openId}
                wanted={keys.wanted}
                gridRef={gridRef}
                onOpen={keys.openRow}
                onFocusRow={keys.setFocusedId}
                onSelect={keys.selectRow}
                onNear={(id) => {
                  const row = list.rows[list.indexOf(id)];
                  if (row) preload(row);
                }}
                onClearFilter={() => setFilter(EVERYTHING)}
              />
            </>
          ) : (
            <SearchResults
              q={search.q}
              memberId={memberId}
              openId={openId}
              onOpen={(result) => {
                rememberSearch(memberId, search.q ?? '');
                openHit(result);
              }}
              onSearch={search.setQ}
              onClose={closeSearch}
            />
          )}
        </section>
        <section
          aria-label="Conversation"
          data-pane
          ref={keys.threadRef}
          tabIndex={-1}
          className={cx('flex min-w-0 flex-1 flex-col outline-none', !openId && 'max-md:hidden')}
        >
          {openId ? (
            <Thread
              key={openId}
              conversationId={openId}
              composerRef={composerRef}
              onClose={keys.closeThread}
              onLeaveComposer={keys.leaveComposer}
            />
          ) : (
            <NothingOpen />
          )}
        </section>
        {openId && hasPersonPane && (
          <aside
            aria-label="Person"
            data-pane
            className="flex w-80 min-w-0 shrink-0 flex-col border-s border-line bg-surface max-xl:hidden"
          >
            <PersonPane key={openId} conversationId={openId} />
          </aside>
        )}
      </div>
    </TriageActsProvider>
  );
}

function NothingOpen() {
  const nextKeys = useKeysOf('next');
  const openKeys = useKeysOf('open');
  return (
    <div className="flex flex-1 items-center justify-center">
      <EmptyState title="No conversation open" icon={<MessagesSquare />}>
        Choose one from the list, or press <Kbd keys={nextKeys ?? '↓'} /> and{' '}
        <Kbd keys={openKeys ?? 'Enter'} />.
      </EmptyState>
    </div>
  );
}

/** What narrows the list, kept in the address without asking the server for the page again. */
function useFilter() {
  const [values, setValues] = useQueryStates(filterParams, { history: 'push' });
  const { view, account, channel, label, assignee, folder, unread, starred } = values;
  const filter = useMemo(
    () => toFilter({ view, account, channel, label, assignee, folder, unread, starred }),
    [view, account, channel, label, assignee, folder, unread, starred],
  );
  const change = (next: Partial<ConversationFilter>) =>
    void setValues(toParams({ ...filter, ...next }));
  return [filter, change] as const;
}

/**
 * Loads a conversation that is likely to be opened next, from our own database. Only of the member's
 * own accounts: reading somebody else's leaves a line for its owner, which a glance must not write.
 */
function usePreload(accounts: readonly InboxAccount[] | undefined) {
  const queryClient = useQueryClient();
  return useCallback(
    ({ id, accountId }: ConversationRow) => {
      const isMine = accounts?.some((account) => account.id === accountId && account.isMine);
      if (isMine) void queryClient.prefetchInfiniteQuery(threadOptions(id));
    },
    [accounts, queryClient],
  );
}
