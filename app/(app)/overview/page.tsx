import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PageData } from '@/components/live/page-data';
import { OverviewNotAllowed } from '@/components/overview/overview-not-allowed';
import { OverviewView } from '@/components/overview/overview-view';
import { getOverview } from '@/lib/accounts/overview-queries';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { overviewOptions } from '@/lib/overview/options';

export const metadata: Metadata = { title: 'Overview' };

export default async function OverviewPage() {
  const ctx = await requireCtx();
  if (!can(ctx.scope, 'overview:read')) return <OverviewNotAllowed />;
  const queryClient = new QueryClient();
  await queryClient.prefetchQuery({
    queryKey: overviewOptions().queryKey,
    queryFn: () => getOverview(ctx),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <OverviewView canAssign={can(ctx.scope, 'account:manage-any')} />
    </PageData>
  );
}
