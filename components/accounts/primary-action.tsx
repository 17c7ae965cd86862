'use client';

import { SignInHereLink } from '@/components/accounts/sign-in-here-link';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import { Button, LinkButton } from '@/components/ui/button';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem, ShownStatus } from '@/lib/accounts/types';

interface PrimaryActionProps {
  account: AccountItem;
  status: ShownStatus;
  acts: AccountActs;
  /** On the account's own page the details are already there. */
  isOnDetails?: boolean;
}

/** The one thing that the status asks for; nothing for those who may not do it. */
export function PrimaryAction({ account, status, acts, isOnDetails }: PrimaryActionProps) {
  const { action } = status;
  // A wrong sign-in has two ways on, which stand below with their explanation.
  if (!action || status.code === 'wrong_account') return null;
  const name = `${action.label}: ${accountLabel(account)}`;
  if (action.kind === 'details') {
    if (isOnDetails) return null;
    return (
      <LinkButton href={`/accounts/${account.id}`} aria-label={name}>
        {action.label}
      </LinkButton>
    );
  }
  // Asking the API changes nothing but what we know, so whoever sees the account may.
  if (!account.canManage && action.kind !== 'check') return null;
  const perform = {
    reconnect: acts.reconnect,
    check: acts.check,
    restart: acts.restart,
    resume: () => acts.pauseSends(false),
  }[action.kind];
  const isReconnect = action.kind === 'reconnect';
  const press = (
    <Button
      variant={isReconnect ? 'primary' : 'secondary'}
      isPending={acts.act.isPending}
      aria-label={name}
      onClick={perform}
    >
      {action.label}
    </Button>
  );
  if (!isReconnect) return press;
  // The page has room for both beside each other, a row has not.
  return (
    <div
      className={
        isOnDetails
          ? 'flex flex-row-reverse items-center gap-2'
          : 'flex flex-col items-stretch gap-1'
      }
    >
      {press}
      <SignInHereLink account={account} isQuiet={!isOnDetails} />
    </div>
  );
}
