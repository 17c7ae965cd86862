import type { ACCOUNT_STATUSES, StoredSendAs } from '@/db/schema/accounts';
import type { StoredEmailPeople } from '@/db/schema/emails';
import type { StoredAttachment } from '@/db/schema/inbox';
import type { SEND_STATES } from '@/db/schema/sends';
import type { EmailRole } from '@/lib/core/email-roles';
import type { Channel, Provider } from '@/lib/core/providers';
import type { CoverageGap } from '@/lib/coverage/types';
import type { ErrorWords } from '@/lib/gateways/error-rules';
import type { TriageFacts } from '@/lib/triage/types';
import type { Capabilities } from './capability-rules';
import type { EmailRouting } from './outgoing-email-rules';
import type { CONVERSATION_VIEWS } from './view-rules';

export type SendState = (typeof SEND_STATES)[number];
export type StoredAccountStatus = (typeof ACCOUNT_STATUSES)[number];

export type ConversationView = (typeof CONVERSATION_VIEWS)[number];

/** What the list can be narrowed to; lives in the address. */
export interface ConversationFilter {
  view: ConversationView;
  accountId: string | null;
  /** A provider, or all mailboxes together. */
  provider: Channel | null;
  labelId: string | null;
  /** A member's id, or those that nobody has. */
  assignee: string | 'nobody' | null;
  /** A folder of a mailbox: everything in it, wherever the team keeps it. */
  folderId: string | null;
  isUnread: boolean;
  isStarred: boolean;
}

/**
 * How many conversations of the inbox are unread, by everything that a list can be narrowed to: the
 * count of any view and of any filter is a sum over these.
 */
export interface UnreadTally {
  accountId: string;
  provider: Provider;
  assigneeMemberId: string | null;
  isMine: boolean;
  isStarred: boolean;
  labelIds: string[];
  count: number;
}

/** A file of a message that was sent from here, until the provider's own copy is here. */
export interface SendFile {
  id: string;
  name: string;
  mimeType: string;
  sizeBytes: number;
}

/** One page; `cursor` is null on the last one. Times are ISO 8601 in UTC everywhere below. */
export interface PageOf<T> {
  items: T[];
  cursor: string | null;
}

/** An account whose conversations the member may read. */
export interface InboxAccount {
  id: string;
  name: string;
  handle: string | null;
  provider: Provider;
  ownerName: string | null;
  isMine: boolean;
  status: StoredAccountStatus;
  statusSince: string;
  /** When it is next tried to sign it in without a person; null where that is not planned. */
  nextTryAt: string | null;
  lastOkAt: string | null;
  lastMessageAt: string | null;
  syncStartedAt: string | null;
  syncFinishedAt: string | null;
  syncedBackTo: string | null;
  messageCount: number;
  /** Time in which messages may be missing, oldest first. */
  gaps: readonly CoverageGap[];
}

/** What stands before a preview: who wrote it, or that it did not go out. */
export type PreviewPrefix = 'you' | 'sending' | 'not_sent' | 'not_confirmed';

export interface ConversationRow extends TriageFacts {
  id: string;
  accountId: string;
  accountName: string;
  provider: Provider;
  kind: 'direct' | 'group' | 'channel' | 'email';
  name: string;
  headline: string | null;
  lastMessageAt: string;
  /** Where it stands in the list: its last activity, or the later end of a snooze. */
  sortAt: string;
  previewPrefix: PreviewPrefix | null;
  previewText: string | null;
  unreadCount: number;
}

/** A page as the browser keeps it. */
export interface ConversationPage extends PageOf<ConversationRow> {
  /** Passed over when the list was last read again, because nobody saw it. */
  isOld?: boolean;
}

/** Why the composer is closed; each has its own sentence (rules.ts). */
export type ReplyBlock =
  | 'viewer'
  | 'read_only_sharing'
  | 'removed'
  | 'reconnect_needed'
  | 'restricted'
  | 'interrupted'
  | 'stopped'
  | 'connecting'
  | 'sends_paused'
  | 'channel_read_only'
  | 'conversation_read_only';

export interface Participant {
  providerUserId: string;
  name: string;
  isSelf: boolean;
}

/** Somebody else's answer in a conversation, by when it came to us. ISO 8601. */
export interface OthersAnswer {
  at: string;
  name: string;
}

/** The same conversation at another connection of the same person, of which one was retired for the other. */
export interface ConversationCopy {
  id: string;
  accountName: string;
  /** Goes no further; else it is where the conversation goes on. */
  isRetired: boolean;
}

