import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { AccountView } from '@/components/accounts/account-view';
import { PageData } from '@/components/live/page-data';
import { accountOptions } from '@/lib/accounts/options';
import { getAccount } from '@/lib/accounts/queries';
import { accountLabel } from '@/lib/accounts/rules';
import { requireCtx } from '@/lib/auth/session';
import { AppError } from '@/lib/core/errors';
import { healingOptions } from '@/lib/healing/options';
import { getHealing } from '@/lib/healing/queries';

interface AccountPageProps {
  params: Promise<{ accountId: string }>;
}

/** Once for the title and the page. A foreign account and a missing one give the same page. */
const loadAccount = cache(async (accountId: string) => {
  const ctx = await requireCtx();
  try {
    return await getAccount(ctx, { accountId });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: AccountPageProps): Promise<Metadata> {
  const { account } = await loadAccount((await params).accountId);
  return { title: accountLabel(account) };
}

export default async function AccountPage({ params }: AccountPageProps) {
  const { accountId } = await params;
  const detail = await loadAccount(accountId);
  const queryClient = new QueryClient();
  queryClient.setQueryData(accountOptions(accountId).queryKey, detail);
  const ctx = await requireCtx();
  await queryClient.prefetchQuery({
    ...healingOptions(accountId),
    queryFn: () => getHealing(ctx, { accountId }),
  });
  return (
    <PageData state={dehydrate(queryClient)}>
      <AccountView accountId={accountId} />
    </PageData>
  );
}
