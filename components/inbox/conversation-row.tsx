'use client';

import { cx } from 'class-variance-authority';
import { Check } from 'lucide-react';
import { memo, type PointerEvent, useState } from 'react';
import { RowActions } from '@/components/triage/row-actions';
import { RowFacts } from '@/components/triage/row-facts';
import { Avatar } from '@/components/ui/avatar';
import { ChannelGlyph } from '@/components/ui/channel-glyph';
import { CountBadge } from '@/components/ui/count-badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import type { ConversationRow as Row } from '@/lib/inbox/types';
import type { Density } from '@/lib/preferences/types';
import { ROW_HEIGHTS } from './density';
import { useInboxFacts } from './inbox-context';
import { parseOutbox } from './outbox-entries';
import { RowPreview } from './row-preview';
import { storageKey, useStoredText } from './stored-text';
import { conversationPath } from './use-open-conversation';

// Rows are placed by their number and not by a table's layout, so that only those in sight exist.
const rowProps = (position: number, isSelected: boolean) => ({
  role: 'row',
  'aria-rowindex': position,
  'aria-selected': isSelected,
});
const CELL = { role: 'gridcell' } as const;
const nearProps = (setIsNear: (isNear: boolean) => void) => ({
  onPointerEnter: (event: PointerEvent) => setIsNear(event.pointerType === 'mouse'),
  onPointerLeave: () => setIsNear(false),
});
const boxProps = (isChecked: boolean) => ({ role: 'checkbox', 'aria-checked': isChecked });

type ConversationRowProps = {
  row: Row;
  /** From 1, counted over the whole list. */
  position: number;
  density: Density;
  isOpen: boolean;
  isSelected: boolean;
  /** Something is selected, so that every row shows its box. */
  isSelecting: boolean;
  /** The one row that Tab reaches. */
  isTabStop: boolean;
  /** Which of our accounts it belongs to; said when more than one can be seen. */
  isAccountShown: boolean;
};

/** One conversation. Its link takes the focus; the row's other controls are reached by Left and Right. */
export const ConversationRow = memo(function ConversationRow({
  row,
  position,
  density,
  isOpen,
  isSelected,
  isSelecting,
  isTabStop,
  isAccountShown,
}: ConversationRowProps) {
  const { isUnread } = row;
  // Only where they may be wanted: a list of them would be five times as many controls as rows.
  const [isNear, setIsNear] = useState(false);
  const height = ROW_HEIGHTS[density];
  return (
    <div
      {...rowProps(position, isSelected)}
      {...nearProps(setIsNear)}
      data-conversation={row.id}
      className="group/row absolute inset-x-0 top-0"
      style={{ height, transform: `translateY(${(position - 1) * height}px)` }}
    >
      <div {...CELL}>
        <RowBox
          name={row.name}
          density={density}
          isSelected={isSelected}
          isShown={isSelected || isSelecting}
        />
      </div>
      <div {...CELL} className="h-full">
        <a
          href={conversationPath(row.id)}
          id={rowElementId(row.id)}
          tabIndex={isTabStop ? 0 : -1}
          aria-current={isOpen ? 'page' : undefined}
          className={cx(
            'relative flex h-full items-center gap-2.5 ps-5 pe-3 transition-colors',
            'focus-visible:-outline-offset-2',
            isSelected || isOpen ? 'bg-accent-soft' : 'hover:bg-hover group-hover/row:bg-hover',
            isOpen &&
              'before:absolute before:inset-y-0 before:start-0 before:w-0.5 before:bg-accent',
          )}
        >
          {isUnread && (
            <span
              aria-hidden="true"
              className="absolute start-1.5 size-2 rounded-full bg-accent forced-colors-keep"
            />
          )}
          <span
            className={cx(
              'inline-flex shrink-0',
              // Hidden from the eye only: the channel is part of the link's name.
              isSelected || isSelecting ? 'opacity-0' : 'pointer-fine:group-hover/row:opacity-0',
            )}
          >
            {density === 'compact' ? (
              <ChannelGlyph channel={row.provider} />
            ) : (
              <Avatar
                name={row.name}
                size={density === 'cosy' ? 32 : 40}
                badge={<ChannelGlyph channel={row.provider} />}
              />
            )}
          </span>
          <RowText
            row={row}
            density={density}
            isUnread={isUnread}
            isAccountShown={isAccountShown}
          />
        </a>
      </div>
      {row.canTriage && (isNear || isTabStop) && (
        <div {...CELL}>
          <RowActions id={row.id} facts={row} isMarked={isSelected || isOpen} />
        </div>
      )}
    </div>
  );
});

