'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { Page } from '@/components/shell/page';
import { Select } from '@/components/ui/select';
import { LinkTabs } from '@/components/ui/tabs';
import { isId } from '@/lib/core/ids';
import { pacesOptions, plansOptions } from '@/lib/invitations/options';
import { INVITATION_VIEWS, type InvitationView, type PaceCard } from '@/lib/invitations/types';
import { invitationParams } from './invitation-params';
import { InviteButton } from './invite-button';
import { InviteProvider } from './invite-context';
import { PendingView, usePendingCounts } from './pending-view';
import { PlannedView } from './planned-view';

/** Stands for "do not narrow", since a choice needs a value. */
const ALL = 'all';
const LABELS = { received: 'Received', sent: 'Sent', planned: 'Planned' } as const;

/** Every invitation that waits for an answer or to leave, of all accounts that the member may read. */
export function InvitationsView() {
  const [{ view, account, mine }, setParams] = useQueryStates(invitationParams, {
    history: 'push',
  });
  const accountId = isId(account) ? account : null;
  const paces = useQuery(pacesOptions());
  const plans = useQuery(plansOptions(accountId));
  const counts = usePendingCounts(accountId);
  const cards = paces.data?.cards ?? [];
  return (
    <InviteProvider cards={cards}>
      <Page
        title="Invitations"
        width="full"
        actions={
          <>
            <AccountChoice accountId={accountId} cards={cards} onChange={setParams} />
            <InviteButton accountId={accountId} cards={cards} />
          </>
        }
        tabs={
          <LinkTabs
            label="Invitations"
            items={INVITATION_VIEWS.map((value) => ({
              href: hrefOf(value, accountId),
              label: LABELS[value],
              count: value === 'planned' ? plans.data?.waiting.length : counts?.[value],
              isActive: value === view,
            }))}
          />
        }
      >
        {view === 'planned' ? (
          <PlannedView accountId={accountId} />
        ) : (
          <PendingView
            key={view}
            direction={view}
            accountId={accountId}
            isMine={mine && view === 'received'}
            onMineChange={(next) => void setParams({ mine: next || null })}
            cards={cards}
          />
        )}
      </Page>
    </InviteProvider>
  );
}

type AccountChoiceProps = {
  accountId: string | null;
  cards: readonly PaceCard[];
  onChange: (change: { account: string | null }) => void;
};

function AccountChoice({ accountId, cards, onChange }: AccountChoiceProps) {
  // Of one account there is nothing to choose; of a chosen one there is the way back.
  if (cards.length < 2 && !accountId) return null;
  return (
    <Select
      aria-label="Account"
      size={32}
      className="w-44"
      value={accountId ?? ALL}
      onValueChange={(value) => onChange({ account: value === ALL ? null : value })}
      options={[
        { value: ALL, label: 'All accounts' },
        ...cards.map((card) => ({ value: card.accountId, label: card.accountName })),
      ]}
    />
  );
}

function hrefOf(view: InvitationView, accountId: string | null): string {
  const query = new URLSearchParams();
  if (view !== 'received') query.set('view', view);
  if (accountId) query.set('account', accountId);
  const search = query.toString();
  return search ? `/invitations?${search}` : '/invitations';
}
