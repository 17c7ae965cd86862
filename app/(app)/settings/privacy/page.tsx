import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PrivacyDenied } from '@/components/erasure/privacy-denied';
import { PrivacyView } from '@/components/erasure/privacy-view';
import { PageData, PageReady } from '@/components/live/page-data';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { erasuresOptions } from '@/lib/erasure/options';
import { listErasures } from '@/lib/erasure/queries';

export const metadata: Metadata = { title: 'Privacy' };

export default async function PrivacyPage() {
  const ctx = await requireCtx();
  if (!can(ctx.scope, 'person:erase')) {
    return (
      <>
        <PrivacyDenied />
        <PageReady />
      </>
    );
  }
  const client = new QueryClient();
  await client.prefetchQuery({ ...erasuresOptions(), queryFn: () => listErasures(ctx) });
  return (
    <PageData state={dehydrate(client)}>
      <PrivacyView />
    </PageData>
  );
}
