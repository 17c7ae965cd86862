import type { Provider } from '@/lib/core/providers';

/** All that the page behind a reconnect link names. */
export interface ReconnectPage {
  accountName: string;
  provider: Provider;
  workspaceName: string;
}
