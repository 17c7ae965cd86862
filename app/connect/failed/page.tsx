import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConnectLanding } from '@/components/accounts/connect-landing';
import { findCtx } from '@/lib/auth/session';
import { isId } from '@/lib/core/ids';

export const metadata: Metadata = { title: 'Not connected', robots: { index: false } };

interface FailedPageProps {
  searchParams: Promise<{ request?: string | string[] }>;
}

/** The sign-in at the provider ended without success; the reason and a new try are in the app. */
export default async function ConnectFailedPage({ searchParams }: FailedPageProps) {
  const { request } = await searchParams;
  const nextPath = isId(request) ? `/accounts?failed=${request}` : '/accounts';
  if (await findCtx()) redirect(nextPath);
  return (
    <ConnectLanding title="The account was not connected" nextPath={nextPath}>
      The sign-in at the provider was not finished. Nothing was changed and your history is kept.
      Press the link in the e-mail again, or sign in and try again under Accounts.
    </ConnectLanding>
  );
}
