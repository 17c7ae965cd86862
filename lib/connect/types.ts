import type { Provider } from '@/lib/core/providers';

/** Why a connect or reconnect did not end well; `CONNECT_REASONS` has the sentences. */
export type ConnectReason =
  | 'mint_failed'
  | 'forged'
  | 'wrong_status'
  | 'unknown_account'
  | 'bound_elsewhere'
  | 'other_account'
  | 'wrong_account'
  | 'expired'
  | 'member_left';

export type ConnectState = 'open' | 'completed' | 'failed' | 'refused';

/** One press of Connect or Reconnect, as its own member sees it. Times are ISO text. */
export interface ConnectRequest {
  id: string;
  type: 'create' | 'reconnect';
  state: ConnectState;
  reason: ConnectReason | null;
  /** The account it was for, or that came of it. */
  accountId: string | null;
  accountLabel: string | null;
  createdAt: string;
}

export type ConnectableProvider = Exclude<Provider, 'OTHER'>;

export interface ConnectPhase {
  label: string;
  state: 'done' | 'current' | 'waiting' | 'failed';
}
