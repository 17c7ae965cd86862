/** What a loss is, as far as the evidence goes. */
export type FailureClass =
  /** Just signed out: most of these are over within two minutes. */
  | 'flap'
  /** Many accounts of the provider dropped at once. */
  | 'provider_down'
  | 'credentials'
  /** The provider asks for more than a cookie. */
  | 'checkpoint'
  | 'restriction'
  /** Somebody else is signed in. */
  | 'wrong_account'
  /** The same person is connected a second time, and that one works. */
  | 'ghost';

export type TryOutcome =
  | 'signed_in'
  | 'refused'
  | 'checkpoint'
  | 'wrong_account'
  | 'restricted'
  /** The API was not reached, so the cookie did not leave. */
  | 'not_reached'
  /** No answer: the account is read instead. */
  | 'unknown';

/** Why a rung had no cookie to try. */
export type MissReason = 'no_cookie' | 'old_cookie' | 'other_member' | 'other_browser';
export type WaitReason = 'flap' | 'provider_down' | 'person' | 'api_down' | 'connecting';
/** Why the owner is asked by e-mail after all. */
export type MailReason =
  | 'exhausted'
  | 'checkpoint'
  | 'wrong_account'
  | 'restriction'
  | 'ghost'
  | 'not_supported';

export type StepKind =
  | 'lost'
  | 'waited'
  | 'missed'
  | 'tried'
  | 'settled'
  | 'mailed'
  | 'recovered'
  | 'stopped';

export interface HealingStep {
  id: string;
  kind: StepKind;
  reason: string | null;
  outcome: TryOutcome | null;
  /** Only the owner of the account is told from which browser. */
  deviceName: string | null;
  cookieSeenAt: string | null;
  at: string;
}

/** Times are ISO 8601 in UTC. */
export interface Healing {
  /** Newest first. */
  steps: HealingStep[];
  /** Of the repair that goes on; null where there is none. */
  open: { nextAt: string; triesLeft: number; mailAt: string } | null;
}

/** A repair that ended in the e-mail to the owner. */
export interface Repair {
  /** How often a cookie was sent. */
  tries: number;
  /** A `MailReason`. */
  why: string | null;
  /** A `MissReason`: why the last rung had nothing to try; null where it had. */
  missed: string | null;
  /** Of the cookie of the last rung, ISO 8601; null where there was none. */
  cookieSeenAt: string | null;
}
