'use client';

import { useQuery } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { ArrowDown } from 'lucide-react';
import { memo, type ReactNode, useMemo } from 'react';
import { NoteCard } from '@/components/notes/note-card';
import { Button } from '@/components/ui/button';
import { useClock } from '@/components/ui/clock';
import { shownLater } from '@/components/ui/later';
import { inboxAccountsOptions } from '@/lib/inbox/options';
import { eventText } from '@/lib/inbox/rules';
import type { ThreadMessage } from '@/lib/inbox/types';
import { Announcer } from './announcer';
import { dayLabel } from './day-label';
import { type BubbleActs, MessageGroup } from './message-group';
import {
  isScheduled,
  newestBubble,
  type ThreadEntry,
  type ThreadItem,
  threadDays,
  threadEntries,
} from './thread-entries';
import { gapsOf, gapText, type ThreadGap } from './thread-gaps';
import { useThreadScroll } from './use-thread-scroll';

/** Only threads of e-mails need it, and its frame and menus weigh something. */
const EmailItem = shownLater(async () => (await import('@/components/email/email-item')).EmailItem);

// A scroller that may hold no control must be reachable by Tab, or the arrows cannot scroll it.
const scrollableByKeys = { tabIndex: 0 };

type MessageListProps = {
  items: readonly ThreadItem[];
  firstUnreadId: string | null;
  acts: BubbleActs;
  /** Above the first message: load older, or where the history begins. */
  head: ReactNode;
  /** Below the last one that is loaded, where that is not the newest. */
  foot: ReactNode;
  /** The message to open at. */
  at: string | null;
  isPast: boolean;
  /** Leaves the past: the newest messages take its place. */
  onNewest: () => void;
};

/** The messages, oldest first. Opens at the first unread one, else at the end, and stays at the end. */
export const MessageList = memo(function MessageList({
  items,
  firstUnreadId,
  acts,
  head,
  foot,
  at,
  isPast,
  onNewest,
}: MessageListProps) {
  const clock = useClock();
  const timeZone = clock?.timeZone ?? 'UTC';
  const accounts = useQuery(inboxAccountsOptions()).data;
  const account = accounts?.find(({ id }) => id === acts.header.accountId);
  const gaps = useMemo(() => gapsOf(account), [account]);
  const days = useMemo(
    () => threadDays(threadEntries(items, { timeZone, firstUnreadId, gaps, isPast })),
    [items, timeZone, firstUnreadId, gaps, isPast],
  );
  // Else the last item would be the same, whatever comes before what is scheduled.
  const happened = useMemo(() => items.filter((item) => !isScheduled(item)), [items]);
  const scroll = useThreadScroll(happened, { at, isPast });
  const isGroup = acts.header.kind !== 'direct';
  const tabStop = newestBubble(happened)?.key;
  const toNewest = () => {
    scroll.toEnd();
    onNewest();
  };
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroll.scrollerRef}
        onScroll={scroll.onScroll}
        {...scrollableByKeys}
        aria-label="Messages"
        className="group/messages h-full overflow-y-auto overscroll-contain px-4 [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div ref={scroll.contentRef} className="mx-auto flex min-h-full max-w-190 flex-col pb-4">
          {head}
          <div
            role="log"
            aria-live="off"
            aria-label={`Conversation with ${acts.header.name}`}
            // Chats end at their field; a thread of e-mails begins at its subject.
            className={acts.header.kind === 'email' ? undefined : 'mt-auto'}
          >
            {days.map((day) => (
              <div key={day.key}>
                <DayLabel at={day.at} />
                {day.entries.map((entry) => (
                  <Entry
                    key={entry.key}
                    entry={entry}
                    isGroup={isGroup}
                    tabStop={tabStop}
                    acts={acts}
                  />
                ))}
              </div>
            ))}
          </div>
          {foot}
        </div>
      </section>
      {(scroll.newCount > 0 || scroll.isFar || isPast) && (
        <div className="absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size={28}
            icon={<ArrowDown />}
            onClick={toNewest}
            className="rounded-full! shadow-popover"
          >
            {scroll.newCount === 0 && 'Jump to newest'}
            {scroll.newCount > 0 &&
              `${scroll.newCount} new ${scroll.newCount === 1 ? 'message' : 'messages'}`}
          </Button>
        </div>
      )}
      <Announcer items={happened} isPast={isPast} />
    </div>
  );
});

type EntryProps = {
  entry: ThreadEntry;
  isGroup: boolean;
  tabStop: string | undefined;
  acts: BubbleActs;
};

function Entry({ entry, isGroup, tabStop, acts }: EntryProps) {
  switch (entry.type) {
    case 'day':
      return null;
    case 'new':
      return (
        <div
          data-first-unread
          className="flex items-center gap-3 pt-4 pb-1 text-meta font-medium text-accent-text"
        >
          <span className="h-px flex-1 bg-accent/40" aria-hidden="true" />
          New
          <span className="h-px flex-1 bg-accent/40" aria-hidden="true" />
        </div>
      );
    case 'gap':
      return <GapLine gap={entry.gap} />;
    case 'note':
      return (
        <NoteCard
          note={entry.note}
          conversationId={acts.header.id}
          isMarked={entry.note.id === acts.markedId}
        />
      );
    case 'event':
      return <EventLine message={entry.message} />;
    case 'group':
      if (acts.header.kind === 'email') {
        return entry.items.map((item) => (
          <EmailItem
            key={item.key}
            item={item}
            isOpenAtFirst={
              item.key === tabStop || (item.type === 'message' && item.message.isUnread)
            }
            isTabStop={item.key === tabStop}
            acts={acts}
          />
        ));
      }
      return (
        <MessageGroup
          group={entry}
          isSenderShown={entry.isOurs ? entry.senderName !== 'You' : isGroup}
          tabStop={tabStop}
          acts={acts}
        />
      );
  }
}

const pill = 'rounded-full bg-surface px-2.5 py-0.5 text-meta text-fg-3 ring-1 ring-line';

function DayLabel({ at }: { at: string }) {
  const clock = useClock();
  if (!clock) return null;
  const label = dayLabel(at, clock);
  return (
    <>
      {/* Its twin stays in sight while one scrolls; still, it would cover a line of a bubble. */}
      <div
        aria-hidden="true"
        className="pointer-events-none sticky -top-2 z-10 flex h-0 justify-center opacity-0 transition-opacity group-data-scrolling/messages:opacity-100"
      >
        <span
          data-day={label}
          suppressHydrationWarning
          className={cx(pill, 'mt-4 h-fit before:content-[attr(data-day)]')}
        />
      </div>
      <div className="flex justify-center pt-4 pb-1">
        <span className={pill} suppressHydrationWarning>
          {label}
        </span>
      </div>
    </>
  );
}

function GapLine({ gap }: { gap: ThreadGap }) {
  const clock = useClock();
  if (!clock) return null;
  return (
    <p className="pt-3 text-center text-meta text-fg-2" suppressHydrationWarning>
      {gapText(gap, clock)}
    </p>
  );
}

function EventLine({ message }: { message: ThreadMessage }) {
  const name = message.isOurs ? 'You' : message.senderName;
  return (
    <p
      data-item={message.id}
      data-message={message.id}
      className="pt-3 text-center text-meta text-fg-3"
    >
      <bdi>{eventText(message.eventType ?? 0, message.text, name)}</bdi>
    </p>
  );
}
