'use client';

import { cx } from 'class-variance-authority';
import { useState } from 'react';
import { useClock } from '@/components/ui/clock';
import { shownLater } from '@/components/ui/later';
import { useCoarsePointer } from '@/components/ui/use-coarse-pointer';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { messageTag } from '@/lib/inbox/message-rules';
import type { EmailRouting } from '@/lib/inbox/outgoing-email-rules';
import type { ThreadHeader, ThreadMessage, ThreadSend } from '@/lib/inbox/types';
import { BubbleTime } from './bubble-time';
import { clockTime } from './day-label';
import { MessageActs } from './message-acts';
import { Attachments } from './message-attachments';
import { Quoted } from './message-quoted';
import { Reactions } from './message-reactions';
import { MessageText } from './message-text';
import type { OutboxEntry } from './outbox-entries';
import { OutgoingFiles } from './outgoing-files';
import { SendProblem, UnsavedProblem } from './send-problem';
import { needsAttention, SendState } from './send-state';
import { isScheduled, type ThreadEntry, type ThreadItem } from './thread-entries';
import { type HeldSend, UndoButton } from './undo-button';
import { isNamed } from './use-thread';

const ScheduledSend = shownLater(() =>
  import('@/components/schedule/scheduled-send').then((module) => module.ScheduledSend),
);

/** What a message was beside its text. */
export type TakenBack = { quotedMessageId: string | null; email: EmailRouting | null };

/** What a bubble lets a person do. */
export type BubbleActs = {
  header: ThreadHeader;
  /** Puts a message that did not go out back into the composer. */
  onEdit: (text: string, taken?: TakenBack) => void;
  /** Takes a held message back. */
  onUndo: (send: HeldSend) => void;
  onSendAgain: (send: ThreadSend) => void;
  onQuote: (message: ThreadMessage) => void;
  /** Begins an answer to an e-mail. */
  onAnswer: (message: ThreadMessage, isToAll: boolean) => void;
  /** Passes an e-mail on to somebody else. */
  onForward: (message: ThreadMessage) => void;
  /** Opens the conversation at a message that is not loaded, by the provider's id. */
  onGoTo: (providerMessageId: string) => void;
  /** The message that the conversation was opened at, by our id or the provider's. */
  markedId: string | null;
  onRetryUnsaved: (entry: OutboxEntry) => void;
  onEditUnsaved: (entry: OutboxEntry) => void;
};

type MessageGroupProps = {
  group: Extract<ThreadEntry, { type: 'group' }>;
  /** In a direct chat the other person is named above, so only groups name their senders. */
  isSenderShown: boolean;
  /** The item that Tab reaches. */
  tabStop: string | undefined;
  acts: BubbleActs;
};

/** Messages of one sender in a row: the name once above, time and state once below. */
export function MessageGroup({ group, isSenderShown, tabStop, acts }: MessageGroupProps) {
  const { isOurs, items, senderName } = group;
  return (
    <div className={cx('flex flex-col gap-0.5 pt-3', isOurs ? 'items-end' : 'items-start')}>
      {isSenderShown && (
        <bdi aria-hidden="true" className="px-1 text-meta text-fg-3">
          {senderName}
        </bdi>
      )}
      {items.map((item, index) => (
        <Bubble
          key={item.key}
          item={item}
          isLast={index === items.length - 1}
          isTabStop={item.key === tabStop}
          acts={acts}
        />
      ))}
    </div>
  );
}

type BubbleProps = { item: ThreadItem; isLast: boolean; isTabStop: boolean; acts: BubbleActs };

const wantProps = (want: () => void) => ({ onPointerEnter: want, onFocus: want });

function Bubble({ item, isLast, isTabStop, acts }: BubbleProps) {
  const clock = useClock();
  const { isOurs, senderName, at } = item;
  const channel = PROVIDER_NAMES[acts.header.provider];
  const isAlwaysTimed = isLast || needsAttention(item);
  const message = item.type === 'message' ? item.message : null;
  // A tool bar in each of fifty messages would be much of the time that it takes to open them.
  const [areActsWanted, setAreActsWanted] = useState(false);
  const hasNoHover = useCoarsePointer();
  const isMarked = message !== null && acts.markedId !== null && isNamed(message, acts.markedId);
  return (
    <article
      // Tab reaches the newest message, from which the arrows lead on; quotes lead here as well.
      tabIndex={isTabStop ? 0 : -1}
      {...wantProps(() => setAreActsWanted(true))}
      data-item={item.key}
      data-message={message?.id}
      data-provider-message={message?.providerMessageId}
      data-marked={isMarked || undefined}
      aria-label={[senderName, clock && clockTime(at, clock), channel, isMarked && 'found']
        .filter(Boolean)
        .join(', ')}
      className={cx(
        'group/bubble relative flex max-w-[85%] flex-col gap-0.5 rounded-bubble sm:max-w-[68%]',
        isOurs ? 'items-end' : 'items-start',
        isMarked && 'outline-2 outline-offset-4 outline-accent-text',
      )}
    >
      <Content item={item} acts={acts} />
      {message && (areActsWanted || hasNoHover) && (
        <MessageActs message={message} header={acts.header} onQuote={acts.onQuote} />
      )}
      <div
        className={cx(
          'flex items-center gap-1.5 px-1 text-meta whitespace-nowrap text-fg-3',
          // Beside its bubble while it is pointed at, so that nothing moves.
          !isAlwaysTimed &&
            'absolute bottom-2 opacity-0 transition-opacity group-focus-within/bubble:opacity-100 group-hover/bubble:opacity-100',
          !isAlwaysTimed && (isOurs ? 'end-full' : 'start-full'),
        )}
      >
        <BubbleTime at={at} />
        {isOurs && <SendState item={item} isGroup={acts.header.kind !== 'direct'} />}
      </div>
      <Problem item={item} acts={acts} />
    </article>
  );
}

