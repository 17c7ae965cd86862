import { formatter } from '@/components/ui/format-time';
import type { Filing } from '@/lib/triage/types';
import type { TriageAct } from './acts';

type Clock = { nowMs: number; timeZone: string; locale?: string };

/** What was done, as its toast says it: "Ana Ruiz: done", "3 conversations: snoozed until …". */
export function actSentence(
  act: TriageAct,
  subjects: readonly { name: string }[],
  clock: Clock,
): string {
  const [first] = subjects;
  const who = subjects.length === 1 && first ? first.name : `${subjects.length} conversations`;
  return `${who}: ${actWords(act, clock)}`;
}

/** What became of a thread of e-mails that ended elsewhere than in the archive. */
export function filedWords(filedTo: Filing, folderName?: string): string {
  if (filedTo === 'trash') return 'moved to the trash';
  if (filedTo === 'spam') return 'marked as spam';
  return folderName ? `moved to ${folderName}` : 'moved to a folder';
}

function actWords(act: TriageAct, clock: Clock): string {
  switch (act.kind) {
    case 'place':
      if (act.filedTo) return filedWords(act.filedTo, act.folderName);
      return act.place === 'done' ? 'done' : 'back in the inbox';
    case 'snooze':
      return `snoozed until ${snoozeTime(act.until, clock)}`;
    case 'unread':
      return act.isUnread ? 'unread' : 'read';
    case 'star':
      return act.isStarred ? 'starred' : 'no longer starred';
    case 'mute':
      return act.isMuted ? 'muted' : 'no longer muted';
    case 'assign':
      if (!act.assignee) return 'assigned to nobody';
      return `assigned to ${act.assignee.isMe ? 'you' : act.assignee.name}`;
    case 'label':
      return act.isOn ? `labelled ${act.label.name}` : `label ${act.label.name} removed`;
  }
}

/** "Tue, 1 Dec, 09:00" by the reader's clock. */
export function snoozeTime(until: string | Date, { timeZone, locale }: Clock): string {
  return formatter(locale ?? 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(until));
}
