import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PageData } from '@/components/live/page-data';
import { SessionsView } from '@/components/team/sessions-view';
import { requireCtx } from '@/lib/auth/session';
import { sessionsOptions } from '@/lib/team/options';
import { listSessions } from '@/lib/team/session-queries';

export const metadata: Metadata = { title: 'Sessions' };

export default async function SessionsPage() {
  const ctx = await requireCtx();
  const client = new QueryClient();
  await client.prefetchQuery({ ...sessionsOptions(), queryFn: () => listSessions(ctx) });
  return (
    <PageData state={dehydrate(client)}>
      <SessionsView />
    </PageData>
  );
}
