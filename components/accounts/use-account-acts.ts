'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Act, useAct } from '@/components/shell/use-act';
import { lostWords } from '@/components/triage/lost-words';
import { useToast } from '@/components/ui/toast';
import {
  checkAccountAction,
  disconnectAccountAction,
  pauseSendsAction,
  renameAccountAction,
  restartAccountAction,
  resyncAccountAction,
  retireTwinAction,
  setOwnerAction,
  setSendAsAction,
  setSignatureAction,
  setVisibilityAction,
} from '@/lib/account-settings/actions';
import { accountLabel } from '@/lib/accounts/rules';
import type { AccountItem, Visibility } from '@/lib/accounts/types';
import { startReconnectAction } from '@/lib/connect/actions';
import type { Result } from '@/lib/core/result';

export interface AccountActs {
  act: Act;
  /** Leaves the page for the sign-in at the provider. */
  reconnect: () => Promise<void>;
  check: () => Promise<void>;
  restart: () => Promise<void>;
  resync: () => Promise<void>;
  pauseSends: (isPaused: boolean) => Promise<void>;
  /** The rest stands in dialogs: true when done, and the dialog may close. */
  rename: (name: string) => Promise<boolean>;
  sign: (signature: string) => Promise<boolean>;
  share: (visibility: Visibility) => Promise<boolean>;
  sendAs: (name: string | null, address: string | null) => Promise<boolean>;
  giveTo: (memberId: string) => Promise<boolean>;
  remove: () => Promise<boolean>;
  /** Ends this connection; the other one of the same person goes on. */
  retireFor: (keepAccountId: string) => Promise<boolean>;
}

/** What a person can do with an account; a failure stays in `act.problem`. */
export function useAccountActs(account: AccountItem): AccountActs {
  const act = useAct();
  const toast = useToast();
  const queryClient = useQueryClient();
  const accountId = account.id;
  const label = accountLabel(account);
  const { run } = act;

  const perform = useCallback(
    async <T>(
      call: () => Promise<Result<T>>,
      done: string | null,
      more?: (data: T) => string | undefined,
    ): Promise<boolean> => {
      const answer = await run(call);
      if (!answer) return false;
      if (done) toast.show({ title: done, description: more?.(answer.data), tone: 'ok' });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['accounts'] }),
        queryClient.invalidateQueries({ queryKey: ['overview'] }),
      ]);
      return true;
    },
    [run, toast, queryClient],
  );

  return {
    act,
    async reconnect() {
      const answer = await run(() => startReconnectAction({ accountId }));
      if (answer) window.location.assign(answer.data.url);
    },
    async check() {
      await perform(() => checkAccountAction({ accountId }), `Checking ${label}`);
    },
    async restart() {
      await perform(() => restartAccountAction({ accountId }), `Restarting ${label}`);
    },
    async resync() {
      await perform(() => resyncAccountAction({ accountId }), `Reading all of ${label} again`);
    },
    async pauseSends(isPaused) {
      const done = isPaused ? `Sends from ${label} are paused` : `${label} may send again`;
      await perform(() => pauseSendsAction({ accountId, isPaused }), done);
    },
    rename: (name) => perform(() => renameAccountAction({ accountId, name }), `Renamed to ${name}`),
    sign: (signature) =>
      perform(
        () => setSignatureAction({ accountId, signature }),
        signature.trim() ? 'Signature saved' : 'Signature removed',
      ),
    share: (visibility) =>
      perform(() => setVisibilityAction({ accountId, visibility }), 'Sharing changed', lostOf),
    sendAs: (name, address) =>
      perform(() => setSendAsAction({ accountId, name, address }), `Changed From of ${label}`),
    giveTo: (memberId) =>
      perform(() => setOwnerAction({ accountId, memberId }), 'Owner changed', lostOf),
    retireFor: (keepAccountId) =>
      perform(() => retireTwinAction({ accountId, keepAccountId }), `${label} was retired`),
    remove: () => perform(() => disconnectAccountAction({ accountId }), `${label} was removed`),
  };
}

const lostOf = ({ unassignedCount }: { unassignedCount: number }) => lostWords(unassignedCount);
