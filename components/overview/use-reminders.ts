'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Act, useAct } from '@/components/shell/use-act';
import { counted } from '@/components/ui/counted';
import { type ToastOptions, useToast } from '@/components/ui/toast';
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
  const toast = useToast();
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
    toast.show(summaryOf(news.map(([, outcome]) => outcome)));
    await queryClient.invalidateQueries({ queryKey: ['overview'] });
  }

  return { act, outcomes, pending, send };
}

/** Said once for all of them; what came of each account stands in its row. */
function summaryOf(outcomes: readonly RemindOutcome[]): ToastOptions {
  const queuedCount = outcomes.filter((outcome) => outcome === 'queued').length;
  const restCount = outcomes.length - queuedCount;
  const rest = `${counted(restCount, 'account', 'accounts')} got none`;
  const description = restCount > 0 ? `${rest}; the reason stands in the row.` : undefined;
  if (queuedCount === 0) return { title: 'No e-mail was sent', description, tone: 'warn' };
  const way = queuedCount === 1 ? 'is on its way' : 'are on their way';
  const title = `${counted(queuedCount, 'e-mail', 'e-mails')} ${way}`;
  return { title, description, tone: 'ok' };
}
