import type {
  ACCEPTANCE_SIGNALS,
  LINKEDIN_TIERS,
  PLAN_REASONS,
  PLAN_STATES,
} from '@/db/schema/invitations';
import type { ErrorWords } from '@/lib/gateways/error-rules';

export type LinkedinTier = (typeof LINKEDIN_TIERS)[number];

/** Not more than `max` invitations in any stretch of `durationMs`, wherever it begins. */
export interface RollingLimit {
  id: 'day' | 'week';
  durationMs: number;
  max: number;
}
export type LimitId = RollingLimit['id'] | 'notes';

/** Once the provider says that so many per cent of its own limit are used, we slow down for a time. */
export interface SignalStep {
  fromPercent: number;
  /** Of each rolling limit, from 0 (nothing) to 1. */
  share: number;
  durationMs: number;
}

/** What an account may do: advice with a date, to be edited by whoever runs the workspace. */
export interface InvitationLimits {
  /** Day on which the figures were true, `2026-11-27`, and who said so. */
  asOf: string;
  source: string;
  rolling: readonly RollingLimit[];
  /** In a month of the calendar of the account's zone; null where notes are not counted. */
  notesPerMonth: number | null;
  noteCharacters: number;
  /** Shares of the rolling limits in the first weeks of an account, from above 0 to 1; later it is 1. */
  warmUpShares: readonly number[];
  signalSteps: readonly SignalStep[];
}

/** "75 % are used", as the answer to an invitation said it. */
export interface UsageSignal {
  atMs: number;
  percent: number;
}

/** The limits of one account, with what they depend on. */
export interface Budget {
  limits: InvitationLimits;
  /** IANA. Of the account's owner: months of notes are theirs. */
  zone: string;
  /** When the account began here; null for one that needs no warm-up. */
  warmUpFromMs: number | null;
  signals: readonly UsageSignal[];
}

/**
 * An invitation that left, or may have: one of unknown fate counts too. Those by hand come from the list
 * of sent ones, whose times are rounded towards now, so that they count rather too long than too short.
 */
export interface SentInvitation {
  atMs: number;
  hasNote: boolean;
  isByHand: boolean;
  /** Nobody has confirmed that it was sent. */
  isUnconfirmed?: boolean;
}

/** Hours by the wall clock of a zone in which invitations may leave. */
export interface WorkingHours {
  /** IANA. */
  zone: string;
  /** 0 is Sunday, as `Date` has it. */
  days: readonly number[];
  /** Minutes after midnight: from this one … */
  fromMinute: number;
  /** … until before that one, at most 1440 and above `fromMinute`. */
  toMinute: number;
}

/** Between two invitations of an account pass at least `minMs`; how much more is chance, up to `maxMs`. */
export interface Spacing {
  /** Above 0. */
  minMs: number;
  maxMs: number;
}

/** Why an invitation has the time that it has, or none. */
export type PlanReason = (typeof PLAN_REASONS)[number];

export interface PlannedTime {
  atMs: number;
  reason: PlanReason;
}

/** One that waits for its turn. A time of the reason `moved_by_hand` was chosen by a person. */
export interface QueuedInvitation {
  id: string;
  hasNote: boolean;
  /** What the last plan gave it. */
  planned: PlannedTime | null;
}

/** `atMs` is null where nobody can say yet when; the reason tells what has to change. */
export interface PlannedInvitation {
  id: string;
  atMs: number | null;
  reason: PlanReason;
}

/** The provider refused in a way that the next one would be refused too. */
export interface PlanStop {
  reason: 'provider_stop' | 'account_not_ok';
  /** Null: until the account's status changes or a person resumes. */
  untilMs: number | null;
}

/** What a limit is at a moment, and what makes it less than it is in full. */
export interface Cap {
  max: number;
  cutBy: 'warm_up' | 'provider_signal' | null;
}

/** How far a limit is used at a moment, for people to read. */
export interface LimitUse {
  limit: LimitId;
  /** Through us and by hand, in the stretch that ends at the moment; for notes, in its month. */
  sent: number;
  /** Of these, those by hand. */
  byHand: number;
  /** Of these, those of which nobody has confirmed it. */
  unconfirmed: number;
  /** In the stretch that begins with the moment, or in what is left of the month. */
  planned: number;
  cap: Cap;
  /** What may leave at this moment. */
  left: number;
  /** When there is room again; null where there is room, or where none will come. */
  freeFromMs: number | null;
}

