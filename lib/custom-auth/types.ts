import type { AUTH_METHODS, StoredCheckpoint } from '@/db/schema/auth-attempts';
import type { ConnectableProvider } from '@/lib/connect/types';

export type AuthMethod = (typeof AUTH_METHODS)[number];

export type AttemptState = 'open' | 'completed' | 'failed' | 'expired' | 'cancelled';

/** Why a sign-in did not end well; `attemptWords` has the sentences. */
export type AttemptReason =
  | 'wrong_credentials'
  | 'app_password'
  | 'imap_server'
  | 'smtp_server'
  | 'wrong_account'
  | 'captcha'
  | 'multiple_sessions'
  | 'expired'
  | 'replaced'
  | 'in_progress'
  | 'cannot_be_passed'
  | 'broken_off'
  | 'already_connected'
  | 'restricted'
  | 'slow_down'
  | 'proxy'
  | 'not_supported'
  | 'refused'
  | 'unreachable'
  | 'unconfirmed'
  | 'unknown_account'
  | 'bound_elsewhere'
  | 'other_account'
  | 'member_left'
  | 'key_refused';

/** What a person has to do next. A QR code is drawn from `path`, in a square of `size` units. */
export type ShownCheckpoint =
  | Exclude<StoredCheckpoint, { type: 'qr' | 'phone' | 'captcha' | 'loading' | 'unknown' }>
  | { type: 'phone' | 'captcha' | 'loading' | 'unknown' }
  /** `until`: when another one has to be asked for; null where it comes by itself. */
  | { type: 'qr'; size: number; path: string; until: string | null };

/** One sign-in on our page, as its own member sees it. Times are ISO 8601. */
export interface Attempt {
  id: string;
  provider: ConnectableProvider;
  method: AuthMethod;
  gatewayId: string;
  isReconnect: boolean;
  /** The account to sign in again; of a new one, what came of it. */
  accountId: string | null;
  state: AttemptState;
  /** Null until the API has answered, and after the end. */
  checkpoint: ShownCheckpoint | null;
  reason: AttemptReason | null;
  expiresAt: string;
}

/** A row of the tables of the API's guide: what a sign-in may need. */
export type SignInFeature =
  | 'hosted'
  | 'custom'
  | 'qr'
  | 'password'
  | 'sms'
  | 'app'
  | 'in_app'
  | 'otp'
  | 'oauth';

/** `partly`: not for every account; null: the provider has no such thing. */
export type Support = 'yes' | 'partly' | 'no' | null;
