import type { SignIn } from './domain/identity';
import type { Account } from './state';

export type CheckpointType =
  | 'QRCODE'
  | '2FA'
  | 'OTP'
  | 'PHONE_REGISTER'
  | 'IN_APP_VALIDATION'
  | 'CAPTCHA'
  | 'CONTRACT_CHOOSER';

/** A sign-in that waits for a checkpoint to be solved; its id is the provisional account id. */
export interface Intent {
  accountId: string;
  signIn: SignIn;
  checkpoint: CheckpointType;
  /** The account to reconnect; null when connecting a new one. */
  reconnecting: Account | null;
  syncLimit?: Account['syncLimit'];
  expiresAtMs: number;
}

/** Attempts live about five minutes (guide); afterwards the sign-in starts again. */
export const intentLifeMs = 5 * 60_000;

/** The code that every checkpoint with a code accepts. */
export const rightCode = '123456';