export function rowElementId(conversationId: string): string {
  return `conversation-${conversationId}`;
}

/** Stands over the picture, which gives way to it under the pointer and while rows are selected. */
function RowBox({
  name,
  density,
  isSelected,
  isShown,
}: {
  name: string;
  density: Density;
  isSelected: boolean;
  isShown: boolean;
}) {
  return (
    <button
      type="button"
      {...boxProps(isSelected)}
      aria-label={`Select ${name}`}
      tabIndex={-1}
      data-select
      className={cx(
        'absolute inset-y-0 z-1 my-auto flex size-6 items-center justify-center rounded-control',
        density === 'compact' ? 'start-4' : density === 'cosy' ? 'start-6' : 'start-7',
        !isShown &&
          'opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:hidden',
      )}
    >
      <span
        className={cx(
          'flex size-4 items-center justify-center rounded-[4px] border text-on-accent forced-colors-keep',
          isSelected ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
        )}
      >
        {isSelected && <Check className="size-3" />}
      </span>
    </button>
  );
}

type RowTextProps = { row: Row; density: Density; isUnread: boolean; isAccountShown: boolean };

function RowText({ row, density, isUnread, isAccountShown }: RowTextProps) {
  if (density === 'compact') {
    return (
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <RowName row={row} isUnread={isUnread} className="max-w-[45%] shrink-0" />
        <PreviewOf row={row} isUnread={isUnread} />
        <RowFacts facts={row} />
        {isAccountShown && <AccountChip row={row} />}
        <CountBadge count={row.unreadCount} unit="unread" tone="accent" />
        <RowTime row={row} isUnread={isUnread} />
      </span>
    );
  }
  return (
    <span className="flex min-w-0 flex-1 flex-col gap-0.5">
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="flex min-w-0 flex-1 items-baseline gap-1.5 text-ui">
          <RowName row={row} isUnread={isUnread} className="max-w-full shrink-0" />
          {row.headline && (
            <bdi className="min-w-0 truncate text-meta text-fg-3" title={row.headline}>
              {row.headline}
            </bdi>
          )}
        </span>
        <RowTime row={row} isUnread={isUnread} />
      </span>
      <span className="flex min-w-0 items-center gap-2">
        <PreviewOf row={row} isUnread={isUnread} lines={density === 'comfortable' ? 2 : 1} />
        <RowFacts facts={row} />
        {isAccountShown && <AccountChip row={row} />}
        <CountBadge count={row.unreadCount} unit="unread" tone="accent" />
      </span>
    </span>
  );
}

type PartProps = { row: Row; isUnread: boolean };

function RowName({ row, isUnread, className }: PartProps & { className: string }) {
  return (
    <bdi
      className={cx('truncate text-ui text-fg', isUnread && 'font-medium', className)}
      title={row.name}
    >
      {row.name}
    </bdi>
  );
}

function RowTime({ row, isUnread }: PartProps) {
  return (
    <RelativeTime
      date={row.lastMessageAt}
      className={cx('shrink-0 text-meta', isUnread ? 'text-fg' : 'text-fg-3')}
    />
  );
}

function PreviewOf({ row, isUnread, lines = 1 }: PartProps & { lines?: 1 | 2 }) {
  const { memberId } = useInboxFacts();
  const draft = useStoredText(storageKey('draft', memberId, row.id));
  const outbox = parseOutbox(useStoredText(storageKey('outbox', memberId, row.id)));
  return (
    <RowPreview
      row={row}
      draft={draft}
      unsaved={outbox.at(-1) ?? null}
      isUnread={isUnread}
      lines={lines}
    />
  );
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
