import type { AccountItem } from '@/lib/accounts/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

/** "Jane Ruiz · LinkedIn"; a name that is written from right to left does not turn the rest around. */
export function AccountName({ account }: { account: Pick<AccountItem, 'name' | 'provider'> }) {
  return (
    <>
      <bdi>{account.name}</bdi> · {PROVIDER_NAMES[account.provider]}
    </>
  );
}
