'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useShownStatus } from '@/components/accounts/account-status';
import { ConnectDialog } from '@/components/accounts/connect-dialog';
import { ConnectPhases } from '@/components/accounts/connect-phases';
import { useNow } from '@/components/accounts/use-now';
import { useAct } from '@/components/shell/use-act';
import { Button, LinkButton } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import type { AccountItem } from '@/lib/accounts/types';
import { expectConfirmationAction, startReconnectAction } from '@/lib/connect/actions';
import { connectRequestOptions } from '@/lib/connect/options';
import { CONFIRMATION_PATIENCE_MS, CONNECT_REASONS, connectPhases } from '@/lib/connect/rules';
import type { ConnectRequest } from '@/lib/connect/types';

/** The request somebody came back with from the sign-in, if any. */
export function useConnectRequest(requestId: string | null) {
  return useQuery({ ...connectRequestOptions(requestId ?? ''), enabled: requestId !== null });
}

interface ReturnProps {
  request: ConnectRequest | undefined;
  isUnknown: boolean;
  onDismiss: () => void;
}

/** Above the list while there is no row yet that the progress could stand in. */
export function PendingReturn({ request, isUnknown, onDismiss }: ReturnProps) {
  const { nowMs } = useNow();
  const [landedMs] = useState(nowMs);
  const isLate = nowMs - landedMs >= CONFIRMATION_PATIENCE_MS;
  if (isUnknown) {
    return (
      <InlineNotice
        tone="neutral"
        title="This sign-in is not yours or is no longer known"
        onDismiss={onDismiss}
      >
        An account that was connected stands in the list below.
      </InlineNotice>
    );
  }
  if (!request) return null;
  if (request.state === 'failed' || request.state === 'refused') {
    return <FailedReturn request={request} isUnknown={false} onDismiss={onDismiss} />;
  }
  const isWaiting = request.state === 'open';
  return (
    <InlineNotice
      tone={isWaiting && isLate ? 'warn' : 'info'}
      title={request.accountLabel ?? 'Your new account'}
      onDismiss={onDismiss}
    >
      <ConnectPhases phases={connectPhases(request, null, null)} status={null} />
      <p className="mt-1 text-fg-2">
        {isWaiting && isLate
          ? 'The confirmation has not come within a minute. Nothing is lost: we ask for the account ourselves. If it then appears without an owner, an admin can assign it to you.'
          : 'You are back from the sign-in. We wait for the confirmation, usually a few seconds; you can leave this page.'}
      </p>
    </InlineNotice>
  );
}

/** Why it did not end well, and the way to try again. */
export function FailedReturn({ request, isUnknown, onDismiss }: ReturnProps) {
  const act = useAct();
  const accountId = request?.type === 'reconnect' ? request.accountId : null;
  const name = request?.accountLabel;

  async function tryAgain(id: string) {
    const answer = await act.run(() => startReconnectAction({ accountId: id }));
    if (answer) window.location.assign(answer.data.url);
  }

  if (!request && !isUnknown) return null;
  return (
    <InlineNotice
      tone="bad"
      title={name ? `${name} was not reconnected` : 'The account was not connected'}
      onDismiss={onDismiss}
      action={
        accountId ? (
          <Button isPending={act.isPending} onClick={() => tryAgain(accountId)}>
            Try again
          </Button>
        ) : (
          <ConnectDialog trigger={<Button>Try again</Button>} />
        )
      }
    >
      {request?.reason
        ? CONNECT_REASONS[request.reason]
        : 'The sign-in was not finished at the provider. Nothing was changed.'}
      {act.problem && <p role="alert">{act.problem.message}</p>}
    </InlineNotice>
  );
}

interface ReturnedProgressProps {
  request: ConnectRequest;
  account: AccountItem;
  freshMs: number;
  onDismiss: () => void;
}

/** Under the row of the account that came of it. */
export function ReturnedProgress({ request, account, freshMs, onDismiss }: ReturnedProgressProps) {
  const status = useShownStatus(account, freshMs);
  const phases = connectPhases(request, account, status);
  const isReady = phases.every(({ state }) => state === 'done');
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <ConnectPhases phases={phases} status={status} />
      {isReady && (
        <LinkButton variant="link" size={28} href={`/inbox?account=${account.id}`}>
          Open its messages
        </LinkButton>
      )}
      <Button variant="ghost" size={28} className="ms-auto" onClick={onDismiss}>
        Hide progress
      </Button>
    </div>
  );
}

/** Lets the server look for the account by itself, in case the confirmation never comes. */
export function useLanding(requestId: string | null): void {
  useEffect(() => {
    if (requestId === null) return;
    // A failure changes nothing here: the regular check of the accounts finds it as well.
    expectConfirmationAction({ requestId }).catch(() => undefined);
  }, [requestId]);
}

const HIGHLIGHT_MS = 2000;

/** True for two seconds after the row is there, so that the eye finds it. */
export function useHighlight(accountId: string | null): boolean {
  const [isOn, setIsOn] = useState(false);
  useEffect(() => {
    if (accountId === null) return;
    setIsOn(true);
    const timer = setTimeout(() => setIsOn(false), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [accountId]);
  return isOn;
}
