import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { IncidentsView } from '@/components/incidents/incidents-view';
import { PageData } from '@/components/live/page-data';
import { OverviewNotAllowed } from '@/components/overview/overview-not-allowed';
import { listIncidents } from '@/lib/accounts/incident-queries';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { incidentsOptions } from '@/lib/incidents/options';

export const metadata: Metadata = { title: 'Incidents' };

export default async function IncidentsPage() {
  const ctx = await requireCtx();
  if (!can(ctx.scope, 'overview:read')) return <OverviewNotAllowed />;
  const queryClient = new QueryClient();
  await queryClient.prefetchQuery({
    queryKey: incidentsOptions().queryKey,
    queryFn: () => listIncidents(ctx),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <IncidentsView />
    </PageData>
  );
}
