'use client';

import { DayTime } from '@/components/accounts/day-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { CoverageSummary } from '@/lib/coverage/types';

/** More are counted: an account that flaps has many, and each is closed in the same run. */
const SHOWN = 3;

/** Since when the copy of an account is complete, and which time is still being read. */
export function CoverageWords({ coverage: { since, gaps } }: { coverage: CoverageSummary }) {
  if (!since) return <span className="text-fg-3">once the history is here</span>;
  return (
    <>
      <span className="block">
        since <DayTime date={since} />
        {gaps.length > 0 && ', but for'}
      </span>
      {gaps.slice(0, SHOWN).map((gap) => (
        <span key={gap.from} className="block">
          {gap.to ? (
            <>
              <RelativeTime date={gap.from} /> to <RelativeTime date={gap.to} />, being closed
            </>
          ) : (
            <>
              the time since <RelativeTime date={gap.from} />
            </>
          )}
        </span>
      ))}
      {gaps.length > SHOWN && <span className="block">and {gaps.length - SHOWN} more gaps</span>}
    </>
  );
}
