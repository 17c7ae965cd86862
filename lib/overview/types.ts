import type { AccountItem, ShownStatusCode } from '@/lib/accounts/types';
import type { Provider } from '@/lib/core/providers';

/** One line of the overview of all accounts; no message text, no conversation. */
export interface OverviewRow extends AccountItem {
  /** From the arrival of the last event at us to the end of its processing. */
  lagMs: number | null;
  /** The last reconnect e-mail of the present loss. */
  lastMail: { state: 'waiting' | 'sent' | 'failed' | 'unknown'; at: string } | null;
  /** How long each sign-in again of the last 90 days took, in ms. */
  reconnectMs: readonly number[];
  /** It is signed out, or was and has not been proven to work since. */
  isLost: boolean;
}

export interface Overview {
  rows: readonly OverviewRow[];
  freshMs: number;
  /** Losses that look like a problem of the provider; e-mails are held. */
  outages: readonly OverviewOutage[];
  gateways: readonly OverviewGateway[];
  /** People who are connected more than once at one provider. */
  twins: readonly OverviewTwins[];
  billing: OverviewBilling;
  /** May send reconnect e-mails. */
  canRemind: boolean;
  /** As many as the list of incidents has, which is of 90 days. */
  incidentCount: number;
}

export interface OverviewOutage {
  /** A change of status in it, by which its incident is opened. */
  transitionId: string;
  provider: Provider;
  count: number;
  from: string;
  to: string;
}

/** Connections of one person at one provider, oldest first; all but one are too many. */
export interface OverviewTwins {
  provider: Provider;
  accounts: readonly { id: string; name: string; ownerName: string | null }[];
}

/** What the API is likely to bill of this workspace this month (UTC): the most accounts linked at once. */
export interface OverviewBilling {
  monthStart: string;
  peak: number;
  peakAt: string;
  /** Linked now, signed in or not. */
  current: number;
  /** Sign-ins of new accounts that are under way. */
  signingIn: number;
  /** The peak if these succeed and nothing else is connected. */
  expected: number;
  /** Linked, and claimed by nobody here. */
  unowned: number;
  /** Further connections, with an owner, of people who are connected already. */
  doubled: number;
}

export interface OverviewGateway {
  id: string;
  name: string;
  lastOkAt: string | null;
  lastErrorAt: string | null;
  /** Why the connection does not work now; null while it does. */
  errorCode: string | null;
}

export const OVERVIEW_SORTS = [
  'need',
  'account',
  'owner',
  'since',
  'received',
  'uptime',
  'lag',
] as const;
export type OverviewSort = (typeof OVERVIEW_SORTS)[number];

/** As it stands in the address of the page and of the export. */
export interface OverviewFilters {
  provider: Provider | null;
  /** Member id, or `none` for accounts without an owner. */
  owner: string | null;
  status: ShownStatusCode | null;
  sort: OverviewSort;
  isDescending: boolean;
}
