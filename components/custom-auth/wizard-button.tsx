'use client';

import { ExternalLink } from 'lucide-react';
import type { Way } from '@/components/custom-auth/way';
import { useAct } from '@/components/shell/use-act';
import { Button, type ButtonProps } from '@/components/ui/button';
import { startConnectAction, startReconnectAction } from '@/lib/connect/actions';

/** The other way in: the page of the connection service, for whatever cannot be done here. */
export function WizardButton({
  way: { provider, connection, account },
  variant,
}: {
  way: Way;
  variant?: ButtonProps['variant'];
}) {
  const act = useAct();

  async function leave() {
    const answer = await act.run(() =>
      account
        ? startReconnectAction({ accountId: account.id })
        : startConnectAction({ providers: [provider], gatewayId: connection.id }),
    );
    if (answer) window.location.assign(answer.data.url);
  }

  return (
    <>
      <Button
        variant={variant}
        size={36}
        icon={<ExternalLink />}
        isPending={act.isPending}
        onClick={leave}
      >
        Open the sign-in page
      </Button>
      {act.problem && (
        <p role="alert" className="text-meta text-bad">
          {act.problem.message}
        </p>
      )}
    </>
  );
}
