import type { ThreadHeader } from '@/lib/inbox/types';
import { LoadWhenNear } from './load-when-near';
import type { ThreadEnd } from './use-thread';

type ThreadHeadProps = {
  older: ThreadEnd;
  header: ThreadHeader;
  isEmpty: boolean;
};

/** Above the oldest message that is loaded. */
export function ThreadHead({ older, header, isEmpty }: ThreadHeadProps) {
  if (older.hasMore) {
    return (
      <LoadWhenNear
        end={older}
        label="Load older messages"
        error="Older messages could not be loaded."
      />
    );
  }
  if (!header.isHistoryLoaded) {
    return (
      <p className="py-4 text-center text-meta text-fg-3" role="status">
        Older messages are being imported.
      </p>
    );
  }
  if (header.kind === 'email') {
    return (
      <h2 dir="auto" className="pt-4 text-h2 break-words">
        {header.subject ?? 'No subject'}
      </h2>
    );
  }
  if (isEmpty) return <p className="py-4 text-center text-meta text-fg-3">No messages yet.</p>;
  return null;
}
