'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, Unplug } from 'lucide-react';
import { parseAsString, useQueryStates } from 'nuqs';
import { AccountList } from '@/components/accounts/account-list';
import { AccountsError } from '@/components/accounts/accounts-error';
import { AccountsSkeleton } from '@/components/accounts/accounts-skeleton';
import { ConnectDialog } from '@/components/accounts/connect-dialog';
import {
  FailedReturn,
  PendingReturn,
  ReturnedProgress,
  useConnectRequest,
  useHighlight,
  useLanding,
} from '@/components/accounts/connect-return';
import { useNow } from '@/components/accounts/use-now';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { accountsOptions } from '@/lib/accounts/options';
import { byNeed, needsAttention, shownStatus } from '@/lib/accounts/rules';
import type { AccountItem, AccountList as Accounts } from '@/lib/accounts/types';
import { isNotFound } from '@/lib/core/fetch-json';
import { teamOptions } from '@/lib/team/options';

interface AccountsViewProps {
  canConnect: boolean;
  /** Admins: may assign and reassign. */
  canManageAny: boolean;
}

export function AccountsView({ canConnect, canManageAny }: AccountsViewProps) {
  const query = useQuery(accountsOptions());
  const members = useOwnerChoice(canManageAny);
  // One button at a time asks for the press: a lost account comes before a new one, or none at all.
  const isAsked = query.data?.accounts.some(asksForReconnect) ?? false;
  return (
    <Page
      title="Accounts"
      actions={
        canConnect &&
        query.data?.accounts.length !== 0 && (
          <ConnectDialog
            trigger={
              <Button variant={isAsked ? 'secondary' : 'primary'} icon={<Plus />}>
                Connect account
              </Button>
            }
          />
        )
      }
    >
      {query.error && (
        <AccountsError
          error={query.error}
          isRetrying={query.isFetching}
          onRetry={() => void query.refetch()}
          hasData={query.data !== undefined}
        />
      )}
      {query.data ? (
        <AccountGroups list={query.data} members={members} canConnect={canConnect} />
      ) : (
        query.isPending && <AccountsSkeleton />
      )}
    </Page>
  );
}

function asksForReconnect({ status, canManage, wrongIdentity }: AccountItem): boolean {
  return canManage && (status === 'reconnect_needed' || wrongIdentity !== null);
}

/** People who can own an account; null for those who may not choose, and until they are known. */
export function useOwnerChoice(canManageAny: boolean) {
  const { data } = useQuery({ ...teamOptions(), enabled: canManageAny });
  if (!canManageAny || !data) return null;
  return data.members
    .filter(({ role }) => role !== 'viewer')
    .map(({ id, name }) => ({ memberId: id, name }));
}

interface AccountGroupsProps {
  list: Accounts;
  members: readonly { memberId: string; name: string }[] | null;
  canConnect: boolean;
}

function AccountGroups({ list, members, canConnect }: AccountGroupsProps) {
  const { nowMs } = useNow();
  const [{ connected, failed }, setReturn] = useQueryStates({
    connected: parseAsString,
    failed: parseAsString,
  });
  const query = useConnectRequest(connected ?? failed);
  useLanding(connected);
  const request = query.data;
  const isUnknown = isNotFound(query.error);
  const sorted = byNeed(list.accounts, nowMs, list.freshMs);
  const returnedId = request?.state === 'completed' ? request.accountId : null;
  const returnedAccount = sorted.find(({ id }) => id === returnedId);
  const isHighlighted = useHighlight(returnedAccount?.id ?? null);
  const dismiss = () => void setReturn({ connected: null, failed: null });
  const { needing, mine, team, unassigned, removed } = grouped(sorted, nowMs, list.freshMs);
  const common = {
    freshMs: list.freshMs,
    members,
    returned:
      returnedAccount && request
        ? {
            accountId: returnedAccount.id,
            isHighlighted,
            content: (
              <ReturnedProgress
                request={request}
                account={returnedAccount}
                freshMs={list.freshMs}
                onDismiss={dismiss}
              />
            ),
          }
        : null,
  };

  return (
    <>
      {connected && !returnedAccount && (
        <PendingReturn request={request} isUnknown={isUnknown} onDismiss={dismiss} />
      )}
      {failed && request?.state !== 'completed' && (
        <FailedReturn request={request} isUnknown={isUnknown} onDismiss={dismiss} />
      )}
      {list.accounts.length === 0 && <NoAccounts canConnect={canConnect} />}
      <AccountList title="Needs attention" accounts={needing} {...common} />
      <AccountList
        title="Without an owner"
        note="Connected at the provider, claimed by nobody here. Their messages are not read until an admin assigns them."
        accounts={unassigned}
        {...common}
      />
      <AccountList title="Your accounts" accounts={mine} {...common} />
      <AccountList title="Accounts of the team" accounts={team} {...common} />
      <AccountList
        title="Removed"
        note="Messages and history are kept."
        accounts={removed}
        {...common}
      />
    </>
  );
}

/** What one can and must repair stands first, whoever owns it; each account stands in one group. */
function grouped(accounts: readonly AccountItem[], nowMs: number, freshMs: number) {
  const live = accounts.filter(({ status }) => status !== 'removed');
  const owned = live.filter(({ owner }) => owner !== null);
  const isNeeding = (account: AccountItem) =>
    account.canManage && needsAttention(shownStatus(account, nowMs, freshMs).code);
  const quiet = owned.filter((account) => !isNeeding(account));
  return {
    needing: owned.filter(isNeeding),
    mine: quiet.filter(({ isMine }) => isMine),
    team: quiet.filter(({ isMine }) => !isMine),
    unassigned: live.filter(({ owner }) => owner === null),
    removed: accounts.filter(({ status }) => status === 'removed'),
  };
}

function NoAccounts({ canConnect }: { canConnect: boolean }) {
  if (!canConnect) {
    return (
      <EmptyState icon={<Unplug />} title="No account to see yet">
        Your role can look but not connect. Accounts that somebody shares with the team appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Unplug />}
      title="No account is connected yet"
      action={
        <ConnectDialog
          trigger={
            <Button variant="primary" icon={<Plus />}>
              Connect account
            </Button>
          }
        />
      }
    >
      Connect LinkedIn, WhatsApp, your e-mail or another one of nine providers. Its messages then
      arrive in your inbox; others see them only when you share the account.
    </EmptyState>
  );
}
