import { AlarmClock, BellOff, OctagonAlert, Star, Trash2 } from 'lucide-react';
import { LabelChips } from '@/components/labels/label-chips';
import { FILED_WORDS, snoozeTime } from '@/components/triage/act-words';
import { Avatar } from '@/components/ui/avatar';
import { useClock } from '@/components/ui/clock';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import type { Filing, TriageFacts } from '@/lib/triage/types';

/** What the team made of a conversation, at the end of its row; each said in words to readers. */
export function RowFacts({ facts }: { facts: TriageFacts }) {
  const { assignee, filedTo, isStarred, isMuted, snoozedUntil, labels } = facts;
  const assigned = assignee && `Assigned to ${assignee.isMe ? 'you' : assignee.name}`;
  return (
    <>
      {snoozedUntil && <SnoozedUntil until={snoozedUntil} />}
      {filedTo && (
        <span className="inline-flex shrink-0 text-fg-3" title={sentenceOf(filedTo)}>
          {filedTo === 'trash' ? (
            <Trash2 className="size-3.5!" />
          ) : (
            <OctagonAlert className="size-3.5!" />
          )}
          <VisuallyHidden>{sentenceOf(filedTo)}</VisuallyHidden>
        </span>
      )}
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

function sentenceOf(filedTo: Filing): string {
  const words = FILED_WORDS[filedTo];
  return words.charAt(0).toUpperCase() + words.slice(1);
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
