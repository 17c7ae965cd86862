import { Fragment } from 'react';
import { DayTime } from '@/components/accounts/day-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { LinePart } from '@/lib/accounts/types';

/** The sentence under a status, its times in the reader's zone. */
export function StatusLine({ line, className }: { line: readonly LinePart[]; className?: string }) {
  return (
    <p className={className}>
      {line.map((part) =>
        typeof part === 'string' ? (
          <Fragment key={part}>{part}</Fragment>
        ) : (
          <LineTime key={`${part.at} ${part.format}`} part={part} />
        ),
      )}
    </p>
  );
}

function LineTime({ part }: { part: Exclude<LinePart, string> }) {
  if (part.format === 'day') return <DayTime date={part.at} />;
  return <RelativeTime date={part.at} format={part.format} />;
}
