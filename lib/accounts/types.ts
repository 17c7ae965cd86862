import type { StoredSendAs } from '@/db/schema/accounts';
import type { ReconnectTimes } from '@/lib/accounts/reconnect-rules';
import type { Provider } from '@/lib/core/providers';
import type { CoverageSummary } from '@/lib/coverage/types';

/** What we hold of an account's session: the API's word in ours, when it was last asked. */
export type AccountStatus =
  | 'connecting'
  | 'connected'
  | 'reconnect_needed'
  | 'interrupted'
  | 'paused'
  | 'restricted'
  | 'attention'
  | 'removed';

/** What a person is shown; derived from evidence and the time (`shownStatus`). */
export type ShownStatusCode =
  | 'connected'
  | 'connecting'
  | 'importing'
  | 'catching_up'
  | 'not_verified'
  | 'reconnect_needed'
  | 'wrong_account'
  | 'interrupted'
  | 'paused'
  | 'restricted'
  | 'attention'
  | 'removed';

export type StatusTone = 'ok' | 'info' | 'warn' | 'bad' | 'neutral';

/** Who may read and answer the messages of an account. */
export type Visibility = 'private' | 'team-read' | 'team-reply';

/** Why a status changed. */
export type TransitionCause =
  | 'connected'
  | 'reconnected'
  | 'webhook'
  | 'check'
  | 'api_error'
  | 'member'
  | 'wrong_account';

/** Words of ours among the provider's in `rawStatus`. */
export const RAW_WRONG_ACCOUNT = 'WRONG_ACCOUNT';
export const RAW_RESTRICTED = 'ACCOUNT_RESTRICTED';
export const RAW_REFUSED = 'REFUSED';
export const RAW_REMOVED = 'DELETED';
/** From here on nothing proved that the account was still connected; `connected` as a status. */
export const RAW_NOT_VERIFIED = 'NOT_VERIFIED';

/** What the shown status is derived from. Times are ISO 8601 text, as they travel to the browser. */
export interface AccountEvidence {
  provider: Provider;
  status: AccountStatus;
  rawStatus: string;
  statusSince: string;
  lastOkAt: string | null;
  lastCheckedAt: string | null;
  lastMessageAt: string | null;
  syncStartedAt: string | null;
  syncFinishedAt: string | null;
  syncedBackTo: string | null;
  messageCount: number;
  /** Since when our copy is complete, and what of that time is not proven. */
  coverage: CoverageSummary;
  name: string;
  wrongIdentity: string | null;
  /** When it is next tried to sign it in without a person; null where that is not planned. */
  nextTryAt: string | null;
}

/** A piece of a line: words, or a time to be written in the reader's zone. */
export type LinePart = string | { at: string; format: 'age' | 'list' | 'day' };

export type AccountActionKind = 'reconnect' | 'check' | 'resume' | 'restart' | 'details';

export interface ShownStatus {
  code: ShownStatusCode;
  label: string;
  /** For narrow places, such as the sidebar. */
  shortLabel: string;
  tone: StatusTone;
  icon: StatusIcon;
  /** Since when; null where a time would say nothing. */
  since: string | null;
  line: readonly LinePart[];
  action: { kind: AccountActionKind; label: string } | null;
}

/** Names of lucide's drawings, so that the word list needs no React. */
export type StatusIcon =
  | 'circle-check'
  | 'loader'
  | 'triangle-alert'
  | 'octagon-alert'
  | 'pause-circle'
  | 'shield-alert'
  | 'clock'
  | 'circle-minus';

/** An account as the lists and the detail page show it. */
export interface AccountItem extends AccountEvidence {
  id: string;
  gatewayId: string;
  /** Through which API connection; null while the workspace has but one. */
  connectionName: string | null;
  handle: string | null;
  /** As whom its e-mails go, where its settings say so. */
  sendAs: StoredSendAs | null;
  visibility: Visibility;
  owner: { memberId: string; name: string } | null;
  isMine: boolean;
  /** May rename, share, reconnect and disconnect. */
  canManage: boolean;
  sendsPausedAt: string | null;
  /** Whoever signed in here is connected a second time. */
  hasTwin: boolean;
  removedAt: string | null;
  createdAt: string;
  uptime: UptimeSummary;
}

export interface UptimeDay {
  /** The day in UTC, `2026-11-20`. */
  day: string;
  state: 'up' | 'partial' | 'down' | 'unknown';
  upMs: number;
  downMs: number;
  unknownMs: number;
}

export interface UptimeSummary {
  days: readonly UptimeDay[];
  /** Known-up part of the known time, 0–100, rounded down to 0.1; null when too little is known. */
  percent: number | null;
  incidents: number;
}

/** A stretch of time in which the account was known to be down. */
export interface Incident {
  /** The change of status that it began with. */
  id: string;
  from: string;
  /** Null: it goes on. */
  to: string | null;
  status: AccountStatus;
  rawStatus: string;
  durationMs: number;
}

export interface AccountList {
  accounts: readonly AccountItem[];
  /** A positive signal older than this does not prove "Connected" any more. */
  freshMs: number;
}

export interface TimelineEntry {
  id: string;
  status: AccountStatus;
  rawStatus: string;
  cause: TransitionCause;
  memberName: string | null;
  at: string;
  /** How long it lasted; for the last entry, until now. */
  durationMs: number;
  isCurrent: boolean;
}

export interface AccountDetail {
  account: AccountItem;
  freshMs: number;
  /** 90 days. */
  uptime: UptimeSummary;
  incidents: readonly Incident[];
  /** How long signing in again took in the last 90 days. */
  reconnects: ReconnectTimes;
  timeline: readonly TimelineEntry[];
  /** Who opened conversations of this account; only its owner is told. */
  views: readonly AccountView[] | null;
  members: readonly { memberId: string; name: string }[] | null;
  /** From the arrival of the last event at us to the end of its processing. */
  lagMs: number | null;
  conversationCount: number;
  /** Paid products of the account, which decide what it can send. */
  features: readonly string[];
  /** Below the e-mails that leave from it. */
  signature: string | null;
  twins: readonly AccountTwin[];
  /** Null while there is no twin that it could be retired for. */
  retirePreview: RetirePreview | null;
  /** Connections that were retired for this one. */
  former: readonly FormerAccount[];
  /** For which one this was retired, where the reader may see it. */
  mergedInto: { id: string; name: string } | null;
}

/** Another connection of the same person at the same provider, in this workspace. */
export interface AccountTwin {
  /** Null: the reader may not see it, only that it is there. */
  seen: {
    id: string;
    name: string;
    ownerName: string | null;
    connectionName: string | null;
  } | null;
  createdAt: string;
  /** The account can be retired for this one by the reader. */
  canRetire: boolean;
}

/** What retiring an account for its twin would do. */
export interface RetirePreview {
  conversationCount: number;
  /** Of them those that the twin has too: they go to Done. */
  doubledCount: number;
  /** Whether what the team did with those goes along: only where nobody learns or loses a word by it. */
  hasSameReaders: boolean;
  /** Messages that wait to leave, and planned invitations: they stay and do not leave. */
  waitingSends: number;
  waitingInvitations: number;
}

/** A retired connection, whose conversations stay readable. */
export interface FormerAccount {
  id: string;
  name: string;
  removedAt: string | null;
  /** Its conversations by where they stand. */
  counts: { inbox: number; snoozed: number; done: number };
}

export interface AccountView {
  memberName: string;
  conversations: number;
  lastAt: string;
}