function Content({ item, acts }: { item: ThreadItem; acts: BubbleActs }) {
  if (item.type === 'send') {
    const { quoted, text, files } = item.send;
    return (
      <>
        {(text || quoted) && (
          <Box isOurs text={text}>
            {quoted && <Quoted quoted={quoted} onGoTo={acts.onGoTo} />}
          </Box>
        )}
        <OutgoingFiles files={files} />
      </>
    );
  }
  if (item.type === 'outbox') {
    const { text, files = [] } = item.entry;
    return (
      <>
        {text && <Box isOurs text={text} />}
        <OutgoingFiles files={files} />
      </>
    );
  }
  // A note is no bubble; it stands between the groups.
  if (item.type === 'note') return null;
  const { message } = item;
  const { provider, providerUrl } = acts.header;
  const place = providerUrl ? { url: providerUrl, name: PROVIDER_NAMES[provider] } : null;
  if (message.isDeleted) {
    return (
      <Box isOurs={message.isOurs}>
        <i className="text-body text-fg-2">Message deleted</i>
      </Box>
    );
  }
  const isEmpty = !message.text && message.attachments.length === 0;
  const tag = messageTag(message.messageType);
  return (
    <>
      {(message.text || message.subject || message.quoted || tag || isEmpty) && (
        <Box isOurs={message.isOurs} text={message.text}>
          {tag && <span className="text-meta font-medium text-fg-2">{tag}</span>}
          {message.quoted && <Quoted quoted={message.quoted} onGoTo={acts.onGoTo} />}
          {message.subject && (
            <p dir="auto" className="text-body font-medium break-words">
              {message.subject}
            </p>
          )}
          {isEmpty && <Unsupported place={place} />}
          {message.isEdited && <span className="order-last text-meta text-fg-3">Edited</span>}
        </Box>
      )}
      <Attachments
        message={message}
        senderName={item.senderName}
        channel={PROVIDER_NAMES[provider]}
        place={place}
      />
      {message.reactions.length > 0 && <Reactions reactions={message.reactions} />}
    </>
  );
}

type BoxProps = { isOurs: boolean; text?: string | null; children?: React.ReactNode };

function Box({ isOurs, text, children }: BoxProps) {
  return (
    <div
      className={cx(
        'flex max-w-full min-w-0 flex-col rounded-bubble px-3 py-2 text-fg',
        isOurs ? 'rounded-ee-[4px] bg-accent-soft' : 'rounded-es-[4px] bg-subtle',
      )}
    >
      {children}
      {text && <MessageText text={text} />}
    </div>
  );
}

function Unsupported({ place }: { place: { url: string; name: string } | null }) {
  return (
    <p className="text-body text-fg-2">
      This message type is not supported yet
      {place && (
        <>
          {' · '}
          <a
            href={place.url}
            target="_blank"
            rel="noopener noreferrer"
            className="text-accent-text underline underline-offset-2"
          >
            Open in {place.name}
          </a>
        </>
      )}
    </p>
  );
}

/** What went wrong with one of ours, with what can be done; the way to take it back while it is held. */
export function Problem({ item, acts }: { item: ThreadItem; acts: BubbleActs }) {
  if (item.type === 'send' && isScheduled(item)) {
    return <ScheduledSend send={item.send} acts={acts} />;
  }
  if (item.type === 'send' && item.send.state === 'held') {
    return item.send.isMine ? <UndoButton send={item.send} onUndo={acts.onUndo} /> : null;
  }
  if (item.type === 'send') {
    const { header, onEdit, onSendAgain } = acts;
    return (
      <SendProblem send={item.send} header={header} onEdit={onEdit} onSendAgain={onSendAgain} />
    );
  }
  if (item.type === 'outbox' && item.entry.state === 'failed') {
    const { onRetryUnsaved, onEditUnsaved } = acts;
    return <UnsavedProblem entry={item.entry} onRetry={onRetryUnsaved} onEdit={onEditUnsaved} />;
  }
  return null;
}
