'use client';

import { VISIBILITIES } from '@/components/accounts/visibility-words';
import { Button } from '@/components/ui/button';
import { CardSection } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AccountDetail } from '@/lib/accounts/types';

/** Who may read it and, for its owner, who did. */
export function SharingSection({
  detail: { account, views },
  onChange,
}: {
  detail: AccountDetail;
  onChange: () => void;
}) {
  const words = VISIBILITIES.find(({ value }) => value === account.visibility);
  return (
    <CardSection
      title="Sharing"
      actions={
        account.canManage &&
        account.status !== 'removed' && (
          <Button size={28} onClick={onChange}>
            Change
          </Button>
        )
      }
    >
      <p className="text-ui font-medium text-fg">{words?.label}</p>
      <p className="text-ui text-fg-2">{words?.help}</p>
      {views && <Views views={views} />}
    </CardSection>
  );
}

function Views({ views }: { views: NonNullable<AccountDetail['views']> }) {
  return (
    <div className="mt-4">
      <h3 className="text-ui font-medium text-fg">Who opened it</h3>
      {views.length === 0 ? (
        <p className="text-ui text-fg-2">Nobody but you opened a conversation of this account.</p>
      ) : (
        <ul aria-label="Who opened conversations" className="mt-1 flex flex-col">
          {views.map((view) => (
            <li
              key={`${view.memberName} ${view.lastAt}`}
              className="flex flex-wrap justify-between gap-x-4 border-line py-1.5 text-ui not-first:border-t"
            >
              <bdi className="min-w-0 truncate text-fg">{view.memberName}</bdi>
              <span className="text-meta text-fg-2 tabular-nums">
                {view.conversations === 1
                  ? '1 conversation'
                  : `${view.conversations} conversations`}
                , last <RelativeTime date={view.lastAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1 text-meta text-fg-3">Only you, as the owner, see this list.</p>
    </div>
  );
}
