import type { Provider } from '@/lib/core/providers';

/** A private note as a thread shows it. Times are ISO 8601 in UTC. */
export interface ThreadNote {
  id: string;
  text: string;
  authorName: string;
  isMine: boolean;
  /** Its author, or an admin. */
  canDelete: boolean;
  createdAt: string;
  editedAt: string | null;
  /** Names of the colleagues whom it reached. */
  mentions: string[];
  /** It names the reader, who has not seen it yet. */
  isNewToMe: boolean;
}

/** A colleague whose name a note can carry. */
export interface NamedMember {
  memberId: string;
  name: string;
  /** May see the conversation; naming anybody else tells them nothing. */
  canRead: boolean;
}

export interface ConversationNotes {
  /** Oldest first. */
  notes: ThreadNote[];
  /** Everybody but the reader. */
  people: NamedMember[];
}

/** A note that names the reader. */
export interface Mention {
  noteId: string;
  conversationId: string;
  conversationName: string;
  provider: Provider;
  authorName: string;
  text: string;
  createdAt: string;
  isSeen: boolean;
}

export interface WrittenNote {
  noteId: string;
  /** Named colleagues who cannot see the conversation, and so were not told. */
  unreached: string[];
}
