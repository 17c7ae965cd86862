'use client';

import { useQueryClient } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { memo, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { namesOf } from '@/components/email/address-rules';
import {
  type Answer,
  answerTo,
  forwardOf,
  newestOf,
  useAnswer,
} from '@/components/email/use-answer';
import { useCommand } from '@/components/keyboard/keyboard-provider';
import { useSeeMentions } from '@/components/notes/use-notes';
import { useTellPresence } from '@/components/presence/use-presence';
import { LoadError } from '@/components/shell/load-error';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { isNotFound } from '@/lib/core/fetch-json';
import type { ThreadHeader as Header, ThreadMessage } from '@/lib/inbox/types';
import { uploadKeys } from '@/lib/uploads/options';
import { useInboxFacts } from './inbox-context';
import { LoadWhenNear } from './load-when-near';
import type { BubbleActs, TakenBack } from './message-group';
import { MessageList } from './message-list';
import { NotThere } from './not-there';
import type { OutboxEntry } from './outbox-entries';
import { type ComposerMode, ThreadComposer } from './thread-composer';
import type { ThreadItem } from './thread-entries';
import { ThreadHead } from './thread-head';
import { ThreadHeader } from './thread-header';
import { ThreadSkeleton } from './thread-skeleton';
import { appendDraft } from './use-draft';
import { useMarkRead } from './use-mark-read';
import type { OnHeld, useOutbox } from './use-outbox';
import { useThread } from './use-thread';
import { useUndoSend } from './use-undo-send';

type ThreadPaneProps = {
  conversationId: string;
  composerRef: RefObject<HTMLElement | null>;
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
  const onHeldRef = useRef<OnHeld>(() => undefined);
  const toRef = useRef<HTMLInputElement>(null);
  const [at, setAt] = useQueryState('at', parseAsString);
  const thread = useThread(conversationId, at, onHeldRef);
  const { query, header, items, outbox, older, newer, isPast } = thread;
  const toNewest = useCallback(() => void setAt(null), [setAt]);
  const [mode, setMode] = useState<ComposerMode>('reply');
  const write = useCallback(
    (next: ComposerMode) => {
      // The field of the other kind must be there before it can have the focus.
      flushSync(() => setMode(next));
      composerRef.current?.focus();
    },
    [composerRef],
  );
  const reply = useCallback(() => write('reply'), [write]);
  const [quoted, setQuoted] = useState<ThreadMessage | null>(null);
  const { answer, set: setAnswer, turnTo } = useAnswer(header, items);
  const takeBack = useTakenBack(items, setQuoted, setAnswer);
  const { undo, offer } = useUndoSend(conversationId, reply, outbox.discard, takeBack);
  useEffect(() => {
    onHeldRef.current = (send, to) =>
      offer(send, (to && namesOf(to)) || (header?.name ?? 'this conversation'));
  }, [offer, header?.name]);
  const firstUnreadId = useFirstUnread(header);
  // Who reads what was long ago has not read what is new.
  useMarkRead(isPast ? undefined : header);
  useSeeMentions(conversationId, thread.notes);
  useTellPresence(conversationId, composerRef);
  const quote = useCallback(
    (message: ThreadMessage) => {
      setQuoted(message);
      reply();
    },
    [reply],
  );
  const goTo = useCallback((id: string) => void setAt(id), [setAt]);
  const answerEmail = useCallback(
    (message: ThreadMessage | null, isToAll: boolean) => {
      if (header) turnTo(answerTo(header, message, isToAll));
      reply();
    },
    [header, turnTo, reply],
  );
  const forwardEmail = useCallback(
    (message: ThreadMessage) => {
      flushSync(() => {
        setMode('reply');
        turnTo(forwardOf(message));
      });
      // To whom it goes is what is still missing.
      (toRef.current ?? composerRef.current)?.focus();
    },
    [turnTo, composerRef],
  );
  const more = { undo, quote, goTo, at, takeBack, answer: answerEmail, forward: forwardEmail };
  const acts = useBubbleActs(conversationId, header, outbox, more, reply);
  const newest = useMemo(() => newestOf(items), [items]);
  const isWritable = header?.kind === 'email' && header.replyBlock === null;
  useCommand('replyAll', () => answerEmail(newest, true), { isEnabled: isWritable });
  useCommand(
    'forward',
    () => {
      const message = focusedMessage(items) ?? newest;
      if (message?.email) forwardEmail(message);
    },
    { isEnabled: isWritable },
  );
  const head = useMemo(
    () => header && <ThreadHead older={older} header={header} isEmpty={items.length === 0} />,
    [older, header, items.length],
  );
  const foot = useMemo(
    () =>
      newer && (
        <LoadWhenNear
          end={newer}
          label="Load newer messages"
          error="Newer messages could not be loaded."
        />
      ),
    [newer],
  );
  const hasOpened = useHasOpened(header !== undefined && !thread.isSeeking);

  if (!header || !acts || !hasOpened) {
    if (!query.isError) return <ThreadSkeleton />;
    const isMissing = isNotFound(query.error);
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
      {thread.pastError && <NotThere onNewest={toNewest} error={thread.pastError} />}
      <MessageList
        items={items}
        firstUnreadId={firstUnreadId}
        head={head}
        foot={foot}
        acts={acts}
        at={at}
        isPast={isPast}
        onNewest={toNewest}
      />
      <ThreadComposer
        header={header}
        mode={mode}
        onMode={write}
        onNoteWritten={toNewest}
        hiddenFileIds={filesOnTheWay(outbox.entries)}
        onSend={({ text, files, ...more }) => {
          outbox.send(text, {
            ...more,
            ...(files.length > 0 && { files }),
            ...(quoted && { quotedMessageId: quoted.id }),
            ...(answer && { email: answer.routing }),
            ...(answer?.messageId && { quotedMessageId: answer.messageId }),
          });
          setAnswer(null);
          toNewest();
          setQuoted(null);
        }}
        quoted={quoted}
        onDropQuote={() => {
          setQuoted(null);
          composerRef.current?.focus();
        }}
        onDropForward={() => answerEmail(newest, false)}
        answer={answer}
        toRef={toRef}
        onRouting={(routing) => answer && setAnswer({ ...answer, routing })}
        onLeave={onLeaveComposer}
        fieldRef={composerRef}
      />
    </>
  );
});

