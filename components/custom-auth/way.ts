import type { AccountItem } from '@/lib/accounts/types';
import type { ConnectableProvider } from '@/lib/connect/types';
import type { AuthMethod } from '@/lib/custom-auth/types';
import type { ConnectionChoice } from '@/lib/gateways/types';

/** Whom, through which connection and how somebody signs in. */
export interface Way {
  provider: ConnectableProvider;
  connection: ConnectionChoice;
  /** To sign in again; null connects a new one. */
  account: AccountItem | null;
  method: AuthMethod | null;
}
