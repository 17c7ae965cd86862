'use client';

import { cx } from 'class-variance-authority';
import { memo } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { CountBadge } from '@/components/ui/count-badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { ConversationRow as Row } from '@/lib/inbox/types';
import { useInboxFacts } from './inbox-context';
import { parseOutbox } from './outbox-entries';
import { RowPreview } from './row-preview';
import { storageKey, useStoredText } from './stored-text';
import { conversationPath } from './use-open-conversation';

type ConversationRowProps = {
  row: Row;
  /** From 1, counted over the whole list. */
  position: number;
  isOpen: boolean;
  /** The one row that Tab reaches. */
  isTabStop: boolean;
  /** Which of our accounts it belongs to; said when more than one can be seen. */
  isAccountShown: boolean;
};

/** A 60-px row. Its link is the row's only control, so the link itself takes the focus. */
export const ConversationRow = memo(function ConversationRow({
  row,
  position,
  isOpen,
  isTabStop,
  isAccountShown,
}: ConversationRowProps) {
  const isUnread = row.unreadCount > 0;
  return (
    <tr aria-rowindex={position} aria-selected={isOpen}>
      <td className="p-0">
        <a
          href={conversationPath(row.id)}
          id={rowElementId(row.id)}
          data-conversation={row.id}
          tabIndex={isTabStop ? 0 : -1}
          aria-current={isOpen ? 'page' : undefined}
          className={cx(
            'relative flex h-15 items-center gap-2.5 ps-5 pe-3 transition-colors',
            'focus-visible:-outline-offset-2',
            isOpen
              ? 'bg-accent-soft before:absolute before:inset-y-0 before:start-0 before:w-0.5 before:bg-accent'
              : 'hover:bg-hover',
          )}
        >
          {isUnread && (
            <span
              aria-hidden="true"
              className="absolute start-1.5 size-2 rounded-full bg-accent forced-colors-keep"
            />
          )}
          <Avatar name={row.name} badge={<ChannelGlyph channel={row.provider} />} />
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <RowTitle row={row} isUnread={isUnread} />
            <span className="flex min-w-0 items-center gap-2">
              <PreviewOf row={row} isUnread={isUnread} />
              {isAccountShown && <AccountChip row={row} />}
              <CountBadge count={row.unreadCount} unit="unread" tone="accent" />
            </span>
          </span>
        </a>
      </td>
    </tr>
  );
});

export function rowElementId(conversationId: string): string {
  return `conversation-${conversationId}`;
}

function RowTitle({ row, isUnread }: { row: Row; isUnread: boolean }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="flex min-w-0 flex-1 items-baseline gap-1.5 text-ui">
        <bdi
          className={cx(
            'max-w-full shrink-0 truncate',
            isUnread ? 'font-medium text-fg' : 'text-fg',
          )}
          title={row.name}
        >
          {row.name}
        </bdi>
        {row.headline && (
          <bdi className="min-w-0 truncate text-meta text-fg-3" title={row.headline}>
            {row.headline}
          </bdi>
        )}
      </span>
      <RelativeTime
        date={row.lastMessageAt}
        className={cx('shrink-0 text-meta', isUnread ? 'text-fg' : 'text-fg-3')}
      />
    </span>
  );
}

function PreviewOf({ row, isUnread }: { row: Row; isUnread: boolean }) {
  const { memberId } = useInboxFacts();
  const draft = useStoredText(storageKey('draft', memberId, row.id));
  const outbox = parseOutbox(useStoredText(storageKey('outbox', memberId, row.id)));
  return <RowPreview row={row} draft={draft} unsaved={outbox.at(-1) ?? null} isUnread={isUnread} />;
}

function AccountChip({ row }: { row: Row }) {
  const name = `${row.accountName} · ${PROVIDER_NAMES[row.provider]}`;
  return (
    <span className="flex max-w-24 shrink-0 items-center gap-1 text-meta text-fg-3" title={name}>
      <Avatar name={row.accountName} size={16} />
      <VisuallyHidden>to </VisuallyHidden>
      <bdi className="truncate">{row.accountName.split(/\s+/)[0]}</bdi>
    </span>
  );
}
