import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ImportsView } from '@/components/invitation-imports/imports-view';
import { PageData } from '@/components/live/page-data';
import { requireCtx } from '@/lib/auth/session';
import { importsOptions } from '@/lib/invitation-imports/options';
import { listImports } from '@/lib/invitation-imports/queries';

export const metadata: Metadata = { title: 'Import' };

export default async function ImportsPage() {
  const ctx = await requireCtx();
  const queryClient = new QueryClient();
  await queryClient.prefetchQuery({ ...importsOptions(), queryFn: () => listImports(ctx) });
  return (
    <PageData state={dehydrate(queryClient)}>
      <ImportsView />
    </PageData>
  );
}