export interface ThreadHeader extends TriageFacts {
  id: string;
  accountId: string;
  accountName: string;
  accountStatus: StoredAccountStatus;
  accountStatusSince: string;
  provider: Provider;
  /** As whom its e-mails go, where its settings say so. */
  sendAs: StoredSendAs | null;
  kind: 'direct' | 'group' | 'channel' | 'email';
  name: string;
  headline: string | null;
  subject: string | null;
  participants: Participant[];
  /** The conversation at the provider, where its address is known. */
  providerUrl: string | null;
  replyBlock: ReplyBlock | null;
  /** What the composer and the messages offer here. */
  capabilities: Capabilities;
  /** Null where it is no e-mail. */
  emailTerms: EmailTerms | null;
  canManageAccount: boolean;
  /** Private notes can be written whether or not the account can send. */
  canWriteNotes: boolean;
  /** Where else it can be read; on the page that a thread opens with. */
  copies: readonly ConversationCopy[];
  /** The latest answer that somebody else gave; on the newest page only. */
  othersAnswer: OthersAnswer | null;
  /** Reading it here counts for the team; a mere reader leaves it unread. */
  canMarkRead: boolean;
  unreadCount: number;
  /** Where the "New" divider stands when the conversation is opened. */
  firstUnreadMessageId: string | null;
  /** Whether its messages were asked for at the provider at least once. */
  isHistoryLoaded: boolean;
}

/** What came with a message; null is what the provider does not say. */
export type ThreadAttachment = Required<StoredAttachment>;

/** Who has read one of our messages, and when where that is known. */
export interface SeenBy {
  providerUserId: string;
  name: string;
  at: string | null;
}

export interface ThreadQuote {
  /** The quoted message's id at the provider: finds it among the loaded ones. */
  providerMessageId: string;
  senderName: string;
  text: string | null;
  attachment: Pick<StoredAttachment, 'kind' | 'fileName' | 'isVoiceNote'> | null;
}

export interface ThreadReaction {
  value: string;
  senderProviderId: string;
  senderName: string;
  isOurs: boolean;
}

/** What an e-mail has beyond what every message has. */
export interface EmailFacts {
  people: StoredEmailPeople;
  role: EmailRole;
  /** False while the provider still hands over its text. */
  isComplete: boolean;
  /** The reader wants remote images of this sender, always. */
  areImagesTrusted: boolean;
  /**
   * What was heard of one of ours, ISO 8601; by whom nobody knows. Null where nothing was and we did not ask: the API
   * gives an id for tracking to every e-mail, whether it is tracked or not.
   */
  tracking: { openCount: number; clickCount: number; lastHeardAt: string | null } | null;
  /** Where it was passed on from here, oldest first. */
  forwards: ForwardedTo[];
}

export interface ForwardedTo {
  sendId: string;
  names: string[];
  at: string;
  /** The thread that the forward begins, once it is here. */
  conversationId: string | null;
}

export interface ThreadMessage {
  id: string;
  /** Id that the browser gave it, when it was sent from here: the bubble keeps its place. */
  clientId: string | null;
  providerMessageId: string;
  senderProviderId: string;
  senderName: string;
  /** The teammate who sent it from here, where that was not the reader. */
  authorName: string | null;
  isOurs: boolean;
  text: string | null;
  subject: string | null;
  sentAt: string;
  isSeen: boolean;
  seenAt: string | null;
  /** Readers of one of our messages; empty where the provider names none. */
  seenBy: SeenBy[];
  isDelivered: boolean;
  isDeleted: boolean;
  isEdited: boolean;
  isUnread: boolean;
  /** 0 (unknown) to 9, as the API numbers them, for an event, null for a real message. */
  eventType: number | null;
  reactions: ThreadReaction[];
  /** INMAIL, INVITATION, …; null for an ordinary message. */
  messageType: string | null;
  quoted: ThreadQuote | null;
  attachments: ThreadAttachment[];
  /** Null for a message of a chat. */
  email: EmailFacts | null;
}

/** A message that we were asked to send and of which the provider's own copy is not here yet. */
export interface ThreadSend {
  id: string;
  clientId: string;
  /** Empty for files alone. */
  text: string;
  files: SendFile[];
  quoted: ThreadQuote | null;
  /** Our id of the message that it answers. */
  quotedMessageId: string | null;
  /** To whom an e-mail goes; null for a message of a chat. */
  email: EmailRouting | null;
  state: SendState;
  createdAt: string;
  /** Until then its author can take it back. */
  heldUntil: string | null;
  /** When its author wanted it to leave; null for at once. */
  scheduledFor: string | null;
  /** Somebody of the other side wrote since it was written. */
  isAnsweredSince: boolean;
  settledAt: string | null;
  /** Of one that failed, is of unknown fate or waits for another try. */
  problem: ErrorWords | null;
  errorRequestId: string | null;
  authorName: string | null;
  isMine: boolean;
}

/** One page of a thread, newest message first. `sends` is on the first page only. */
export interface ThreadPage {
  header: ThreadHeader;
  messages: ThreadMessage[];
  sends: ThreadSend[];
  /** Where older messages begin; null where there are none. */
  cursor: string | null;
  /** Where newer messages begin; null on the page that holds the newest. */
  newerCursor: string | null;
}

/** What "Check now" found: the state after the look, and when that was. */
export interface CheckedSend {
  sendId: string;
  state: SendState;
  checkedAt: string;
}

/** What an e-mail from an account may have beside its text. */
export interface EmailTerms {
  /** The workspace allows to have its openings and clicks told. */
  canTrack: boolean;
  /** What stands below it, unless it is left out. */
  signature: string | null;
}
