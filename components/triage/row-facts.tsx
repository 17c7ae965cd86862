import { AlarmClock, BellOff, Star } from 'lucide-react';
import { LabelChips } from '@/components/labels/label-chips';
import { snoozeTime } from '@/components/triage/act-words';
import { Avatar } from '@/components/ui/avatar';
import { useClock } from '@/components/ui/clock';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { TriageFacts } from '@/lib/triage/types';

/** What the team made of a conversation, at the end of its row; each said in words to readers. */
export function RowFacts({ facts }: { facts: TriageFacts }) {
  const { assignee, isStarred, isMuted, snoozedUntil, labels } = facts;
  const assigned = assignee && `Assigned to ${assignee.isMe ? 'you' : assignee.name}`;
  return (
    <>
      {snoozedUntil && <SnoozedUntil until={snoozedUntil} />}
      <LabelChips labels={labels} className="max-w-[45%] shrink-0" />
      {isMuted && (
        <span className="inline-flex shrink-0 text-fg-3" title="Muted">
          <BellOff className="size-3.5!" />
          <VisuallyHidden>Muted</VisuallyHidden>
        </span>
      )}
      {isStarred && (
        <span className="inline-flex shrink-0 text-warn" title="Starred">
          <Star className="size-3.5! fill-current" />
          <VisuallyHidden>Starred</VisuallyHidden>
        </span>
      )}
      {assigned && (
        <span className="inline-flex shrink-0" title={assigned}>
          <Avatar name={assignee.name} size={16} />
          <VisuallyHidden>{assigned}</VisuallyHidden>
        </span>
      )}
    </>
  );
}

function SnoozedUntil({ until }: { until: string }) {
  const timeZone = useClock()?.timeZone ?? 'UTC';
  const text = snoozeTime(until, { nowMs: 0, timeZone });
  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-meta text-fg-3" title={text}>
      <AlarmClock className="size-3.5!" />
      <VisuallyHidden>Snoozed until </VisuallyHidden>
      {text}
    </span>
  );
}
