import type { CONVERSATION_PLACES, StoredFiling } from '@/db/schema/inbox';
import type { LABEL_COLOURS } from '@/db/schema/triage';

export type Place = (typeof CONVERSATION_PLACES)[number];
/** Where its mailbox keeps a done thread of e-mails, if not in the archive. */
export type Filing = StoredFiling;
export type LabelColour = (typeof LABEL_COLOURS)[number];

export interface LabelRef {
  id: string;
  name: string;
  colour: LabelColour;
}

/** What the team made of a conversation; part of its row and of its head. Times are ISO 8601. */
export interface TriageFacts {
  place: Place;
  filedTo: Filing | null;
  snoozedUntil: string | null;
  isUnread: boolean;
  isStarred: boolean;
  isMuted: boolean;
  assignee: { memberId: string; name: string; isMe: boolean } | null;
  labels: LabelRef[];
  /** Who may answer from the account also sorts its conversations; a mere reader does not. */
  canTriage: boolean;
}

/** The part of a conversation's state that an act sets. */
export interface TriageState {
  place?: Place;
  filedTo?: Filing | null;
  snoozedUntil?: string | null;
  /** A person's mark, and the messages that count as unread. */
  reading?: { isMarkedUnread: boolean; messageIds: string[] };
  isStarred?: boolean;
  isMuted?: boolean;
  assigneeMemberId?: string | null;
  /** By label id, whether the conversation carries it. */
  labels?: Record<string, boolean>;
}

/** What an act did to one conversation: enough to take it back exactly. */
export interface TriageChange {
  conversationId: string;
  before: TriageState;
  after: TriageState;
}

export interface TriageResult {
  changes: TriageChange[];
}

/** A member to whom conversations can be given, or whom a note can name. */
export interface Teammate {
  memberId: string;
  name: string;
  isMe: boolean;
  /** May answer from every one of the accounts that were asked about. */
  canAnswer: boolean;
}
