'use client';

import { cx } from 'class-variance-authority';
import { Reply, SmilePlus } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { ThreadHeader, ThreadMessage } from '@/lib/inbox/types';
import { useReact } from './use-react';

/** What every one of the channels knows. */
const EMOJIS = [
  { value: '👍', name: 'Thumbs up' },
  { value: '❤️', name: 'Heart' },
  { value: '😂', name: 'Laughing' },
  { value: '😮', name: 'Surprised' },
  { value: '🎉', name: 'Celebrate' },
  { value: '🙏', name: 'Thanks' },
];

type MessageActsProps = {
  message: ThreadMessage;
  header: ThreadHeader;
  onQuote: (message: ThreadMessage) => void;
};

/**
 * Beside a message while it is pointed at or holds the focus, and only then a stop of Tab; only what this
 * chat offers.
 */
export function MessageActs({ message, header, onQuote }: MessageActsProps) {
  const { react, problem } = useReact(header.id, message.id);
  const { quote, reactions } = header.capabilities;
  if (message.isDeleted || header.replyBlock !== null) return null;
  return (
    <>
      <div
        className={cx(
          'invisible absolute top-0 flex px-1 max-sm:flex-col',
          'group-focus-within/bubble:visible group-hover/bubble:visible has-[[aria-expanded=true]]:visible pointer-coarse:visible',
          message.isOurs ? 'end-full' : 'start-full',
        )}
      >
        {quote.isPossible && (
          <IconButton
            label="Quote this message"
            icon={<Reply />}
            size={28}
            onClick={() => onQuote(message)}
          />
        )}
        {reactions.isPossible && (
          <Menu trigger={<IconButton label="React" icon={<SmilePlus />} size={28} />}>
            {EMOJIS.map(({ value, name }) => (
              <MenuItem key={value} icon={<span>{value}</span>} onSelect={() => react(value)}>
                {name}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
      {problem && (
        <p role="alert" className="px-1 text-meta text-bad">
          {problem}
        </p>
      )}
    </>
  );
}
