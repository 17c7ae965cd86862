'use client';

import type { ReactNode } from 'react';
import { AccountRow } from '@/components/accounts/account-row';
import { RowList } from '@/components/ui/row';
import type { AccountItem } from '@/lib/accounts/types';

interface AccountListProps {
  title: string;
  /** Beside the title: what the group is, or how many. */
  note?: ReactNode;
  accounts: readonly AccountItem[];
  freshMs: number;
  members: readonly { memberId: string; name: string }[] | null;
  /** The account that somebody just came back with, and what stands under it. */
  returned?: { accountId: string; isHighlighted: boolean; content: ReactNode } | null;
}

export function AccountList({
  title,
  note,
  accounts,
  freshMs,
  members,
  returned,
}: AccountListProps) {
  if (accounts.length === 0) return null;
  return (
    <section>
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-h3">{title}</h2>
        {note && <p className="text-meta text-fg-3">{note}</p>}
      </div>
      <RowList label={title}>
        {accounts.map((account) => {
          const isReturned = returned?.accountId === account.id;
          return (
            <AccountRow
              key={account.id}
              account={account}
              freshMs={freshMs}
              members={members}
              isHighlighted={isReturned && returned.isHighlighted}
            >
              {isReturned && returned.content}
            </AccountRow>
          );
        })}
      </RowList>
    </section>
  );
}
