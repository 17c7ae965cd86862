import { cx } from 'class-variance-authority';
import { CircleHelp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ConversationRow, PreviewPrefix } from '@/lib/inbox/types';
import type { OutboxEntry } from './outbox-entries';

type RowPreviewProps = {
  row: ConversationRow;
  /** Unfinished text on this device. */
  draft: string | null;
  /** Newest message that our server does not hold yet. */
  unsaved: OutboxEntry | null;
  isUnread: boolean;
  lines?: 1 | 2;
};

const prefixes: Record<PreviewPrefix, ReactNode> = {
  you: 'You:',
  sending: 'Sending:',
  not_sent: (
    <Warning tone="bad" icon={<X />}>
      Not sent
    </Warning>
  ),
  not_confirmed: (
    <Warning tone="warn" icon={<CircleHelp />}>
      Not confirmed
    </Warning>
  ),
};

/** Second line of a row. What needs the person comes first: not sent, then a draft, then the last message. */
export function RowPreview({ row, draft, unsaved, isUnread, lines = 1 }: RowPreviewProps) {
  const { prefix, text } = previewOf(row, draft, unsaved);
  return (
    <span
      className={cx(
        'flex min-w-0 flex-1 gap-1 text-ui',
        lines === 1 ? 'items-center' : 'items-start',
        isUnread ? 'text-fg' : 'text-fg-2',
      )}
    >
      {prefix && <span className="shrink-0">{prefix}</span>}
      <span
        dir="auto"
        className={cx('min-w-0 text-start', lines === 1 ? 'truncate' : 'line-clamp-2')}
      >
        {text ?? <i>No messages yet</i>}
      </span>
    </span>
  );
}

function previewOf(row: ConversationRow, draft: string | null, unsaved: OutboxEntry | null) {
  if (unsaved) {
    return {
      prefix: prefixes[unsaved.state === 'failed' ? 'not_sent' : 'sending'],
      text: unsaved.text,
    };
  }
  if (row.previewPrefix === 'not_sent' || row.previewPrefix === 'not_confirmed') {
    return { prefix: prefixes[row.previewPrefix], text: row.previewText };
  }
  if (draft?.trim()) {
    return { prefix: <span className="font-medium text-accent-text">Draft:</span>, text: draft };
  }
  return { prefix: row.previewPrefix && prefixes[row.previewPrefix], text: row.previewText };
}

function Warning({
  tone,
  icon,
  children,
}: {
  tone: 'bad' | 'warn';
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-0.5 font-medium [&_.lucide]:size-3.5',
        tone === 'bad' ? 'text-bad' : 'text-warn',
      )}
    >
      {icon}
      {children}
    </span>
  );
}
