'use client';

import { useAct } from '@/components/shell/use-act';
import { Button } from '@/components/ui/button';
import { startReconnectAction } from '@/lib/connect/actions';

/** Leaves the page for the sign-in at the provider; a refusal is said beside the button. */
export function ReconnectButton({ accountId }: { accountId: string }) {
  const { run, isPending, problem } = useAct();
  async function reconnect() {
    const answer = await run(() => startReconnectAction({ accountId }));
    if (answer) window.location.assign(answer.data.url);
  }
  return (
    <>
      {problem && (
        <span role="alert" className="text-meta text-bad">
          {problem.message}
        </span>
      )}
      <Button size={28} onClick={() => void reconnect()} isPending={isPending}>
        Reconnect
      </Button>
    </>
  );
}
