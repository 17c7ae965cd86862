'use client';

import { SignInHereLink } from '@/components/accounts/sign-in-here-link';
import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import type { AccountItem } from '@/lib/accounts/types';
import { startReconnectAction } from '@/lib/connect/actions';

interface ReconnectButtonProps {
  account: Pick<AccountItem, 'id' | 'name' | 'provider'>;
}

/** Both ways to sign in again, as the account's own row has them; a refusal is said beside them. */
export function ReconnectButton({ account }: ReconnectButtonProps) {
  const { run, isPending, problem } = useAct();
  async function reconnect() {
    const answer = await run(() => startReconnectAction({ accountId: account.id }));
    if (answer) window.location.assign(answer.data.url);
  }
  return (
    <span className="flex flex-wrap items-center gap-2">
      {problem && (
        <span role="alert" className="text-meta text-bad">
          {problem.message}
        </span>
      )}
      <Button size={28} onClick={() => void reconnect()} isPending={isPending}>
        Reconnect
      </Button>
      <SignInHereLink account={account} isQuiet />
    </span>
  );
}
