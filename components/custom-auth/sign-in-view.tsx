'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { AccountGlyph } from '@/components/accounts/account-glyph';
import { AttemptView, useShowAccounts } from '@/components/custom-auth/attempt-view';
import { NotHere } from '@/components/custom-auth/not-here';
import { StartForm } from '@/components/custom-auth/start-form';
import { SupportTable } from '@/components/custom-auth/support-table';
import { BackLink } from '@/components/shell/back-link';
import { Page } from '@/components/shell/page';
import { LinkButton } from '@/components/ui/button';
import { InlineNotice } from '@/components/ui/inline-notice';
import { accountsOptions } from '@/lib/accounts/options';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem } from '@/lib/accounts/types';
import type { ConnectableProvider } from '@/lib/connect/types';
import { CONNECTABLE_PROVIDERS, PROVIDER_NAMES } from '@/lib/core/providers';
import { methodsOf } from '@/lib/custom-auth/method-rules';
import { attemptKey } from '@/lib/custom-auth/options';
import type { Attempt } from '@/lib/custom-auth/types';
import { connectionChoicesOptions } from '@/lib/gateways/options';
import type { ConnectionChoice } from '@/lib/gateways/types';

const METHODS = ['credentials', 'cookies', 'qr', 'servers'] as const;

/** The address says whom and how; what was entered is in memory alone, and only as long as the page is open. */
export function SignInView() {
  const [at, setAt] = useQueryStates({
    provider: parseAsStringLiteral(CONNECTABLE_PROVIDERS),
    connection: parseAsString,
    account: parseAsString,
    method: parseAsStringLiteral(METHODS),
    attempt: parseAsString,
  });
  const { data: list } = useQuery(accountsOptions());
  const { data: choices = [] } = useQuery(connectionChoicesOptions());
  const account = list?.accounts.find(({ id }) => id === at.account) ?? null;
  const provider = connectable(account) ?? at.provider;
  const connection = connectionOf(choices, account?.gatewayId ?? at.connection, provider);
  const queryClient = useQueryClient();
  const showAccounts = useShowAccounts();
  const [kept, setKept] = useState<Readonly<Record<string, string>>>({});
  // Telegram's second password, for the next QR code; forgotten with the page.
  const [password, setPassword] = useState('');

  function showAttempt(attempt: Attempt) {
    queryClient.setQueryData(attemptKey(attempt.id), attempt);
    if (attempt.state === 'completed') return showAccounts(attempt.id);
    void setAt({ attempt: attempt.id }, { history: 'push' });
  }

  if (at.account !== null && (!account?.canManage || account.status === 'removed')) {
    return (
      <Frame title="Sign in">
        <InlineNotice tone="neutral" title="This account cannot be signed in again here">
          It is not yours, was removed, or is no longer known.
        </InlineNotice>
      </Frame>
    );
  }
  if (!provider || !connection) {
    return (
      <Frame title="Sign in">
        <InlineNotice
          tone="neutral"
          title="Nothing is chosen to sign in to"
          action={<LinkButton href="/accounts">Go to your accounts</LinkButton>}
        >
          Choose a provider under Connect account.
        </InlineNotice>
      </Frame>
    );
  }
  const methods = methodsOf(connection.dialect, provider);
  const way = { provider, connection, account, method: at.method ?? methods[0] ?? null };
  return (
    <Frame
      title={
        account ? `Reconnect ${PROVIDER_NAMES[provider]}` : `Connect ${PROVIDER_NAMES[provider]}`
      }
    >
      {account && <Who account={account} provider={provider} />}
      {at.attempt ? (
        <AttemptView
          attemptId={at.attempt}
          way={way}
          password={password}
          onAgain={() => void setAt({ attempt: null }, { history: 'push' })}
        />
      ) : way.method ? (
        <StartForm
          key={way.method}
          way={{ ...way, method: way.method }}
          methods={methods}
          onMethod={(method) => void setAt({ method })}
          kept={kept}
          onStarted={(attempt, values, secret) => {
            setKept((before) => ({ ...before, ...values }));
            setPassword(secret);
            showAttempt(attempt);
          }}
        />
      ) : (
        <NotHere way={way} />
      )}
      <SupportTable provider={provider} />
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Page title={title} width="form">
      <BackLink href="/accounts">Accounts</BackLink>
      {children}
    </Page>
  );
}

function Who({ account, provider }: { account: AccountItem; provider: ConnectableProvider }) {
  return (
    <div className="flex items-center gap-3 rounded-card border border-line bg-surface p-3">
      <AccountGlyph provider={provider} />
      <div className="min-w-0">
        <div className="truncate text-body font-medium text-fg" title={account.name}>
          <bdi>{accountLabel(account)}</bdi>
        </div>
        <div className="text-meta text-fg-2">
          Its history stays. Sign in as the same person as before.
        </div>
      </div>
    </div>
  );
}

function connectable(account: AccountItem | null): ConnectableProvider | null {
  return account && account.provider !== 'OTHER' ? account.provider : null;
}

/** The one that was asked for, else the first that has the provider. */
function connectionOf(
  choices: readonly ConnectionChoice[],
  wantedId: string | null,
  provider: ConnectableProvider | null,
): ConnectionChoice | undefined {
  const wanted = choices.find(({ id }) => id === wantedId);
  return wanted ?? choices.find(({ providers }) => provider && providers.includes(provider));
}
