import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { invitationParams } from '@/components/invitations/invitation-params';
import { InvitationsView } from '@/components/invitations/invitations-view';
import { PageData } from '@/components/live/page-data';
import { requireCtx } from '@/lib/auth/session';
import { isId } from '@/lib/core/ids';
import { invitationsOptions, pacesOptions, plansOptions } from '@/lib/invitations/options';
import { listPaces, listPlans } from '@/lib/invitations/plan-queries';
import { listInvitations } from '@/lib/invitations/queries';

export const metadata: Metadata = { title: 'Invitations' };

const loadParams = createLoader(invitationParams);

export default async function InvitationsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireCtx();
  const { view, account, mine } = await loadParams(searchParams);
  const accountId = isId(account) ? account : undefined;
  const queryClient = new QueryClient();
  // What the tabs count is read with what is shown.
  const directions = view === 'sent' ? (['received', 'sent'] as const) : (['received'] as const);
  await Promise.all([
    ...directions.map((direction) =>
      queryClient.prefetchInfiniteQuery({
        ...invitationsOptions(direction, accountId ?? null),
        queryFn: ({ pageParam }) =>
          listInvitations(ctx, { direction, accountId, cursor: pageParam }),
      }),
    ),
    mine &&
      queryClient.prefetchInfiniteQuery({
        ...invitationsOptions('received', accountId ?? null, true),
        queryFn: ({ pageParam }) =>
          listInvitations(ctx, {
            direction: 'received',
            accountId,
            isMine: true,
            cursor: pageParam,
          }),
      }),
    queryClient.prefetchQuery({ ...pacesOptions(), queryFn: () => listPaces(ctx) }),
    queryClient.prefetchQuery({
      ...plansOptions(accountId ?? null),
      queryFn: () => listPlans(ctx, { accountId }),
    }),
  ]);
  return (
    <PageData state={dehydrate(queryClient)}>
      <InvitationsView />
    </PageData>
  );
}
