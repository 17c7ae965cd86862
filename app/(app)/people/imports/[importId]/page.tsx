import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ImportView } from '@/components/invitation-imports/import-view';
import { PageData } from '@/components/live/page-data';
import { requireCtx } from '@/lib/auth/session';
import { AppError } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { importOptions } from '@/lib/invitation-imports/options';
import { getImport } from '@/lib/invitation-imports/queries';

export const metadata: Metadata = { title: 'Import' };

export default async function ImportPage({ params }: { params: Promise<{ importId: string }> }) {
  const ctx = await requireCtx();
  const { importId } = await params;
  const queryClient = new QueryClient();
  queryClient.setQueryData(importOptions(importId).queryKey, await load());
  return (
    <PageData state={dehydrate(queryClient)}>
      <ImportView importId={importId} />
    </PageData>
  );

  async function load() {
    if (!isId(importId)) notFound();
    try {
      return await getImport(ctx, { importId });
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') notFound();
      throw error;
    }
  }
}
