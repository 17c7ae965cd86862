import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PageData } from '@/components/live/page-data';
import { MembersView } from '@/components/team/members-view';
import { requireCtx } from '@/lib/auth/session';
import { teamOptions } from '@/lib/team/options';
import { getTeam } from '@/lib/team/queries';

export const metadata: Metadata = { title: 'Members and roles' };

export default async function MembersPage() {
  const ctx = await requireCtx();
  const client = new QueryClient();
  await client.prefetchQuery({ ...teamOptions(), queryFn: () => getTeam(ctx) });
  return (
    <PageData state={dehydrate(client)}>
      <MembersView />
    </PageData>
  );
}
