import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ExtensionView } from '@/components/extension/extension-view';
import { PageData } from '@/components/live/page-data';
import { requireCtx } from '@/lib/auth/session';
import { extensionOptions } from '@/lib/extension/options';
import { getExtension } from '@/lib/extension/queries';

export const metadata: Metadata = { title: 'Browser extension' };

export default async function ExtensionPage() {
  const ctx = await requireCtx();
  const client = new QueryClient();
  await client.prefetchQuery({ ...extensionOptions(), queryFn: () => getExtension(ctx) });
  return (
    <PageData state={dehydrate(client)}>
      <ExtensionView />
    </PageData>
  );
}
