import { useQuery } from '@tanstack/react-query';
import { AlarmClock, BellOff, Folder, OctagonAlert, Star, Trash2 } from 'lucide-react';
import { LabelChips } from '@/components/labels/label-chips';
import { filedWords, snoozeTime } from '@/components/triage/act-words';
import { Avatar } from '@/components/ui/avatar';
import { useClock } from '@/components/ui/clock';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { foldersOptions } from '@/lib/emails/options';
import type { Filing, TriageFacts } from '@/lib/triage/types';

/** What the team made of a conversation, at the end of its row; each said in words to readers. */
export function RowFacts({ facts }: { facts: TriageFacts }) {
  const { assignee, filedTo, isStarred, isMuted, snoozedUntil, labels } = facts;
  const assigned = assignee && `Assigned to ${assignee.isMe ? 'you' : assignee.name}`;
  return (
    <>
      {snoozedUntil && <SnoozedUntil until={snoozedUntil} />}
      {filedTo && <FiledTo filedTo={filedTo} />}
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

function FiledTo({ filedTo }: { filedTo: Filing }) {
  const isFolder = filedTo !== 'trash' && filedTo !== 'spam';
  const folders = useQuery({ ...foldersOptions(), enabled: isFolder }).data;
  const folder = folders?.find(({ id }) => filedTo === `folder:${id}`);
  const words = filedWords(filedTo, folder?.name);
  const sentence =
    isFolder && folders && !folder
      ? 'Moved to a folder that is gone'
      : words.charAt(0).toUpperCase() + words.slice(1);
  const Icon = isFolder ? Folder : filedTo === 'trash' ? Trash2 : OctagonAlert;
  return (
    <span className="inline-flex shrink-0 text-fg-3" title={sentence}>
      <Icon className="size-3.5!" />
      <VisuallyHidden>{sentence}</VisuallyHidden>
    </span>
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
