import Link from 'next/link';
import { Fragment } from 'react';
import type { ThreadHeader } from '@/lib/inbox/types';
import { LoadWhenNear } from './load-when-near';
import type { ThreadEnd } from './use-thread';

type ThreadHeadProps = {
  older: ThreadEnd;
  header: ThreadHeader;
  isEmpty: boolean;
};

/** Above the oldest message that is loaded. */
export function ThreadHead(props: ThreadHeadProps) {
  const { older, header } = props;
  return (
    <>
      {!older.hasMore && <RetiredCopies header={header} />}
      <Beginning {...props} />
    </>
  );
}

/** An older connection of the same person may have begun to read sooner. */
function RetiredCopies({ header: { copies } }: { header: ThreadHeader }) {
  const retired = copies.filter(({ isRetired }) => isRetired);
  if (retired.length === 0) return null;
  return (
    <p className="pt-4 text-center text-meta text-fg-2">
      Also kept from a retired connection:{' '}
      {retired.map(({ id, accountName }, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <Link href={`/inbox/${id}`} className="underline">
            <bdi>{accountName}</bdi>
          </Link>
        </Fragment>
      ))}
    </p>
  );
}

function Beginning({ older, header, isEmpty }: ThreadHeadProps) {
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
