import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ConnectionsDenied } from '@/components/connections/connections-denied';
import { ConnectionsView } from '@/components/connections/connections-view';
import { PageData, PageReady } from '@/components/live/page-data';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { listConnections } from '@/lib/gateways/connection-queries';
import { connectionsOptions } from '@/lib/gateways/options';

export const metadata: Metadata = { title: 'API connections' };

export default async function ConnectionsPage() {
  const ctx = await requireCtx();
  if (!can(ctx.scope, 'workspace:manage')) {
    return (
      <>
        <ConnectionsDenied />
        <PageReady />
      </>
    );
  }
  const client = new QueryClient();
  await client.prefetchQuery({ ...connectionsOptions(), queryFn: () => listConnections(ctx) });
  return (
    <PageData state={dehydrate(client)}>
      <ConnectionsView />
    </PageData>
  );
}
