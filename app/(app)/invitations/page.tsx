import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { invitationParams } from '@/components/invitations/invitation-params';
import { InvitationsView } from '@/components/invitations/invitations-view';
import { PageData } from '@/components/live/page-data';
import { requireCtx } from '@/lib/auth/session';
import { isId } from '@/lib/core/ids';
import { invitationsOptions } from '@/lib/invitations/options';
import { listInvitations } from '@/lib/invitations/queries';

export const metadata: Metadata = { title: 'Invitations' };

const loadParams = createLoader(invitationParams);

export default async function InvitationsPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireCtx();
  const { direction, account } = await loadParams(searchParams);
  const accountId = isId(account) ? account : undefined;
  const queryClient = new QueryClient();
  await queryClient.prefetchInfiniteQuery({
    ...invitationsOptions(direction, accountId ?? null),
    queryFn: ({ pageParam }) => listInvitations(ctx, { direction, accountId, cursor: pageParam }),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <InvitationsView />
    </PageData>
  );
}
