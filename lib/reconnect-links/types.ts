import type { AccountStatus } from '@/lib/accounts/types';
import type { Provider } from '@/lib/core/providers';

/** All that the page behind a reconnect link names. */
export interface ReconnectPage {
  accountId: string;
  accountName: string;
  provider: Provider;
  workspaceName: string;
  status: AccountStatus;
  /** ISO 8601, UTC. */
  since: string;
}
