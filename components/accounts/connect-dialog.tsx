'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { cx } from 'class-variance-authority';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { type ReactElement, useState } from 'react';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { LoadError } from '@/components/shell/load-error';
import { useAct } from '@/components/shell/use-act';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { InlineNotice } from '@/components/ui/inline-notice';
import { Select } from '@/components/ui/select';
import { Spinner } from '@/components/ui/spinner';
import { startConnectAction } from '@/lib/connect/actions';
import { PROVIDER_GUIDE } from '@/lib/connect/rules';
import type { ConnectableProvider } from '@/lib/connect/types';
import { PROVIDER_NAMES } from '@/lib/core/providers';
import { connectPath } from '@/lib/custom-auth/form-rules';
import { methodsOf } from '@/lib/custom-auth/method-rules';
import { connectionChoicesOptions } from '@/lib/gateways/options';
import type { ConnectionChoice } from '@/lib/gateways/types';

/** Which provider, what one needs for it, and where the press leads. */
export function ConnectDialog({ trigger }: { trigger: ReactElement }) {
  const act = useAct();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ConnectableProvider | null>(null);
  const isLeaving = chosen !== null && act.problem === null;
  const [isOpen, setIsOpen] = useState(false);
  const query = useQuery({ ...connectionChoicesOptions(), enabled: isOpen });
  const connections = query.data ?? [];
  const [wantedId, setWantedId] = useState<string | null>(null);
  const connection = connections.find(({ id }) => id === wantedId) ?? connections[0];
  const connectionId = connection?.id;
  const offered = PROVIDER_GUIDE.filter(
    ({ provider }) => !connection || connection.providers.includes(provider),
  );

  async function connect(provider: ConnectableProvider) {
    setChosen(provider);
    const gatewayId = connectionId ?? (await findOnlyConnection(provider));
    if (!gatewayId) return setChosen(null);
    const wanted = { providers: [provider], gatewayId };
    const answer = await act.run(() => startConnectAction(wanted));
    if (answer) window.location.assign(answer.data.url);
    else setChosen(null);
  }

  /** For a press that was faster than the connections. Null where there is something to choose or to read first. */
  async function findOnlyConnection(provider: ConnectableProvider): Promise<string | null> {
    const found = await client.ensureQueryData(connectionChoicesOptions()).catch(() => []);
    const [only] = found;
    return only && found.length === 1 && only.providers.includes(provider) ? only.id : null;
  }

  return (
    <Dialog
      trigger={trigger}
      size="lg"
      title="Connect an account"
      description={
        <>
          Sign in on the secure page of the connection service and come back here when it is done,
          or sign in here: then your password passes through us to the service. We never keep it.
        </>
      }
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next);
        if (next) return;
        setChosen(null);
        act.forget();
      }}
    >
      <div className="flex flex-col gap-3">
        {act.problem && <InlineNotice tone="bad">{act.problem.message}</InlineNotice>}
        {query.isError && (
          <LoadError query={query} title="The API connections could not be loaded" />
        )}
        {query.data?.length === 0 && (
          <InlineNotice tone="warn">
            No API connection is set up yet. Ask an admin to add one in the settings.
          </InlineNotice>
        )}
        {connections.length > 1 && (
          <Field
            label="Through"
            isButtonControl
            help="An account stays with the API connection it was connected through."
          >
            <Select
              value={connectionId}
              onValueChange={setWantedId}
              options={connections.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
        )}
        <ul aria-label="Providers" className="grid auto-rows-fr gap-2 sm:grid-cols-2">
          {offered.map(({ provider, needs }) => (
            <li key={provider}>
              <ProviderButton
                provider={provider}
                needs={needs}
                isPending={chosen === provider}
                isDisabled={isLeaving || (!connectionId && !query.isPending)}
                onChoose={connect}
                connection={connection}
                isLoading={query.isPending}
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

const HERE_LINE = 'min-h-8 border-t border-line pointer-coarse:min-h-11';

interface ProviderButtonProps {
  provider: ConnectableProvider;
  needs: string;
  isPending: boolean;
  isDisabled: boolean;
  onChoose: (provider: ConnectableProvider) => void;
  /** With it stands the way to our own page, which signs in or says why only the page of the connection service can. */
  connection: ConnectionChoice | undefined;
  /** The connections are not here yet: the line below keeps its place, so that no button moves under the hand. */
  isLoading: boolean;
}

function ProviderButton({
  provider,
  needs,
  isPending,
  isDisabled,
  onChoose,
  connection,
  isLoading,
}: ProviderButtonProps) {
  const isHere = connection !== undefined && methodsOf(connection.dialect, provider).length > 0;
  return (
    <div className="flex h-full flex-col rounded-card border border-line bg-surface">
      <button
        type="button"
        aria-busy={isPending || undefined}
        aria-disabled={isDisabled || undefined}
        onClick={() => !isDisabled && onChoose(provider)}
        className="flex min-h-16 w-full flex-1 items-center gap-3 rounded-card px-3 py-2.5 text-start transition-colors hover:bg-hover aria-disabled:cursor-default"
      >
        <AccountGlyph provider={provider} />
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="text-ui font-medium text-fg">{PROVIDER_NAMES[provider]}</span>
          <span className="text-meta text-fg-2">{needs}</span>
        </span>
        {isPending ? <Spinner /> : <ExternalLink className="text-fg-3" aria-hidden="true" />}
      </button>
      {connection && (
        <Link
          href={connectPath({ provider, connection: connection.id })}
          className={cx(
            HERE_LINE,
            'flex items-center gap-1 rounded-b-card ps-15 pe-3 text-meta text-accent-text transition-colors hover:bg-hover',
          )}
        >
          {isHere ? 'Sign in here' : 'Why not here'}
          <span className="sr-only">{` ${isHere ? 'to' : 'for'} ${PROVIDER_NAMES[provider]}`}</span>
        </Link>
      )}
      {isLoading && <div className={HERE_LINE} />}
    </div>
  );
}