/** Stable, because every bubble holds it and typing must not draw them again. */
function useBubbleActs(
  conversationId: string,
  header: Header | undefined,
  { send, retry, discard }: Pick<ReturnType<typeof useOutbox>, 'send' | 'retry' | 'discard'>,
  {
    undo,
    quote,
    goTo,
    at,
    takeBack,
    answer,
    forward,
  }: {
    undo: BubbleActs['onUndo'];
    quote: BubbleActs['onQuote'];
    goTo: BubbleActs['onGoTo'];
    at: string | null;
    takeBack: (taken: TakenBack) => void;
    answer: BubbleActs['onAnswer'];
    forward: BubbleActs['onForward'];
  },
  onWrite: () => void,
): BubbleActs | undefined {
  const { memberId } = useInboxFacts();
  const queryClient = useQueryClient();
  const edit = useCallback(
    (text: string, taken?: TakenBack) => {
      if (taken) takeBack(taken);
      if (text) appendDraft(memberId, conversationId, text);
      void queryClient.invalidateQueries({ queryKey: uploadKeys.waiting(conversationId) });
      onWrite();
    },
    [memberId, conversationId, queryClient, onWrite, takeBack],
  );
  return useMemo(
    () =>
      header && {
        header,
        onEdit: edit,
        onUndo: undo,
        onQuote: quote,
        onAnswer: answer,
        onForward: forward,
        onGoTo: goTo,
        markedId: at,
        onSendAgain: ({ id, text, files, email, quotedMessageId }) =>
          send(text, {
            ...(quotedMessageId && { quotedMessageId }),
            ...(files.length > 0 && { files, filesOfSendId: id }),
            ...(email && { email }),
          }),
        onRetryUnsaved: retry,
        onEditUnsaved(entry) {
          discard(entry.clientId);
          const { email = null, quotedMessageId = null } = entry;
          edit(entry.text, { email, quotedMessageId });
        },
      },
    [header, edit, undo, quote, answer, forward, goTo, at, send, retry, discard],
  );
}

/** Quotes again what a message that was taken back had answered, if that is loaded; an e-mail goes where it was to go. */
function useTakenBack(
  items: readonly ThreadItem[],
  onQuote: (message: ThreadMessage) => void,
  onAnswer: (answer: Answer) => void,
): (taken: TakenBack) => void {
  const loaded = useRef(items);
  useEffect(() => {
    loaded.current = items;
  }, [items]);
  return useCallback(
    ({ quotedMessageId: messageId, email }) => {
      if (email) {
        onAnswer({ messageId, routing: email });
        return;
      }
      if (!messageId) return;
      for (const item of loaded.current) {
        if (item.type === 'message' && item.message.id === messageId) onQuote(item.message);
      }
    },
    [onQuote, onAnswer],
  );
}

/** The message that has the focus, or something in it. */
function focusedMessage(items: readonly ThreadItem[]): ThreadMessage | null {
  const { message: id } = document.activeElement?.closest<HTMLElement>('article')?.dataset ?? {};
  const found = items.find((item) => item.type === 'message' && item.message.id === id);
  return found?.type === 'message' ? found.message : null;
}

/** Files that left the composer; the server may still show them in the draft. */
function filesOnTheWay(entries: readonly OutboxEntry[]): string[] {
  return entries.flatMap(({ files = [] }) => files.map(({ id }) => id));
}

/** Where the "New" line stands: found once at the opening, so that reading does not take it away. */
function useFirstUnread(header: Header | undefined): string | null {
  const [found, setFound] = useState<{ id: string | null } | null>(null);
  if (found === null && header) setFound({ id: header.firstUnreadMessageId });
  return (found ?? { id: header?.firstUnreadMessageId ?? null }).id;
}

/** Once it is on screen it stays there, whatever is asked for beside it. */
function useHasOpened(isReady: boolean): boolean {
  const [hasOpened, setHasOpened] = useState(isReady);
  if (isReady && !hasOpened) setHasOpened(true);
  return hasOpened || isReady;
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
