'use client';

import { DayTime } from '@/components/accounts/day-time';
import { ShowAll } from '@/components/accounts/show-all';
import { formatSpan } from '@/components/accounts/span';
import { StatusIcon } from '@/components/accounts/status-icon';
import { causeWords, pastWords, reasonWords } from '@/components/accounts/transition-words';
import { useNow } from '@/components/accounts/use-now';
import { CardSection } from '@/components/ui/card';
import { toneText } from '@/components/ui/tone';
import type { TimelineEntry } from '@/lib/accounts/types';

const SHOWN = 8;

/** Every change of status, newest first: what, why, how we learned of it, how long it lasted. */
export function StatusTimeline({
  timeline,
  providerName,
}: {
  timeline: readonly TimelineEntry[];
  providerName: string;
}) {
  const entries = [...timeline].sort((one, two) => Date.parse(two.at) - Date.parse(one.at));
  return (
    <CardSection title="Status history" description="Every change, newest first.">
      {entries.length === 0 ? (
        <p className="text-ui text-fg-2">No change recorded yet.</p>
      ) : (
        <ShowAll items={entries} most={SHOWN} noun="changes">
          {(shown) => (
            <ol aria-label="Status history" className="flex flex-col">
              {shown.map((entry) => (
                <Entry key={entry.id} entry={entry} providerName={providerName} />
              ))}
            </ol>
          )}
        </ShowAll>
      )}
    </CardSection>
  );
}

function Entry({ entry, providerName }: { entry: TimelineEntry; providerName: string }) {
  const { nowMs } = useNow();
  const words = pastWords(entry);
  const reason = reasonWords(entry, providerName);
  const durationMs = entry.isCurrent ? nowMs - Date.parse(entry.at) : entry.durationMs;
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-3 border-line py-2.5 not-first:border-t">
      <span className={`mt-px ${toneText[words.tone]}`}>
        <StatusIcon name={words.icon} className={entry.isCurrent ? undefined : 'animate-none'} />
      </span>
      <div className="min-w-0">
        <div className="text-ui font-medium text-fg">{words.label}</div>
        <p className="text-meta text-fg-2">
          {reason && `${reason} `}
          <bdi>{causeWords(entry)}</bdi>.
        </p>
      </div>
      <div className="text-end text-meta tabular-nums">
        <div className="text-fg-2">
          <DayTime date={entry.at} hasTime />
        </div>
        <div className="text-fg-3">
          {formatSpan(durationMs)}
          {entry.isCurrent && ' so far'}
        </div>
      </div>
    </li>
  );
}
