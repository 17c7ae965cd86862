'use client';

import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import type { AccountItem } from '@/lib/accounts/types';
import { isMailProvider, PROVIDER_NAMES } from '@/lib/core/providers';

/** From what name and address a mailbox sends. */
export function SendAsSection({
  account,
  onChange,
}: {
  account: AccountItem;
  onChange: () => void;
}) {
  if (!isMailProvider(account.provider)) return null;
  const { name = null, address = null } = account.sendAs ?? {};
  const provider = PROVIDER_NAMES[account.provider];
  return (
    <CardSection
      title="From"
      description="The sender of its e-mails."
      actions={
        account.isMine &&
        account.status !== 'removed' && (
          <Button size={28} onClick={onChange}>
            Change
          </Button>
        )
      }
    >
      <p className="text-ui font-medium text-fg">
        {name ? <bdi>{name}</bdi> : `The name that ${provider} has`}
      </p>
      <p className="text-ui text-fg-2 [overflow-wrap:anywhere]">
        {address ? <bdi>{address}</bdi> : (account.handle ?? 'Its own address')}
      </p>
    </CardSection>
  );
}
