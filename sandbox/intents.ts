import type { SignIn } from './domain/identity';
import type { Account } from './state';

/** What a provider may ask for on the way; the ones that v2 alone has are shown as their nearest kin in v1. */
export type CheckpointType =
  | 'QRCODE'
  | '2FA'
  | 'OTP'
  | 'OTP_OR_IN_APP'
  | 'PHONE_REGISTER'
  | 'IN_APP_VALIDATION'
  | 'CAPTCHA'
  | 'CONTRACT_CHOOSER'
  | 'CHALLENGE'
  | 'LOADING';

export interface Checkpoint {
  type: CheckpointType;
  /** Where a code comes from or is sent to. */
  channel?: 'SMS' | 'APP' | 'EMAIL' | 'WHATSAPP';
}

/** How an attempt ended: well, or because of a newer one, an answer "no", its age, or a fault of the API. */
export type IntentEnd = 'done' | 'replaced' | 'refused' | 'expired' | 'broken' | 'somebody_else';

/** A sign-in that waits for checkpoints; of what was typed it holds who, never a password or a cookie. */
export interface Intent {
  /** The provisional account id; of a reconnect that of the account. */
  accountId: string;
  signIn: SignIn;
  /** The first one is being asked. */
  checkpoints: Checkpoint[];
  /** The account to reconnect; null when connecting a new one. */
  reconnecting: Account | null;
  syncLimit?: Account['syncLimit'];
  /** The `state` of v2, for its events. */
  authState?: string;
  country: string | null;
  /** A second factor was given along: Telegram takes its password at the start. */
  hasSecondFactor: boolean;
  startedAtMs: number;
  expiresAtMs: number;
  /** How often the QR code was renewed, and since when this one is shown. */
  qrNumber: number;
  qrSinceMs: number;
  /** The last one that was told: whoever waits is told of a newer one at once. */
  toldQrNumber: number;
  resentCount: number;
  end: IntentEnd | null;
  /** Those who wait for something to happen. */
  waiting: Set<() => void>;
}

/** The code that every checkpoint with a code accepts. */
export const rightCode = '123456';
