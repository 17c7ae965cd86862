import type { Filing, LabelRef, Place, TriageFacts } from '@/lib/triage/types';

/** As the row of a conversation says it. */
interface TriageRow {
  place: Place;
  filedTo: Filing | null;
  snoozedUntil: Date | null;
  isMarkedUnread: boolean;
  unreadCount: number;
  isStarred: boolean;
  isMuted: boolean;
  assigneeMemberId: string | null;
  assigneeName: string | null;
  canTriage: boolean;
}

/** What the team made of a conversation, as the member is shown it. */
export function triageFacts(
  scope: { kind: 'member'; memberId: string } | { kind: 'system' },
  row: TriageRow,
  labels: LabelRef[],
): TriageFacts {
  const { assigneeMemberId: memberId, assigneeName: name } = row;
  const isMe = scope.kind === 'member' && scope.memberId === memberId;
  return {
    place: row.place,
    filedTo: row.filedTo,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    isUnread: row.isMarkedUnread || row.unreadCount > 0,
    isStarred: row.isStarred,
    isMuted: row.isMuted,
    assignee: memberId ? { memberId, name: name ?? 'Somebody', isMe } : null,
    labels,
    canTriage: row.canTriage,
  };
}
