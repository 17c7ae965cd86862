'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { memo, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTellPresence } from '@/components/presence/use-presence';
import { LoadError } from '@/components/shell/load-error';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { RequestError } from '@/lib/core/fetch-json';
import { threadOptions } from '@/lib/inbox/options';
import type { ThreadHeader as Header, ThreadMessage } from '@/lib/inbox/types';
import { Composer } from './composer';
import { useInboxFacts } from './inbox-context';
import type { BubbleActs } from './message-group';
import { MessageList } from './message-list';
import { threadItems } from './thread-entries';
import { ThreadHead } from './thread-head';
import { ThreadHeader } from './thread-header';
import { ThreadSkeleton } from './thread-skeleton';
import type { HeldSend } from './undo-button';
import { appendDraft } from './use-draft';
import { useMarkRead } from './use-mark-read';
import { useOutbox } from './use-outbox';
import { useUndoSend } from './use-undo-send';

type ThreadPaneProps = {
  conversationId: string;
  composerRef: RefObject<HTMLTextAreaElement | null>;
  onClose: () => void;
  onLeaveComposer: () => void;
};

/** One conversation. Mounted anew for each (the caller gives it the id as key). */
export const ThreadPane = memo(function ThreadPane({
  conversationId,
  composerRef,
  onClose,
  onLeaveComposer,
}: ThreadPaneProps) {
  const onHeldRef = useRef<(send: HeldSend) => void>(() => undefined);
  const { query, header, items, outbox } = useThread(conversationId, onHeldRef);
  const { undo, offer } = useUndoSend(conversationId, composerRef, outbox.discard);
  useEffect(() => {
    onHeldRef.current = (send) => offer(send, header?.name ?? 'this conversation');
  }, [offer, header?.name]);
  const firstUnreadId = useFirstUnread(header);
  useMarkRead(header);
  useTellPresence(conversationId, composerRef);
  const [quoted, setQuoted] = useState<ThreadMessage | null>(null);
  const quote = useCallback(
    (message: ThreadMessage) => {
      setQuoted(message);
      composerRef.current?.focus();
    },
    [composerRef],
  );
  const acts = useBubbleActs(conversationId, header, outbox, { undo, quote }, composerRef);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const head = useMemo(
    () =>
      header && (
        <ThreadHead
          older={{ hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage }}
          header={header}
          isEmpty={items.length === 0}
        />
      ),
    [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, header, items.length],
  );

  if (!header || !acts) {
    if (!query.isError) return <ThreadSkeleton />;
    const isMissing = query.error instanceof RequestError && query.error.status === 404;
    if (isMissing) return <Missing onClose={onClose} />;
    return (
      <LoadError
        query={query}
        title="This conversation could not be loaded"
        action={<Button onClick={onClose}>Back to the inbox</Button>}
        className="m-4"
      />
    );
  }
  return (
    <>
      <ThreadHeader header={header} onClose={onClose} />
      {query.isRefetchError && (
        <LoadError
          query={query}
          title="This conversation could not be updated"
          className="m-3"
          isOldShown
        />
      )}
      <MessageList items={items} firstUnreadId={firstUnreadId} head={head} acts={acts} />
      <Composer
        header={header}
        onSend={(text) => {
          outbox.send(text, quoted?.id);
          setQuoted(null);
        }}
        quoted={quoted}
        onDropQuote={() => {
          setQuoted(null);
          composerRef.current?.focus();
        }}
        onLeave={onLeaveComposer}
        fieldRef={composerRef}
      />
    </>
  );
});

/** The conversation as loaded, with what is still on its way to our server. */
function useThread(conversationId: string, onHeldRef: RefObject<(send: HeldSend) => void>) {
  const query = useInfiniteQuery(threadOptions(conversationId));
  const pages = query.data?.pages;
  const messages = useMemo(() => pages?.flatMap((page) => page.messages) ?? [], [pages]);
  const sends = pages?.[0]?.sends;
  const knownIds = useMemo(
    () => new Set([...messages, ...(sends ?? [])].flatMap(({ clientId }) => clientId ?? [])),
    [messages, sends],
  );
  const onHeld = useCallback((send: HeldSend) => onHeldRef.current(send), [onHeldRef]);
  const outbox = useOutbox(conversationId, knownIds, onHeld);
  const items = useMemo(
    () => threadItems({ messages, sends: sends ?? [], outbox: outbox.entries }),
    [messages, sends, outbox.entries],
  );
  return { query, header: pages?.[0]?.header, items, outbox };
}

/** Stable, because every bubble holds it and typing must not draw them again. */
function useBubbleActs(
  conversationId: string,
  header: Header | undefined,
  { send, retry, discard }: Pick<ReturnType<typeof useOutbox>, 'send' | 'retry' | 'discard'>,
  { undo, quote }: { undo: BubbleActs['onUndo']; quote: BubbleActs['onQuote'] },
  composerRef: RefObject<HTMLTextAreaElement | null>,
): BubbleActs | undefined {
  const { memberId } = useInboxFacts();
  const edit = useCallback(
    (text: string) => {
      appendDraft(memberId, conversationId, text);
      composerRef.current?.focus();
    },
    [memberId, conversationId, composerRef],
  );
  return useMemo(
    () =>
      header && {
        header,
        onEdit: edit,
        onUndo: undo,
        onQuote: quote,
        onSendAgain: (text: string) => send(text),
        onRetryUnsaved: retry,
        onEditUnsaved(entry) {
          discard(entry.clientId);
          edit(entry.text);
        },
      },
    [header, edit, undo, quote, send, retry, discard],
  );
}

/** Where the "New" line stands: found once at the opening, so that reading does not take it away. */
function useFirstUnread(header: Header | undefined): string | null {
  const [found, setFound] = useState<{ id: string | null } | null>(null);
  if (found === null && header) setFound({ id: header.firstUnreadMessageId });
  return (found ?? { id: header?.firstUnreadMessageId ?? null }).id;
}

function Missing({ onClose }: { onClose: () => void }) {
  return (
    <EmptyState
      title="This conversation is not here"
      action={<Button onClick={onClose}>Back to the inbox</Button>}
    >
      It does not exist, or its account is not shared with you.
    </EmptyState>
  );
}
