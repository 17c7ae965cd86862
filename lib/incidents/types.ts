import type { AccountStatus } from '@/lib/accounts/types';
import type { Provider } from '@/lib/core/providers';

/** One stretch in which one account was known to be down. Times are ISO text. */
export interface Down {
  /** The change of status that it began with. */
  id: string;
  accountId: string;
  from: string;
  /** Null: it goes on. */
  to: string | null;
  status: AccountStatus;
  rawStatus: string;
}

/** A stretch of one account, or an outage over many that dropped within minutes. */
export interface Incident {
  /** Of its first stretch. */
  id: string;
  gatewayId: string;
  provider: Provider;
  /** So many accounts at once that the provider is the likely cause. */
  isWide: boolean;
  from: string;
  /** When the last of its accounts was back; null while one is down. */
  to: string | null;
  downs: readonly Down[];
}

export interface IncidentAccount {
  id: string;
  name: string;
  ownerName: string | null;
}

export interface IncidentItem extends Incident {
  /** In the order in which they dropped. */
  accounts: readonly IncidentAccount[];
  /** How many of them are back. */
  backCount: number;
}

export interface IncidentList {
  incidents: readonly IncidentItem[];
}

/** What the time without one account cost. */
export interface AccountCost {
  /** Messages of others that came in that time and were read afterwards, and their conversations. */
  messages: number;
  conversations: number;
  /** Messages of ours that failed or were not confirmed in that time. */
  unsent: number;
  /** Invitations that waited to its end, or wait. */
  invitations: number;
}

export interface IncidentAccountCost extends IncidentAccount, AccountCost {
  from: string;
  to: string | null;
  /** The reader may read its messages, so that the numbers open lists. */
  isReadable: boolean;
}

/** A conversation in which something came while nobody here could see it. */
export interface GapConversation {
  id: string;
  title: string;
  accountId: string;
  accountName: string;
  messages: number;
  firstMessageId: string;
  firstAt: string;
  /** It stands in the inbox and its last message is not ours. */
  needsAnswer: boolean;
}

export interface UnsentMessage {
  id: string;
  /** Null for one that was to begin a conversation. */
  conversationId: string | null;
  accountId: string;
  accountName: string;
  authorName: string;
  state: 'failed' | 'unknown';
  errorCode: string | null;
  at: string;
}

export interface IncidentDetail {
  incident: IncidentItem;
  accounts: readonly IncidentAccountCost[];
  /** Of the accounts that the reader may read, newest first, at most a hundred; so `unsent`. */
  gap: readonly GapConversation[];
  unsent: readonly UnsentMessage[];
  /** Reconnect e-mails to owners in its time that left, confirmed or not, and accounts for which none did. */
  mails: { sent: number; withoutMail: number };
  /** May see the list of all incidents. */
  seesAll: boolean;
}