export const INVITATION_DIRECTIONS = ['received', 'sent'] as const;
export type InvitationDirection = (typeof INVITATION_DIRECTIONS)[number];

/** What the page of invitations can show. */
export const INVITATION_VIEWS = [...INVITATION_DIRECTIONS, 'planned'] as const;
export type InvitationView = (typeof INVITATION_VIEWS)[number];

/** One that waits for an answer. Times are ISO 8601. */
export interface InvitationRow {
  id: string;
  accountId: string;
  accountName: string;
  direction: InvitationDirection;
  name: string | null;
  headline: string | null;
  publicIdentifier: string | null;
  note: string | null;
  /** Right to about a day, later to a week or a month. */
  sentAbout: string;
  /** Who may write from the account also answers for it. */
  canSettle: boolean;
  assignee: { memberId: string; name: string; isMe: boolean } | null;
  /** The latest conversation with the person that the reader may read, in any account. */
  contact: InvitationContact | null;
}

export interface InvitationContact {
  /** Of the page of the person. */
  personId: string;
  accountName: string;
  lastAt: string;
}

/** As of when the lists of an account are whole; null while nobody knows them. */
export interface InvitationRead {
  accountId: string;
  accountName: string;
  readAt: string | null;
}

export interface InvitationPage {
  items: InvitationRow[];
  cursor: string | null;
  /** All that wait, in both directions. */
  counts: Record<InvitationDirection, number>;
  reads: InvitationRead[];
}

export type PlanState = (typeof PLAN_STATES)[number];

export type AcceptanceSignal = (typeof ACCEPTANCE_SIGNALS)[number];

/** Why one did not leave, or has to wait, and by what the provider finds its refusal. */
export interface PlanProblem extends ErrorWords {
  requestId: string | null;
}

/** One that was planned here. Times are ISO 8601. */
export interface PlanRow {
  id: string;
  accountId: string;
  accountName: string;
  /** Who planned it; null for the reader. */
  authorName: string | null;
  providerUserId: string;
  name: string | null;
  headline: string | null;
  publicIdentifier: string | null;
  note: string | null;
  email: string | null;
  state: PlanState;
  plannedAt: string | null;
  planReason: PlanReason | null;
  leftAt: string | null;
  problem: PlanProblem | null;
  acceptedAt: string | null;
  canChange: boolean;
}

/** How the invitations of an account are paced, and how far its limits are used. */
export interface PaceCard {
  accountId: string;
  accountName: string;
  canChange: boolean;
  tier: LinkedinTier;
  /** The zone is null until somebody plans or chooses one. */
  hours: Omit<WorkingHours, 'zone'> & { zone: string | null };
  isWarmedUp: boolean;
  isPaused: boolean;
  isAccountOk: boolean;
  stop: { reason: PlanStop['reason']; until: string | null; problem: PlanProblem | null } | null;
  limits: InvitationLimits;
  uses: LimitUse[];
  /** The latest that the provider said of its own limit. */
  signal: { at: string; percent: number } | null;
}

/** How every LinkedIn account is paced. */
export interface Paces {
  /** Whether the member may change the limits of a tier. */
  canSetLimits: boolean;
  cards: PaceCard[];
}

export interface PlanPage {
  /** In the order in which they leave. */
  waiting: PlanRow[];
  /** Those that left or ended in the last month, newest first. */
  ended: PlanRow[];
}

/** A person whom an account may invite, as LinkedIn tells them. */
export interface Invitee {
  providerUserId: string;
  publicIdentifier: string | null;
  name: string | null;
  headline: string | null;
}

/** What we know of an account and a person before it invites them. Times are ISO 8601. */
export interface InviteeHistory {
  isConnection: boolean;
  /** About when the account invited them, while that waits. */
  invitedAbout: string | null;
  /** When the account took an invitation back from them last. */
  withdrawnAt: string | null;
  /** They have invited the account themselves. */
  hasInvited: boolean;
  isPlanned: boolean;
}

/** `why` says why there is nobody. */
export type LookedUpInvitee =
  | { person: Invitee; history: InviteeHistory; why: null }
  | { person: null; history: null; why: 'not_an_identifier' | 'somebody_else' | 'nobody' };
