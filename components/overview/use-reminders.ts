'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Act, useAct } from '@/components/accounts/use-act';
import { remindOwnersAction } from '@/lib/reminders/actions';
import type { RemindOutcome } from '@/lib/reminders/types';

export interface Reminders {
  act: Act;
  /** What came of the last press, by account. */
  outcomes: ReadonlyMap<string, RemindOutcome>;
  /** Accounts that are being asked for at this moment. */
  pending: ReadonlySet<string>;
  send: (accountIds: readonly string[]) => Promise<void>;
}

const NONE: ReadonlySet<string> = new Set();

/** Asks owners to reconnect and keeps the outcome of each account, to be shown where it stands. */
export function useReminders(): Reminders {
  const act = useAct();
  const queryClient = useQueryClient();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, RemindOutcome>>(new Map());
  const [pending, setPending] = useState(NONE);

  async function send(accountIds: readonly string[]) {
    setPending(new Set(accountIds));
    const answer = await act.run(() => remindOwnersAction({ accountIds: [...accountIds] }));
    setPending(NONE);
    if (!answer) return;
    const news = answer.data.map(({ accountId, outcome }) => [accountId, outcome] as const);
    setOutcomes((known) => new Map([...known, ...news]));
    await queryClient.invalidateQueries({ queryKey: ['overview'] });
  }

  return { act, outcomes, pending, send };
}
