import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { AccountsView } from '@/components/accounts/accounts-view';
import { PageData } from '@/components/live/page-data';
import { accountsOptions } from '@/lib/accounts/options';
import { listAccounts } from '@/lib/accounts/queries';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';

export const metadata: Metadata = { title: 'Accounts' };

export default async function AccountsPage() {
  const ctx = await requireCtx();
  const queryClient = new QueryClient();
  await queryClient.prefetchQuery({
    queryKey: accountsOptions().queryKey,
    queryFn: () => listAccounts(ctx),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <AccountsView
        canConnect={can(ctx.scope, 'account:connect')}
        canManageAny={can(ctx.scope, 'account:manage-any')}
      />
    </PageData>
  );
}
