import type { REPORT_REFUSALS } from '@/db/schema/extension';
import type { AccountStatus } from '@/lib/accounts/types';

export type ReportRefusal = (typeof REPORT_REFUSALS)[number];
export type UseOutcome =
  | 'signed_in'
  | 'refused'
  | 'checkpoint'
  | 'wrong_account'
  | 'not_reached'
  | 'unknown';
export type UsePurpose = 'connect' | 'repair';

/** A browser as its owner sees it. Times are ISO 8601 in UTC; no cookie is in it. */
export interface ExtensionDevice {
  id: string;
  name: string;
  /** "Chrome on macOS"; null until it has reported. */
  browser: string | null;
  linkedinMemberId: string | null;
  /** When the browser last held the cookie that is kept; null where none is kept. */
  cookieSeenAt: string | null;
  /** What the session that is kept now was last used for at the account; null: nothing yet. */
  lastUse: { at: string; outcome: UseOutcome | null } | null;
  account: KeptAccount | null;
  refusal: ReportRefusal | null;
  refusedAt: string | null;
  lastUsedAt: string | null;
  createdAt: string;
}

/** The account that a browser is to keep connected, with what is known of it. */
export interface KeptAccount {
  id: string;
  name: string;
  status: AccountStatus;
  isWrongIdentity: boolean;
  /** When it last was proven to work; null: never. */
  lastOkAt: string | null;
  /** When it is next tried to sign it in without a person; null: not at all. */
  nextTryAt: string | null;
}

export interface ExtensionUse {
  id: string;
  deviceName: string;
  /** Null where it is not the member's any more, or came of nothing. */
  accountName: string | null;
  purpose: UsePurpose;
  cookieSeenAt: string;
  outcome: UseOutcome | null;
  at: string;
}

/** What the settings show. */
export interface ExtensionSettings {
  devices: ExtensionDevice[];
  /** Newest first. */
  uses: ExtensionUse[];
  /** LinkedIn accounts of the member that a browser may keep connected. */
  accounts: { id: string; name: string }[];
  /** API connections that take a cookie. */
  gateways: { id: string; name: string }[];
  canUse: boolean;
  /** How old a proof of "connected" may be, ms. */
  freshMs: number;
}

/** What the extension is told after each report. */
export interface DeviceState {
  deviceName: string;
  memberName: string;
  workspaceName: string;
  /** The account that is kept connected; null: nothing is done with the cookie yet. */
  accountName: string | null;
  cookieSeenAt: string | null;
  refusal: ReportRefusal | null;
}
