import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { LabelsView } from '@/components/labels/labels-view';
import { PageData } from '@/components/live/page-data';
import { requireCtx } from '@/lib/auth/session';
import { labelsOptions } from '@/lib/labels/options';
import { listLabels } from '@/lib/labels/queries';

export const metadata: Metadata = { title: 'Labels' };

export default async function LabelsPage() {
  const ctx = await requireCtx();
  const client = new QueryClient();
  await client.prefetchQuery({ ...labelsOptions(), queryFn: () => listLabels(ctx) });
  return (
    <PageData state={dehydrate(client)}>
      <LabelsView />
    </PageData>
  );
}
