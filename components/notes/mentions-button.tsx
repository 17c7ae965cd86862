'use client';

import { useQuery } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { AtSign } from 'lucide-react';
import { useState } from 'react';
import { conversationPath, useOpenConversation } from '@/components/inbox/use-open-conversation';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { RelativeTime } from '@/components/ui/relative-time';
import { mentionsOptions } from '@/lib/notes/options';
import type { Mention } from '@/lib/notes/types';

/** Notes that name the reader: how many are new, and the way to each. */
export function MentionsButton() {
  const mentions = useQuery(mentionsOptions()).data ?? [];
  const [isOpen, setIsOpen] = useState(false);
  const { open } = useOpenConversation();
  const newCount = mentions.filter(({ isSeen }) => !isSeen).length;
  return (
    <Popover
      title="Mentions"
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton
          label={newCount > 0 ? `Mentions, ${newCount} new` : 'Mentions'}
          icon={
            <span className="relative inline-flex">
              <AtSign />
              {newCount > 0 && (
                <span className="absolute -end-2 -top-2 min-w-3.5 rounded-full bg-accent px-1 text-center text-micro text-on-accent tabular-nums">
                  {newCount}
                </span>
              )}
            </span>
          }
        />
      }
    >
      {mentions.length === 0 ? (
        <p className="text-ui text-fg-2">Notes in which a colleague names you appear here.</p>
      ) : (
        <ul className="-mx-2 max-h-96 overflow-y-auto">
          {mentions.map((mention) => (
            <li key={mention.noteId}>
              <MentionLink
                mention={mention}
                onOpen={() => {
                  setIsOpen(false);
                  open(mention.conversationId, mention.noteId);
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}

function MentionLink({ mention, onOpen }: { mention: Mention; onOpen: () => void }) {
  const { conversationId, noteId, isSeen } = mention;
  return (
    <a
      href={conversationPath(conversationId, noteId)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onOpen();
      }}
      className="flex flex-col gap-0.5 rounded-control px-2 py-1.5 text-ui hover:bg-hover focus-visible:-outline-offset-2"
    >
      <span className="flex items-baseline gap-2">
        <span className={cx('min-w-0 flex-1 truncate text-fg', !isSeen && 'font-medium')}>
          <bdi>{mention.authorName}</bdi> · <bdi>{mention.conversationName}</bdi>
        </span>
        <RelativeTime date={mention.createdAt} className="shrink-0 text-meta text-fg-3" />
      </span>
      <span className="flex items-center gap-1.5 text-meta text-fg-2">
        {!isSeen && <span className="shrink-0 font-medium text-accent-text">New</span>}
        <bdi className="min-w-0 truncate">{mention.text}</bdi>
      </span>
    </a>
  );
}
