import { isOfChannel, PROVIDER_NAMES } from '@/lib/core/providers';
import type { ConversationFilter, InboxAccount, StoredAccountStatus } from '@/lib/inbox/types';

/** Accounts that a filter takes in. */
export function accountsOf(
  accounts: readonly InboxAccount[],
  filter: ConversationFilter,
): readonly InboxAccount[] {
  return accounts.filter(
    (account) =>
      (filter.accountId === null || account.id === filter.accountId) &&
      (filter.provider === null || isOfChannel(account.provider, filter.provider)),
  );
}

const DOWN: readonly StoredAccountStatus[] = [
  'reconnect_needed',
  'restricted',
  'interrupted',
  'paused',
];

/** Whether new messages do not come in for sure. */
export function isDown(account: InboxAccount): boolean {
  return DOWN.includes(account.status);
}

/** Whether the first copy of an account's conversations is still being made. */
export function isImporting(account: InboxAccount): boolean {
  return (
    account.status === 'connected' &&
    account.syncStartedAt !== null &&
    account.syncFinishedAt === null
  );
}

/** Since when messages may be missing from an account that works; null when none are. */
export function gapSince(account: InboxAccount): string | null {
  const isShown = account.status === 'connected' && account.syncFinishedAt !== null;
  return isShown ? (account.gaps[0]?.from ?? null) : null;
}

/** "Jane Ruiz · LinkedIn". */
export function accountTitle(account: Pick<InboxAccount, 'name' | 'provider'>): string {
  return `${account.name} · ${PROVIDER_NAMES[account.provider]}`;
}
