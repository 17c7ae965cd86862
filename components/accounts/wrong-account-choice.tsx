'use client';

import { ConnectDialog } from '@/components/accounts/connect-dialog';
import { SignInHereLink } from '@/components/accounts/sign-in-here-link';
import type { AccountActs } from '@/components/accounts/use-account-acts';
import { Button } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import type { AccountItem } from '@/lib/accounts/types';

/** Somebody signed in as another person: nothing was merged, and the person chooses what was meant. */
export function WrongAccountChoice({ account, acts }: { account: AccountItem; acts: AccountActs }) {
  if (account.wrongIdentity === null) return null;
  return (
    <InlineNotice
      tone="bad"
      live="polite"
      title="Which account did you mean?"
      action={
        account.canManage && (
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" isPending={acts.act.isPending} onClick={acts.reconnect}>
              Sign in again
            </Button>
            <SignInHereLink account={account} />
            <ConnectDialog trigger={<Button>Connect as a new account</Button>} />
          </div>
        )
      }
    >
      This connection stays with <bdi>{account.name}</bdi> and its history is untouched. Sign in
      again as <bdi>{account.name}</bdi>, or connect <bdi>{account.wrongIdentity}</bdi> as an
      account of its own.
    </InlineNotice>
  );
}
