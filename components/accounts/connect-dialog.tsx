'use client';

import { ExternalLink } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { useAct } from '@/components/shell/use-act';
import { Dialog } from '@/components/ui/dialog';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Spinner } from '@/components/ui/spinner';
import { startConnectAction } from '@/lib/connect/actions';
import { PROVIDER_GUIDE } from '@/lib/connect/rules';
import type { ConnectableProvider } from '@/lib/connect/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';

/** Which provider, what one needs for it, and where the press leads. */
export function ConnectDialog({ trigger }: { trigger: ReactElement }) {
  const act = useAct();
  const [chosen, setChosen] = useState<ConnectableProvider | null>(null);
  const isLeaving = chosen !== null && act.problem === null;

  async function connect(provider: ConnectableProvider) {
    setChosen(provider);
    const answer = await act.run(() => startConnectAction({ providers: [provider] }));
    if (answer) window.location.assign(answer.data.url);
    else setChosen(null);
  }

  return (
    <Dialog
      trigger={trigger}
      size="lg"
      title="Connect an account"
      description={
        <>
          You leave this page to sign in on a secure page of the connection service and come back
          here when it is done. We never see your password.
        </>
      }
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        setChosen(null);
        act.forget();
      }}
    >
      <div className="flex flex-col gap-3">
        {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
        <ul aria-label="Providers" className="grid auto-rows-fr gap-2 sm:grid-cols-2">
          {PROVIDER_GUIDE.map(({ provider, needs }) => (
            <li key={provider}>
              <ProviderButton
                provider={provider}
                needs={needs}
                isPending={chosen === provider}
                isDisabled={isLeaving}
                onChoose={connect}
              />
            </li>
          ))}
        </ul>
        <p className="text-meta text-fg-3">
          A new account is private: only you read its messages until you share it.
        </p>
      </div>
    </Dialog>
  );
}

interface ProviderButtonProps {
  provider: ConnectableProvider;
  needs: string;
  isPending: boolean;
  isDisabled: boolean;
  onChoose: (provider: ConnectableProvider) => void;
}

function ProviderButton({ provider, needs, isPending, isDisabled, onChoose }: ProviderButtonProps) {
  return (
    <button
      type="button"
      aria-busy={isPending || undefined}
      aria-disabled={isDisabled || undefined}
      onClick={() => !isDisabled && onChoose(provider)}
      className="flex h-full min-h-16 w-full items-center gap-3 rounded-card border border-line bg-surface px-3 py-2.5 text-start transition-colors hover:bg-hover aria-disabled:cursor-default"
    >
      <AccountGlyph provider={provider} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="text-ui font-medium text-fg">{PROVIDER_NAMES[provider]}</span>
        <span className="text-meta text-fg-2">{needs}</span>
      </span>
      {isPending ? <Spinner /> : <ExternalLink className="text-fg-3" aria-hidden="true" />}
    </button>
  );
}
