import type { Provider } from '@/lib/core/providers';

export type SearchPlace = 'inbox' | 'done' | 'snoozed';

/** A word, or with quotes several in a row. */
export interface SearchTerm {
  text: string;
  /** The word that is still being typed: it may go on. */
  isPrefix: boolean;
}

/** What a person asks for, as `parseSearch` understands it. */
export interface SearchQuery {
  terms: SearchTerm[];
  /** Names or handles; `me` is the member's own side. */
  from: string[];
  to: string[];
  channels: Provider[];
  accounts: string[];
  places: SearchPlace[];
  labels: string[];
  isUnread: boolean;
  isStarred: boolean;
  isAssignedToMe: boolean;
  hasAttachment: boolean;
  hasLink: boolean;
  /** Days as `2026-11-26`: up to before the one, and from the other on. */
  before: string | null;
  after: string | null;
  /** What could not be understood, each as a sentence. */
  problems: string[];
}

/** A piece of a text; what was found is marked. Only ever drawn as text. */
export interface TextPart {
  text: string;
  isHit: boolean;
}

/** One conversation with what was found in it. Times are ISO 8601 in UTC. */
export interface SearchResult {
  conversationId: string;
  accountId: string;
  accountName: string;
  provider: Provider;
  place: SearchPlace;
  name: TextPart[];
  headline: TextPart[];
  /** The newest message that matches; null when the person does, or the conversation as a whole. */
  hit: { messageId: string; isOurs: boolean; senderName: string | null } | null;
  at: string;
  snippet: TextPart[];
  unreadCount: number;
}

export interface SearchPage {
  /** By name; on the first page only. */
  people: SearchResult[];
  conversations: SearchResult[];
  cursor: string | null;
  problems: string[];
}
