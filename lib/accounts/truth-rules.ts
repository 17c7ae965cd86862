import type { AccountStatus } from '@/lib/accounts/types';

/** The API's word for a session, as the gateway client maps it. */
export type ApiStatus =
  | 'ok'
  | 'connecting'
  | 'credentials'
  | 'permissions'
  | 'error'
  | 'stopped'
  | 'unknown';

const BY_API_STATUS: Readonly<Record<ApiStatus, AccountStatus>> = {
  ok: 'connected',
  connecting: 'connecting',
  credentials: 'reconnect_needed',
  permissions: 'reconnect_needed',
  error: 'interrupted',
  stopped: 'paused',
  unknown: 'attention',
};

/**
 * The status to store after the API was read. A restriction is only ever seen in refused actions, so
 * a session that looks fine does not lift it; a new sign-in or a lost one does.
 */
export function nextStatus(
  current: AccountStatus | null,
  api: ApiStatus,
  isReconnected: boolean,
): AccountStatus {
  const next = BY_API_STATUS[api];
  if (current === 'restricted' && next !== 'reconnect_needed' && !isReconnected) return current;
  return next;
}

/** Whether two sign-ins are the same person at the provider; unknown ones are not told apart. */
export function isSameIdentity(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return true;
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
