import type { Provider } from '@/lib/core/providers';

/**
 * Custom authentication (contract v1 2.4–2.7, v2 4): signing an account in with what a person gives us, and the
 * checkpoints on the way. Everything in `AuthCredentials` is secret: it goes into the body of one request and nowhere
 * else, not into a log, an error or a table.
 */

export interface MailServer {
  host: string;
  port: number;
  encryption: 'tls' | 'ssl' | 'starttls' | 'default';
  user: string;
  password: string;
}

export type AuthCredentials =
  | { provider: 'LINKEDIN'; method: 'credentials'; username: string; password: string }
  | {
      provider: 'LINKEDIN';
      method: 'cookies';
      /** Cookie `li_at`. */
      accessToken: string;
      /** Cookie `li_a`, of Recruiter and Sales Navigator. */
      premiumToken: string | null;
      /** That of the browser in which the cookies were made. */
      userAgent: string;
    }
  | { provider: 'WHATSAPP'; method: 'qr' }
  | {
      provider: 'TELEGRAM';
      method: 'qr';
      /** Where the account has a second factor. */
      password: string | null;
    }
  | {
      provider: 'INSTAGRAM' | 'MESSENGER';
      method: 'credentials';
      username: string;
      password: string;
    }
  | {
      provider: 'TWITTER';
      method: 'credentials';
      username: string;
      email: string;
      password: string;
    }
  | { provider: 'MAIL'; method: 'servers'; imap: MailServer; smtp: MailServer };

/** A provider and a way to sign in to it, e.g. `LINKEDIN:cookies`. */
export type AuthMethod = AuthCredentials extends infer C
  ? C extends AuthCredentials
    ? `${C['provider']}:${C['method']}`
    : never
  : never;

export interface AuthRequest {
  credentials: AuthCredentials;
  /** The account to sign in again; its id stays. Null connects a new one. */
  reconnectId: string | null;
  /** ISO 3166-1 alpha-2: where the provider should see the sign-in come from. */
  country: string | null;
}

export type AuthCheckpoint =
  | {
      type: 'qr';
      text: string;
      /** Whether `pollAuth` brings the code that takes its place. V1 tells of none: there a new sign-in is started. */
      isRenewed: boolean;
    }
  | { type: 'two_factor'; source: 'sms' | 'app' | 'whatsapp' | null }
  | { type: 'otp'; channel: 'email' | 'sms' | 'whatsapp' | null }
  | {
      type: 'in_app';
      /** A code is taken as well (v2 alone). */
      canEnterCode: boolean;
    }
  /** The solution is a number with its country code in parentheses: `(+33)0612345678`. */
  | { type: 'phone' }
  | { type: 'captcha'; publicKey: string | null; data: string | null }
  /** The solution is the id of one. */
  | { type: 'contract'; options: readonly AuthOption[] }
  /** V2 alone; the way to another one is `tryAnotherWay` with its id. */
  | { type: 'challenge'; options: readonly AuthOption[] }
  /** V2 alone: ask again shortly, by `pollAuth`. */
  | { type: 'loading' }
  /** One of later times, in the word of the wire. */
  | { type: 'unknown'; raw: string };

export interface AuthOption {
  id: string;
  name: string;
}

export type AuthAnswer =
  | { state: 'signed_in'; providerAccountId: string }
  | {
      state: 'checkpoint';
      /** The account's id to be (v1), or the id of the attempt (v2); lives about five minutes. */
      intentId: string;
      checkpoint: AuthCheckpoint;
    };

/** One attempt to sign in, while it waits for a checkpoint. */
export interface AuthIntent {
  provider: Provider;
  intentId: string;
}

/**
 * Throws `GatewayError`, whose `type` tells refusals apart. V1 has a type for each; in v2 a 404 is an attempt that is
 * over, and `api/conflict` one that a newer one replaced. Nothing is repeated: after a `timeout` ask `pollAuth` how it
 * ended.
 */
export interface GatewayAuthClient {
  /** What this dialect can sign in inside the product; the rest goes through the hosted wizard. */
  readonly authMethods: readonly AuthMethod[];
  startAuth(request: AuthRequest): Promise<AuthAnswer>;
  /** The answer may be the next checkpoint. */
  solveCheckpoint(solution: AuthIntent & { code: string }): Promise<AuthAnswer>;
  /** Asks for another checkpoint in place of this one. */
  tryAnotherWay(intent: AuthIntent & { challengeId?: string }): Promise<AuthAnswer>;
  /** Has the code sent again. False where the provider cannot. */
  resendCheckpoint(intent: AuthIntent): Promise<boolean>;
  /**
   * Where a QR code or an approval in the app stands; null while nothing has happened. V2 holds its answer, of
   * which we wait for at most four seconds, and may give the same checkpoint again. In v1 an account that is signed in again is
   * told by its status alone, so that one that worked all the time counts as signed in.
   */
  pollAuth(intent: AuthIntent & { isReconnect: boolean }): Promise<AuthAnswer | null>;
}
