import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { PageData } from '@/components/live/page-data';
import { FlightRecorder } from '@/components/webhooks/flight-recorder';
import { RecorderDenied } from '@/components/webhooks/recorder-denied';
import { recorderParams } from '@/components/webhooks/recorder-params';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { webhookEventsOptions } from '@/lib/webhooks/options';
import { listWebhookEvents } from '@/lib/webhooks/queries';

export const metadata: Metadata = { title: 'Webhooks' };

const loadParams = createLoader(recorderParams);

export default async function WebhooksPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>;
}) {
  const ctx = await requireCtx();
  if (!can(ctx.scope, 'webhook:read')) return <RecorderDenied />;
  const { state } = await loadParams(searchParams);
  const queryClient = new QueryClient();
  await queryClient.prefetchInfiniteQuery({
    ...webhookEventsOptions(state),
    queryFn: ({ pageParam }) =>
      listWebhookEvents(ctx, { state: state ?? undefined, cursor: pageParam }),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <FlightRecorder />
    </PageData>
  );
}
