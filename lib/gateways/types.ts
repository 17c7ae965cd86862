import type { ConnectableProvider } from '@/lib/connect/types';
import type { GatewayDialect } from '@/lib/gateway/create-client';

/** What the API was asked for: to send a message, to invite, or to accept, refuse or take back an invitation. */
export type ErrorSubject = 'message' | 'invitation' | 'answer';

/** What a person may do next; a place offers those that it has a button for. */
export type NextStep =
  | 'reconnect'
  | 'open_provider'
  | 'open_conversation'
  | 'see_sent'
  | 'edit'
  | 'check'
  | 'wait'
  | 'other_account'
  | 'other_way'
  | 'invite'
  | 'give_email'
  | 'ask_admin'
  | 'report'
  | 'none';

/**
 * What happened, what to do, and the step that this is. In the words stand `{account}`, `{channel}` and `{person}`;
 * `{thing}` and `{things}` (message, invitation), `{text}` (message, note) and `{place}` (conversation, profile).
 */
export type ErrorSentence = readonly [what: string, advice: string, step: NextStep];

/**
 * How far the way of events to us is proven. `unknown`: nothing is, or not lately. `registered`: the API lists our
 * webhooks at our address. `verified`: a delivery with their secret has come in.
 */
export type WebhookState = 'unknown' | 'registered' | 'verified';

/** An API connection as its settings show it; never its key. Times are ISO 8601. */
export interface Connection {
  id: string;
  name: string;
  dialect: GatewayDialect;
  baseUrl: string;
  /** When the API last answered. */
  lastOkAt: string | null;
  /** Why it does not work now; null while it does. */
  problem: string | null;
  lastErrorAt: string | null;
  /** Accounts that are not removed, whoever has them. */
  accountCount: number;
  webhooks: {
    state: WebhookState;
    /** When the API last listed them all. */
    checkedAt: string | null;
    /** When one last came in with the secret that they hold now, to the minute. */
    echoAt: string | null;
  };
}

/** What a new account can be connected through. */
export interface ConnectionChoice {
  id: string;
  name: string;
  dialect: GatewayDialect;
  /** What can be connected through it. */
  providers: readonly ConnectableProvider[];
}
