import { dehydrate, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { SignInDenied } from '@/components/custom-auth/sign-in-denied';
import { SignInView } from '@/components/custom-auth/sign-in-view';
import { PageData, PageReady } from '@/components/live/page-data';
import { can } from '@/lib/auth/permissions';
import { requireCtx } from '@/lib/auth/session';
import { isId } from '@/lib/core/ids';
import { attemptOptions } from '@/lib/custom-auth/options';
import { getAttempt } from '@/lib/custom-auth/queries';
import { listConnectionChoices } from '@/lib/gateways/connection-queries';
import { connectionChoicesOptions } from '@/lib/gateways/options';

export const metadata: Metadata = { title: 'Sign in to an account' };

interface ConnectPageProps {
  searchParams: Promise<{ attempt?: string | string[] }>;
}

/** Signing an account in without leaving us: the form, then whatever the provider asks for. */
export default async function ConnectPage({ searchParams }: ConnectPageProps) {
  const ctx = await requireCtx();
  if (!can(ctx.scope, 'account:connect')) {
    return (
      <>
        <SignInDenied />
        <PageReady />
      </>
    );
  }
  const queryClient = new QueryClient();
  const { attempt } = await searchParams;
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: connectionChoicesOptions().queryKey,
      queryFn: () => listConnectionChoices(ctx),
    }),
    isId(attempt) &&
      queryClient.prefetchQuery({
        queryKey: attemptOptions(attempt).queryKey,
        queryFn: () => getAttempt(ctx, { attemptId: attempt }),
      }),
  ]);
  return (
    <PageData state={dehydrate(queryClient)}>
      <SignInView />
    </PageData>
  );
}
