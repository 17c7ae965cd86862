'use client';

import { useClock } from '@/components/ui/clock';
import type { ConversationFilter, InboxAccount } from '@/lib/inbox/types';
import { accountsOf } from './account-state';
import { longDate } from './day-label';

type EndOfListProps = {
  filter: ConversationFilter;
  accounts: readonly InboxAccount[] | undefined;
};

/** Says how far back the list is complete, where that is known of every account in it. */
export function EndOfList({ filter, accounts }: EndOfListProps) {
  const clock = useClock();
  const dates = accountsOf(accounts ?? [], filter).map((account) => account.syncedBackTo);
  const known = dates.filter((date) => date !== null);
  // The list as a whole is complete only back to where its youngest copy begins.
  const latest = known.toSorted().at(-1);
  if (!latest || known.length < dates.length || !clock) return null;
  return (
    <p className="pt-1 pb-6 text-center text-meta text-fg-3">
      Synced back to {longDate(latest, clock)}
    </p>
  );
}
