import { CheckCheck } from 'lucide-react';
import { Popover } from '@/components/ui/popover';
import type { ThreadMessage } from '@/lib/inbox/types';
import { BubbleTime } from './bubble-time';

type SeenProps = { message: Pick<ThreadMessage, 'seenAt' | 'seenBy'>; isGroup: boolean };

/** That one of our messages was read: when, and in a group by whom. */
export function Seen({ message, isGroup }: SeenProps) {
  const { seenAt, seenBy } = message;
  if (!isGroup || seenBy.length === 0) {
    return (
      <span className="inline-flex items-center gap-1 [&_.lucide]:size-3.5">
        <CheckCheck />
        <span>Seen {seenAt && <BubbleTime at={seenAt} />}</span>
      </span>
    );
  }
  return (
    <Popover
      title={`Seen by ${seenBy.length}`}
      align="end"
      className="w-64"
      trigger={
        <button
          type="button"
          className="inline-flex min-h-6 items-center gap-1 rounded-[2px] underline-offset-2 hover:underline [&_.lucide]:size-3.5"
        >
          <CheckCheck />
          Seen by {seenBy.length}
        </button>
      }
    >
      <ul className="max-h-60 overflow-y-auto text-ui">
        {seenBy.map(({ providerUserId, name, at }) => (
          <li key={providerUserId} className="flex items-baseline gap-3 py-0.5">
            <bdi className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </bdi>
            <span className="text-meta text-fg-3">{at && <BubbleTime at={at} />}</span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
